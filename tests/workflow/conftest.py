"""What tests of the workflow may write to, and what runs it."""

import shutil

import pipeline
import pytest
import warm


@pytest.fixture(scope="session", autouse=True)
def warmed():
    """Runs start in no time; tests whose matter is how a process starts name a Python of their own."""
    pipeline.PYTHON = warm.python()


@pytest.fixture(scope="module")
def finished(smoke, tmp_path_factory):
    """A copy of the folder of the shared run for one file of tests."""
    directory = tmp_path_factory.mktemp("finished") / "smoke"
    shutil.copytree(smoke, directory)
    return directory
