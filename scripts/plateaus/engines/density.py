"""E, ∂E and ∂²E after every layer of a noisy circuit, by density matrix in Qulacs.

Noise makes a mixture of a state, which takes 4ⁿ numbers instead of 2ⁿ: this engine is for few qubits, and simulates
noisy circuits whatever engine is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import pi

import numpy as np
from qulacs import DensityMatrix, QuantumCircuit
from qulacs.gate import DepolarizingNoise

from plateaus.engines.statevector import PAULI
from plateaus.ensemble.circuits import Circuit
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.operators import matrix_free


class NoisyCurve:
    """Simulates noisy circuits of one size and reads E, ∂E and ∂²E after chosen layers, all exact to rounding.

    The density matrix ρ and its derivatives evolve one after the other through the same gates, for all that happens
    to a state is linear; at the gate of θ, ∂ρ = −i/2 [P, ρ] and ∂²ρ = (PρP − ρ)/2.

    Parameters
    ----------
    experiment : Experiment
    qubits : int
        Time and memory grow as 4^qubits.
    layers : sequence of int
        Depths after which they are read, increasing, none before the layer of θ.
    """

    def __init__(self, experiment: Experiment, *, qubits: int, layers: Sequence[int]) -> None:
        self._qubits, self._layers = qubits, tuple(layers)
        self._parameter = (experiment.parameter[0] - 1, experiment.parameter[1] - 1)
        image = matrix_free(experiment.objective, qubits)
        # Tr(Hρ) is a sum over the entries of ρ, each times the transposed one of H.
        self._objective = np.array([image(column) for column in np.eye(2**qubits, dtype=complex)])
        self._entangle, self._start, self._noise = (QuantumCircuit(qubits) for _ in range(3))
        for a, b in experiment.edges(qubits):
            self._entangle.add_CZ_gate(a, b)
        for qubit in range(qubits):
            self._start.add_RY_gate(qubit, -pi / 4)
            self._noise.add_gate(DepolarizingNoise(qubit, experiment.noise.probability))
        self._rho, *self._derivatives = (DensityMatrix(qubits) for _ in range(3))

    def __call__(self, circuit: Circuit) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """E, ∂E and ∂²E after each of the chosen layers: three arrays of their number."""
        self._rho.set_zero_state()
        if circuit.initial_state == "ry_pi_4":
            self._start.update_quantum_state(self._rho)
        objective, gradient, curvature = np.zeros((3, len(self._layers)))
        at_layer, at_qubit = self._parameter
        for layer in range(circuit.layers):
            rotate = QuantumCircuit(self._qubits)  # Qulacs' rotations are exp(+iθP/2)
            add = (rotate.add_RX_gate, rotate.add_RY_gate, rotate.add_RZ_gate)
            axes = circuit.axes[layer].tolist()
            for qubit, (axis, angle) in enumerate(zip(axes, circuit.angles[layer].tolist(), strict=True)):
                add[axis](qubit, -angle)
            inverted = layer in circuit.inverted
            before, after = ([self._entangle], []) if inverted else ([], [self._entangle])
            self._evolve([*before, rotate], layer > at_layer)
            if layer == at_layer:
                for state, matrix in zip(self._derivatives, self._differentiate(axes[at_qubit], at_qubit), strict=True):
                    state.load(matrix)
            self._evolve([*after, self._noise], layer >= at_layer)
            if layer + 1 in self._layers:
                column = self._layers.index(layer + 1)
                objective[column] = self._read(self._rho)
                gradient[column], curvature[column] = map(self._read, self._derivatives)
        return objective, gradient, curvature

    def _evolve(self, circuits: list[QuantumCircuit], derivatives: bool) -> None:
        for circuit in circuits:
            for state in (self._rho, *self._derivatives) if derivatives else (self._rho,):
                circuit.update_quantum_state(state)

    def _differentiate(self, axis: int, qubit: int) -> tuple[np.ndarray, np.ndarray]:
        size = 2**self._qubits
        split = (size >> (qubit + 1), 2, -1)  # the first qubit is the lowest bit

        def times_pauli(matrix: np.ndarray) -> np.ndarray:
            return np.einsum("xay,ab->xby", matrix.T.reshape(split), PAULI[axis]).reshape(size, size).T

        rho = self._rho.get_matrix()
        left = np.einsum("ab,xby->xay", PAULI[axis], rho.reshape(split)).reshape(size, size)
        return -0.5j * (left - times_pauli(rho)), (times_pauli(left) - rho) / 2

    def _read(self, state: DensityMatrix) -> float:
        return float(np.sum(self._objective * state.get_matrix()).real)
