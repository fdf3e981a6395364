"""The wheel, installed where there is no checkout: all that it needs is there, and the command gives the same bits."""

import io

import pandas as pd
from built_wheel import ROOT, pip, run

from plateaus import __version__, api

RING = {"connectivity": "ring", "qubits": [4, 6], "layers": [1, 12], "circuits": 30}
WORDS = ("--connectivity", "ring", "--qubits", "4,6", "--layers", "1,12", "--circuits", "30")


def test_every_requirement_is_met_and_the_library_is_not_that_of_the_checkout(installed, tmp_path):
    pip(installed / "python", "check", cwd=tmp_path)
    where = run(installed / "python", "-c", "import plateaus; print(plateaus.__file__)", cwd=tmp_path).strip()
    assert where.startswith(str(installed.parent))
    assert "scripts" not in where
    assert run(installed / "plateaus", "--version", cwd=tmp_path) == f"plateaus {__version__}\n"


def test_its_circuits_are_those_of_the_checkout_bit_by_bit(installed, tmp_path):
    found = pd.read_csv(io.StringIO(run(installed / "plateaus", "sample", *WORDS, cwd=tmp_path)))
    pd.testing.assert_frame_equal(found, api.sample(RING), check_exact=True, check_dtype=False)


def test_it_diagnoses_an_experiment_of_a_configuration(installed, tmp_path):
    config = ROOT / "config/smoke.yaml"
    words = ("diagnose", config, "--experiment", "zz_chain", "--qubits", "4-12", "--depth-rule", "10*n")
    run(installed / "plateaus", *words, "--output", "found.csv", "--circuits", 20, cwd=tmp_path)
    found = pd.read_csv(tmp_path / "found.csv").set_index("source")
    assert found.loc["exact", "kind"] == "exponential"
    assert set(found.index) == {"exact", "sampled"}


def test_a_pipe_may_close_before_the_table_ends(installed, tmp_path):
    program = f"set -o pipefail; {installed / 'plateaus'} sample --qubits 2 --layers 1-900 --circuits 99 2>&1 | head -1"
    assert run("bash", "-c", program, cwd=tmp_path).count("\n") == 1
