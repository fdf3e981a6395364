"""Qulacs as its tutorial has it: a circuit with gates added one by one, an observable, and the parameter-shift rule."""

from __future__ import annotations

from collections.abc import Callable

from qulacs import Observable, QuantumCircuit, QuantumState
from qulacs.circuit import QuantumCircuitOptimizer

from peers.gates import CZ, Gate, shifted
from plateaus.ensemble.circuits import Circuit

MERGED = 2
"""Qubits of the gates that Qulacs' optimizer merges a prepared circuit into; of none, 1, 2 and 3 the fastest."""


def gradient(circuit: Circuit, threads: int) -> float:
    # The number of threads comes from OMP_NUM_THREADS.
    return _ready(circuit, merged=0)()


def prepare(circuit: Circuit, threads: int) -> Callable[[], float]:
    return _ready(circuit, MERGED)


def _ready(circuit: Circuit, merged: int) -> Callable[[], float]:
    observable = Observable(circuit.qubits)
    observable.add_operator(1.0, "Z 0 Z 1")
    state = QuantumState(circuit.qubits)
    plus, minus = (_circuit(circuit.qubits, gates, merged) for gates in shifted(circuit))

    def energy(gates: QuantumCircuit) -> float:
        state.set_zero_state()
        gates.update_quantum_state(state)
        return observable.get_expectation_value(state)

    return lambda: (energy(plus) - energy(minus)) / 2


def _circuit(qubits: int, gates: list[Gate], merged: int) -> QuantumCircuit:
    built = QuantumCircuit(qubits)
    rotation = (built.add_RX_gate, built.add_RY_gate, built.add_RZ_gate)
    for kind, on, angle in gates:
        if kind == CZ:
            built.add_CZ_gate(*on)
        else:
            rotation[kind](on[0], -angle)  # Qulacs' rotations are exp(+iθP/2)
    if merged:
        QuantumCircuitOptimizer().optimize(built, merged)
    return built
