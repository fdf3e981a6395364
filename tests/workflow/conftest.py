"""What tests of the workflow may write to."""

import shutil

import pytest


@pytest.fixture(scope="module")
def finished(smoke, tmp_path_factory):
    """A copy of the folder of the shared run for one file of tests."""
    directory = tmp_path_factory.mktemp("finished") / "smoke"
    shutil.copytree(smoke, directory)
    return directory
