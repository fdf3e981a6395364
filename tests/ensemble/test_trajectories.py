"""Pauli trajectories against plain linear algebra and density matrices."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from plateaus.engines import reference
from plateaus.engines.statevector import PAULI
from plateaus.ensemble.circuits import draw_circuit
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.noise import Depolarizing
from plateaus.ensemble.source import Source
from plateaus.ensemble.trajectories import draw_operators, trajectory

LAYERS = 4


def draw(words, qubits=3, layers=LAYERS, index=0):
    experiment = Experiment.from_words(words)
    source = Source("noise", 5, independent=True, experiment=experiment)
    return experiment, draw_circuit(source, qubits=qubits, index=index, layers=layers)


def with_paulis(circuit, operators, objective, angles):
    """E after all layers with the operators (1, 2, 3 for X, Z, Y) applied one by one. By plain linear algebra."""
    n, none = circuit.qubits, np.empty((0, circuit.qubits))
    psi = reference.state(replace(circuit, axes=none.astype(int), angles=none), 0)
    entangle = np.prod([reference.controlled_z(a, b, n) for a, b in circuit.edges], axis=0)
    for layer in range(circuit.layers):
        if layer in circuit.inverted:
            psi = entangle * psi
        for qubit in range(n):
            psi = reference.apply(reference.rotation(circuit.axes[layer, qubit], angles[layer, qubit]), qubit, psi)
        if layer not in circuit.inverted:
            psi = entangle * psi
        for qubit in range(n):
            if operators[layer, qubit]:
                psi = reference.apply(PAULI[(None, 0, 2, 1)[operators[layer, qubit]]], qubit, psi)
    image = psi
    for qubit, letter in enumerate(objective):
        image = reference.apply(reference.PAULI[letter], qubit, image)
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
            assert signs[-1] * reference.expectation(turned, objective, LAYERS) == pytest.approx(struck, abs=1e-13)
            shifted = []
            for sign in (1, -1):
                angles = circuit.angles.copy()
                angles[parameter[0] - 1, parameter[1] - 1] += sign * np.pi / 2
                shifted.append(with_paulis(circuit, operators, objective.ljust(3, "I"), angles))
            slope = gradient_signs[-1] * reference.gradient(turned, objective, parameter, LAYERS)
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
        slope = signs[-1] * reference.gradient(turned, "ZZ", (1, 1), 2)
        mean += weight * slope
        square += weight * slope**2
    assert mean == pytest.approx(reference.gradient(circuit, "ZZ", (1, 1), 2, 0.2), abs=1e-14)
    assert square > 1.5 * mean**2


def test_operators_are_drawn_with_the_probability_of_the_noise():
    drawn = draw_operators(Depolarizing(0.3), (2000, 10), np.random.default_rng(2))
    seen = np.bincount(drawn.ravel(), minlength=4) / drawn.size
    np.testing.assert_allclose(seen, [0.7, 0.1, 0.1, 0.1], atol=0.01)
