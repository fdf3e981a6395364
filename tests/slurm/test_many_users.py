"""One installation that a second user runs, on a Slurm with accounts, a database of jobs, and two nodes.

The Slurm profile is used as shipped: states come from sacct, as often as the plugin asks for them. What a user needs
besides stands in a profile of that user's own.
"""

import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from one_machine import NoSlurmError, answer, order, slurm
from smoke_runs import CELL, DATA, ROOT, TARGETS, digests, finished, local_run, start

pytestmark = pytest.mark.slurm

USER = "nobody"  # whom every machine has
CORES, MEGABYTES = 3, 10000  # of each of two nodes
# of two classes of run time
SHORT = 12
PARTITIONS = f"""\
partitions:
  test:
    max_runtime: {SHORT}
  long:
    max_runtime: 60
"""
OWN_PROFILE = """\
default-resources:
  slurm_account: physics
slurm-partition-config: partitions.yaml
slurm-qos: short
slurm-reservation: class
slurm-efficiency-report: true
"""
INTERPRETER = f"python{sys.version_info.major}.{sys.version_info.minor}"
RECORD = "results/provenance/config.json"  # of the first job of every run
ALLOCATION = "workflow/profiles/allocation/job.sh"


@pytest.fixture(scope="module")
def open_folder():
    """A folder that every user may look into: pytest's own are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="plateaus-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def cluster(open_folder):
    """Slurm with two nodes, two partitions, an account and a quality of service."""
    folder = open_folder / "slurm"
    folder.mkdir()
    try:
        with slurm(folder, cpus=CORES, megabytes=MEGABYTES, nodes=2, accounts={USER: "physics", "root": "physics"}):
            order("scontrol create partitionname=long nodes=ALL maxtime=60 state=up")
            order("sacctmgr --immediate add qos short")
            order(f"sacctmgr --immediate modify user {USER} set qos+=short")
            yield
    except NoSlurmError as reason:
        pytest.fail(f"no Slurm can be started on this machine: {reason}", pytrace=False)


@pytest.fixture
def reservation(cluster):
    """All nodes are kept for the second user's jobs that name it."""
    order(
        f"scontrol create reservation reservationname=class users={USER} nodes=ALL starttime=now duration=60 "
        "flags=ignore_jobs"
    )
    yield
    order("scontrol delete reservation=class")


def runs_for(user, command):
    """Whether a program can be started by a user."""
    try:
        return not subprocess.run([*command, "-c", ""], user=user, stderr=subprocess.DEVNULL).returncode
    except OSError:
        return False


