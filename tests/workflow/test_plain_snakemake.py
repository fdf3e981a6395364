"""What `pip install snakemake` gives is enough to plan, and says in a sentence what is missing to run."""

import subprocess

import pytest
from pipeline import ROOT, SMOKE, planned
from plain_snakemake import plain_python


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """An interpreter with Snakemake alone."""
    python = plain_python(tmp_path_factory.mktemp("plain") / "venv")
    numpy = subprocess.run([python, "-c", "import numpy"], capture_output=True, text=True)
    assert "No module named 'numpy'" in numpy.stderr
    return python


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where all of them plan: what the first one parses of the code is kept there."""
    return tmp_path_factory.mktemp("planned")


def run(python, directory, *options):
    command = [python, "-m", "snakemake", *options, "--snakefile", ROOT / "Snakefile", "--directory", directory]
    done = subprocess.run([*command, "--configfile", SMOKE], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_it_plans(python, folder):
    code, output = run(python, folder, "-n")
    assert code == 0, output
    assert planned(output)["simulate"] == 12


def test_it_lists_the_rules_and_lints(python, folder):
    code, output = run(python, folder, "--list-rules")
    assert code == 0, output
    assert {"simulate", "draw_fig4", "judge_claims"} <= set(output.split())
    code, output = run(python, folder, "--lint")
    assert code == 0, output


def test_what_is_missing_is_said_before_any_job(python, folder):
    code, output = run(python, folder, "--cores", "1")
    assert code == 1
    assert "lacks jinja2" not in output  # Snakemake brings it
    missing = "llvmlite, matplotlib, numba, numpy, pandas, pyarrow, qulacs, scipy, seaborn"
    assert f"lacks {missing}: run `make setup`, or let Snakemake make the environments with --sdm conda" in output
    assert "Traceback" not in output
    assert not (folder / "results").exists()
