"""E, ∂E and ∂²E after every layer of a circuit, by state vectors in Qulacs: the engine that others are held against.

State and derivative evolve side by side in one register, so that one pass over a circuit gives the whole depth curve.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, pi

import numpy as np
from qulacs import QuantumCircuit, QuantumState
from qulacs.gate import DenseMatrix

from plateaus.ensemble.circuits import Circuit
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.operators import matrix_free

PAULI = np.array([[[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]]], dtype=complex)
# States of several depths are read together, up to so many amplitudes.
AMPLITUDES_READ = 2**15
# RX(θ) = RZ(φ) RY(θ) RZ(λ), up to a phase, with these φ and λ; and so RY(θ).
RZ_AROUND_RY = ((-pi / 2, pi / 2), (0.0, 0.0))


class GradientCurve:
    """Simulates circuits of one size and reads E, ∂E and ∂²E after chosen layers.

    State |ψ⟩ and tangent ∂|ψ⟩/∂θ evolve side by side, as the two halves of one register with an extra qubit on top:
    |0⟩|ψ⟩ + |1⟩∂|ψ⟩. The rotation that carries θ is followed by |0⟩⟨0|⊗1 + |1⟩⟨0|⊗(−iP/2), which opens the tangent;
    every gate after it acts on both halves at once. Then E = ⟨ψ|H|ψ⟩ and ∂E = 2 Re ⟨∂ψ|H|ψ⟩, exact to rounding, and a
    whole depth curve costs what its deepest point costs. As P² = 1, ∂²|ψ⟩/∂θ² = −|ψ⟩/4, so ∂²E = 2 ⟨∂ψ|H|∂ψ⟩ − E/2.

    RZ gates commute with controlled-Z gates: each waits for the next RX or RY of its qubit, and both are one gate,
    Qulacs' U3(θ, φ, λ) = RZ(φ) RY(θ) RZ(λ) up to a phase. (Where H has an X or Y on the qubit, it is applied at once.)

    Parameters
    ----------
    experiment : Experiment
    qubits : int
        Size of the register, without the extra qubit.
    layers : sequence of int
        Depths after which E, ∂E and ∂²E are read, increasing, none before the layer of θ.
    """

    def __init__(self, experiment: Experiment, *, qubits: int, layers: Sequence[int]) -> None:
        self._apply_objective = matrix_free(experiment.objective, qubits)
        self._waits = [not set(letters) & set("XY") for letters in experiment.objective.letters_by_qubit(qubits)]
        self._parameter = (experiment.parameter[0] - 1, experiment.parameter[1] - 1)
        self._qubits = qubits
        self._layers = tuple(layers)
        self._state = QuantumState(qubits + 1)
        reads = min(len(self._layers), ceil(AMPLITUDES_READ / 2 ** (qubits + 1)))
        self._seen = np.empty((reads, 2, 2**qubits), dtype=complex)
        self._entangle = QuantumCircuit(qubits + 1)
        for a, b in experiment.edges(qubits):
            self._entangle.add_CZ_gate(a, b)
        # Qulacs' RX, RY, RZ are exp(+iθP/2); the paper's exp(−iθP/2) is the same gate with −θ. U3 is as in the paper.
        self._start = QuantumCircuit(qubits + 1)
        for qubit in range(qubits):
            self._start.add_RY_gate(qubit, -pi / 4)

    def __call__(self, circuit: Circuit) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """E, ∂E and ∂²E after each of the chosen layers: three arrays of their number."""
        state = self._state
        state.set_zero_state()
        if circuit.initial_state == "ry_pi_4":
            self._start.update_quantum_state(state)
        at_layer, at_qubit = self._parameter
        objective, gradient, second = np.empty((3, len(self._layers)))
        read, seen = 0, 0
        waiting = [0.0] * self._qubits  # angles of RZ gates
        for layer, (axes, angles) in enumerate(zip(circuit.axes.tolist(), circuit.angles.tolist(), strict=True)):
            if layer in circuit.inverted:
                self._entangle.update_quantum_state(state)
            rotate = QuantumCircuit(self._qubits + 1)
            for qubit, (axis, angle) in enumerate(zip(axes, angles, strict=True)):
                if axis < 2:
                    after, before = RZ_AROUND_RY[axis]
                    rotate.add_U3_gate(qubit, angle, after, before + waiting[qubit])
                    waiting[qubit] = 0.0
                elif self._waits[qubit]:
                    waiting[qubit] += angle
                else:
                    rotate.add_RZ_gate(qubit, -angle)
            rotate.update_quantum_state(state)
            if layer == at_layer:
                self._open_tangent(axes[at_qubit]).update_quantum_state(state)
            if layer not in circuit.inverted:
                self._entangle.update_quantum_state(state)
            if layer + 1 == self._layers[read + seen]:
                self._seen[seen] = state.get_vector().reshape(2, -1)
                seen += 1
                if seen == len(self._seen) or read + seen == len(self._layers):
                    depths = slice(read, read + seen)
                    objective[depths], gradient[depths], second[depths] = self._read(self._seen[:seen])
                    read, seen = depths.stop, 0
                if read == len(self._layers):
                    break
        return objective, gradient, second

    def _open_tangent(self, axis: int):
        matrix = np.zeros((4, 4), dtype=complex)
        matrix[:2, :2] = np.eye(2)
        matrix[2:, :2] = -0.5j * PAULI[axis]
        return DenseMatrix([self._parameter[1], self._qubits], matrix)

    def _read(self, seen: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        psi, tangent = (seen[:, half].view(float) for half in range(2))
        image, tangent_image = (self._apply_objective(seen[:, half]).view(float) for half in range(2))
        objective = np.vecdot(psi, image)  # real parts of complex products
        return objective, 2 * np.vecdot(tangent, image), 2 * np.vecdot(tangent, tangent_image) - objective / 2
