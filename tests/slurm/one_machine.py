"""A real Slurm on this machine alone: munge, slurmctld and slurmd, started by hand on the loopback address.

Where users have accounts there is an accounting database, too: slurmdbd and MariaDB. Several nodes are as many slurmd.
Configuration, key, sockets, spool, data and logs lie in one folder. Outside it, Debian's packages are installed where
missing, and while it runs ``/etc/slurm/slurm.conf`` is a link, since a job's steps do not see ``SLURM_CONF``; what was
there comes back.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

PACKAGES = (
    "slurm-wlm slurmctld slurmd slurm-client munge slurm-wlm-basic-plugins slurmdbd mariadb-server-core mariadb-client"
)
MARK = "SLURM_ON_ONE_MACHINE"
DAEMONS = ("munged", "slurmctld", "slurmd", "slurmdbd", "mariadbd", "my_print_defaults")
ETC = Path("/etc/slurm/slurm.conf")
CONFIGURATION = """\
ClusterName=one-machine
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
SlurmUser=root
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool.%n
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.%n.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.%n.log
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
{accounting}
# the two limits under test: memory is sampled every second, time is looked at every half minute
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=1
JobAcctGatherParams=OverMemoryKill
OverTimeLimit=0
KillWait=1
MinJobAge=7200
ReturnToService=2
SchedulerParameters=batch_sched_delay=0,sched_interval=2
{nodes}
PartitionName=test Nodes=ALL Default=YES MaxTime=60 State=UP
"""
NODE = "NodeName={name} NodeHostname={host} NodeAddr=127.0.0.1 Port={port} CPUs={cpus} RealMemory={megabytes}"
NO_ACCOUNTING = "AccountingStorageType=accounting_storage/none"
# as on a site that bills: no job without an account, and limits and qualities of service are looked at
ACCOUNTING = """\
AccountingStorageType=accounting_storage/slurmdbd
AccountingStorageHost=127.0.0.1
AccountingStoragePort={port}
AccountingStoragePass={folder}/munge.socket
AccountingStorageEnforce=associations,limits,qos
AccountingStoreFlags=job_comment"""
DATABASE = """\
AuthType=auth/munge
AuthInfo=socket={folder}/munge.socket
DbdAddr=127.0.0.1
DbdHost=localhost
DbdPort={port}
SlurmUser=root
PidFile={folder}/slurmdbd.pid
LogFile={folder}/slurmdbd.log
StorageType=accounting_storage/mysql
StorageHost=127.0.0.1
StoragePort={storage_port}
StorageUser=root
StorageLoc=slurm
"""


class NoSlurmError(Exception):
    """This machine cannot have a Slurm of its own."""


def install(packages: str = PACKAGES, daemons: Sequence[str] = DAEMONS) -> None:
    """Install Debian's packages where programs of theirs are missing.

    Raises
    ------
    NoSlurmError
        With what is needed.
    """
    if os.geteuid() != 0:
        raise NoSlurmError("a scheduler of one's own needs root: its daemons take other users' identity")
    if all(shutil.which(daemon) for daemon in daemons):
        return
    if not shutil.which("apt-get"):
        raise NoSlurmError(f"needs Debian or Ubuntu, or {', '.join(daemons)} on PATH")
    # Packages start services after they are installed; these are not wanted.
    policy = Path("/usr/sbin/policy-rc.d")
    own_policy = not policy.exists()
    if own_policy:
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
    try:
        for command in ("apt-get update", f"apt-get install --yes --no-install-recommends {packages}"):
            environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
            done = subprocess.run(command.split(), capture_output=True, text=True, env=environment)
            if done.returncode:
                raise NoSlurmError(f"{command}: {done.stderr.strip()}")
    finally:
        if own_policy:
            policy.unlink()


def free_ports(count: int) -> list[int]:
    """Ports of the loopback address that nobody listens on."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


@contextmanager
def linked(path: Path, target: Path) -> Iterator[None]:
    """A link in place of whatever was at `path`, which comes back."""
    kept = path.with_name(f"{path.name}.before-tests")
    if kept.exists() or kept.is_symlink():
        raise NoSlurmError(f"{kept} is in the way: left by an earlier test, or by one that is running; move it back")
    there = path.exists() or path.is_symlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    if there:
        path.rename(kept)
    path.symlink_to(target)
    try:
        yield
    finally:
        path.unlink()
        if there:
            kept.rename(path)


@contextmanager
def daemon(command: Sequence[str | Path], log: Path) -> Iterator[subprocess.Popen]:
    """A program in the foreground of its own, stopped at the end."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(what: str, ready, seconds: float = 30.0) -> None:
    """Wait until `ready()`."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not happen within {seconds:.0f} s")
        time.sleep(0.2)


