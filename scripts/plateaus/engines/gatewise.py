"""E, ∂E and ∂²E after every layer of a circuit of any ansatz, by state vectors in Qulacs, gate by gate.

As in `statevector`, state and tangent are the halves of one register, and one pass over a circuit gives the whole depth
curve. Where gates share θ, each adds its part to the tangent, and ∂²|ψ⟩ is a third part of the register. Where steps
close a circuit, E is read after the same steps of the next layer, which the longer circuit goes on from. Circuits of a
user's file may end in any way: `ForkedCurve` goes back to where they fork.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import pi

import numpy as np
from qulacs import QuantumCircuit, QuantumState
from qulacs.gate import DenseMatrix

from plateaus.engines.statevector import PAULI
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.fixed_gates import matrix
from plateaus.ensemble.gate_circuits import ForkedLayout, Gate, GateCircuit, Layout, in_several_gates
from plateaus.ensemble.operators import matrix_free


class GateCurve:
    """Simulates circuits of one size and reads E, ∂E and ∂²E after chosen layers, exact to rounding.

    Parameters
    ----------
    experiment : Experiment
        Of any ansatz but the paper's.
    qubits : int
    layers : sequence of int
        Depths after which E, ∂E and ∂²E are read, increasing, none before the layer of θ.
    """

    def __init__(self, experiment: Experiment, *, qubits: int, layers: Sequence[int]) -> None:
        self._apply_objective = matrix_free(experiment.objective, qubits)
        self._layers = tuple(layers)
        several = in_several_gates(experiment, qubits, layers)
        self._further = (qubits, qubits + 1) if several else (qubits,)
        self._register = qubits + len(self._further)
        self._state = QuantumState(self._register)
        self._start = QuantumCircuit(self._register)
        for qubit in range(qubits):  # Qulacs' rotations are exp(+iθP/2)
            if experiment.initial_state == "ry_pi_4":
                self._start.add_RY_gate(qubit, -pi / 4)
            elif experiment.initial_state == "neel" and qubit % 2:
                self._start.add_X_gate(qubit)
            elif experiment.initial_state == "plus":
                self._start.add_H_gate(qubit)

    def __call__(self, circuit: GateCircuit) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """E, ∂E and ∂²E after each of the chosen layers: three arrays of their number."""
        layout = circuit.layout
        self._state.set_zero_state()
        self._start.update_quantum_state(self._state)
        self._apply(layout.opening, circuit)
        objective, gradient, curvature = np.empty((3, len(self._layers)))
        for depth in range(self._layers[-1] + 1):
            block = layout.blocks[depth] if depth < len(layout.blocks) else ()
            self._apply(block[: layout.closing], circuit)
            if depth in self._layers:
                column = self._layers.index(depth)
                objective[column], gradient[column], curvature[column] = self._read(layout)
            if depth < self._layers[-1]:
                self._apply(block[layout.closing :], circuit)
        return objective, gradient, curvature

    def _apply(self, gates: Sequence[Gate], circuit: GateCircuit) -> None:
        """Apply gates to state and tangent; after each rotation by θ the tangent is opened."""
        begin = 0
        for number, gate in enumerate(gates, 1):
            if factor := circuit.layout.with_theta.get(gate.place):
                self._together(gates[begin:number], circuit).update_quantum_state(self._state)
                self._open_tangent(gate.qubits, int(circuit.axes[gate.place]), factor)
                begin = number
        self._together(gates[begin:], circuit).update_quantum_state(self._state)

    def _together(self, gates: Sequence[Gate], circuit: GateCircuit) -> QuantumCircuit:
        made = QuantumCircuit(self._register)
        rotations = (made.add_RX_gate, made.add_RY_gate, made.add_RZ_gate)
        for name, qubits, place in gates:
            if place < 0:
                _add_fixed(made, name, qubits)
            elif len(qubits) == 1:
                rotations[circuit.axes[place]](*qubits, -circuit.angles[place])
            else:
                pauli = int(circuit.axes[place]) + 1
                made.add_multi_Pauli_rotation_gate(list(qubits), [pauli] * 2, -circuit.angles[place])
        return made

    def _open_tangent(self, qubits: tuple[int, ...], axis: int, factor: int) -> None:
        """Add ∂R|ψ⟩ = −ikP/2 R|ψ⟩ to the tangent, R turning by kθ, and what follows to ∂²|ψ⟩, where it is followed."""
        letters = PAULI[axis] if len(qubits) == 1 else np.kron(PAULI[axis], PAULI[axis])
        size = len(letters)
        matrix = np.eye(size << len(self._further), dtype=complex)
        matrix[size : 2 * size, :size] = -0.5j * factor * letters
        if len(self._further) > 1:  # ∂²R = −k²R/4
            matrix[2 * size : 3 * size, : 2 * size] = np.hstack(
                [-0.25 * factor**2 * np.eye(size), -1j * factor * letters]
            )
        DenseMatrix([*qubits, *self._further], matrix).update_quantum_state(self._state)

    def _read(self, layout: Layout) -> tuple[float, float, float]:
        psi, tangent, *second = self._state.get_vector().reshape(2 ** len(self._further), -1)
        image = self._apply_objective(psi)
        objective = float(np.vdot(psi, image).real)
        within = float(np.vdot(tangent, self._apply_objective(tangent)).real)
        if second:
            beside = float(2 * np.vdot(second[0], image).real)
        else:  # of one gate ∂²|ψ⟩ = −k²|ψ⟩/4
            beside = -(layout.with_theta.get(layout.differentiated, 1) ** 2) * objective / 2
        return objective, float(2 * np.vdot(tangent, image).real), 2 * within + beside


class ForkedCurve(GateCurve):
    """The same for circuits from a user's file."""

    def __call__(self, circuit: GateCircuit) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """E, ∂E and ∂²E after each of the chosen layers: three arrays of their number."""
        layout = circuit.layout
        assert isinstance(layout, ForkedLayout)
        self._state.set_zero_state()
        self._start.update_quantum_state(self._state)
        found = np.empty((3, len(self._layers)))
        at = 0
        for fork, column in sorted((layout.forks[depth][0], column) for column, depth in enumerate(self._layers)):
            self._apply(layout.opening[at:fork], circuit)
            at = fork
            tail = layout.forks[self._layers[column]][1]
            trunk = self._state.copy() if tail else None
            self._apply(tail, circuit)
            found[:, column] = self._read(layout)
            if trunk:
                self._state.load(trunk)
        objective, gradient, curvature = found
        return objective, gradient, curvature


def _add_fixed(circuit: QuantumCircuit, name: str, qubits: tuple[int, ...]) -> None:
    if name == "cz":
        circuit.add_CZ_gate(*qubits)
    elif name == "cx":
        circuit.add_CNOT_gate(*qubits)
    else:  # Qulacs' first qubit is the lowest bit of a matrix's index, here it is the highest
        circuit.add_dense_matrix_gate(list(qubits[::-1]), _matrix(name))


@cache
def _matrix(name: str) -> np.ndarray:
    return np.array(matrix(name), dtype=complex)
