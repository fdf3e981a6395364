"""A real Grid Engine on this machine alone: sge_qmaster and sge_execd, started by hand, with a root folder of its own.

Outside it, Debian's packages are installed where missing.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

from one_machine import answer, daemon, end, free_ports, install, marked, order, wait_for

PACKAGES = "gridengine-master gridengine-exec gridengine-client"
DAEMONS = ("sge_qmaster", "sge_execd")
MARK = "GRID_ENGINE_ON_ONE_MACHINE"
DEBIAN = Path("/var/lib/gridengine")
DEFAULTS = Path("/usr/share/gridengine")
PROGRAMS = Path("/usr/lib/gridengine")
BOOTSTRAP = """\
admin_user none
default_domain none
ignore_fqdn false
spooling_method berkeleydb
spooling_lib libspoolb
spooling_params {folder}/spool/db
binary_path /usr/sbin
qmaster_spool_dir {folder}/spool/qmaster
security_mode none
listener_threads 2
worker_threads 2
scheduler_threads 1
"""
# root may run jobs, and a record of a job is written a second after its end
CONFIGURATION = {
    "execd_spool_dir": "{folder}/spool/execd",
    "min_uid": "0",
    "min_gid": "0",
    "mailer": "/bin/true",
    "reporting_params": "accounting=true reporting=false flush_time=00:00:01 joblog=false sharelog=00:00:00",
}
NONE = (
    "load_thresholds suspend_thresholds ckpt_list pe_list prolog epilog starter_method suspend_method resume_method "
    "terminate_method owner_list user_lists xuser_lists subordinate_list complex_values projects xprojects calendar"
)
LIMITS = "rt cpu fsize data stack core rss vmem"
QUEUE = {
    "qname": "test.q",
    "hostlist": "{host}",
    "seq_no": "0",
    "nsuspend": "1",
    "suspend_interval": "00:05:00",
    "priority": "0",
    "min_cpu_interval": "00:00:01",
    "processors": "UNDEFINED",
    "qtype": "BATCH",
    "rerun": "FALSE",
    "slots": "{slots}",
    "tmpdir": "/tmp",
    "shell": "/bin/sh",
    "shell_start_mode": "posix_compliant",
    "notify": "00:00:60",
    "initial_state": "default",
    **dict.fromkeys(NONE.split(), "NONE"),
    **{f"{kind}_{limit}": "INFINITY" for limit in LIMITS.split() for kind in "sh"},
}


@contextmanager
def grid_engine(folder: Path, *, slots: int) -> Iterator[None]:
    """Grid Engine with one node and a queue of so many jobs at a time (which may be more than there are processors).

    In the end nothing is left that was started meanwhile: no daemon, no job, nor who submitted it.
    """
    install(PACKAGES, DAEMONS)
    host = socket.gethostname().split(".")[0]
    common = folder / "default/common"
    for path in (common, folder / "spool/db", folder / "spool/qmaster/job_scripts", folder / "spool/execd"):
        path.mkdir(parents=True)
    for name in ("bin", "lib", "util", "utilbin"):
        (folder / name).symlink_to(DEBIAN / name)
    (common / "bootstrap").write_text(BOOTSTRAP.format(folder=folder))
    (common / "act_qmaster").write_text(f"{host}\n")
    (common / "host_aliases").write_text(f"{host} localhost\n")  # as this machine calls itself on the loopback address
    lines = (DEFAULTS / "default-configuration").read_text().splitlines()
    kept = [line for line in lines if line.split()[0] not in CONFIGURATION]
    own = [f"{key} {value.format(folder=folder)}" for key, value in CONFIGURATION.items()]
    (folder / "configuration").write_text("\n".join([*kept, *own, ""]))
    queue = "".join(f"{key} {value.format(host=host, slots=slots)}\n" for key, value in QUEUE.items())
    (folder / "queue").write_text(queue)
    ports = free_ports(2)
    here = {
        MARK: str(folder),
        "SGE_ROOT": str(folder),
        "SGE_CELL": "default",
        "SGE_QMASTER_PORT": str(ports[0]),
        "SGE_EXECD_PORT": str(ports[1]),
        "SGE_ND": "1",  # daemons stay in the foreground
    }
    with ExitStack() as stack:
        stack.enter_context(patch.dict(os.environ, here))
        stack.callback(lambda: end(set(marked(folder, MARK))))
        order(f"{PROGRAMS}/spoolinit berkeleydb libspoolb {folder}/spool/db init")
        order(f"{PROGRAMS}/spooldefaults configuration {folder}/configuration")
        order(f"{PROGRAMS}/spooldefaults complexes {DEFAULTS}/util/resources/centry")
        order(f"{PROGRAMS}/spooldefaults usersets {DEFAULTS}/util/resources/usersets")
        order(f"{PROGRAMS}/spooldefaults managers root")
        stack.enter_context(daemon(["sge_qmaster"], folder / "qmaster.out"))
        wait_for("Grid Engine's answer", lambda: answer("qconf -sh") == host)
        order(f"qconf -as {host}")
        order(f"qconf -Aq {folder}/queue")
        stack.enter_context(daemon(["sge_execd"], folder / "execd.out"))
        wait_for("a node", lambda: "lx-" in answer("qstat -f"), 90)
        own_processes = set(marked(folder, MARK))
        try:
            yield
        finally:
            end(set(marked(folder, MARK)) - own_processes)
            if answer("qstat -u *"):
                order("qdel -f -u *")
