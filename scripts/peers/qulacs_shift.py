"""Qulacs as its tutorial has it: a circuit with gates added one by one, an observable, and the parameter-shift rule."""

from __future__ import annotations

from math import pi

from qulacs import Observable, QuantumCircuit, QuantumState

from plateaus.ensemble.circuits import Circuit


def gradient(circuit: Circuit, threads: int) -> float:
    # The number of threads comes from OMP_NUM_THREADS.
    observable = Observable(circuit.qubits)
    observable.add_operator(1.0, "Z 0 Z 1")
    state = QuantumState(circuit.qubits)
    shifted = []
    for shift in (pi / 2, -pi / 2):
        state.set_zero_state()
        _circuit(circuit, shift).update_quantum_state(state)
        shifted.append(observable.get_expectation_value(state))
    return (shifted[0] - shifted[1]) / 2


def _circuit(circuit: Circuit, shift: float) -> QuantumCircuit:
    gates = QuantumCircuit(circuit.qubits)
    rotation = (gates.add_RX_gate, gates.add_RY_gate, gates.add_RZ_gate)
    angles = circuit.angles.copy()
    angles[0, 0] += shift
    for qubit in range(circuit.qubits):
        gates.add_RY_gate(qubit, -pi / 4)  # Qulacs' rotations are exp(+iθP/2)
    for axes, thetas in zip(circuit.axes.tolist(), angles.tolist(), strict=True):
        for qubit, (axis, theta) in enumerate(zip(axes, thetas, strict=True)):
            rotation[axis](qubit, -theta)
        for a, b in circuit.edges:
            gates.add_CZ_gate(a, b)
    return gates
