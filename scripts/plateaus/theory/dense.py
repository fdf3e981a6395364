"""The chain of second moments on dense vectors: dⁿ numbers, d states a qubit, the first qubit the slowest index.

A layer backwards is the noise's `damping_vector`, then the `entangling_permutation`, then `rotated`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from plateaus.theory.chain import Chain


def paired(matrices: Sequence[np.ndarray]) -> list[np.ndarray]:
    """The matrices of all sites as those of two neighbouring ones each, which `rotated` takes."""
    return [reduce(np.kron, matrices[first : first + 2]) for first in range(0, len(matrices), 2)]


def rotated(vector: np.ndarray, pairs: Sequence[np.ndarray], room: np.ndarray | None = None) -> np.ndarray:
    """A dense vector with each of its sites multiplied by a symmetric matrix, two sites at a time (see `paired`).

    It is in the `room`, shape (2, dⁿ), where that is given: new memory is slow. The vector may be in there, too.
    """
    for matrix in pairs:  # each takes the first sites away and appends them, rotated
        sites = vector.reshape(len(matrix), -1).T
        out = None if room is None else _free(room, vector).reshape(sites.shape)
        vector = np.matmul(sites, matrix, out=out).ravel()
    return vector


def permuted(vector: np.ndarray, permutation: np.ndarray, room: np.ndarray) -> np.ndarray:
    """A dense vector's entries in another order, in the room as `rotated` has it."""
    return np.take(vector, permutation, out=_free(room, vector), mode="clip")  # other modes take a copy


def _free(room: np.ndarray, vector: np.ndarray) -> np.ndarray:
    """The half of the room that the vector is not in."""
    return room[int(np.may_share_memory(vector, room[0]))]


def against(vector: np.ndarray, factors: Sequence[np.ndarray]) -> float:
    """The inner product of a dense vector with a product of vectors, one a qubit."""
    for factor in factors:
        vector = factor @ vector.reshape(len(factor), -1)
    return float(vector.item())


def entangling_permutation(chain: Chain) -> np.ndarray:
    """Where a layer's CZ gates take each entry of a dense vector: its own inverse. Shape (dⁿ,)."""
    n, d = chain.qubits, chain.dimension
    # numpy is faster with 64 bits, of which a long vector has too many
    entangle = np.arange(d**n, dtype=np.int32 if 2**22 < d**n < 2**31 else np.int64).reshape((d,) * n)
    for edge in chain.edges:
        pairs = np.moveaxis(entangle, edge, (0, 1)).reshape(d * d, -1)[chain.cz]
        entangle = np.moveaxis(pairs.reshape((d,) * n), (0, 1), edge)
    return entangle.ravel()


def damping_vector(chain: Chain) -> np.ndarray | float:
    """What the noise after a layer leaves of each entry of a dense vector; 1 without noise."""
    return 1.0 if chain.damping is None else reduce(np.kron, [chain.damping] * chain.qubits)
