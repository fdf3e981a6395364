"""Checks of probes pass on what is right and fail on what is not."""

import numpy as np
import pandas as pd
import pytest

from plateaus.exact import exact_curve
from plateaus.experiment import Experiment
from plateaus.positions import position_map
from plateaus.probe_checks import all_checks
from plateaus.probes import probe

N, DEPTH, CIRCUITS = 3, 12, 200
OPTIONS: dict[str, dict] = {
    "gradients": {},
    "training": {"steps": 1, "rate": 0.1},
    "trajectories": {"layers": [1, 2, 4, 8], "each": 2},
    "shots": {"shots": [20, 100]},
}


def run(kind):
    noise = "depolarizing:0.02" if kind == "trajectories" else "none"
    experiment = Experiment.from_words({"noise": noise})
    source = {"experiment": "e", "master_seed": "1", "depths": "nested", "probe": kind, **experiment.words()}
    circuits = 2 if kind == "training" else CIRCUITS
    parts = [probe(source, qubits=N, depth=DEPTH, index=i, **OPTIONS[kind]) for i in range(circuits)]
    samples = pd.concat([pd.DataFrame(part) for part in parts], ignore_index=True).assign(qubits=N, depth=DEPTH)
    where = {"experiment": "e", "qubits": N, "depth": DEPTH}
    if kind == "gradients":
        found = position_map(experiment, qubits=N, layers=DEPTH)
        layer, qubit = (index.ravel() + 1 for index in np.indices(found.shape))
        table = pd.DataFrame(where | {"layer": layer, "qubit": qubit, "exact_variance": found.ravel()})
    elif kind == "trajectories":
        exact = exact_curve(experiment, qubits=N, layers=8)
        rows = np.array([1, 2, 4, 8]) - 1
        table = pd.DataFrame(where | {"layers": rows + 1, "exact_mean": 0.0, "exact_variance": exact.variance[rows]})
    else:
        table = pd.DataFrame([where])
    return source, samples, table


@pytest.fixture(scope="module", params=OPTIONS)
def case(request):
    return run(request.param)


def test_right_samples_pass(case):
    (found,) = all_checks(*case)
    assert found.p_value > 0.001


def test_wrong_samples_fail(case):
    source, samples, table = case
    column = {"shots": "estimate", "training": "gradient_norm"}.get(source["probe"], "gradient")
    (found,) = all_checks(source, samples.assign(**{column: 1.5 * samples[column]}), table)
    assert found.p_value < 0.001


def test_single_trajectories_in_place_of_pairs_fail():
    """The noise-free value that squares of one trajectory give is noticed."""
    source, samples, table = run("trajectories")
    first = samples[samples["trajectory"] == 0]
    twice = pd.concat([first, first.assign(trajectory=1)], ignore_index=True)
    (found,) = all_checks(source, twice, table)
    assert found.p_value < 0.001
