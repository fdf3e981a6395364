"""MindQuantum's state vector, mqvector, by two shifted evolutions: faster than its adjoint and its own shift rule."""

from __future__ import annotations

from collections.abc import Callable

import mindquantum as mq
from mindquantum.core.circuit import Circuit as Gates
from mindquantum.core.gates import RX, RY, RZ, Z
from mindquantum.core.operators import Hamiltonian, QubitOperator
from mindquantum.simulator import Simulator

from peers.gates import CZ, Gate, shifted
from plateaus.ensemble.circuits import Circuit

ROTATION = (RX, RY, RZ)
COMPLEX = {"double": mq.complex128, "single": mq.complex64}


def gradient(circuit: Circuit, threads: int, precision: str) -> float:
    return prepare(circuit, threads, precision)()


def prepare(circuit: Circuit, threads: int, precision: str) -> Callable[[], float]:
    # The number of threads comes from OMP_NUM_THREADS.
    kind_of = COMPLEX[precision]
    observable = Hamiltonian(QubitOperator("Z0 Z1"), dtype=kind_of)
    simulator = Simulator("mqvector", circuit.qubits, dtype=kind_of)
    plus, minus = (_circuit(gates) for gates in shifted(circuit))

    def energy(gates: Gates) -> float:
        simulator.reset()
        simulator.apply_circuit(gates)
        return simulator.get_expectation(observable).real

    return lambda: (energy(plus) - energy(minus)) / 2


def _circuit(gates: list[Gate]) -> Gates:
    return Gates([Z.on(on[1], on[0]) if kind == CZ else ROTATION[kind](angle).on(on[0]) for kind, on, angle in gates])
