"""The map of positions against exact curves of every parameter, and where it stops."""

from itertools import product

import pytest

from plateaus.ensemble.experiment import Experiment
from plateaus.theory.coverage import NotCovered
from plateaus.theory.curve import exact_curve
from plateaus.theory.positions import position_map, position_variances


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"objective": "projector", "connectivity": "ring"},
        {"objective": "local_projector", "noise": "depolarizing:0.02"},
        {"objective": "XIY", "angles": "normal:0.5", "connectivity": "edges:1-2,1-3,1-4"},
    ],
)
def test_the_map_of_positions_is_the_curve_of_every_parameter(words):
    n, layers = 4, 6
    found = position_map(Experiment.from_words(words), qubits=n, layers=layers)
    for layer, qubit in product(range(1, layers + 1), range(1, n + 1)):
        one = Experiment.from_words(words | {"parameter": f"{layer}:{qubit}"})
        curve = exact_curve(one, qubits=n, layers=layers)
        wanted = curve.variance[-1] + curve.mean[-1] ** 2
        assert found[layer - 1, qubit - 1] == pytest.approx(wanted, rel=1e-10, abs=1e-15)


@pytest.mark.parametrize(
    ("words", "n"),
    [({"objective": "ising"}, 4), ({}, 14), ({"start": "identity:1"}, 4)],
)
def test_the_map_of_positions_says_where_it_stops(words, n):
    with pytest.raises(NotCovered, match="map of positions"):
        position_map(Experiment.from_words(words), qubits=n, layers=2)


def test_mean_squares_are_variances_for_angles_uniform_on_the_circle_only():
    for angles in ("uniform:0.0:2.0", "uniform:-1.0:1.0"):
        found = position_variances(Experiment.from_words({"angles": angles}), qubits=3, layers=2)
        assert found == pytest.approx(position_map(Experiment(), qubits=3, layers=2), rel=1e-12, abs=1e-15)
    with pytest.raises(NotCovered, match="mean squares"):
        position_variances(Experiment.from_words({"angles": "normal:0.5"}), qubits=3, layers=2)
