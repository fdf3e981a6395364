"""The landed circuits that come along are whole, small, say what made them, and agree with the exact theory."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from landed_folder import CURVE
from plans import entries_of

from plateaus.checks import landed as landed_checks
from plateaus.checks.check import LEAST_CIRCUITS
from plateaus.plan.load import load
from plateaus.statistics.joint import Means, Scores, p_value, square_scores
from plateaus.storage.landed import page, read_landed, write_index
from plateaus.tables.estimates import landed_estimates
from plateaus.theory.curve import exact_curve
from plateaus.theory.infinite_depth import limits_at

FOLDER = Path(__file__).parents[1] / "reference/paper"
PLAN = load(entries_of("paper") | {"landed": str(FOLDER)})
DENSE = 6
"""To so many qubits an exact curve of 500 layers takes a moment."""
DEEP = 15
"""From so many layers a qubit on variances on the chain are at their limits to well below their errors here."""


def parts(name):
    """All circuits of an experiment, by size."""
    study = PLAN.studies[name]
    return [read_landed(path, study.source) for path in study.landed]


def exact(part):
    """The exact moments of a size at every depth."""
    experiment, layers = part.source.experiment, int(part.layers[-1])
    curve = exact_curve(experiment, qubits=part.qubits, layers=layers)
    table = pd.DataFrame({column: getattr(curve, column) for column in CURVE})
    return table.assign(experiment=part.source.name, qubits=part.qubits, **limits_at(experiment, part.qubits, layers))


def test_the_folder_is_small_and_says_what_is_in_it(tmp_path):
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 3e6
    index = json.loads((FOLDER / "index.json").read_text(encoding="utf-8"))
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == page(index)
    for path in FOLDER.glob("*/*.parquet"):
        (tmp_path / path.parent.name).mkdir(exist_ok=True)
        (tmp_path / path.parent.name / path.name).symlink_to(path)
    write_index(tmp_path)
    assert json.loads((tmp_path / "index.json").read_text(encoding="utf-8")) == index


@pytest.mark.parametrize("name", PLAN.studies)
def test_circuits_of_small_registers_agree_with_the_exact_theory(name):
    found = [part for part in parts(name) if part.qubits <= DENSE]
    variance, known = landed_estimates(found[0].source, found), pd.concat(map(exact, found))
    results = landed_checks.checks(found, variance, known, tolerance=1e-5)
    assert {check.name for check in results} >= {"redrawn circuits", "variance of the gradient", "mean of E"}
    assert [check for check in results if not check.p_value > (1e-4 if check.statistical else 0.5)] == []


@pytest.mark.parametrize("name", ["zz_chain", "projector_chain"])
def test_circuits_of_every_size_are_at_their_limits_when_they_are_deep(name):
    """Variances of ∂E, plain and averaged over θ, over the limits of a 2-design: one p-value for all sizes each."""
    plain: list[Scores] = []
    averaged: list[Scores] = []
    for part in parts(name):
        deep, sums = part.layers[-1], part.sums
        assert part.circuits >= LEAST_CIRCUITS
        assert deep >= DEEP * part.qubits
        limit = np.array([limits_at(part.source.experiment, part.qubits, int(deep))["limit"]])
        for groups, first, second in ((plain, "gradient_2", "gradient_4"), (averaged, "averaged_1", "averaged_2")):
            mean, square = sums[first][-1:] / part.circuits, sums[second][-1:] / part.circuits
            groups.append(square_scores(Means(part.circuits, mean, square - mean**2, square[None]), limit))
    assert min(p_value(plain), p_value(averaged)) > 1e-3
