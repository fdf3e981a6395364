"""What one layer of a circuit does to Pauli operators: CZ gates, and rotations on average over axes and angles.

A one-qubit operator is a vector over the letters I, X, Y, Z, on which a rotation is a 4 × 4 matrix. An average of E
needs the mean of that matrix, an average of E² the mean of its tensor product with itself, on the 16 pairs of letters.
All of the exact theory is made of these two, of the permutation of Pauli strings by CZ gates, and of the initial state.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, pi, sin

import numpy as np

from plateaus.ensemble.experiment import Experiment

_PAULIS = np.array([[[1, 0], [0, 1]], [[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]]])
_CZ = np.diag([1, 1, 1, -1])
_PAIRS = np.einsum("aij,bkl->abikjl", _PAULIS, _PAULIS).reshape(16, 4, 4)

CZ_PAULI = np.einsum("pij,jk,qkl,li->pq", _PAIRS, _CZ, _PAIRS, _CZ).real.reshape(4, 4, 4, 4) / 4
"""⟨ab|CZ|cd⟩ on the letters of two qubits: how a CZ gate permutes Pauli strings, with signs. Shape (4, 4, 4, 4)."""

#: v ↦ axis × v on the Pauli letters I, X, Y, Z, for the axes X, Y, Z. Shape (3, 4, 4).
_TURN = np.zeros((3, 4, 4))
for _a, _b, _c in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
    _TURN[_a, _c + 1, _b + 1], _TURN[_a, _b + 1, _c + 1] = 1, -1


def bloch_vector(experiment: Experiment) -> np.ndarray:
    """Expectations of I, X, Y, Z on each qubit of the initial state, shape (4,)."""
    tilt = pi / 4 if experiment.initial_state == "ry_pi_4" else 0.0
    return np.array([1.0, sin(tilt), 0.0, cos(tilt)])


def rotation_parts(experiment: Experiment) -> Iterable[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """A, B and C of a rotation A + cos θ·B + sin θ·C on the letters I, X, Y, Z, for each axis that may be drawn."""
    turns = _TURN if experiment.axes == "random" else _TURN["XYZ".index(experiment.axes)][None]
    return [(np.eye(4) + turn @ turn, -turn @ turn, turn) for turn in turns]


def mean_rotations(experiment: Experiment) -> tuple[np.ndarray, np.ndarray]:
    """E[R], which is diagonal, and E[∂R] of a random rotation on the letters I, X, Y, Z. Shapes (4,) and (4, 4)."""
    cosine = experiment.law(1, 2).mean(1).real
    parts = rotation_parts(experiment)
    damping = np.mean([np.diag(a + cosine * b) for a, b, _ in parts], axis=0)
    return damping, cosine * np.mean([c for *_, c in parts], axis=0)


def pair_rotations(experiment: Experiment, qubits: int) -> tuple[np.ndarray, np.ndarray]:
    """E[R ⊗ R] and E[∂R ⊗ ∂R] of a random rotation on the 16 pairs of Pauli operators. Shapes (16, 16)."""
    law = experiment.law(1, qubits)
    cosine, square = law.mean(1).real, (1 + law.mean(2).real) / 2
    parts = rotation_parts(experiment)
    rotation = np.mean(
        [
            np.kron(a, a)
            + cosine * (np.kron(a, b) + np.kron(b, a))
            + square * np.kron(b, b)
            + (1 - square) * np.kron(c, c)
            for a, b, c in parts
        ],
        axis=0,
    )
    return rotation, np.mean([(1 - square) * np.kron(b, b) + square * np.kron(c, c) for _, b, c in parts], axis=0)
