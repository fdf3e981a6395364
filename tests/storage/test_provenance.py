"""What a run records of its making, and whether results still are what was made."""

import json
import subprocess
import sys
from importlib.metadata import version

import pytest

from plateaus.storage.provenance import differences, repository, sha256, this_environment
from plateaus.storage.writing import ResultsError


def test_the_environment_names_what_it_runs_on():
    found = this_environment()
    assert found["python"] == ".".join(map(str, sys.version_info[:3]))
    assert found["packages"]["numpy"] == version("numpy")
    assert found["threads"]["OMP_NUM_THREADS"] == "1"
    assert found["cpu"]
    json.dumps(found)


def test_the_repository_tells_commit_and_changes_or_why_not(tmp_path, monkeypatch):
    found = repository(tmp_path)
    assert (found["commit"], found["dirty"]) == (None, None)
    assert found["no_commit"].startswith("fatal: not a git repository")

    def git(*words):
        return subprocess.run(
            ["git", "-C", tmp_path, *words], check=True, capture_output=True, text=True
        ).stdout.strip()

    git("init", "--quiet")
    (tmp_path / "a").write_text("1")
    git("add", "a")
    git("-c", "user.name=a", "-c", "user.email=a@a", "commit", "--quiet", "--message", "a")
    assert repository(tmp_path) == {"commit": git("rev-parse", "HEAD"), "dirty": False, "no_commit": None}
    (tmp_path / "untracked").write_text("2")
    assert repository(tmp_path)["dirty"] is False
    (tmp_path / "a").write_text("2")
    assert repository(tmp_path)["dirty"] is True
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    others = repository(tmp_path)
    assert (others["commit"], others["dirty"]) == (None, None)
    assert others["no_commit"].startswith("fatal: detected dubious ownership in repository at ")
    monkeypatch.setenv("PATH", "")
    assert repository(tmp_path)["no_commit"] == "git cannot be run: No such file or directory"


def test_differences_name_the_file(tmp_path):
    record = tmp_path / "results/provenance/SHA256SUMS"
    record.parent.mkdir(parents=True)
    files = [tmp_path / f"results/{name}" for name in "abc"]
    for file in files:
        file.write_text(file.name)
    record.write_text("".join(f"{sha256(file)}  {file.relative_to(tmp_path)}\n" for file in files))
    assert differences(record) == []
    files[0].write_text("z")
    files[1].unlink()
    assert differences(record) == ["results/a: is not the file that the run made", "results/b: is missing"]
    record.write_text("damaged")
    with pytest.raises(ResultsError, match="SHA256SUMS: no record of a finished run"):
        differences(record)
    with pytest.raises(ResultsError, match="no record of a finished run"):
        differences(tmp_path / "results/provenance/none")
