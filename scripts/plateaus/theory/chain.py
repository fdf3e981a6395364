"""Second moments over the ensemble as a Markov chain: what is needed of an experiment to follow them, as numbers.

Averaged over angles and axes, ρ ⊗ ρ stays in the span of a few pairs of Pauli operators a qubit, on which a layer of
rotations acts as a small matrix a qubit and a layer of CZ gates as a permutation. E[E²] and E[(∂E)²] are then an
objective vector, taken through L such layers, read against a start vector. `dense_curve` and `mps_curve` do it.
docs/theory.md derives which pairs are needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, inf, log

import numpy as np

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.lattices import Edges
from plateaus.ensemble.objectives import Projector
from plateaus.theory.coverage import turning_sum
from plateaus.theory.layer import CZ_PAULI, bloch_vector, pair_rotations, rotation_parts
from plateaus.theory.methods import pair_states
from plateaus.theory.mps import Mps

_EPS = float(np.finfo(float).eps)


@dataclass(frozen=True, eq=False)
class Chain:
    """One layer's action on second moments, on `dimension` states a qubit, as numbers.

    The states are an orthonormal basis of the pairs of Pauli operators that matter, the first of them I ⊗ I. In it
    rotations are symmetric matrices and CZ gates permutations that are their own inverses, so the same chain is
    followed forwards, from the start, or backwards, from the objective.

    Attributes
    ----------
    rotation, derivative : np.ndarray, shape (d, d)
        E[R ⊗ R] and E[∂R ⊗ ∂R] of a random rotation.
    turn : np.ndarray, shape (d, d)
        A matrix T with E[R ⊗ R]·T = E[∂R ⊗ ∂R], for vectors that have been rotated already.
    cz : np.ndarray of int, shape (d²,)
        Where a CZ gate takes each pair of states: a permutation, its own inverse.
    damping : np.ndarray, shape (d,), or None
        What the noise after a layer leaves of each state; None without noise.
    start, ones : np.ndarray, shape (d,)
        A qubit of the initial state, and the sum of P ⊗ P over all Pauli operators P. Two vectors are stationary
        under every layer without noise: I…I (the first state on each qubit) and the product of `ones` over qubits.
    products, factors : np.ndarray, shapes (terms, n, k) and (terms,)
        The objective as a sum of products over qubits. With `pairs` it is H, of vectors of k = 4 Pauli letters;
        without, it is H ⊗ H itself, of k = d states.
    pairs : np.ndarray, shape (16, d), or None
        The states in terms of pairs of letters, which H ⊗ H is projected on.
    letters : tuple of str
        The Pauli letters that H has on each qubit.
    edges : tuple of (int, int)
        Pairs of qubits, from 0, that CZ gates join.
    parameter : (int, int)
        Layer and qubit of the differentiated rotation, from 1.
    """

    rotation: np.ndarray
    derivative: np.ndarray
    turn: np.ndarray
    cz: np.ndarray
    damping: np.ndarray | None
    start: np.ndarray
    ones: np.ndarray
    products: np.ndarray
    factors: np.ndarray
    pairs: np.ndarray | None
    letters: tuple[str, ...]
    edges: Edges
    parameter: tuple[int, int]

    @property
    def dimension(self) -> int:
        """States a qubit, d."""
        return len(self.start)

    @property
    def qubits(self) -> int:
        """Size of the register, n."""
        return self.products.shape[1]

    def objective(self, order: Sequence[int]) -> Mps:
        """H ⊗ H, the qubits in this order; H without its multiple of the identity, but for the projector."""
        train = Mps.sum_of_products(self.products[:, order], self.factors)
        return train if self.pairs is None else train.pairs(self.pairs)

    @property
    def equal(self) -> Chain | None:
        """The same of pairs of equal letters alone, without B = (IZ + ZI)/√2, the last state; None if there is no B.

        Rotations damp B alone and CZ gates leave it where it is. So vectors with B on a qubit and those without keep
        apart, and the former die out: see `layers_with_unequal`.
        """
        if self.pairs is None or not self.pairs["IXYZ".index("Z"), -1]:
            return None
        d, kept = self.dimension, self.dimension - 1
        among = np.arange(d * d).reshape(d, d)[:kept, :kept].ravel()
        left, right = np.divmod(self.cz[among], d)
        return replace(
            self,
            rotation=self.rotation[:kept, :kept],
            derivative=self.derivative[:kept, :kept],
            turn=self.turn[:kept, :kept],
            cz=left * kept + right,
            damping=None if self.damping is None else self.damping[:kept],
            start=self.start[:kept],
            ones=self.ones[:kept],
            pairs=self.pairs[:, :kept],
        )

    def layers_with_unequal(self, length: float, floor: float) -> float:
        """After how many layers the part with B of a vector of such a length, or a shorter one, is below the floor."""
        damped = abs(self.rotation[-1, -1])
        if floor <= 0 or damped >= 1:
            return inf
        return 1 if damped == 0 else max(1, ceil(log(floor / length) / log(damped)))

    def rounding(self, layers: int) -> np.ndarray:
        """A bound on the relative error that rounding makes in second moments, by depth. Shape (L,)."""
        return 2 * self.dimension * _EPS * self.qubits * np.arange(1, layers + 1)


def chain_of(experiment: Experiment, qubits: int) -> Chain:
    """The chain of an experiment on so many qubits."""
    letters = experiment.objective.letters_by_qubit(qubits)
    basis = _pair_basis(experiment, letters)
    rotation, derivative = (basis.T @ pairs @ basis for pairs in pair_rotations(experiment, qubits))
    d = basis.shape[1]
    both = np.einsum("abcd,efgh->aebfcgdh", CZ_PAULI, CZ_PAULI).reshape(16, 16, 16, 16)
    cz = np.einsum("abcd,ai,bj,ck,dl->ijkl", both, basis, basis, basis, basis, optimize=True).reshape(d * d, d * d)
    noise = np.array([1.0, *[experiment.noise.factor] * 3])
    bloch = bloch_vector(experiment)
    pairs: np.ndarray | None = basis
    if isinstance(experiment.objective, Projector):
        products, factors = np.tile([0.5, 0, 0, 0.5], (1, qubits, 1)), np.ones(1)
    else:
        terms = [term for term in experiment.objective.terms(qubits) if set(term[1]) != {"I"}]
        products = np.eye(4)[[["IXYZ".index(p) for p in string] for _, string in terms]]
        factors = np.array([factor for factor, _ in terms])
        if turning_sum(experiment, qubits):  # here the squares alone; their states are I, X, Y and Z
            factors, pairs = factors**2, None
    return Chain(
        rotation=rotation,
        derivative=derivative,
        turn=_turn(experiment, rotation, derivative, basis),
        cz=cz.argmax(axis=1),
        damping=np.kron(noise, noise) @ basis**2 if experiment.noise.probability else None,
        start=basis.T @ np.kron(bloch, bloch),
        ones=basis.T @ np.eye(4).ravel(),
        products=products,
        factors=factors,
        pairs=pairs,
        letters=tuple(letters),
        edges=experiment.edges(qubits),
        parameter=experiment.parameter,
    )


def _turn(experiment: Experiment, rotation: np.ndarray, derivative: np.ndarray, basis: np.ndarray) -> np.ndarray:
    """T of a chain, where R alone may be all but singular, for a wide law of angles about one axis.

    About one axis (see `rotation_parts`) R is q B⊗B + (1 − q) C⊗C on pairs of turned letters, ∂R has q and 1 − q
    exchanged, and (C⊗C)² = B⊗B: T = C⊗C for every law. With random axes R has no eigenvalue near 0 on equal letters,
    on which alone ∂R acts.
    """
    if experiment.axes == "random":
        return np.linalg.pinv(rotation) @ derivative
    ((*_, turn),) = rotation_parts(experiment)
    return basis.T @ np.kron(turn, turn) @ basis


def _pair_basis(experiment: Experiment, letters: Sequence[str]) -> np.ndarray:
    """The states of a qubit, `methods.pair_states`, as orthonormal vectors. Shape (16, d)."""
    pair = np.eye(16).reshape(4, 4, 16)
    states = {two: pair["IXYZ".index(two[0]), "IXYZ".index(two[1])] for two in ("II", "XX", "YY", "ZZ", "IZ", "ZI")}
    states["A"] = (states["XX"] + states["YY"]) / np.sqrt(2)
    states["B"] = (states["IZ"] + states["ZI"]) / np.sqrt(2)
    return np.array([states[state] for state in pair_states(experiment, letters)]).T
