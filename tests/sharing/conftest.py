"""A repository of the workflow as a forge has it, which programs reach by the forge's address without a network."""

import os
import shutil
import subprocess
from types import SimpleNamespace

import pytest
from pipeline import ROOT

collect_ignore = ["validate_crate.py"]  # a program of an environment of its own

OWNER = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false")


def git(folder, *words):
    """The output of a Git command in a folder."""
    return subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture(scope="session")
def forge(tmp_path_factory):
    """A repository with all files of this one as they are, changes that are not committed yet included.

    `environment` makes Git, and what uses it, find it where they look for `https://github.com/owner/name`.
    """
    home = tmp_path_factory.mktemp("forge")
    repository = home / "owner/name"
    for name in git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard").splitlines():
        if (ROOT / name).exists():
            (repository / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, repository / name)
    git(repository, "init", "--quiet", "--initial-branch=main")
    git(repository, "add", "--all")
    git(repository, *OWNER, "commit", "--quiet", "--message=everything")
    elsewhere = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": f"url.{home.as_uri()}/.insteadOf"}
    elsewhere |= {"GIT_CONFIG_VALUE_0": "https://github.com/", "XDG_CACHE_HOME": str(home / "cache")}
    return SimpleNamespace(
        repository=repository, commit=git(repository, "rev-parse", "HEAD"), environment=os.environ | elsewhere
    )
