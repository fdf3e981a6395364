"""Checks of probes pass on what is right and fail on what is not."""

import numpy as np
import pandas as pd
import pytest

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source
from plateaus.probes.recording import record
from plateaus.probes.registry import KINDS
from plateaus.theory.curve import exact_curve
from plateaus.theory.positions import position_map

N, DEPTH, CIRCUITS = 3, 12, 200
SETTINGS: dict[str, dict] = {
    "gradients": {},
    "training": {"steps": 1, "rate": 0.1},
    "trajectories": {"layers": [1, 2, 4, 8], "each": 2},
    "shots": {"shots": [20, 100]},
}


def checks(kind, *case):
    return KINDS[kind].module("check").checks(*case)


def run(kind):
    noise = "depolarizing:0.02" if kind == "trajectories" else "none"
    experiment = Experiment.from_words({"noise": noise})
    source = Source("e", 1, experiment=experiment)
    circuits = 2 if kind == "training" else CIRCUITS
    found = record(KINDS[kind], source, qubits=N, depth=DEPTH, first=0, circuits=circuits, **SETTINGS[kind])
    samples = pd.DataFrame(found).assign(qubits=N, depth=DEPTH)
    where = {"experiment": "e", "qubits": N, "depth": DEPTH}
    if kind == "gradients":
        variance = position_map(experiment, qubits=N, layers=DEPTH)
        layer, qubit = (index.ravel() + 1 for index in np.indices(variance.shape))
        table = pd.DataFrame(where | {"layer": layer, "qubit": qubit, "exact_variance": variance.ravel()})
    elif kind == "trajectories":
        exact = exact_curve(experiment, qubits=N, layers=8)
        rows = np.array([1, 2, 4, 8]) - 1
        table = pd.DataFrame(where | {"layers": rows + 1, "exact_mean": 0.0, "exact_variance": exact.variance[rows]})
    else:
        table = pd.DataFrame([where])
    return source, samples, table


@pytest.fixture(scope="module", params=KINDS)
def case(request):
    return request.param, *run(request.param)


def test_right_samples_pass(case):
    (found,) = checks(*case)
    assert found.p_value > 0.001


def test_wrong_samples_fail(case):
    kind, source, samples, table = case
    column = {"shots": "estimate", "training": "gradient_norm"}.get(kind, "gradient")
    (found,) = checks(kind, source, samples.assign(**{column: 1.5 * samples[column]}), table)
    assert found.p_value < 0.001


def test_single_trajectories_in_place_of_pairs_fail():
    """The noise-free value that squares of one trajectory give is noticed."""
    source, samples, table = run("trajectories")
    first = samples[samples["trajectory"] == 0]
    twice = pd.concat([first, first.assign(trajectory=1)], ignore_index=True)
    (found,) = checks("trajectories", source, twice, table)
    assert found.p_value < 0.001


@pytest.mark.parametrize("kind", ["gradients", "trajectories"])
def test_without_exact_values_there_is_nothing_to_hold_samples_against(kind):
    source, samples, table = run(kind)
    assert checks(kind, source, samples, table.assign(exact_variance=np.nan)) == []


def test_few_circuits_are_not_held_against_anything():
    source, samples, table = run("shots")
    assert checks("shots", source, samples[samples["circuit"] < 99], table) == []
