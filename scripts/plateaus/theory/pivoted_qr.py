"""QR decompositions with pivoting that end at a rank: columns in the order of what each has left to add.

LAPACK's `dgeqp3` decomposes a whole matrix. Of one that is three times as wide as the rank that is to be left of it,
most of that is thrown away. So what `dgeqp3` calls for a few columns at a time, `dlaqps`, is called here, until there
are enough: the same columns with a third of the operations.

References
----------
Quintana-Ortí, Sun & Bischof, SIAM J. Sci. Comput. 19, 1486 (1998), for the decomposition by blocks of columns.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache

import numpy as np
from scipy.linalg import cython_lapack
from scipy.linalg.lapack import dgeqp3, dorgqr

_EPS = float(np.finfo(float).eps)

COLUMNS = 24
"""Columns that are taken together."""
WHOLE = 64
"""A matrix of so few rows or columns is decomposed whole: there a call takes longer than its operations."""


def truncated(matrix: np.ndarray, rank: int, cut: float = 0.0) -> tuple[np.ndarray, np.ndarray, float]:
    """Orthonormal columns Q and Qᵀ·matrix for at most `rank` columns, chosen by a QR decomposition with pivoting.

    Columns with less than the `cut` left to add are not kept; returned last is what the first one not kept would add.
    In a given time that is more accurate than the singular-value decomposition, which takes several times as long
    for an error a few times smaller at equal rank.
    """
    if min(matrix.shape) <= max(WHOLE, 3 * rank / 2):
        factors, pivots, tau, _, _ = dgeqp3(matrix, lwork=36 * (matrix.shape[1] + 1))
        pivots, left = pivots - 1, 0.0
    else:
        factors, pivots, tau, left = _begun(matrix, rank, cut)
    sizes = abs(factors.diagonal()[: len(tau)])
    kept = min(rank, max(1, int(np.count_nonzero(sizes > max(_EPS * sizes[0], cut)))))
    ortho = dorgqr(factors[:, :kept], tau[:kept])[0]
    factors[:kept, :kept] *= _upper(kept)
    rest = np.empty((len(pivots), kept))
    rest[pivots] = factors[:kept].T
    return ortho, rest.T, float(sizes[kept:].max(initial=left))


def _begun(matrix: np.ndarray, rank: int, cut: float) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """What `dgeqp3` returns, of the first `rank` columns, or of fewer once they add less than the `cut`.

    Pivots count from 0; returned last is what the next column would add.
    """
    factors = np.array(matrix, order="F")
    rows, columns = factors.shape
    norms = np.tile(np.sqrt(np.einsum("ij,ij->j", factors, factors)), (2, 1))  # of what is left of columns
    pivots, numbers = np.arange(columns, dtype=np.int32), np.empty(5, dtype=np.int32)
    tau, work = np.empty(rank), np.empty((columns + 1) * COLUMNS)
    a, order, t, left, free, whole = (x.ctypes.data for x in (factors, pivots, tau, norms, work, numbers))
    m, n, offset, block, done = (whole + 4 * place for place in range(5))
    taken = 0
    while taken < rank:
        numbers[:] = rows, columns - taken, taken, min(COLUMNS, rank - taken), 0
        at, these = 8 * taken, (a + 8 * rows * taken, m, order + 4 * taken)
        norm, before = left + at, left + 8 * columns + at
        _dlaqps()(m, n, offset, block, done, *these, t + at, norm, before, free, free + 8 * COLUMNS, n)
        taken += int(numbers[4])
        if abs(factors[taken - 1, taken - 1]) <= cut:
            break
    return factors, pivots, tau[:taken], float(norms[0, taken:].max())


@cache
def _upper(size: int) -> np.ndarray:
    return np.triu(np.ones((size, size)))


@cache
def _dlaqps() -> Callable[..., None]:
    """LAPACK's routine, of fourteen addresses, as SciPy has it for compiled code."""
    capsule = cython_lapack.__pyx_capi__["dlaqps"]
    name, address = ctypes.pythonapi.PyCapsule_GetName, ctypes.pythonapi.PyCapsule_GetPointer
    name.restype, name.argtypes = ctypes.c_char_p, [ctypes.py_object]
    address.restype, address.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    return ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 14)(address(capsule, name(capsule)))
