"""The exact mean and variance of E and ∂E over the ensemble of circuits, at every depth, without sampling.

Averaged over angles and axes, ρ ⊗ ρ stays in the span of a few pairs of Pauli operators a qubit, on which rotations
act as small matrices and CZ gates as permutations: E[E²] and E[(∂E)²] are entries of a classical chain. The
objective is followed backwards (Heisenberg picture): after j layers it is a vector h_j, and E[E²] at depth L is its
product with the averaged start, E[(∂E)²] its product with the averaged state just after the differentiated layer,
so one pass over the depth gives both curves. The vector is dense on few qubits, on more a matrix-product state
(MPS) of its deviation from the stationary value. The first moments follow Pauli strings and are closed forms.
docs/theory.md derives all of it.

References
----------
McClean et al., Nature Communications 9, 4812 (2018), for the ensemble; Schollwöck, Annals of Physics 326, 96 (2011),
for matrix-product states.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import reduce

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import reverse_cuthill_mckee

from . import cross_terms, limits
from .angles import SmallAngles
from .experiment import Experiment
from .first_moments import CZ_PAULI, covered, identity_moments, means, pair_rotations, turning_sum
from .lattice import Edges, light_cone
from .limits import bloch_vector
from .mps import Gate, Mps
from .noise import Depolarizing
from .objective import PauliString, Projector
from .starts import RandomStart

#: A vector of this many entries or fewer is kept dense.
DENSE_ENTRIES = 2**20
#: The same on any graph but a chain, where an MPS needs a large bond. (3¹⁶ fit in.)
DENSE_ENTRIES_AT_MOST = 2**26
#: Bond dimensions tried one after the other; each one's error is judged by its difference from the one before. They are
#: a third and more apart: closer ones differ by less than their errors.
BONDS = (52, 70, 105, 160)
#: Where less holds an MPS to this times the worst that its bond has forced so far, less is kept (`_mps_moments`).
CUT = 0.03

#: Estimated errors are this many times the largest difference between two bonds up to n layers further on.
SAFETY = 2.0

_EPS = float(np.finfo(float).eps)


@dataclass(frozen=True, eq=False)
class ExactCurve:
    """Moments over the ensemble after every layer; all arrays have shape (L,).

    Attributes
    ----------
    layers : np.ndarray
        Depths 1…L.
    mean, variance : np.ndarray
        Of ∂E, per radian and its square; nan at depths without the differentiated layer.
    e_mean, e_variance : np.ndarray
        Of E.
    rel_error, e_rel_error : np.ndarray
        Upper estimates of the relative errors of `variance` and `e_variance`: for a dense vector a bound on rounding,
        for an MPS `SAFETY` times the largest difference from the next smaller bond, up to n layers further on.
    method : {"dense", "mps", "closed"}
        How the second moments were followed; ``closed`` for a closed form, of identity blocks.
    bond : int
        Bond dimension of the MPS; 0 for a dense vector.
    """

    layers: np.ndarray
    mean: np.ndarray
    variance: np.ndarray
    e_mean: np.ndarray
    e_variance: np.ndarray
    rel_error: np.ndarray
    e_rel_error: np.ndarray
    method: str
    bond: int


def exact_curve(
    experiment: Experiment, *, qubits: int, layers: int, tolerance: float = 1e-6, method: str = "auto"
) -> ExactCurve:
    """Mean and variance of E and ∂E at the depths 1…`layers`.

    An MPS is truncated at each bond of `BONDS` in turn, until its two variances differ from those of the bond before
    by less than `tolerance` at every depth. If none does, the curve of the largest bond is returned: compare its
    `rel_error` with the tolerance.

    Parameters
    ----------
    experiment : Experiment
        One that is `covered`.
    qubits, layers : int
        Size of the register and the greatest depth L.
    tolerance : float
        Relative error allowed for both variances at every depth.
    method : {"auto", "dense", "mps"}
        ``auto`` is ``dense`` for vectors of at most `DENSE_ENTRIES` entries, on graphs other than a chain
        `DENSE_ENTRIES_AT_MOST`. With noise it is always dense.

    Raises
    ------
    ValueError
        The experiment is not covered at this size, or its objective or parameter needs more qubits.

    Notes
    -----
    That the difference bounds the true error is no theorem; it was found so against dense vectors in every case
    tried (see the tests), because the deviation's error falls steadily with the bond.
    """
    covered(experiment, qubits)
    if method not in ("auto", "dense", "mps"):
        raise ValueError(f"method {method!r}: allowed are auto, dense, mps")
    if qubits < max(experiment.objective.least_qubits, experiment.parameter[1]):
        raise ValueError(f"{qubits} qubits: too few for {experiment.objective} and parameter {experiment.parameter}")
    if experiment.start != RandomStart():
        return _identity_curve(experiment, qubits, layers)
    if isinstance(experiment.angles, SmallAngles):
        depths = range(1, layers + 1)
        fixed = [experiment.at_depth(depth, qubits) for depth in depths]
        return _ends(
            [
                exact_curve(law, qubits=qubits, layers=depth, tolerance=tolerance, method=method)
                for depth, law in zip(depths, fixed, strict=True)
            ]
        )
    chain = chain_of(experiment, qubits)
    first = means(experiment, qubits, layers)
    projector = isinstance(experiment.objective, Projector)
    shift = 0.0 if projector else experiment.objective.trace(qubits) / 2.0**qubits
    crossed = cross_terms.moments(experiment, qubits, layers, tolerance)
    rounding = 2 * chain.dimension * _EPS * qubits * np.arange(1, layers + 1)
    noisy = chain.damping is not None
    entries = DENSE_ENTRIES if chain.edges == Experiment().edges(qubits) else DENSE_ENTRIES_AT_MOST
    if method == "dense" or noisy or (method == "auto" and chain.dimension**qubits <= entries):
        second = _dense_moments(chain, layers) + crossed
        return _curve(first, second, rounding * abs(second), "dense", 0, qubits, shift)
    before, _ = _mps_moments(chain, layers, BONDS[0], tolerance)
    for bond in BONDS[1:]:
        second, rest = _mps_moments(chain, layers, bond, tolerance)
        error = abs(second - before) + rest + rounding * abs(second)
        curve = _curve(first, second + crossed, error, "mps", bond, qubits, shift)
        if np.nanmax([curve.rel_error, curve.e_rel_error]) <= tolerance:
            break
        before = second
    return curve


def _identity_curve(experiment: Experiment, qubits: int, layers: int) -> ExactCurve:
    """The curve of identity blocks: the same at every depth that there is a circuit of."""
    means, variances = (np.tile(moments[:, None], layers) for moments in identity_moments(experiment, qubits))
    rounding = np.full(layers, 2.0**qubits * _EPS)  # of a sum over at most so many strings
    return ExactCurve(
        layers=np.arange(1, layers + 1),
        mean=means[0],
        variance=variances[0],
        e_mean=means[1],
        e_variance=variances[1],
        rel_error=rounding,
        e_rel_error=rounding,
        method="closed",
        bond=0,
    )


def _ends(curves: Sequence[ExactCurve]) -> ExactCurve:
    """The curve of the last points of others, which differ in their angles."""
    arrays = {f.name: np.array([getattr(curve, f.name)[-1] for curve in curves]) for f in fields(ExactCurve)[:-2]}
    return ExactCurve(**arrays, method=curves[-1].method, bond=curves[-1].bond)


def gradient_limit(experiment: Experiment, qubits: int) -> float:
    """Var ∂E when the circuit after the differentiated gate is a 2-design, for a parameter in any layer.

    `limits.gradient_variance` with the mean squares of ⟨P⟩ that the layers before the gate leave.

    Raises
    ------
    ValueError
        The parameter is in a later layer and the experiment is not covered.
    """
    layer, qubit = experiment.parameter
    if layer == 1:
        return limits.gradient_variance(experiment, qubits)
    if isinstance(experiment.angles, SmallAngles):
        raise ValueError(f"angles {experiment.angles}: there is no limit of depth")
    experiment = replace(experiment, noise=Depolarizing())
    marginals = (
        exact_curve(
            replace(experiment, objective=PauliString("I" * (qubit - 1) + letter), parameter=(1, 1)),
            qubits=qubits,
            layers=layer - 1,
        )
        for letter in "XYZ"
    )
    squares = np.array([m.e_variance[-1] + m.e_mean[-1] ** 2 for m in marginals])
    return limits.gradient_variance(experiment, qubits, squares=squares)


def limits_at(experiment: Experiment, qubits: int) -> dict[str, float]:
    """Every value of infinite depth at one size, as the columns of the tables name them; NaN where there is none."""
    try:
        haar_variance = gradient_limit(experiment, qubits)
    except ValueError:
        haar_variance = float("nan")
    return {
        "haar_variance": haar_variance,
        "haar_variance_both_sides": limits.gradient_variance_both_sides(experiment, qubits),
        "e_haar_mean": limits.objective_mean(experiment, qubits),
        "e_haar_variance": limits.objective_variance(experiment, qubits),
    }


# --- second moments -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Chain:
    """The chain of second moments, on `dimension` states a qubit (their basis is orthonormal, so all is symmetric).

    Attributes
    ----------
    rotation, derivative : np.ndarray, shape (d, d)
        E[R ⊗ R] and E[∂R ⊗ ∂R] of a random rotation.
    cz : np.ndarray of int, shape (d²,)
        Where a CZ gate takes each pair of states: a permutation, its own inverse.
    damping : np.ndarray, shape (d,), or None
        What the noise after a layer leaves of each state; None without noise.
    start, ones : np.ndarray, shape (d,)
        A qubit of the initial state, and the sum of P ⊗ P over all Pauli operators P. The stationary vectors of the
        chain without noise are I…I (the first basis vector of each qubit) and the product of `ones`.
    products, factors : np.ndarray, shapes (terms, n, k) and (terms,)
        H as a sum of products over qubits: with `pairs`, of vectors of k = 4 Pauli letters; without, H ⊗ H itself, of
        k = d states.
    pairs : np.ndarray, shape (16, d), or None
        The basis that takes the pairs of H ⊗ H to states.
    letters : tuple of str
        The Pauli letters that H has on each qubit.
    """

    rotation: np.ndarray
    derivative: np.ndarray
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
        return len(self.start)

    @property
    def qubits(self) -> int:
        return self.products.shape[1]

    def objective(self, order: Sequence[int]) -> Mps:
        """H ⊗ H, the qubits in this order; of H without its identity, but for the projector."""
        train = Mps.sum_of_products(self.products[:, order], self.factors)
        return train if self.pairs is None else train.pairs(self.pairs)


def chain_of(experiment: Experiment, qubits: int) -> _Chain:
    letters = experiment.objective.letters_by_qubit(qubits)
    basis = _pair_basis(experiment, letters)
    rotation, derivative = pair_rotations(experiment, qubits)
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
    return _Chain(
        rotation=basis.T @ rotation @ basis,
        derivative=basis.T @ derivative @ basis,
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


def _pair_basis(experiment: Experiment, letters: Sequence[str]) -> np.ndarray:
    """Orthonormal pairs of Pauli operators that the objective's H ⊗ H never leaves. Shape (16, d).

    Random axes treat X and Y alike, so I and Z need I, A = (XX + YY)/√2 and Z. Fixed axes, and X or Y in the
    objective, need I, X, Y and Z apart. A sum of strings of I and Z needs B = (IZ + ZI)/√2 too. (Other sums have more
    pairs of different strings: see `cross_terms`.)
    """
    pair = np.eye(16).reshape(4, 4, 16)
    identity, x, y, z = pair[range(4), range(4)]
    a, b = (x + y) / np.sqrt(2), (pair[0, 3] + pair[3, 0]) / np.sqrt(2)
    turns = bool(set("".join(letters)) & set("XY"))
    states = [identity, a, z] if experiment.axes == "random" and not turns else [identity, x, y, z]
    if not turns and "IZ" in letters:
        states.append(b)
    return np.array(states).T


def _moments(readings: np.ndarray, layer: int) -> np.ndarray:
    """Second moments of (∂E, E) by depth from the readings of h₁, h₂, … for (E, ∂E). Shapes (2, L).

    Those of ∂E begin with the differentiated layer.
    """
    gradient = np.full(readings.shape[1], np.nan)
    gradient[layer - 1 :] = readings[1, : max(len(gradient) - layer + 1, 0)]
    return np.array([gradient, readings[0]])


def _dense_moments(chain: _Chain, layers: int) -> np.ndarray:
    """Second moments of (∂E, E) by depth, from a vector of dⁿ entries. Shape (2, L)."""
    n = chain.qubits
    layer, qubit = chain.parameter
    entangle, damp = entangling_permutation(chain), damping_vector(chain)
    plain = [chain.rotation] * n
    slopes = [chain.derivative if q == qubit - 1 else chain.rotation for q in range(n)]
    first = [chain.rotation @ chain.start] * n  # a product, read one qubit after the other
    if layer == 1:
        differentiated = [matrix @ chain.start for matrix in slopes]
    else:
        state = reduce(np.kron, [chain.start] * n)
        for _ in range(layer - 1):
            state = damp * rotated(state, plain)[entangle]
        differentiated = [rotated(state, slopes)]
    h = (damp * chain.objective(range(n)).dense())[entangle]
    readings = []
    for step in range(layers):
        if step:
            h = rotated(h, plain)
            h *= damp
            h = h[entangle]
        readings.append([_against(h, factors) for factors in (first, differentiated)])
    return _moments(np.array(readings).T, layer)


def rotated(vector: np.ndarray, matrices: Sequence[np.ndarray]) -> np.ndarray:
    """A dense vector with each of its sites multiplied by a symmetric matrix, several sites at a time."""
    d = len(matrices[0])
    at_once = 3 if d == 3 else 2
    for first in range(0, len(matrices), at_once):  # each takes the first sites away and appends them, rotated
        matrix = reduce(np.kron, matrices[first : first + at_once])
        vector = (vector.reshape(len(matrix), -1).T @ matrix).ravel()
    return vector


def _against(vector: np.ndarray, factors: Sequence[np.ndarray]) -> float:
    """The inner product with a product of vectors."""
    for factor in factors:
        vector = factor @ vector.reshape(len(factor), -1)
    return float(vector.item())


def entangling_permutation(chain: _Chain) -> np.ndarray:
    """Where a layer's CZ gates take each entry of a dense vector: its own inverse. Shape (dⁿ,)."""
    n, d = chain.qubits, chain.dimension
    entangle = np.arange(d**n, dtype=np.int32 if d**n < 2**31 else np.int64).reshape((d,) * n)
    for edge in chain.edges:
        pairs = np.moveaxis(entangle, edge, (0, 1)).reshape(d * d, -1)[chain.cz]
        entangle = np.moveaxis(pairs.reshape((d,) * n), (0, 1), edge)
    return entangle.ravel()


