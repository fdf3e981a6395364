"""Exact moments of identity blocks, from one circuit for each axis; other starts are not said to be exact."""

import numpy as np
import pytest

from plateaus.engines import reference
from plateaus.ensemble.circuits import draw_circuit
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source
from plateaus.theory.curve import exact_curve


def draw(words, qubits=4, layers=8, index=0):
    experiment = Experiment.from_words(words)
    source = Source("start", 3, independent=True, experiment=experiment)
    return experiment, draw_circuit(source, qubits=qubits, index=index, layers=layers)


@pytest.mark.parametrize(
    "words", [{}, {"objective": "projector"}, {"objective": "ising", "parameter": "1:2"}, {"axes": "X"}]
)
def test_exact_moments_of_identity_blocks_are_those_of_all_axes(words):
    """∂E depends on the axis alone, so one circuit with each axis gives the moments; axes of equal weight."""
    words = {"start": "identity:1"} | words
    experiment, e = Experiment.from_words(words), 0.0
    seen: dict[int, float] = {}
    for index in range(30):
        experiment, circuit = draw(words, qubits=4, layers=6, index=index)
        axis = int(circuit.axes[0, experiment.parameter[1] - 1])
        text = str(experiment.objective)
        slope = reference.gradient(circuit, text, experiment.parameter, 6)
        assert seen.setdefault(axis, slope) == pytest.approx(slope, abs=1e-12)
        e = reference.expectation(circuit, text, 6)
    assert len(seen) == (3 if experiment.axes == "random" else 1)
    curve = exact_curve(experiment, qubits=4, layers=6)
    values = np.array(list(seen.values()))
    np.testing.assert_allclose([curve.mean[-1], curve.variance[-1]], [values.mean(), values.var()], atol=1e-12)
    np.testing.assert_allclose([curve.e_mean[-1], curve.e_variance[-1]], [e, 0], atol=1e-12)


def test_the_variance_of_identity_blocks_is_one_eighteenth_whatever_n():
    for n in (2, 5, 40):
        curve = exact_curve(Experiment.from_words({"start": "identity:3"}), qubits=n, layers=6)
        assert (curve.mean[-1], curve.variance[-1]) == pytest.approx((-1 / 6, 1 / 18), rel=1e-12)


def test_other_starts_are_not_said_to_be_exact():
    for words in (
        {"start": "perturbed:1:0.1"},
        {"start": "pretrained:2:5:0.1"},
        {"start": "identity:1", "parameter": "2:1"},
    ):
        with pytest.raises(ValueError, match="exact for identity blocks"):
            exact_curve(Experiment.from_words(words), qubits=3, layers=6)
