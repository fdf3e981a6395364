"""The smoke configuration through another scheduler than Slurm: Grid Engine, by the generic executor.

`make test-scheduler` runs it, as root on Debian or Ubuntu.
"""

import re
import shutil
import signal
import subprocess

import pytest
from one_grid_engine import grid_engine
from one_machine import NoSlurmError, answer, wait_for
from smoke_runs import CELL, DATA, ROOT, TARGETS, digests, finished, local_run, start

pytestmark = pytest.mark.scheduler

PROFILE = ("--workflow-profile", ROOT / "workflow/profiles/gridengine")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """Grid Engine with more places than there are processors."""
    try:
        with grid_engine(tmp_path_factory.mktemp("gridengine"), slots=6):
            yield
    except NoSlurmError as reason:
        pytest.fail(f"no Grid Engine can be started on this machine: {reason}", pytrace=False)


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    """The same on this machine without a scheduler."""
    return local_run(tmp_path_factory.getbasetemp())


def records(rule):
    """What Grid Engine's accounting has of the jobs of a rule."""
    for text in answer(f"qacct -j {rule}").split("====\n")[1:]:
        yield dict(line.split(maxsplit=1) for line in text.splitlines() if len(line.split(maxsplit=1)) == 2)


def test_interrupted_and_resumed_it_gives_the_same_bytes_as_a_local_run(cluster, local, tmp_path):
    directory = tmp_path / "with a space"
    directory.mkdir()
    first = start(directory, *TARGETS, *PROFILE)
    wait_for("a running job", lambda: any(line.split()[4] == "r" for line in answer("qstat").splitlines()[2:]), 300)
    first.send_signal(signal.SIGINT)
    finished(first, ok=False)
    answer("qdel -u root")  # Snakemake does not cancel those that it was submitting or asking about at that moment
    wait_for("the end of the first run's jobs", lambda: not answer("qstat"), 60)
    finished(start(directory, *TARGETS, *PROFILE))
    assert digests(directory, *DATA) == digests(local, *DATA)
    (record, *_) = records("simulate")
    assert re.search(r"h_rt=\d+,mem_free=\d+M", record["category"])
    assert not list((directory / ".snakemake/gridengine").glob("*.gone"))


def test_a_job_out_of_time_and_one_that_was_deleted_are_tried_again_with_more(cluster, local, tmp_path):
    for name in ("Snakefile", "config", "envs", "scripts", "workflow"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    with (tmp_path / "scripts/plateaus/plan/resources.py").open("a") as model:
        model.write("\nCost.minutes_to_request = 1\n")
    program = tmp_path / "scripts/simulate.py"
    program.write_text(program.read_text().replace("if __name__", "__import__('time').sleep(70)\nif __name__"))
    run = start(tmp_path, CELL, "--workflow-profile", tmp_path / "workflow/profiles/gridengine", root=tmp_path)
    output = finished(run)
    states = [(record["failed"].split()[0], record["exit_status"].split()[0]) for record in records("simulate")]
    assert states[-1] == ("0", "0")
    assert any(state != ("0", "0") for state in states)
    assert "Trying to restart job" in output
    assert (tmp_path / CELL).read_bytes() == (local / CELL).read_bytes()


def test_a_job_that_left_no_record_has_failed(cluster, tmp_path):
    """It was deleted while it waited."""
    (tmp_path / ".snakemake/gridengine").mkdir(parents=True)
    status = [str(ROOT / "workflow/profiles/gridengine/status.sh"), "99999"]

    def state():
        return subprocess.run(status, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.strip()

    assert state() == "running"
    subprocess.run(["touch", "-d", "5 minutes ago", tmp_path / ".snakemake/gridengine/99999.gone"], check=True)
    assert state() == "failed"
