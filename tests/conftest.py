"""What holds in every test: the library is loaded before NumPy, since it says that linear algebra takes one thread.

And one run of the workflow that all tests share, whatever process they run in.
"""

import fcntl
import shutil

import pytest
import warm
from pipeline import snakemake

import plateaus  # noqa: F401 - for what it sets before NumPy starts threads, no name of it is used


def pytest_collection_modifyitems(items):
    """Files that run the workflow take longest: they come first, or the last one keeps one core of all busy."""
    items.sort(key=lambda item: "workflow" not in item.path.parts)


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
            snakemake(directory, "--cores", "2", python=warm.python())
            done.touch()
    return directory
