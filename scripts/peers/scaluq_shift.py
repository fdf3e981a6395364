"""Scaluq, by Qulacs' authors: a circuit, an operator, and the parameter-shift rule, in double or single precision.

Circuits stay as they are: merged by ``Circuit.optimize`` they took as long, or thirty times longer.
"""

from __future__ import annotations

from collections.abc import Callable

import scaluq

from peers.gates import CZ, Gate, shifted
from plateaus.ensemble.circuits import Circuit

FLOATS = {"double": "f64", "single": "f32"}


def gradient(circuit: Circuit, threads: int, precision: str) -> float:
    return prepare(circuit, threads, precision)()


def prepare(circuit: Circuit, threads: int, precision: str) -> Callable[[], float]:
    # The number of threads comes from OMP_NUM_THREADS.
    floats = FLOATS[precision]
    observable = scaluq.Operator([scaluq.PauliOperator("Z 0 Z 1", precision=floats)], precision=floats)
    state = scaluq.StateVector(circuit.qubits, precision=floats)
    plus, minus = (_circuit(gates, floats) for gates in shifted(circuit))

    def energy(gates: scaluq.Circuit) -> float:
        state.set_zero_state()
        gates.update_quantum_state(state)
        return observable.get_expectation_value(state).real

    return lambda: (energy(plus) - energy(minus)) / 2


def _circuit(gates: list[Gate], floats: str) -> scaluq.Circuit:
    built = scaluq.Circuit(precision=floats)
    rotation = (scaluq.gate.RX, scaluq.gate.RY, scaluq.gate.RZ)
    for kind, on, angle in gates:
        gate = scaluq.gate.CZ(*on, precision=floats) if kind == CZ else rotation[kind](on[0], angle, precision=floats)
        built.add_gate(gate)
    return built
