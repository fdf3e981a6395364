"""Circuits by dense matrices, written from the paper alone: shares no gate, no ordering and no derivative with the
simulator. Qubit 1 is the *first* factor of every Kronecker product here (the highest bit); Qulacs has it lowest."""

from functools import reduce

import numpy as np

X = np.array([[0, 1], [1, 0]], dtype=complex)
Y = np.array([[0, -1j], [1j, 0]])
Z = np.diag([1.0 + 0j, -1.0])
PAULI = {"I": np.eye(2, dtype=complex), "X": X, "Y": Y, "Z": Z}


def kron(*factors):
    return reduce(np.kron, factors)


def on(qubit, matrix, qubits):
    """A one-qubit matrix on one qubit (from 0) of a register."""
    return kron(*(matrix if q == qubit else np.eye(2) for q in range(qubits)))


def rotation(axis, angle):
    """exp(−i·angle·P/2), by the eigenvalues of P."""
    values, vectors = np.linalg.eigh(PAULI["XYZ"[axis]])
    return vectors @ np.diag(np.exp(-0.5j * angle * values)) @ vectors.conj().T


def controlled_z(a, b, qubits):
    up = np.diag([0.0, 1.0])
    return np.eye(2**qubits) - 2 * on(a, up, qubits) @ on(b, up, qubits)


def observable(objective, qubits):
    """The matrix of an objective given as text."""
    if objective == "projector":
        return kron(*[np.diag([1.0, 0.0])] * qubits)
    return kron(*(PAULI[letter] for letter in objective.ljust(qubits, "I")))


def state(circuit, layers, angles=None):
    """The state vector after the first `layers` layers, with other angles if given."""
    n = circuit.axes.shape[1]
    angles = circuit.angles if angles is None else angles
    psi = np.zeros(2**n, dtype=complex)
    psi[0] = 1
    if circuit.initial_state == "ry_pi_4":
        psi = kron(*[rotation(1, np.pi / 4)] * n) @ psi
    for axes, row in zip(circuit.axes[:layers], angles[:layers], strict=True):
        psi = kron(*(rotation(axis, angle) for axis, angle in zip(axes, row, strict=True))) @ psi
        for a, b in circuit.edges:
            psi = controlled_z(a, b, n) @ psi
    return psi


def expectation(circuit, objective, layers, angles=None):
    psi = state(circuit, layers, angles)
    return float((psi.conj() @ observable(objective, circuit.axes.shape[1]) @ psi).real)


def shifted(circuit, parameter, amount):
    """The circuit's angles with θ(layer, qubit), from 1, moved by `amount`."""
    angles = circuit.angles.copy()
    angles[parameter[0] - 1, parameter[1] - 1] += amount
    return angles


def gradient(circuit, objective, parameter, layers):
    """∂E/∂θ by the parameter-shift rule."""
    values = [expectation(circuit, objective, layers, shifted(circuit, parameter, s * np.pi / 2)) for s in (1, -1)]
    return (values[0] - values[1]) / 2