@pytest.fixture(scope="module")
def installation(open_folder):
    """A checkout with its environment that belongs to root and is to be read only.

    No space in its path: the command of a Slurm job names its Python, and the plugin does not quote that.
    """
    root = open_folder / "installation"
    root.mkdir()
    for name in ("Snakefile", "config", "envs", "scripts", "workflow"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, root / name)
    # an interpreter in somebody's home is closed to others; the packages are those of this environment
    base = next((python for python in (sys.executable, f"/usr/bin/{INTERPRETER}") if runs_for(USER, [python])), None)
    if base is None:
        pytest.fail(f"neither {sys.executable} nor /usr/bin/{INTERPRETER} can be run by {USER}", pytrace=False)
    subprocess.run([base, "-m", "venv", "--without-pip", root / ".venv"], check=True)
    packages = Path(sys.prefix, "lib", INTERPRETER, "site-packages")
    if subprocess.run(["test", "-r", packages], user=USER).returncode:
        packages = shutil.copytree(packages, root / "packages", symlinks=True)
    (root / ".venv/lib" / INTERPRETER / "site-packages/installed.pth").write_text(f"{packages}\n")
    program = root / ".venv/bin/snakemake"
    program.write_text(f'#!/bin/sh\nexec "{root}/.venv/bin/python" -m snakemake "$@"\n')
    program.chmod(0o755)
    return root


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    """The same on this machine without a scheduler."""
    return local_run(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module")
def home(open_folder):
    """The second user's home, with a profile."""
    folder = open_folder / "home"
    (folder / "site").mkdir(parents=True)
    (folder / "site/config.yaml").write_text(OWN_PROFILE)
    (folder / "site/partitions.yaml").write_text(PARTITIONS)
    for path in (folder, folder / "site"):
        shutil.chown(path, USER)
    return folder


def accounting(columns):
    """What the database says of all jobs of the second user, as dictionaries."""
    lines = answer(f"sacct -X --user={USER} --parsable2 --noheader --format={columns}").splitlines()
    return [dict(zip(columns.split(","), line.split("|"), strict=True)) for line in lines]


def test_as_shipped_a_second_user_runs_a_read_only_installation(reservation, installation, home, local):
    directory = home / "scratch"
    profiles = ["--workflow-profile", installation / "workflow/profiles/slurm", "--profile", home / "site"]
    run = start(
        directory,
        *TARGETS,
        *profiles,
        root=installation,
        python=installation / ".venv/bin/python",
        user=USER,
        HOME=str(home),
    )
    output = finished(run)
    assert digests(directory, *DATA) == digests(local, *DATA)
    jobs = accounting("Account,QOS,Partition,Reservation,NodeList,State,TimelimitRaw")
    assert {job["State"] for job in jobs} == {"COMPLETED"}
    assert {(job["Account"], job["QOS"], job["Reservation"]) for job in jobs} == {("physics", "short", "class")}
    assert {(job["Partition"], int(job["TimelimitRaw"]) <= SHORT) for job in jobs} == {("test", True), ("long", False)}
    assert {job["NodeList"] for job in jobs} == {"n1", "n2"}
    (report,) = re.findall(r"Efficiency report .* saved to (\S+\.csv)", output)
    assert len(Path(report).read_text().splitlines()) > 1


@pytest.mark.parametrize(
    ("request_of", "cores", "megabytes"),
    [
        (["--mem=2G"], 1, 2048),
        (["--cpus-per-task=2", "--mem-per-cpu=900"], 2, 1800),
        (["--exclusive", "--mem=0"], CORES, None),
        ([], 1, None),
    ],
    ids=["memory of the node", "memory of a processor", "the whole node", "what the site gives"],
)
def test_one_allocation_from_any_folder(request_of, cores, megabytes, cluster, installation, home):
    folder = Path(tempfile.mkdtemp(dir=home))
    shutil.chown(folder, USER)
    command = ["sbatch", "--wait", "--account=physics", "--time=10", "--cpus-per-task=1", f"--output={folder}/log"]
    command += [*request_of, installation / ALLOCATION, RECORD, "--configfile", installation / "config/smoke.yaml"]
    environment = os.environ | {"HOME": str(home)}
    group = pwd.getpwnam(USER).pw_gid
    command = [str(word) for word in command]
    subprocess.run(command, cwd=folder, env=environment, user=USER, group=group, extra_groups=[], timeout=300)
    log = (folder / "log").read_text()
    assert (folder / RECORD).exists(), log
    ((found, memory),) = re.findall(r'Provided cores: (\d+).*?Resource\("mem_mb", (\d+)\)', log, re.DOTALL)
    assert int(found) == cores
    given = int(memory)
    of_machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**20
    assert given == megabytes or (megabytes is None and 0.9 * of_machine < given < of_machine)


def test_a_copy_of_the_allocations_script_says_where_it_has_to_lie(cluster, tmp_path):
    folder = tmp_path
    shutil.copy(ROOT / ALLOCATION, folder)
    command = [
        "sbatch",
        "--wait",
        "--time=1",
        "--cpus-per-task=1",
        "--mem=100",
        f"--output={folder}/log",
        folder / "job.sh",
    ]
    done = subprocess.run([str(word) for word in command], timeout=300)
    assert done.returncode == 1
    assert "submit the job.sh of a checkout in which make setup has run" in (folder / "log").read_text()


def test_a_wrong_account_is_named_before_any_job_waits(cluster, installation, home):
    wrong = ["--workflow-profile", installation / "workflow/profiles/slurm"]
    wrong += ["--default-resources", "slurm_account=nobodys", "slurm_partition=test", "--retries", "0"]
    run = start(
        home / "scratch" / "wrong",
        CELL,
        *wrong,
        root=installation,
        python=installation / ".venv/bin/python",
        user=USER,
        HOME=str(home),
    )
    assert re.search("account .*nobodys.* (invalid|not)", finished(run, ok=False))
