"""The programs of the exact theory: a curve and how it was computed; no rows and a reason where there is none."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import warm

from plateaus.ensemble.experiment import Experiment
from plateaus.storage.tables import read_table
from plateaus.tables import exact_methods, exact_variance, positions
from plateaus.theory.curve import exact_curve
from plateaus.theory.infinite_depth import limits_at
from plateaus.theory.positions import position_map

SCRIPTS = Path(__file__).parents[2] / "scripts"


def run(program, *options):
    command = [warm.python(), "-m", program, *map(str, options)]
    return subprocess.run(command, cwd=SCRIPTS, capture_output=True, text=True, check=True).stderr


def compute(folder, *options):
    """Table, the row that says how it was computed, and what was logged."""
    output, method = folder / "n.csv", folder / "n_method.csv"
    log = run("compute_exact", "--tolerance", 1e-6, "--output", output, "--method", method, *options)
    (how,) = read_table(method, exact_methods.COLUMNS).to_dict("records")
    return read_table(output, exact_variance.COLUMNS), how, log


def test_a_curve_from_a_dense_vector_needs_neither_pandas_nor_scipy(tmp_path):
    """They take longer to import than most curves to compute."""
    words = ["--qubits", "4", "--layers", "3", "--objective", "projector", "--tolerance", "1e-6"]
    words += ["--output", str(tmp_path / "n.csv"), "--method", str(tmp_path / "how.csv")]
    program = (
        "import sys, compute_exact; compute_exact.main(); print(*{'pandas', 'pyarrow', 'scipy'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", program, *words]
    assert subprocess.run(command, cwd=SCRIPTS, capture_output=True, text=True, check=True).stdout == "\n"
    assert len(read_table(tmp_path / "n.csv", exact_variance.COLUMNS)) == 3


def test_a_curve_is_written_with_how_it_was_computed(tmp_path):
    options = ("--qubits", 3, "--layers", 8, "--parameter", "2:1", "--experiment", "zz")
    table, how, log = compute(tmp_path, *options)
    x = Experiment(parameter=(2, 1))
    curve = exact_curve(x, qubits=3, layers=8)
    assert table["layers"].tolist() == list(range(2, 9))  # none without the differentiated layer
    assert table["variance"].tolist() == curve.variance[1:].tolist()
    assert table["e_rel_error"].tolist() == curve.e_rel_error[1:].tolist()
    limits = limits_at(x, 3, 8)
    assert {key: table[key].unique().tolist() for key in limits} == {key: [value] for key, value in limits.items()}
    assert how == {
        "experiment": "zz",
        "qubits": 3,
        "layers": 8,
        "method": "dense",
        "bond": 0,
        "rel_error": max(np.nanmax(curve.rel_error), curve.e_rel_error.max()),
        "tolerance": 1e-6,
        "reason": "",
        "runs": 0,
        "strings": 0,
        "standard_error": 0.0,
        "relative_error": 0.01,
        "met": True,
    }
    assert log.startswith("dense")


def test_a_sampled_curve_is_written_with_its_standard_errors(tmp_path):
    options = ("--qubits", 4, "--layers", 6, "--by", "population", "--relative-error", 0.05, "--master-seed", 3)
    table, how, log = compute(tmp_path, *options)
    wanted = {"method": "population", "relative_error": 0.05, "reason": ""}
    assert how == how | wanted and how["runs"] >= 8 and how["strings"] > 0
    curve = exact_curve(Experiment(), qubits=4, layers=6, method="population", relative_error=0.05, seed=3)
    assert table["standard_error"].tolist() == curve.standard_error.tolist()
    assert table["low"].tolist() == curve.low.tolist() and table["high"].tolist() == curve.high.tolist()
    assert how["met"] == (curve.worst_standard_error <= 0.05)
    assert log.startswith("population, 8 runs")


def test_where_the_theory_does_not_cover_an_experiment_there_are_no_rows_and_a_reason(tmp_path):
    table, how, log = compute(tmp_path, "--qubits", 3, "--layers", 8, "--angles", "uniform:0:1")
    assert len(table) == 0
    assert how["method"] == "" and np.isnan(how["rel_error"]) and how["reason"] in log
    assert how["reason"] == "angles uniform:0.0:1.0: the exact theory needs E[sin θ] = E[sin θ cos θ] = 0"


def test_other_errors_are_errors(tmp_path):
    with pytest.raises(subprocess.CalledProcessError) as error:
        compute(tmp_path, "--qubits", 2, "--layers", 8, "--objective", "IIZ")
    assert error.value.stderr.startswith("error: 2 qubits: too few for IIZ")
    assert not (tmp_path / "n.csv").exists()


def test_a_map_of_positions_is_written_or_has_no_rows(tmp_path):
    output = tmp_path / "positions.csv"
    run("compute_positions", "--qubits", 3, "--depth", 4, "--output", output)
    table = read_table(output, positions.COLUMNS)
    found = position_map(Experiment(), qubits=3, layers=4)
    assert [found[layer - 1, qubit - 1] for layer, qubit in zip(table["layer"], table["qubit"], strict=True)] == (
        table["variance"].tolist()
    )
    assert len(table) == 12
    log = run("compute_positions", "--qubits", 3, "--depth", 4, "--angles", "normal:0.5", "--output", output)
    assert len(read_table(output, positions.COLUMNS)) == 0 and "mean squares" in log
