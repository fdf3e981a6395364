"""The simulator against dense matrices, the parameter-shift rule, Qulacs' own backprop, and values by hand."""

from itertools import product

import numpy as np
import pytest
from qulacs import Observable, ParametricQuantumCircuit

from plateaus import dense, objective
from plateaus.ensemble import Circuit, draw_circuit
from plateaus.experiment import Experiment
from plateaus.simulate import GradientCurve

LAYERS = 5


def simulator(experiment, qubits, layers):
    return GradientCurve(
        objective=experiment.objective,
        parameter=experiment.parameter,
        qubits=qubits,
        edges=experiment.edges(qubits),
        layers=layers,
    )


def draw(experiment, qubits, layers, index=0):
    return draw_circuit(experiment, master_seed=3, name="test", qubits=qubits, index=index, layers=layers)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_rotations_are_exp_minus_i_theta_p_over_2(axis):
    """A rotation of |+y⟩-, |+z⟩-like states by +θ turns the Bloch vector the right-handed way."""
    angle = 0.7
    circuit = Circuit("ry_pi_4", np.array([[axis]], dtype=np.int8), np.array([[angle]]), ())
    seen = []
    for letter in "XYZ":
        curve = GradientCurve(objective=objective.PauliString(letter), parameter=(1, 1), qubits=1, edges=(), layers=[1])
        seen.append(curve(circuit)[0][0])
    start = np.array([np.sin(np.pi / 4), 0, np.cos(np.pi / 4)])
    around = np.eye(3)[axis]
    rodrigues = start * np.cos(angle) + np.cross(around, start) * np.sin(angle)
    rodrigues += around * (around @ start) * (1 - np.cos(angle))
    np.testing.assert_allclose(seen, rodrigues, atol=1e-14)


EXPERIMENTS = {
    "paper": {},
    "no start": {"initial_state": "none"},
    "ring": {"connectivity": "ring"},
    "grid": {"connectivity": "grid"},
    "no entangler": {"entangler": "none"},
    "fixed axis": {"axes": "Y"},
    "small angles": {"angles": "uniform:-0.1:0.1"},
    "projector": {"objective": "projector"},
    "X": {"objective": "IXI"},
    "YXZ": {"objective": "YXZ"},
    "YY": {"objective": "YY"},
    "local projector": {"objective": "local_projector"},
    "ising": {"objective": "ising"},
    "heisenberg, ladder": {"objective": "heisenberg", "connectivity": "ladder"},
    "random string, complete": {"objective": "random:3:1", "connectivity": "complete"},
    "star, normal angles": {"connectivity": "edges:1-2,1-3,1-4", "angles": "normal:0.5", "objective": "YIZ"},
    "Zhang's angles": {"angles": "small"},
    "later parameter": {"parameter": "3:2"},
    "later, projector": {"parameter": "2:4", "objective": "projector"},
}


@pytest.mark.parametrize("words", EXPERIMENTS.values(), ids=EXPERIMENTS)
def test_objective_and_gradient_agree_with_dense_matrices(words):
    experiment = Experiment.from_words(words)
    first = experiment.parameter[0]
    depths = range(first, LAYERS + 1)
    for index in range(3):
        circuit = draw(experiment, 4, LAYERS, index)
        e, de = simulator(experiment, 4, depths)(circuit)
        for depth, value, slope in zip(depths, e, de, strict=True):
            text = str(experiment.objective)
            assert value == pytest.approx(dense.expectation(circuit, text, depth), abs=1e-13)
            assert slope == pytest.approx(dense.gradient(circuit, text, experiment.parameter, depth), abs=1e-13)


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
    assert simulator(experiment, n, [30])(drawn)[1][0] == pytest.approx(backprop, abs=1e-12)


@pytest.mark.parametrize("connectivity", ["chain", "ring", "grid"])
def test_a_curve_is_what_separate_circuits_of_each_depth_give(connectivity):
    experiment = Experiment(connectivity=connectivity)
    whole = simulator(experiment, 4, range(1, 21))(draw(experiment, 4, 20))
    for depth in (1, 7, 20):
        alone = simulator(experiment, 4, [depth])(draw(experiment, 4, depth))
        np.testing.assert_array_equal(np.array(alone)[:, 0], np.array(whole)[:, depth - 1])


def test_two_qubits_one_layer_have_variance_5_48_and_mean_0():
    """Exact, not sampled: four angles a quarter turn apart average like all angles what is quadratic in cos, sin."""
    experiment = Experiment()
    curve = simulator(experiment, 2, [1])
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
    curve = simulator(experiment, 6, range(1, 31))
    first = curve(draw(experiment, 6, 30))
    curve(draw(experiment, 6, 30, index=1))
    again = curve(draw(experiment, 6, 30))
    np.testing.assert_array_equal(first, again)
