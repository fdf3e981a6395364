"""The shipped profiles on a real Slurm: the same bytes as a local run, and a job that got too little gets more.

`make test-slurm` runs it, as root on Debian or Ubuntu. SITE is what a site would set: how to ask for a job's state
(there is no accounting database here), and how often.
"""

import re
import shutil
import signal
import subprocess

import pytest
from one_machine import NoSlurmError, answer, slurm, wait_for
from smoke_runs import CELL, DATA, ROOT, TARGETS, digests, finished, local_run, start

pytestmark = pytest.mark.slurm

PROFILE = ("--workflow-profile", ROOT / "workflow/profiles/slurm")
SITE = [
    "--slurm-status-command",
    "squeue",
    "--slurm-init-seconds-before-status-checks",
    "1",
    "--seconds-between-status-checks",
    "1",
]
# Slurm looks at time limits every half minute, so that a limit of one minute ends a job after 60 to 90 s.
SECONDS_TOO_LONG = 92


def jobs_of(directory, *options):
    """Slurm's jobs that write into a folder, those that have ended left out."""
    lines = answer(" ".join(["squeue --noheader --format=%A|%Z", *options])).splitlines()
    return [line.split("|")[0] for line in lines if line.endswith(f"|{directory}")]


def attempts(output):
    """What Slurm says of every job that a run submitted: its state and what it was given."""
    for job in re.findall(r"SLURM jobid (\d+)", output):
        yield dict(re.findall(r"(\w+)=(\S+)", answer(f"scontrol show job {job}")))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Slurm with more processors than there are: jobs that only start or sleep share them well."""
    try:
        with slurm(tmp_path_factory.mktemp("slurm"), cpus=6, megabytes=20000):
            yield
    except NoSlurmError as reason:
        pytest.fail(f"no Slurm can be started on this machine: {reason}", pytrace=False)


def misjudging(folder, lines, seconds=0):
    """A copy of the workflow whose cost model says other things, and whose simulation takes longer."""
    for name in ("Snakefile", "config", "envs", "scripts", "workflow"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    with (folder / "scripts/plateaus/plan/resources.py").open("a") as model:
        model.write(lines)
    program = folder / "scripts/simulate.py"
    text = program.read_text(encoding="utf-8")
    program.write_text(
        text.replace("if __name__", f"__import__('time').sleep({seconds})\nif __name__"), encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="module")
def starved(cluster, tmp_path_factory):
    """Runs of one cell that is given too little time, or memory, at its first attempt; they go on meanwhile."""
    lines = {
        "time": ("\nCost.minutes_to_request = 1\n", SECONDS_TOO_LONG),
        "memory": ("\nCost.megabytes_to_request = 120\n", 10),
    }
    runs = {}
    for what, change in lines.items():
        root = misjudging(tmp_path_factory.mktemp(what), *change)
        runs[what] = root, start(root, CELL, "--workflow-profile", root / "workflow/profiles/slurm", *SITE, root=root)
    return runs


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    """The same on this machine without a scheduler."""
    return local_run(tmp_path_factory.getbasetemp())


@pytest.mark.usefixtures("starved")
def test_interrupted_cancelled_and_resumed_it_gives_the_same_bytes_as_a_local_run(cluster, local, tmp_path):
    directory = tmp_path / "with a space"
    directory.mkdir()
    first = start(directory, "samples", *PROFILE, *SITE)
    logs = directory / ".snakemake/log"
    wait_for("a finished cell", lambda: any(" steps (" in log.read_text() for log in logs.glob("*.log")), 300)
    first.send_signal(signal.SIGINT)
    done = len(re.findall(r"Finished jobid: .* \(Rule: simulate\)", finished(first, ok=False)))
    for job in jobs_of(directory):  # Snakemake does not cancel those that it was asking about at that moment
        subprocess.run(["scancel", job], check=True)
    wait_for("the end of the first run's jobs", lambda: not jobs_of(directory), 60)

    second = start(directory, *TARGETS, *PROFILE, *SITE)
    wait_for("a job of the second run", lambda: jobs_of(directory, "--states=running"), 300)
    victim = jobs_of(directory, "--states=running")[0]
    subprocess.run(["scancel", victim], check=True)
    output = finished(second)
    assert f"SLURM-job '{victim}' failed, SLURM status is: 'CANCELLED'" in output
    assert "Trying to restart job" in output
    again = set(re.findall(r"Job \d+: .*: (results/samples/.*\.parquet)", output))
    # what Snakemake saw finish is not run again, nor is what finished after it was interrupted and is whole
    assert 0 < len(again) <= len(digests(local, "samples")) - done
    assert digests(directory, *DATA) == digests(local, *DATA)
    assert {path.name for path in (directory / "results/figures").iterdir()} == {
        path.name for path in (local / "results/figures").iterdir()
    }


def test_one_allocation_gives_the_same_bytes(cluster, local, tmp_path):
    command = ["sbatch", "--wait", "--cpus-per-task=2", "--mem=4G", "--time=10", f"--output={tmp_path}/log"]
    command += ["workflow/profiles/allocation/job.sh", "samples", "--directory", tmp_path]
    command += ["--configfile", "config/smoke.yaml"]
    done = subprocess.run([str(word) for word in command], cwd=ROOT)
    log = (tmp_path / "log").read_text()
    assert done.returncode == 0, log
    assert "Provided cores: 2" in log
    assert "mem_mb=4096" in log
    assert digests(tmp_path, "samples") == digests(local, "samples")


def test_a_job_out_of_time_gets_more(starved, local):
    root, process = starved["time"]
    *killed, last = attempts(finished(process))  # on a busy machine a job that starts slowly may need a third
    assert killed
    assert {job["JobState"] for job in killed} == {"TIMEOUT"}
    assert last["JobState"] == "COMPLETED"
    limits = [job["TimeLimit"] for job in (*killed, last)]
    assert limits == ["00:01:00", "00:02:00", "00:03:00"][: len(limits)]
    assert (root / CELL).read_bytes() == (local / CELL).read_bytes()


def test_a_job_out_of_memory_gets_more(starved, local):
    root, process = starved["memory"]
    *killed, last = attempts(finished(process))
    assert killed
    requests = [job["MinMemoryNode"] for job in (*killed, last)]
    assert requests == ["120M", "240M", "360M"][: len(requests)]
    assert {job["JobState"] for job in killed} <= {"OUT_OF_MEMORY", "FAILED", "CANCELLED"}
    logs = "".join(path.read_text() for path in (root / ".snakemake/slurm_logs").rglob("*.log"))
    assert "memory limit" in logs
    assert last["JobState"] == "COMPLETED"
    assert (root / CELL).read_bytes() == (local / CELL).read_bytes()


def test_without_slurm_one_sentence_says_so_before_any_job(tmp_path):
    commands = tmp_path / "bin"
    commands.mkdir()
    for name in ("bash", "sh", "which"):
        (commands / name).symlink_to(shutil.which(name))
    output = finished(start(tmp_path, *PROFILE, PATH=str(commands)), ok=False)
    assert "there is no Slurm here: no sbatch on PATH. Run on a login node" in output
    assert "Traceback" not in output
    assert not (tmp_path / "results").exists()
