"""The whole gradient of a circuit in one pass, and plain gradient descent on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import pi

import numpy as np
from qulacs import ParametricQuantumCircuit, QuantumState

from .ensemble import Circuit, draw_circuit
from .experiment import Experiment
from .objective import Objective
from .options import experiment_of
from .starts import Pretrained


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
        self._apply_objective = objective.matrix_free(circuit.qubits)
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
        image = self._apply_objective(psi)
        self._image.load(image)
        # The pass gives the derivatives of Re ⟨image|ψ⟩ with the image held; E changes twice as fast.
        slopes = np.array(self._circuit.backprop_inner_product(self._image))
        return np.vdot(psi, image).real, -2 * slopes.reshape(angles.shape)


def descent(
    circuit: Circuit, objective: Objective, *, steps: int, rate: float
) -> Iterator[tuple[float, np.ndarray, np.ndarray]]:
    """Plain gradient descent on E, θ → θ − rate·∇E: E, ∇E and the angles before each step and after the last."""
    gradient = WholeGradient(circuit, objective)
    angles = circuit.angles
    for step in range(steps + 1):
        value, slopes = gradient(angles)
        yield value, slopes, angles
        if step < steps:
            angles = angles - rate * slopes


def prepared(circuit: Circuit, experiment: Experiment) -> Circuit:
    """A drawn circuit as its experiment starts from it: with a pre-trained start, its first layers trained alone."""
    start = experiment.start
    if not isinstance(start, Pretrained):
        return circuit
    part = replace(
        circuit, axes=circuit.axes[: start.layers], angles=circuit.angles[: start.layers], inverted=frozenset()
    )
    *_, (_, _, trained) = descent(part, experiment.objective, steps=start.steps, rate=start.rate)
    return replace(circuit, angles=np.concatenate([trained, circuit.angles[start.layers :]]))


def first_circuit(source: Mapping[str, str], *, qubits: int, index: int, layers: int) -> Circuit:
    """The circuit number `index` of a source, ready to be simulated.

    Raises
    ------
    ValueError
        The start does not fit the number of layers.
    """
    experiment = experiment_of(source)
    drawn = draw_circuit(
        experiment,
        master_seed=int(source["master_seed"]),
        name=source["experiment"],
        qubits=qubits,
        index=index,
        layers=layers,
        own_stream=source["depths"] == "independent",
    )
    return prepared(drawn, experiment)
