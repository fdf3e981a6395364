"""PRISM-Q's state vector, double precision, with its adjoint method: the fastest of the three ways that it has."""

from __future__ import annotations

from collections.abc import Callable

import prism_q

from peers.gates import CZ, layers
from plateaus.ensemble.circuits import Circuit

OBSERVABLE = [(1.0, [(0, "Z"), (1, "Z")])]


def gradient(circuit: Circuit, threads: int) -> float:
    return prepare(circuit, threads)()


def prepare(circuit: Circuit, threads: int) -> Callable[[], float]:
    built = prism_q.CircuitBuilder(circuit.qubits)
    rotation = (built.rx, built.ry, built.rz)
    start, first, *others = layers(circuit)
    for number, (kind, on, angle) in enumerate(gate for layer in (start, first, *others) for gate in layer):
        if kind == CZ:
            built.cz(*on)
        else:
            rotation[kind](angle, *on)
        if number == len(start):
            built.param(0)
    links, gates = built.parameters().links(), built.build()
    pool = prism_q.ThreadPool(threads)

    def derivative() -> float:
        simulation = prism_q.simulate(gates).backend(prism_q.BackendKind.statevector())
        return float(simulation.expectation_gradient(OBSERVABLE, links)[1][0])

    return lambda: pool.install(derivative)
