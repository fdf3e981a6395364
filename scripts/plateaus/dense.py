"""Circuits by dense matrices, written from the paper alone, to check the simulator with.

Nothing here is shared with ``simulate``: no gate, no ordering of qubits (the first qubit is the *first* factor of a
Kronecker product, the highest bit; in Qulacs it is the lowest), no derivative (the parameter-shift rule). For a few
circuits of few qubits.
"""

from __future__ import annotations

from functools import reduce

import numpy as np

from .ensemble import Circuit

X = np.array([[0, 1], [1, 0]], dtype=complex)
Y = np.array([[0, -1j], [1j, 0]])
Z = np.diag([1.0 + 0j, -1.0])
PAULI = {"I": np.eye(2, dtype=complex), "X": X, "Y": Y, "Z": Z}


def kron(*factors: np.ndarray) -> np.ndarray:
    """Kronecker product of any number of factors."""
    return reduce(np.kron, factors)


def on(qubit: int, matrix: np.ndarray, qubits: int) -> np.ndarray:
    """A one-qubit matrix on one qubit (from 0) of a register."""
    return kron(*(matrix if q == qubit else np.eye(2) for q in range(qubits)))


def rotation(axis: int, angle: float) -> np.ndarray:
    """exp(−i·angle·P/2) with P = X, Y, Z for axis 0, 1, 2, by the eigenvalues of P."""
    values, vectors = np.linalg.eigh(PAULI["XYZ"[axis]])
    return vectors @ np.diag(np.exp(-0.5j * angle * values)) @ vectors.conj().T


def controlled_z(a: int, b: int, qubits: int) -> np.ndarray:
    """Diagonal of the controlled-Z gate on qubits a and b (from 0): −1 where both are 1."""
    up, one = np.array([0.0, 1.0]), np.ones(2)
    return 1 - 2 * kron(*(up if q in (a, b) else one for q in range(qubits)))


def observable(objective: str, qubits: int) -> np.ndarray:
    """The matrix of an objective given as text."""
    if objective == "projector":
        return kron(*[np.diag([1.0, 0.0])] * qubits)
    return kron(*(PAULI[letter] for letter in objective.ljust(qubits, "I")))


def state(circuit: Circuit, layers: int, angles: np.ndarray | None = None) -> np.ndarray:
    """The state vector after the first `layers` layers, with other angles if given."""
    n = circuit.qubits
    angles = circuit.angles if angles is None else angles
    entangle = np.prod([controlled_z(a, b, n) for a, b in circuit.edges], axis=0)
    psi = np.zeros(2**n, dtype=complex)
    psi[0] = 1
    if circuit.initial_state == "ry_pi_4":
        psi = kron(*[rotation(1, np.pi / 4)] * n) @ psi
    for axes, row in zip(circuit.axes[:layers], angles[:layers], strict=True):
        psi = entangle * (kron(*(rotation(axis, angle) for axis, angle in zip(axes, row, strict=True))) @ psi)
    return psi


def expectation(circuit: Circuit, objective: str, layers: int, angles: np.ndarray | None = None) -> float:
    """E after the first `layers` layers."""
    psi = state(circuit, layers, angles)
    return float((psi.conj() @ observable(objective, circuit.qubits) @ psi).real)


def gradient(circuit: Circuit, objective: str, parameter: tuple[int, int], layers: int) -> float:
    """∂E/∂θ(layer, qubit), from 1, after the first `layers` layers: [E(θ + π/2) − E(θ − π/2)]/2."""
    values = []
    for sign in (1, -1):
        angles = circuit.angles.copy()
        angles[parameter[0] - 1, parameter[1] - 1] += sign * np.pi / 2
        values.append(expectation(circuit, objective, layers, angles))
    return (values[0] - values[1]) / 2
