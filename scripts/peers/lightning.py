"""PennyLane's lightning.qubit with the adjoint method, which its documentation recommends for gradients.

Prepared, it is two shifted evolutions by the device's own kernels, which take two thirds of the adjoint method's time
and none of a QNode's. No sweep: lightning takes no snapshots on the way, ``qml.snapshots`` runs a circuit of its own
for each of them.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pennylane as qml
from pennylane import numpy as pnp
from pennylane_lightning import lightning_qubit_ops as kernels

from peers.gates import CZ, layers, shifted
from plateaus.ensemble.circuits import Circuit

ROTATION = (qml.RX, qml.RY, qml.RZ)
COMPLEX = {"double": "C128", "single": "C64"}


def gradient(circuit: Circuit, threads: int, precision: str) -> float:
    # The number of threads comes from OMP_NUM_THREADS.
    dtype = {"double": np.complex128, "single": np.complex64}[precision]

    @qml.qnode(qml.device("lightning.qubit", wires=circuit.qubits, c_dtype=dtype), diff_method="adjoint")
    def energy(theta):
        for layer in layers(circuit, theta):
            for kind, on, angle in layer:
                if kind == CZ:
                    qml.CZ(wires=on)
                else:
                    ROTATION[kind](angle, wires=on[0])
        return qml.expval(qml.Z(0) @ qml.Z(1))

    return float(qml.grad(energy)(pnp.array(circuit.angles[0, 0], requires_grad=True)))


def prepare(circuit: Circuit, threads: int, precision: str) -> Callable[[], float]:
    kind_of = COMPLEX[precision]
    make, measure = (getattr(kernels, f"{what}{kind_of}") for what in ("StateVector", "Measurements"))
    z, product = (getattr(kernels.observables, f"{what}Obs{kind_of}") for what in ("Named", "TensorProd"))
    observable = product([z("PauliZ", [0]), z("PauliZ", [1])])
    state = make(circuit.qubits)
    apply = (state.RX, state.RY, state.RZ, state.CZ)
    plus, minus = (
        [(apply[kind], list(on), [] if kind == CZ else [angle]) for kind, on, angle in gates]
        for gates in shifted(circuit)
    )

    def energy(gates: list) -> float:
        state.resetStateVector()
        for act, on, angles in gates:
            act(on, False, angles)
        return measure(state).expval(observable)

    return lambda: (energy(plus) - energy(minus)) / 2
