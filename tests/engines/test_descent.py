"""The whole gradient against the parameter-shift rule, descent along it, and circuits that start from one."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from plateaus.engines import reference
from plateaus.engines.backward import WholeGradient
from plateaus.engines.descent import descent, prepared
from plateaus.ensemble.circuits import draw_circuit
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source


def draw(words, qubits=4, layers=8, index=0):
    experiment = Experiment.from_words(words)
    source = Source("start", 3, independent=True, experiment=experiment)
    return experiment, draw_circuit(source, qubits=qubits, index=index, layers=layers)


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"start": "identity:2"},
        {"start": "perturbed:1:0.3", "initial_state": "none"},
        {"objective": "projector", "connectivity": "ring"},
        {"objective": "XYZ", "start": "identity:1"},
    ],
)
def test_every_component_of_the_whole_gradient_agrees_with_the_parameter_shift_rule(words):
    experiment, circuit = draw(words, qubits=3, layers=4)
    value, slopes = WholeGradient(circuit, experiment.objective)(circuit.angles)
    text = str(experiment.objective)
    assert value == pytest.approx(reference.expectation(circuit, text, 4), abs=1e-13)
    for layer in range(4):
        for qubit in range(3):
            shift = reference.gradient(circuit, text, (layer + 1, qubit + 1), 4)
            assert slopes[layer, qubit] == pytest.approx(shift, abs=1e-13)


def test_descent_takes_steps_of_rate_times_gradient_and_lowers_e():
    experiment, circuit = draw({}, qubits=4, layers=10)
    path = list(descent(circuit, experiment.objective, steps=20, rate=0.05))
    assert len(path) == 21
    for (_, slopes, angles), (_, _, after) in pairwise(path):
        np.testing.assert_allclose(after, angles - 0.05 * slopes, atol=1e-15)
    e = [value for value, _, _ in path]
    assert e[-1] < e[0] - 0.05
    moved = replace(circuit, angles=path[-1][2])
    assert e[-1] == pytest.approx(reference.expectation(moved, "ZZ", 10), abs=1e-12)


def test_a_pretrained_start_keeps_the_trained_state_and_trains_only_its_first_layers():
    experiment, drawn = draw({"start": "pretrained:4:15:0.1"}, qubits=4, layers=10)
    circuit = prepared(drawn, experiment)
    np.testing.assert_array_equal(circuit.angles[4:], drawn.angles[4:])
    np.testing.assert_allclose(reference.state(circuit, 10), reference.state(circuit, 4), atol=1e-13)
    before, after = (reference.expectation(c, "ZZ", 10) for c in (drawn, circuit))
    assert after < before - 0.05
    first = replace(drawn, axes=drawn.axes[:4], angles=drawn.angles[:4], inverted=frozenset())
    _, slopes = WholeGradient(first, experiment.objective)(first.angles)
    one = Experiment.from_words({"start": "pretrained:4:1:0.1"})
    np.testing.assert_allclose(prepared(drawn, one).angles[:4], drawn.angles[:4] - 0.1 * slopes, atol=1e-15)
