"""panta-sim's state vector, in double or single precision, by the parameter-shift rule."""

from __future__ import annotations

from collections.abc import Callable

from panta_sim import QuantumCircuit

from peers.gates import CZ, Gate, shifted
from plateaus.ensemble.circuits import Circuit

FLOATS = {"double": "f64", "single": "f32"}


def gradient(circuit: Circuit, threads: int, precision: str) -> float:
    return prepare(circuit, threads, precision)()


def prepare(circuit: Circuit, threads: int, precision: str) -> Callable[[], float]:
    # The number of threads comes from RAYON_NUM_THREADS.
    observable = {"I" * (circuit.qubits - 2) + "ZZ": 1.0}
    plus, minus = (_circuit(circuit.qubits, gates) for gates in shifted(circuit))

    def energy(gates: QuantumCircuit) -> float:
        return gates.expectation(observable, precision=FLOATS[precision])

    return lambda: (energy(plus) - energy(minus)) / 2


def _circuit(qubits: int, gates: list[Gate]) -> QuantumCircuit:
    built = QuantumCircuit(qubits)
    rotation = (built.rx, built.ry, built.rz)
    for kind, on, angle in gates:
        if kind == CZ:
            built.cz(*on)
        else:
            rotation[kind](angle, *on)
    return built
