"""Qevedo's simulator qvd, double precision: two shifted state vectors (it has no expectation values), read here."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from qevedo.simulator import Circuit as Gates
from qevedo.simulator import statevector

from peers.gates import CZ, Gate, shifted
from plateaus.ensemble.circuits import Circuit


def gradient(circuit: Circuit, threads: int) -> float:
    return prepare(circuit, threads)()


def prepare(circuit: Circuit, threads: int) -> Callable[[], float]:
    plus, minus = (_circuit(circuit.qubits, gates) for gates in shifted(circuit))

    def energy(gates: Gates) -> float:
        # The last two axes are those of the second and the first qubit.
        state = statevector(gates, threads=threads).view(float).reshape(-1, 2, 2, 2)
        same = (np.vdot(state[:, value, value], state[:, value, value]) for value in (0, 1))
        return 2 * float(sum(same)) - 1

    return lambda: (energy(plus) - energy(minus)) / 2


def _circuit(qubits: int, gates: list[Gate]) -> Gates:
    built = Gates(qubits)
    rotation = (built.rx, built.ry, built.rz)
    for kind, on, angle in gates:
        if kind == CZ:
            built.cz(*on)
        else:
            rotation[kind](angle, *on)
    return built
