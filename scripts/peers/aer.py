"""Qiskit Aer's state vector by the parameter-shift rule: both shifts in one run."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from qiskit import QuantumCircuit
from qiskit.circuit import Parameter
from qiskit.quantum_info import SparsePauliOp
from qiskit_aer import AerSimulator
from qiskit_aer.backends.aer_compiler import assemble_circuits, generate_aer_config
from qiskit_aer.backends.backend_utils import cpp_execute_circuits

from peers.gates import CZ, SHIFTS, layers
from plateaus.ensemble.circuits import Circuit

THETA = Parameter("theta")


def gradient(circuit: Circuit, threads: int, precision: str) -> float:
    return float(sweep(circuit, (circuit.layers,), threads, precision)[0])


def prepare(circuit: Circuit, threads: int, precision: str) -> Callable[[], float]:
    # What `AerSimulator.run` does, but for the translation of Qiskit's circuits and the dressing of the results.
    simulator = _simulator(threads, precision)
    read, theta = circuit.layers, float(circuit.angles[0, 0])
    both = [_circuit(circuit, {read}, theta + shift) for shift in SHIFTS]
    assembled, _ = assemble_circuits(both)
    for number, each in enumerate(assembled):
        each.circ_id = number
    config = generate_aer_config(both, simulator.options, shots=1)

    def run() -> float:
        output = cpp_execute_circuits(simulator._controller, assembled, None, config)
        values = {result["circ_id"]: result["data"][str(read)] for result in output["results"]}
        return (values[0] - values[1]) / 2

    return run


def sweep(circuit: Circuit, depths: tuple[int, ...], threads: int, precision: str) -> np.ndarray:
    # No transpile: all gates are Aer's own, and it would only take time.
    theta = float(circuit.angles[0, 0])
    binds = {THETA: [theta + shift for shift in SHIFTS]}
    simulator = _simulator(threads, precision)
    result = simulator.run(_circuit(circuit, set(depths), THETA), shots=1, parameter_binds=[binds]).result()
    plus, minus = result.data(0), result.data(1)
    return np.array([(plus[str(depth)] - minus[str(depth)]) / 2 for depth in depths])


def _simulator(threads: int, precision: str) -> AerSimulator:
    return AerSimulator(method="statevector", precision=precision, max_parallel_threads=threads)


def _circuit(circuit: Circuit, read: set[int], theta: Parameter | float) -> QuantumCircuit:
    built = QuantumCircuit(circuit.qubits)
    gates = (built.rx, built.ry, built.rz)
    observable = SparsePauliOp("ZZ")
    for depth, layer in enumerate(layers(circuit, theta)):
        for kind, on, angle in layer:
            if kind == CZ:
                built.cz(*on)
            else:
                gates[kind](angle, *on)
        if depth in read:
            built.save_expectation_value(observable, [0, 1], label=str(depth))
    return built