def damping_vector(chain: _Chain) -> np.ndarray | float:
    """What the noise after a layer leaves of each entry of a dense vector; 1 without noise."""
    return 1.0 if chain.damping is None else reduce(np.kron, [chain.damping] * chain.qubits)


def _mps_moments(chain: _Chain, layers: int, bond: int, tolerance: float) -> tuple[np.ndarray, np.ndarray]:
    """Second moments of (∂E, E) by depth, from an MPS, and a bound on what was left out at the end. Shapes (2, L).

    Only the deviation of h from its stationary part is followed, and read against the deviation of the averaged
    state: the stationary part is exact. `Mps.entangle` gives R h, with the rotations of the layer before: so E is read
    against the start itself, ∂E against R⁺ ∂R on the differentiated qubit of it (∂R's range lies in R's: R R⁺ ∂R = ∂R).
    A layer never lengthens h, so that |h| times the length of what it is read against bounds all later readings; below
    a tenth of the tolerance they are dropped. Likewise |reading| / length is the least change of h that can move a
    reading by its own size: what is left out is measured by that, and where less than the bond holds h to `CUT` times
    the worst so far (early, and late when the deviation dies out), less is kept.
    """
    n, d = chain.qubits, chain.dimension
    layer, qubit = chain.parameter
    order = _short_range_order(chain.edges, n)
    gates = _gates(chain, order)
    ones, identity = np.tile(chain.ones, (n, 1)), np.tile(np.eye(d)[0], (n, 1))

    def split(state: Mps) -> tuple[Mps, Mps, np.ndarray]:
        """The deviation, the stationary part, and the latter's components on (I…I, everything else)."""
        alone = state.overlap(Mps.product(identity))
        rest = (state.overlap(Mps.product(ones)) - alone) / (4.0**n - 1)
        stationary = Mps.product(ones, rest).add(Mps.product(identity, alone - rest))
        return state.add(stationary, -1), stationary, np.array([alone, rest * np.sqrt(4.0**n - 1)])

    start, steady, start_part = split(Mps.product(np.tile(chain.start, (n, 1))))
    before = start
    for step in range(layer - 1):
        before = before.rotate([chain.rotation] * n).entangle(gates[:: (-1) ** step], bond)
    unrotated = np.linalg.pinv(chain.rotation) @ chain.derivative
    matrices = [unrotated if site == qubit - 1 else np.eye(d) for site in order]
    differentiated, _, differentiated_part = split(before.add(steady).rotate(matrices))
    h, _, part = split(chain.objective(order))
    states = (start, differentiated)
    limits = np.array([start_part @ part, differentiated_part @ part])
    lengths = np.array([state.length() for state in states])
    readings, rest = np.tile(limits, (layers, 1)), np.zeros((layers, 2))
    worst, least, longest = 0.0, 0.0, h.length()
    for step in range(layers):
        h = h.entangle(gates[:: (-1) ** step], bond, chain.rotation, cut=CUT * worst * least)
        readings[step] += [h.overlap(state) for state in states]
        scales = np.maximum(abs(readings[step]), abs(limits))[lengths > 0] / lengths[lengths > 0]
        least = scales.min(initial=longest)
        worst = max(worst, h.dropped / least) if least else worst
        left = h.length() * lengths
        if np.all(left <= tolerance / 10 * abs(limits)):
            rest[step + 1 :] = left
            break
    reached = light_cone(chain.letters, chain.edges, layers)[::-1, qubit - 1]
    readings[~reached, 1] = 0.0
    return _moments(readings.T, layer), _moments(rest.T, layer)


