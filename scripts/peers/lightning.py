"""PennyLane's lightning.qubit with the adjoint method, which its documentation recommends for gradients.

No sweep: lightning takes no snapshots on the way, ``qml.snapshots`` runs a circuit of its own for each of them.
"""

from __future__ import annotations

from math import pi

import pennylane as qml
from pennylane import numpy as pnp

from plateaus.ensemble.circuits import Circuit

ROTATION = (qml.RX, qml.RY, qml.RZ)


def gradient(circuit: Circuit, threads: int) -> float:
    # The number of threads comes from OMP_NUM_THREADS.
    wires = range(circuit.qubits)
    axes, angles = circuit.axes.tolist(), circuit.angles.tolist()

    @qml.qnode(qml.device("lightning.qubit", wires=circuit.qubits), diff_method="adjoint")
    def energy(theta):
        for wire in wires:
            qml.RY(pi / 4, wires=wire)
        for layer in range(circuit.layers):
            for wire in wires:
                ROTATION[axes[layer][wire]](theta if layer == wire == 0 else angles[layer][wire], wires=wire)
            for edge in circuit.edges:
                qml.CZ(wires=edge)
        return qml.expval(qml.Z(0) @ qml.Z(1))

    return float(qml.grad(energy)(pnp.array(angles[0][0], requires_grad=True)))
