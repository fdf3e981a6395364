"""Droplets: small Pauli strings that stay small, and how fast the variance falls while they are what is seen.

On the way to its limit the variance is what the strings add that have not filled the register: Var − limit falls as λᴸ,
λ the largest factor by which strings near one place keep their weight in a layer. λ is that of a cluster of qubits in
which strings that leave it count as lost: it grows with the cluster, and so it is found from below. The limit halves
with every qubit, so to come relatively near to it takes at least ln 2/|ln λ| layers a qubit, in any dimension.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.lattices import Edges
from plateaus.theory.chain import chain_of
from plateaus.theory.dense import paired, rotated

SIZE = 11
"""Qubits of the cluster. More make a difference of 10⁻³ or less in λ but where droplets spread, as along a line."""
FIRST_SIZE, FIRST_PLACES = 6, 2
"""Of clusters at all places only so many are looked at more closely: those of the largest λ with so many qubits."""
STEPS = 600
PRECISION = 1e-7
"""The power iteration ends where a layer changes λ by less (in the first ones nothing leaves), or after so many."""


def layers_per_qubit(experiment: Experiment, qubits: int, size: int = SIZE) -> float:
    """At least so many layers a qubit it takes to come relatively near to the limit, by the slowest droplet.

    The objective's own place does not count: sooner or later it has droplets everywhere.

    Parameters
    ----------
    experiment : Experiment
        The paper's but for its graph, which is in one piece and not of even degrees alone.
    qubits : int
    size : int
        Qubits of the clusters.

    Returns
    -------
    float
        NaN where the graph is not three times as large as a cluster, or a cluster is apart from all others.
    """
    if qubits < 3 * size:
        return float("nan")
    chain = chain_of(experiment, qubits)
    joined = adjacency(chain.edges, qubits)
    scale = np.sqrt([1, 2, 1])  # A = (XX + YY)/√2 as the weight of X or Y
    rotation = chain.rotation * scale / scale[:, None]
    known: dict[object, float] = {}

    def rate_about(qubit: int, size: int) -> float:
        sites = cluster(joined, [qubit], size)
        shape = _shape(joined, sites)
        if shape not in known:
            known[shape] = rate(joined, sites, rotation)
        return known[shape]

    first = [rate_about(q, FIRST_SIZE) for q in range(qubits)]
    slowest = max(rate_about(int(q), size) for q in np.argsort(first)[-FIRST_PLACES:])
    return log(2) / -log(slowest) if slowest < 1 - PRECISION else float("nan")


def adjacency(edges: Edges, qubits: int) -> np.ndarray:
    """Whether a gate joins two qubits. Shape (n, n)."""
    joined = np.zeros((qubits, qubits), dtype=bool)
    for a, b in edges:
        joined[a, b] = joined[b, a] = True
    return joined


def cluster(joined: np.ndarray, first: Sequence[int], size: int) -> list[int]:
    """The qubits nearest to the first ones, breadth first."""
    found = list(first[:size])
    for qubit in found:
        found += [q for q in np.flatnonzero(joined[qubit]).tolist() if q not in found][: size - len(found)]
    return found


def _shape(joined: np.ndarray, sites: Sequence[int]) -> tuple:
    """All that a cluster's λ depends on: what is joined in it, and what qubits beside it are joined to."""
    inside, beside = joined[np.ix_(sites, sites)], np.delete(joined[:, sites], sites, axis=0)
    return inside.tobytes(), frozenset(row.tobytes() for row in beside)


def rate(joined: np.ndarray, sites: Sequence[int], rotation: np.ndarray) -> float:
    """λ of a cluster: the largest eigenvalue of a layer on its strings of I, A and Z, by repeated multiplication.

    Parameters
    ----------
    joined : ndarray of bool, shape (n, n)
    sites : sequence of int
    rotation : ndarray, shape (3, 3)
        Probabilities of a rotation, from the state of the row to that of the column.
    """
    k = len(sites)
    held = np.array([np.arange(3**k) // 3 ** (k - 1 - j) % 3 for j in range(k)])
    x, z = held == 1, held == 2
    odd = joined[:, sites].astype(int) @ x % 2 == 1
    leaves = np.delete(odd, sites, axis=0).any(axis=0)
    after = np.where(x, 1, 2 * (z ^ odd[list(sites)]))  # on A more letters Z change nothing
    image = sum(after[j] * 3 ** (k - 1 - j) for j in range(k))
    mode, found, pairs = np.ones(3**k), 1.0, paired([rotation.T] * k)
    for step in range(STEPS):
        mode[0], before = 0.0, found
        mode = rotated(np.where(leaves, 0.0, mode[image]), pairs)
        found = float(mode[1:].max())
        mode /= found
        if step > k and abs(found - before) < PRECISION:
            break
    return found
