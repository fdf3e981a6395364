"""The shell that rules run in with --sdm conda: whose packages environments are made with, and whether one is active.

The command conda is played by a few lines of shell: an environment is a folder with this Python in it.
"""

import json
import shutil
import sys
from pathlib import Path

import pytest
from pipeline import ROOT, snakemake

CONDA = """#!/bin/bash
case "$*" in
    --version) echo conda 24.7.1 ;;
    info*) echo '{"conda_prefix": "ROOT", "platform": "linux-64"}' ;;
    config*) echo '{"get": {"channel_priority": "strict"}}' ;;
    env\\ create*)
        prefix="${@: -1}"
        env > "ROOT/made_in"
        mkdir -p "$prefix/bin"
        printf '#!/bin/sh\\nexec PYTHON "$@"\\n' > "$prefix/bin/python"
        chmod +x "$prefix/bin/python" ;;
esac
"""
RECORD = "results/provenance/config.json"


@pytest.fixture
def base(tmp_path):
    """The folder of a conda that works."""
    folder = tmp_path / "base"
    (folder / "bin").mkdir(parents=True)
    command = folder / "bin/conda"
    command.write_text(CONDA.replace("ROOT", str(folder)).replace("PYTHON", sys.executable))
    command.chmod(0o755)
    shutil.copy(ROOT / "tests/conda/activate.sh", folder / "bin/activate")
    return folder


def run(base, *options, ok=True):
    """Run the first job of the smoke configuration in its environment; the output."""
    caller = {
        "PATH": f"{base}/bin:{Path(sys.executable).parent}:/usr/bin:/bin",
        "CONDA_PREFIX": str(base),
        "PYTHONPATH": str(base / "packages"),
    }
    words = (RECORD, "--cores", "1", "--sdm", "conda", *options)
    return snakemake(base.parent / "run", *words, ok=ok, **caller)


def test_the_callers_packages_are_hidden_where_environments_are_made(base):
    run(base)
    made_in = (base / "made_in").read_text()
    assert "PYTHONNOUSERSITE=1" in made_in
    assert "PYTHONPATH=" not in made_in


@pytest.mark.parametrize("folder", [None, "kept here {1}"])
def test_a_rule_runs_in_its_environment_wherever_environments_are_kept(base, tmp_path, folder):
    run(base, *(["--conda-prefix", str(tmp_path / folder)] if folder else []))
    made = tmp_path / (folder or "run/.snakemake/conda")
    assert len(list(made.glob("*/bin/python"))) == 1
    assert json.loads((tmp_path / "run" / RECORD).read_text(encoding="utf-8"))


@pytest.mark.parametrize("activate", ["return 1", ":", None], ids=["fails", "does nothing", "is missing"])
def test_without_its_environment_a_rule_stops_and_says_so(base, activate):
    """Or it would run the base environment's Python, which may have the packages."""
    script = base / "bin/activate"
    script.write_text(f"{activate}\n") if activate else script.unlink()
    output = run(base, ok=False)
    folder = base.parent / "run/.snakemake/conda"
    assert f"conda did not activate an environment of {folder}\n" in output
    assert not (base.parent / "run" / RECORD).exists()
