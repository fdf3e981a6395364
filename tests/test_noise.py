"""Noisy circuits: density matrices of Qulacs against plain numpy, and Pauli trajectories against both."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from plateaus import dense
from plateaus.ensemble import draw_circuit
from plateaus.experiment import Experiment
from plateaus.noise import Depolarizing
from plateaus.noisy import NoisyCurve
from plateaus.simulate import PAULI
from plateaus.trajectories import draw_operators, trajectory

LAYERS = 4


def draw(words, qubits=3, layers=LAYERS, index=0):
    experiment = Experiment.from_words(words)
    return experiment, draw_circuit(
        experiment, master_seed=5, name="noise", qubits=qubits, index=index, layers=layers, own_stream=True
    )


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"connectivity": "ring", "objective": "XYZ"},
        {"objective": "projector", "initial_state": "none"},
        {"parameter": "2:3", "objective": "IZY"},
        {"start": "identity:1"},
    ],
)
def test_density_matrices_agree_with_plain_linear_algebra(words):
    experiment, circuit = draw({"noise": "depolarizing:0.07"} | words)
    layers = range(experiment.parameter[0], LAYERS + 1)
    e, slope = NoisyCurve(experiment, qubits=3, layers=layers)(circuit)
    text = str(experiment.objective)
    for depth, value, derivative in zip(layers, e, slope, strict=True):
        assert value == pytest.approx(dense.expectation(circuit, text, depth, noise=0.07), abs=1e-13)
        shift = dense.gradient(circuit, text, experiment.parameter, depth, 0.07)
        assert derivative == pytest.approx(shift, abs=1e-13)


def test_noise_multiplies_a_letter_by_one_minus_four_thirds_p():
    """One qubit, no entangler: after L layers the Bloch vector is shorter by (1 − 4p/3)^L."""
    words = {"entangler": "none", "objective": "ZI"}
    _, circuit = draw(words, qubits=2)
    for noise in (0.01, 0.3, 0.75):
        e = dense.expectation(circuit, "ZI", LAYERS, noise=noise)
        factor = Depolarizing(noise).factor
        assert e == pytest.approx(factor**LAYERS * dense.expectation(circuit, "ZI", LAYERS), abs=1e-14)
        experiment = Experiment.from_words(words | {"noise": f"depolarizing:{noise}"})
        assert NoisyCurve(experiment, qubits=2, layers=[LAYERS])(circuit)[0][0] == pytest.approx(e, abs=1e-13)


def with_paulis(circuit, operators, objective, angles):
    """E after all layers with the operators (1, 2, 3 for X, Z, Y) applied one by one. By plain linear algebra."""
    n, none = circuit.qubits, np.empty((0, circuit.qubits))
    psi = dense.state(replace(circuit, axes=none.astype(int), angles=none), 0)
    entangle = np.prod([dense.controlled_z(a, b, n) for a, b in circuit.edges], axis=0)
    for layer in range(circuit.layers):
        if layer in circuit.inverted:
            psi = entangle * psi
        for qubit in range(n):
            psi = dense.apply(dense.rotation(circuit.axes[layer, qubit], angles[layer, qubit]), qubit, psi)
        if layer not in circuit.inverted:
            psi = entangle * psi
        for qubit in range(n):
            if operators[layer, qubit]:
                psi = dense.apply(PAULI[(None, 0, 2, 1)[operators[layer, qubit]]], qubit, psi)
    image = psi
    for qubit, letter in enumerate(objective):
        image = dense.apply(dense.PAULI[letter], qubit, image)
    return np.vdot(psi, image).real


@pytest.mark.parametrize(
    "words", [{}, {"connectivity": "ring", "objective": "XYZ"}, {"start": "identity:2", "objective": "YIX"}]
)
def test_a_trajectory_is_the_circuit_with_its_pauli_operators_carried_to_the_end(words):
    generator = np.random.default_rng(1)
    for index in range(10):
        experiment, circuit = draw(words, index=index)
        operators = generator.integers(0, 4, (LAYERS, 3))
        objective = str(experiment.objective)
        for parameter in ((1, 1), (3, 2)):
            turned, signs, gradient_signs = trajectory(circuit, operators, objective.ljust(3, "I"), parameter)
            struck = with_paulis(circuit, operators, objective.ljust(3, "I"), circuit.angles)
            assert signs[-1] * dense.expectation(turned, objective, LAYERS) == pytest.approx(struck, abs=1e-13)
            shifted = []
            for sign in (1, -1):
                angles = circuit.angles.copy()
                angles[parameter[0] - 1, parameter[1] - 1] += sign * np.pi / 2
                shifted.append(with_paulis(circuit, operators, objective.ljust(3, "I"), angles))
            slope = gradient_signs[-1] * dense.gradient(turned, objective, parameter, LAYERS)
            assert slope == pytest.approx((shifted[0] - shifted[1]) / 2, abs=1e-13)


def test_the_mean_over_all_trajectories_is_the_density_matrix_and_the_mean_square_is_not():
    """Every way two qubits may be struck in two layers, with its probability."""
    noise = Depolarizing(0.2)
    _, circuit = draw({}, qubits=2, layers=2)
    mean = square = 0.0
    for operators in product(range(4), repeat=4):
        struck = np.reshape(operators, (2, 2))
        weight = np.prod(np.where(struck > 0, noise.probability / 3, 1 - noise.probability))
        turned, _, signs = trajectory(circuit, struck, "ZZ", (1, 1))
        slope = signs[-1] * dense.gradient(turned, "ZZ", (1, 1), 2)
        mean += weight * slope
        square += weight * slope**2
    assert mean == pytest.approx(dense.gradient(circuit, "ZZ", (1, 1), 2, 0.2), abs=1e-14)
    assert square > 1.5 * mean**2


def test_operators_are_drawn_with_the_probability_of_the_noise():
    drawn = draw_operators(Depolarizing(0.3), (2000, 10), np.random.default_rng(2))
    seen = np.bincount(drawn.ravel(), minlength=4) / drawn.size
    np.testing.assert_allclose(seen, [0.7, 0.1, 0.1, 0.1], atol=0.01)


@pytest.mark.parametrize(
    "text", ["depolarising:0.1", "depolarizing", "depolarizing:0", "depolarizing:0.8", "depolarizing:x"]
)
def test_other_noise_is_refused(text):
    with pytest.raises(ValueError, match=r"allowed are none and depolarizing:P"):
        Experiment.from_words({"noise": text})
