"""The chain of second moments on dense vectors: dⁿ numbers, d states a qubit, the first qubit the slowest index.

A layer backwards is the noise's `damping_vector`, then the `entangling_permutation`, then `rotated`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from plateaus.theory.chain import Chain


def joint(matrices: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Matrices of all sites as those of several neighbouring ones, which `rotated` takes."""
    at_once = 3 if len(matrices[0]) == 3 else 2
    return [reduce(np.kron, matrices[first : first + at_once]) for first in range(0, len(matrices), at_once)]


def rotated(vector: np.ndarray, joint_matrices: Sequence[np.ndarray]) -> np.ndarray:
    """A dense vector with each of its sites multiplied by a symmetric matrix, several sites at a time: see `joint`."""
    for matrix in joint_matrices:  # each takes the first sites away and appends them, rotated
        vector = (vector.reshape(len(matrix), -1).T @ matrix).ravel()
    return vector


def against(vector: np.ndarray, factors: Sequence[np.ndarray]) -> float:
    """The inner product of a dense vector with a product of vectors, one a qubit."""
    for factor in factors:
        vector = factor @ vector.reshape(len(factor), -1)
    return float(vector.item())


def entangling_permutation(chain: Chain) -> np.ndarray:
    """Where a layer's CZ gates take each entry of a dense vector: its own inverse. Shape (dⁿ,)."""
    n, d = chain.qubits, chain.dimension
    entangle = np.arange(d**n, dtype=np.int32 if d**n < 2**31 else np.int64).reshape((d,) * n)
    for edge in chain.edges:
        pairs = np.moveaxis(entangle, edge, (0, 1)).reshape(d * d, -1)[chain.cz]
        entangle = np.moveaxis(pairs.reshape((d,) * n), (0, 1), edge)
    return entangle.ravel()


def damping_vector(chain: Chain) -> np.ndarray | float:
    """What the noise after a layer leaves of each entry of a dense vector; 1 without noise."""
    return 1.0 if chain.damping is None else reduce(np.kron, [chain.damping] * chain.qubits)
