"""Qiskit Aer's state vector, double precision, by the parameter-shift rule: both shifts in one run."""

from __future__ import annotations

from math import pi

import numpy as np
from qiskit import QuantumCircuit
from qiskit.circuit import Parameter
from qiskit.quantum_info import SparsePauliOp
from qiskit_aer import AerSimulator

from plateaus.ensemble.circuits import Circuit

THETA = Parameter("theta")


def gradient(circuit: Circuit, threads: int) -> float:
    return float(sweep(circuit, (circuit.layers,), threads)[0])


def sweep(circuit: Circuit, layers: tuple[int, ...], threads: int) -> np.ndarray:
    # No transpile: all gates are Aer's own, and it would only take time.
    simulator = AerSimulator(method="statevector", precision="double", max_parallel_threads=threads)
    theta = float(circuit.angles[0, 0])
    shifted = {THETA: [theta + pi / 2, theta - pi / 2]}
    result = simulator.run(_circuit(circuit, set(layers)), shots=1, parameter_binds=[shifted]).result()
    plus, minus = result.data(0), result.data(1)
    return np.array([(plus[str(layer)] - minus[str(layer)]) / 2 for layer in layers])


def _circuit(circuit: Circuit, read: set[int]) -> QuantumCircuit:
    gates = QuantumCircuit(circuit.qubits)
    rotation = (gates.rx, gates.ry, gates.rz)
    observable = SparsePauliOp("ZZ")
    for qubit in range(circuit.qubits):
        gates.ry(pi / 4, qubit)
    for layer, (axes, angles) in enumerate(zip(circuit.axes.tolist(), circuit.angles.tolist(), strict=True), start=1):
        if layer == 1:
            angles[0] = THETA
        for qubit, (axis, angle) in enumerate(zip(axes, angles, strict=True)):
            rotation[axis](angle, qubit)
        for a, b in circuit.edges:
            gates.cz(a, b)
        if layer in read:
            gates.save_expectation_value(observable, [0, 1], label=str(layer))
    return gates
