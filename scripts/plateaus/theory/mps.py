"""Matrix-product states (MPS): vectors on many sites, kept as one small tensor a site.

The size of the index that two neighbouring tensors share, the bond dimension, says how much of the correlation between
the left and the right part is kept. `Mps` has what the exact theory needs: sums, inner products, and a layer of gates
with truncation. It knows nothing of circuits.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

_EPS = float(np.finfo(float).eps)

#: The left one of two neighbouring sites, and a permutation of their d² pairs of states that is its own inverse.
Gate = tuple[int, np.ndarray]
#: The left one of two neighbouring sites, and a matrix on both: its first two indices are theirs behind the gate.
PairGate = tuple[int, np.ndarray]


class Mps:
    """A vector as a product of tensors of shape (left bond, d, right bond), orthonormal around the `centre` if set.

    `dropped` is the size of the largest part that a truncation of `entangle` left out.
    """

    def __init__(self, tensors: list[np.ndarray], centre: int | None = None) -> None:
        self.tensors, self.centre, self.dropped = tensors, centre, 0.0

    @classmethod
    def product(cls, vectors: np.ndarray, factor: float = 1.0) -> Mps:
        """A product over sites of `vectors`, shape (n, d), times a factor."""
        tensors = [v[None, :, None] for v in vectors]
        return cls([factor * tensors[0], *tensors[1:]])

    @classmethod
    def sum_of_products(cls, products: np.ndarray, factors: np.ndarray) -> Mps:
        """A sum of products, shape (terms, n, d), with factors, at the smallest bond dimension that holds it."""
        train = cls.product(products[0], factors[0])
        if len(products) == 1:
            return train
        for vectors, factor in zip(products[1:], factors[1:], strict=True):
            train = train.add(cls.product(vectors), factor)
        train._centre_on(len(train.tensors) - 1)
        for site in range(len(train.tensors) - 1, 0, -1):
            a, b = train.tensors[site - 1 : site + 1]
            right, left, _ = _truncated(b.reshape(b.shape[0], -1).T, b.shape[0])
            train.tensors[site] = right.T.reshape(-1, *b.shape[1:])
            train.tensors[site - 1] = np.tensordot(a, left.T, 1)
        return cls(train.tensors)

    def pairs(self, basis: np.ndarray) -> Mps:
        """The tensor product with itself, its d² states a site taken to a basis of them, shape (d², new d)."""
        tensors = []
        for t in self.tensors:
            both = np.einsum("apb,cqd->acpqbd", t, t)
            both = both.reshape(t.shape[0] ** 2, -1, t.shape[2] ** 2)
            tensors.append(np.einsum("apb,pd->adb", both, basis))
        return Mps(tensors)

    def dense(self) -> np.ndarray:
        """All entries, the first site the slowest index."""
        vector = np.ones((1, 1))
        for t in self.tensors:
            vector = np.tensordot(vector, t, 1).reshape(-1, t.shape[2])
        return vector.ravel()

    def add(self, other: Mps, factor: float = 1.0) -> Mps:
        """The sum with `factor` times another vector; the bonds add."""
        tensors = []
        for site, (a, b) in enumerate(zip(self.tensors, other.tensors, strict=True)):
            both = np.zeros((a.shape[0] + b.shape[0], a.shape[1], a.shape[2] + b.shape[2]))
            both[: a.shape[0], :, : a.shape[2]] = a
            both[a.shape[0] :, :, a.shape[2] :] = b if site else factor * b
            tensors.append(both)
        tensors[0] = tensors[0].sum(axis=0, keepdims=True)
        tensors[-1] = tensors[-1].sum(axis=2, keepdims=True)
        return Mps(tensors)

    def overlap(self, other: Mps) -> float:
        """The inner product."""
        edge = np.ones((1, 1))
        for a, b in zip(self.tensors, other.tensors, strict=True):
            edge = a.reshape(-1, a.shape[2]).T @ (edge @ b.reshape(len(b), -1)).reshape(-1, b.shape[2])
        return float(edge[0, 0])

    def length(self) -> float:
        """The Euclidean norm."""
        if self.centre is None:
            return float(np.sqrt(max(self.overlap(self), 0.0)))
        return float(np.linalg.norm(self.tensors[self.centre]))

    def first_states(self, kept: int) -> Mps:
        """The part that has on every site one of the first states."""
        return Mps([t[:, :kept] for t in self.tensors])

    def rotate(self, matrices: list[np.ndarray]) -> Mps:
        """Each site multiplied by its matrix."""
        return Mps([np.einsum("ij,ajb->aib", m, t) for m, t in zip(matrices, self.tensors, strict=True)])

    def entangle(self, gates: list[Gate], bond: int, rotation: np.ndarray | None = None, *, cut: float = 0.0) -> Mps:
        """Gates in turn (on every site, or none), then a rotation of each; truncated to the bond, and below the `cut`.

        A site is rotated with its last gate, while the tensors beside the pair are orthonormal: the next layer, whose
        gates come in the opposite order, then finds them so. Rotated afterwards, all would need a QR decomposition.
        """
        one = np.eye(self.tensors[0].shape[1])
        turn = one if rotation is None else rotation
        if not gates:
            return self.rotate([turn] * len(self.tensors))
        last = {site: place for place, (left, _) in enumerate(gates) for site in (left, left + 1)}
        turns = {(p, q): np.kron(turn if p else one, turn if q else one) for p in (True, False) for q in (True, False)}
        pairs = [
            (site, turns[last[site] == place, last[site + 1] == place][:, permutation].reshape((len(one),) * 4))
            for place, (site, permutation) in enumerate(gates)
        ]
        return self.apply(pairs, bond, cut=cut)

    def apply(self, gates: Sequence[PairGate], bond: int, *, cut: float = 0.0) -> Mps:
        """Matrices on pairs of neighbouring sites in turn; truncated to the bond, and below the `cut`, after each."""
        train = Mps(list(self.tensors), self.centre)
        if gates and train.centre is None:
            train._centre_on(gates[0][0])
        for place, (site, matrix) in enumerate(gates):
            following = gates[place + 1][0] if place + 1 < len(gates) else -1
            assert train.centre is not None
            train._centre_on(min(max(train.centre, site), site + 1))
            a, b = train.tensors[site : site + 2]
            sites, width = matrix.shape[:2], matrix.shape[2] * matrix.shape[3]
            pair = (a.reshape(-1, len(b)) @ b.reshape(len(b), -1)).reshape(len(a), width, -1)
            pair = matrix.reshape(-1, width) @ pair
            pair = pair.reshape(len(a) * sites[0], -1)
            if following > site:
                left, right, dropped = _truncated(pair, bond, cut)
            else:
                right, left, dropped = _truncated(pair.T, bond, cut)
                right, left = right.T, left.T
            train.tensors[site : site + 2] = left.reshape(len(a), sites[0], -1), right.reshape(-1, sites[1], b.shape[2])
            train.centre = site + (following > site)
            train.dropped = max(train.dropped, dropped)
        return train

    def _centre_on(self, site: int) -> None:
        """Make all tensors but that of the site orthonormal, by QR decompositions."""
        last = len(self.tensors) - 1
        for q in range(0 if self.centre is None else self.centre, site):
            t = self.tensors[q]
            ortho, rest = np.linalg.qr(t.reshape(-1, t.shape[2]))
            self.tensors[q] = ortho.reshape(*t.shape[:2], -1)
            self.tensors[q + 1] = np.tensordot(rest, self.tensors[q + 1], 1)
        for q in range(last if self.centre is None else self.centre, site, -1):
            t = self.tensors[q]
            ortho, rest = np.linalg.qr(t.reshape(t.shape[0], -1).T)
            self.tensors[q] = ortho.T.reshape(-1, *t.shape[1:])
            self.tensors[q - 1] = np.tensordot(self.tensors[q - 1], rest.T, 1)
        self.centre = site


def _truncated(matrix: np.ndarray, rank: int, cut: float = 0.0) -> tuple[np.ndarray, np.ndarray, float]:
    """Orthonormal columns Q and Qᵀ·matrix for at most `rank` columns, chosen by a QR decomposition with pivoting.

    Columns with less than the `cut` left to add are not kept; returned last is what the first one not kept would add.
    In a given time that is more accurate than the singular-value decomposition, which takes several times as long
    for an error a few times smaller at equal rank.
    """
    from scipy.linalg.lapack import dgeqp3, dorgqr  # here: jobs of dense vectors, which are short, do without

    factors, pivots, tau, _, _ = dgeqp3(matrix, lwork=36 * (matrix.shape[1] + 1))
    sizes = abs(np.diag(factors))
    kept = min(rank, max(1, int(np.count_nonzero(sizes > max(_EPS * sizes[0], cut)))))
    ortho = dorgqr(factors[:, :kept], tau[:kept])[0]
    factors[:kept, :kept] *= _upper(kept)
    rest = np.empty((kept, matrix.shape[1]))
    rest[:, pivots - 1] = factors[:kept]
    return ortho, rest, float(sizes[kept:].max(initial=0.0))


@cache
def _upper(size: int) -> np.ndarray:
    return np.triu(np.ones((size, size)))
