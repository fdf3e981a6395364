"""The whole gradient of a circuit: E and its derivatives by every angle, in one backward pass in Qulacs.

Qulacs' pass takes an inner product of two states; the image of the final state under H makes the gradient of E of it.
Descent and the probe of whole gradients stand on this.
"""

from __future__ import annotations

from math import pi
from typing import Any

import numpy as np
from qulacs import ParametricQuantumCircuit, QuantumState

from plateaus.ensemble.circuits import Circuit
from plateaus.ensemble.objectives import Objective
from plateaus.ensemble.operators import matrix_free


class WholeGradient:
    """E and its derivatives by every angle of a circuit, by Qulacs' backward pass.

    Parameters
    ----------
    circuit : Circuit
        Its angles are where to begin; others can be asked for.
    objective : PauliString or Projector
        H.
    """

    def __init__(self, circuit: Circuit, objective: Objective) -> None:
        self._apply_objective = matrix_free(objective, circuit.qubits)
        self._state, self._image = QuantumState(circuit.qubits), QuantumState(circuit.qubits)
        # Qulacs' rotations are exp(+iθP/2): all angles change their sign, and so do the derivatives.
        self._circuit = ParametricQuantumCircuit(circuit.qubits)
        add = (
            self._circuit.add_parametric_RX_gate,
            self._circuit.add_parametric_RY_gate,
            self._circuit.add_parametric_RZ_gate,
        )
        if circuit.initial_state == "ry_pi_4":
            for qubit in range(circuit.qubits):
                self._circuit.add_RY_gate(qubit, -pi / 4)
        for layer, axes in enumerate(circuit.axes.tolist()):
            if layer in circuit.inverted:
                self._entangle(circuit)
            for qubit, axis in enumerate(axes):
                add[axis](qubit, 0.0)
            if layer not in circuit.inverted:
                self._entangle(circuit)

    def _entangle(self, circuit: Circuit) -> None:
        for a, b in circuit.edges:
            self._circuit.add_CZ_gate(a, b)

    def state(self, angles: np.ndarray) -> QuantumState:
        """The state at the end of the circuit; it holds until the next call."""
        for place, angle in enumerate(angles.ravel().tolist()):
            self._circuit.set_parameter(place, -angle)
        self._state.set_zero_state()
        self._circuit.update_quantum_state(self._state)
        return self._state

    def __call__(self, angles: np.ndarray) -> tuple[float, np.ndarray]:
        """E and its derivatives at `angles`, shape (layers, qubits); the derivatives have the same shape."""
        psi = self.state(angles).get_vector()
        image: Any = self._apply_objective(psi)  # Qulacs takes an array, though its types ask for a list
        self._image.load(image)
        # The pass gives the derivatives of Re ⟨image|ψ⟩ with the image held; E changes twice as fast.
        slopes = np.array(self._circuit.backprop_inner_product(self._image))
        return np.vdot(psi, image).real, -2 * slopes.reshape(angles.shape)