def answer(command: str) -> str:
    """What a command of Slurm prints; empty where it fails."""
    done = subprocess.run(command.split(), capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else ""


def marked(folder: Path, mark: str = MARK) -> list[int]:
    """Processes that were started, by whatever ways, from a process that had the mark of `folder`."""
    entry_of_environment = f"{mark}={folder}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if entry_of_environment in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:  # it has ended
            continue
    return found


def end(pids: set[int]) -> None:
    """End processes that no one else will."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def order(command: str) -> None:
    """Run a command, which has to go well."""
    done = subprocess.run(command.split(), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stdout}{done.stderr}")


@contextmanager
def database(folder: Path, port: int) -> Iterator[None]:
    """MariaDB and slurmdbd, which answers at a port; its configuration lies where Slurm's will."""
    (storage_port,) = free_ports(1)
    data = folder / "mariadb"
    options = f"--no-defaults --user=root --datadir={data}"
    order(f"mariadb-install-db {options} --auth-root-authentication-method=normal --skip-test-db")
    server = f"mariadbd {options} --bind-address=127.0.0.1 --port={storage_port} --socket={folder}/mariadb.socket"
    configuration = folder / "slurmdbd.conf"
    configuration.write_text(DATABASE.format(folder=folder, port=port, storage_port=storage_port))
    configuration.chmod(0o600)
    with ExitStack() as stack:
        stack.enter_context(daemon(server.split(), folder / "mariadbd.out"))
        wait_for("the database", lambda: listens(storage_port))
        stack.enter_context(daemon(["slurmdbd", "-D"], folder / "slurmdbd.out"))
        wait_for("slurmdbd", lambda: listens(port))
        yield


def listens(port: int) -> bool:
    """Whether anything answers at a port of this machine."""
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def slurm(
    folder: Path, *, cpus: int, megabytes: int, nodes: int = 1, accounts: Mapping[str, str] | None = None
) -> Iterator[None]:
    """Slurm with nodes of so many processors each (which may be more than there are) and so much memory.

    `accounts` are those of users, by the user's name; where there are some, jobs are kept in a database, and only these
    users may submit. In the end nothing is left that was started meanwhile: no daemon, no job, no process of a job, nor
    who submitted it.
    """
    install()
    os.environ[MARK] = str(folder)
    host = socket.gethostname().split(".")[0]
    configuration = folder / "slurm.conf"
    names = [f"n{number + 1}" for number in range(nodes)]
    ports = free_ports(2 + nodes)
    (folder / "state").mkdir()
    for name in names:
        (folder / f"spool.{name}").mkdir()
    configuration.write_text(
        CONFIGURATION.format(
            host=host,
            folder=folder,
            ports=ports,
            accounting=ACCOUNTING.format(folder=folder, port=ports[1]) if accounts else NO_ACCOUNTING,
            nodes="\n".join(
                NODE.format(name=name, host=host, port=port, cpus=cpus, megabytes=megabytes)
                for name, port in zip(names, ports[2:], strict=True)
            ),
        )
    )
    key = folder / "munge.key"
    key.write_bytes(os.urandom(128))
    key.chmod(0o400)
    munge = ["munged", "--foreground", "--force"]
    for option in ("key-file", "socket", "pid-file", "seed-file", "log-file"):
        munge += [f"--{option}", str(folder / f"munge.{option.removesuffix('-file')}")]
    with ExitStack() as stack:
        stack.callback(os.environ.pop, MARK)
        stack.callback(lambda: end(set(marked(folder))))
        stack.enter_context(linked(ETC, configuration))
        stack.enter_context(daemon(munge, folder / "munged.out"))
        wait_for("munge's socket", (folder / "munge.socket").exists)
        if accounts:
            stack.enter_context(linked(ETC.with_name("slurmdbd.conf"), folder / "slurmdbd.conf"))
            stack.enter_context(database(folder, ports[1]))
            order("sacctmgr --immediate add cluster one-machine")
            for account in sorted(set(accounts.values())):
                order(f"sacctmgr --immediate add account {account} cluster=one-machine")
            for user, account in accounts.items():
                order(f"sacctmgr --immediate add user {user} account={account} cluster=one-machine")
        stack.enter_context(daemon(["slurmctld", "-D", "-f", configuration], folder / "slurmctld.out"))
        for name in names:
            stack.enter_context(daemon(["slurmd", "-D", "-N", name, "-f", configuration], folder / f"{name}.out"))
        wait_for("idle nodes", lambda: answer("sinfo --noheader --format=%T|%D") == f"idle|{nodes}")
        own = set(marked(folder))
        try:
            yield
        finally:
            end(set(marked(folder)) - own)
            jobs = answer("squeue --noheader --format=%A").split()
            if jobs:
                subprocess.run(["scancel", *jobs])
                wait_for("the end of the jobs left", lambda: not answer("squeue --noheader --format=%A"))
