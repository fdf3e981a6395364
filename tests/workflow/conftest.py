"""The smoke configuration, run to the end once for all tests of the workflow, whatever process they run in."""

import fcntl
import shutil

import pytest
from pipeline import snakemake


@pytest.fixture(scope="session")
def smoke(tmp_path_factory, worker_id):
    """A folder in which the smoke configuration ran to the end on two cores; not to be written to."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    directory, done = shared / "smoke", shared / "smoke.done"
    with (shared / "smoke.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(directory, ignore_errors=True)
            snakemake(directory, "--cores", "2")
            done.touch()
    return directory


@pytest.fixture(scope="module")
def finished(smoke, tmp_path_factory):
    """A copy of that folder for one file of tests."""
    directory = tmp_path_factory.mktemp("finished") / "smoke"
    shutil.copytree(smoke, directory)
    return directory
