"""What a rule depends on, what a run records, and whether results still are what was made."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from plateaus.dependencies import code_digest, installed, pins
from plateaus.files import ResultsError
from plateaus.provenance import differences, repository, sha256, this_environment

ROOT = Path(__file__).parents[1]


@pytest.fixture
def scripts(tmp_path):
    """A copy of the programs and the library, to edit."""
    return Path(shutil.copytree(ROOT / "scripts", tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__")))


def edit(path, old, new):
    from plateaus import dependencies

    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    dependencies._syntax_digest.cache_clear()


def test_a_digest_follows_the_code_a_program_uses(scripts):
    before = code_digest(scripts / "simulate.py")
    assert re.fullmatch("[0-9a-f]{16}", before)
    assert before == code_digest(ROOT / "scripts/simulate.py"), "the folder is no part of it"
    edit(scripts / "plateaus/statistics.py", "import numpy as np", "import numpy as np\n\nUNUSED = 1")
    assert code_digest(scripts / "simulate.py") == before, "the simulator does not import the statistics"
    edit(scripts / "plateaus/lattice.py", "qubits - 1", "qubits - 2")
    changed = code_digest(scripts / "simulate.py")
    assert changed != before, "it does import the lattice, through the experiment"
    edit(scripts / "simulate.py", "first + i", "first - i")
    assert code_digest(scripts / "simulate.py") not in (before, changed)


def test_comments_docstrings_and_layout_are_no_change(scripts):
    before = code_digest(scripts / "simulate.py")
    edit(scripts / "plateaus/lattice.py", '"""Which', '"""About which')
    edit(scripts / "plateaus/ensemble.py", "return self.axes.shape[0]", "return self.axes.shape[  0  ]  # layers")
    assert code_digest(scripts / "simulate.py") == before


def test_pins_and_installed_versions_agree():
    for environment in (ROOT / "envs").glob("*.yaml"):
        pinned = {name: number for name, number in pins(environment).items() if name not in ("python", "pip")}
        assert {"numpy", "pyarrow"} <= pinned.keys()
        if environment.stem in ("simulate", "analyse", "figures"):
            assert installed(pinned) == pinned
    assert installed(["no-such-package"]) == {"no-such-package": "none"}


def test_the_environment_names_what_it_runs_on():
    found = this_environment()
    assert found["python"] == ".".join(map(str, sys.version_info[:3]))
    assert found["packages"]["numpy"] == installed(["numpy"])["numpy"]
    assert found["threads"]["OMP_NUM_THREADS"] == "1"
    assert found["cpu"]
    json.dumps(found)


def test_the_repository_tells_commit_and_changes(tmp_path):
    assert repository(tmp_path) == {"commit": None, "dirty": None}

    def git(*words):
        return subprocess.run(
            ["git", "-C", tmp_path, *words], check=True, capture_output=True, text=True
        ).stdout.strip()

    git("init", "--quiet")
    (tmp_path / "a").write_text("1")
    git("add", "a")
    git("-c", "user.name=a", "-c", "user.email=a@a", "commit", "--quiet", "--message", "a")
    assert repository(tmp_path) == {"commit": git("rev-parse", "HEAD"), "dirty": False}
    (tmp_path / "untracked").write_text("2")
    assert repository(tmp_path)["dirty"] is False
    (tmp_path / "a").write_text("2")
    assert repository(tmp_path)["dirty"] is True


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