def _short_range_order(edges: Edges, qubits: int) -> list[int]:
    """Qubits in an order that keeps joined ones close: a chain as it is, a ring folded, a grid by diagonals."""
    ends = np.array(edges, dtype=int).reshape(-1, 2).T
    graph = coo_array((np.ones(2 * len(edges)), np.hstack([ends, ends[::-1]])), shape=(qubits, qubits)).tocsr()
    return reverse_cuthill_mckee(graph, symmetric_mode=True).tolist()


def _gates(chain: _Chain, order: list[int]) -> list[Gate]:
    """A layer's CZ gates as (site, permutation) on neighbouring sites, with swaps around those that are apart."""
    d = chain.dimension
    swap = np.arange(d * d).reshape(d, d).T.ravel()
    gates = []
    for left, right in sorted(tuple(sorted(map(order.index, edge))) for edge in chain.edges):
        swaps = [(site, swap) for site in range(left + 1, right)]
        gates += [*swaps[::-1], (left, chain.cz), *swaps]
    return gates


def _curve(
    means: np.ndarray, second: np.ndarray, error: np.ndarray, method: str, bond: int, qubits: int, shift: float
) -> ExactCurve:
    """The curve from first and second moments of (∂E, E) and the latter's errors by depth, each of shape (2, L).

    They are those of E − `shift`.
    """
    variance = second - means**2
    if method == "dense":  # what rounding alone leaves of two equal moments is no variance
        nothing = abs(variance) <= error
        variance, error = np.where(nothing, 0.0, variance), np.where(nothing, 0.0, error)
    relative = np.divide(error, abs(variance), out=np.where(error == 0, 0.0, np.inf), where=variance != 0)
    ahead = np.minimum(np.arange(relative.shape[1]) + qubits, relative.shape[1] - 1)
    relative = SAFETY * np.fmax.accumulate(relative, axis=1)[:, ahead]
    relative[np.isnan(variance)] = np.nan
    return ExactCurve(
        layers=np.arange(1, second.shape[1] + 1),
        mean=means[0],
        variance=variance[0],
        e_mean=means[1] + shift,
        e_variance=variance[1],
        rel_error=relative[0],
        e_rel_error=relative[1],
        method=method,
        bond=bond,
    )
