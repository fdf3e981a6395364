"""The state-vector engine against plain matrices, the parameter-shift rule, Qulacs' own backprop and values by hand."""

from itertools import product

import numpy as np
import pytest
from engine_cases import EXPERIMENTS, draw
from qulacs import Observable, ParametricQuantumCircuit

from plateaus.engines import reference
from plateaus.engines.statevector import GradientCurve
from plateaus.ensemble.circuits import Circuit
from plateaus.ensemble.experiment import Experiment

LAYERS = 5


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_rotations_are_exp_minus_i_theta_p_over_2(axis):
    """A rotation of |+y⟩-, |+z⟩-like states by +θ turns the Bloch vector the right-handed way."""
    angle = 0.7
    circuit = Circuit("ry_pi_4", np.array([[axis]], dtype=np.int8), np.array([[angle]]), ())
    seen = []
    for letter in "XYZ":
        experiment = Experiment.from_words({"objective": letter, "entangler": "none"})
        curve = GradientCurve(experiment, qubits=1, layers=[1])
        seen.append(curve(circuit)[0][0])
    start = np.array([np.sin(np.pi / 4), 0, np.cos(np.pi / 4)])
    around = np.eye(3)[axis]
    rodrigues = start * np.cos(angle) + np.cross(around, start) * np.sin(angle)
    rodrigues += around * (around @ start) * (1 - np.cos(angle))
    np.testing.assert_allclose(seen, rodrigues, atol=1e-14)


@pytest.mark.parametrize("words", EXPERIMENTS.values(), ids=EXPERIMENTS)
def test_objective_and_derivatives_agree_with_plain_matrices(words):
    experiment = Experiment.from_words(words)
    first = experiment.parameter[0]
    depths = range(first, LAYERS + 1)
    for index in range(3):
        circuit = draw(experiment, 4, LAYERS, index)
        e, de, second = GradientCurve(experiment, qubits=4, layers=depths)(circuit)
        for depth, value, slope, bend in zip(depths, e, de, second, strict=True):
            text = str(experiment.objective)
            assert value == pytest.approx(reference.expectation(circuit, text, depth), abs=1e-13)
            assert slope == pytest.approx(reference.gradient(circuit, text, experiment.parameter, depth), abs=1e-13)
            assert bend == pytest.approx(reference.curvature(circuit, text, experiment.parameter, depth), abs=1e-13)


def test_gradient_agrees_with_qulacs_backprop():
    experiment, n = Experiment(), 6
    drawn = draw(experiment, n, 30)
    circuit = ParametricQuantumCircuit(n)
    for qubit in range(n):
        circuit.add_RY_gate(qubit, -np.pi / 4)
    for axes, angles in zip(drawn.axes, drawn.angles, strict=True):
        for qubit, (axis, angle) in enumerate(zip(axes, angles, strict=True)):
            add = (circuit.add_parametric_RX_gate, circuit.add_parametric_RY_gate, circuit.add_parametric_RZ_gate)
            add[axis](qubit, -angle)  # Qulacs: exp(+iθP/2)
        for a, b in drawn.edges:
            circuit.add_CZ_gate(a, b)
    zz = Observable(n)
    zz.add_operator(1.0, "Z 0 Z 1")
    backprop = -circuit.backprop(zz)[0]
    assert GradientCurve(experiment, qubits=n, layers=[30])(drawn)[1][0] == pytest.approx(backprop, abs=1e-12)


@pytest.mark.parametrize("connectivity", ["chain", "ring", "grid"])
def test_a_curve_is_what_separate_circuits_of_each_depth_give(connectivity):
    experiment = Experiment(connectivity=connectivity)
    whole = GradientCurve(experiment, qubits=4, layers=range(1, 21))(draw(experiment, 4, 20))
    for depth in (1, 7, 20):
        alone = GradientCurve(experiment, qubits=4, layers=[depth])(draw(experiment, 4, depth))
        np.testing.assert_array_equal(np.array(alone)[:, 0], np.array(whole)[:, depth - 1])


def test_two_qubits_one_layer_have_variance_5_48_and_mean_0():
    """Exact, not sampled: four angles a quarter turn apart average like all angles what is quadratic in cos, sin."""
    experiment = Experiment()
    curve = GradientCurve(experiment, qubits=2, layers=[1])
    quarter_turns = np.arange(4) * np.pi / 2
    values = [
        curve(Circuit("ry_pi_4", np.array([axes], dtype=np.int8), np.array([angles]), ((0, 1),)))[1][0]
        for axes in product(range(3), repeat=2)
        for angles in product(quarter_turns, repeat=2)
    ]
    assert np.mean(values) == pytest.approx(0, abs=1e-14)
    assert np.mean(np.square(values)) == pytest.approx(5 / 48, rel=1e-12)


def test_repeated_runs_give_the_same_bits():
    experiment = Experiment()
    curve = GradientCurve(experiment, qubits=6, layers=range(1, 31))
    first = curve(draw(experiment, 6, 30))
    curve(draw(experiment, 6, 30, index=1))
    again = curve(draw(experiment, 6, 30))
    np.testing.assert_array_equal(first, again)
