"""Exact curves from matrix-product states (MPS), for registers whose dense vectors would be too long.

The objective is followed backwards as in `dense_curve`, but as an MPS that is truncated after every gate. What that
costs is found by doing it again with a larger bond: the difference of two bonds is taken for the error of the larger
one. That is no theorem, but was so in every case tried against dense vectors (see the tests).

References
----------
Schollwöck, Annals of Physics 326, 96 (2011), for matrix-product states.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf

import numpy as np

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.lattices import Edges
from plateaus.ensemble.light_cones import light_cone
from plateaus.theory import cross_terms
from plateaus.theory.chain import Chain, chain_of
from plateaus.theory.first_moments import means
from plateaus.theory.methods import BONDS
from plateaus.theory.moments import ExactCurve, by_depth, curve_of
from plateaus.theory.mps import Gate, Mps

_EPS = float(np.finfo(float).eps)

CUT = 0.03
"""What is smaller than this fraction of the largest part that the bond has forced out so far is left out too: beside it
it does not matter, and without it the state is smaller. `second_moments` says how parts are compared."""


def mps_curve(experiment: Experiment, *, qubits: int, layers: int, tolerance: float) -> ExactCurve:
    """Moments at the depths 1…`layers`, by the first of `BONDS` whose two variances are within the tolerance.

    They are if those of the bond before differ from them by less, at every depth. If no bond is large enough, the curve
    is that of the largest: compare its `rel_error` with the tolerance.
    """
    chain = chain_of(experiment, qubits)
    first = means(experiment, qubits, layers)
    crossed = cross_terms.moments(experiment, qubits, layers, tolerance)
    rounding = chain.rounding(layers)
    before, _ = second_moments(chain, layers, BONDS[0], tolerance)
    for bond in BONDS[1:]:
        second, rest = second_moments(chain, layers, bond, tolerance)
        error = abs(second - before) + rest + rounding * abs(second)
        curve = curve_of(experiment, qubits, first, second + crossed, error, method="mps", bond=bond)
        if curve.worst_error <= tolerance:
            break
        before = second
    return curve


def second_moments(chain: Chain, layers: int, bond: int, tolerance: float) -> tuple[np.ndarray, np.ndarray]:
    """Second moments of (∂E, E) by depth, from an MPS of at most so large a bond.

    Returns
    -------
    moments, rest : ndarray, shape (2, L)
        The second moments, and bounds on what was left out of them by stopping early.

    Notes
    -----
    Let h be H ⊗ H taken back through the layers so far. A layer backwards is its CZ gates, then its rotations R.

    *Only a deviation is truncated.* Two vectors are stationary: no layer changes them (`Chain.ones`), nor, therefore,
    the part of h along them. That part read against the averaged state is the value of infinite depth, known exactly.
    The MPS holds the rest of h, its deviation, and is read against the deviation of the averaged state.

    *What h is read against.* For E, the initial state. For ∂E, the averaged state that the differentiated layer meets.
    There the differentiated qubit needs ∂R in place of R, but h has passed R already; so that qubit of the state is
    multiplied by T with R T = ∂R (`Chain.turn`).

    *When to stop.* A layer never lengthens h. So the length of h times that of a state bounds all readings to come;
    once it is below a tenth of the tolerance, relative to the value of infinite depth, that value is taken for the
    rest.

    *What to leave out.* To change a reading v by its own size, h has to change by |v| / |state| at least. The smaller
    one of these for the two readings, `least`, is the unit in which parts of h are compared: `worst` is the largest
    part that the bond has forced out so far, and parts below `CUT` times the worst are left out too. That saves most
    at depth, where the deviation has all but vanished and readings have not.

    *Pairs of different letters* (`Chain.equal`) are left out once all that they can still add is less than rounding,
    beside the values of infinite depth: the states without them are fewer.
    """
    order = _short_range_order(chain.edges, chain.qubits)
    gates = layer_gates(chain, order)
    states, parts = _read_against(chain, order, gates, bond)
    h, _, part = _split(chain, chain.objective(order))
    limits = np.array([of_state @ part for of_state in parts])
    lengths = np.array([state.length() for state in states])
    stages: list[tuple[Chain, list[Gate], Sequence[Mps]]] = [(chain, gates, states)]
    apart = inf
    if (equal := chain.equal) is not None and lengths.all():
        apart = chain.layers_with_unequal(h.length(), _EPS * float(min(abs(limits) / lengths)))
        of_equal = [state.first_states(equal.dimension) for state in states]
        stages.append((equal, layer_gates(equal, order), of_equal))

    def back(h: Mps, step: int, cut: float) -> Mps:
        chain, gates, _ = stages[step >= apart]
        if step == apart:
            h = h.first_states(chain.dimension)
        return h.entangle(gates[:: (-1) ** step], bond, chain.rotation, cut=cut)

    readings, rest = followed(
        h,
        back,
        lambda h, step: [h.overlap(state) for state in stages[step >= apart][2]],
        limits=limits,
        lengths=lengths,
        layers=layers,
        tolerance=tolerance,
    )
    layer, qubit = chain.parameter
    reached = light_cone(chain.letters, chain.edges, layers)[::-1, qubit - 1]
    readings[~reached, 1] = 0.0
    return by_depth(readings.T, layer), by_depth(rest.T, layer)


def followed(
    h: Mps,
    back: Callable[[Mps, int, float], Mps],
    read: Callable[[Mps, int], Sequence[float]],
    *,
    limits: np.ndarray,
    lengths: np.ndarray,
    layers: int,
    tolerance: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Readings after each of so many layers, and bounds on what is left out of them by stopping early. Shapes (L, 2).

    `second_moments` says how.

    Parameters
    ----------
    h : Mps
        The deviation of the objective.
    back : function
        Takes it back through a layer: of it, the number of the layer, from 0, and what is to be left out.
    read : function
        What it then reads against the deviations of two states, with its number.
    limits, lengths : ndarray, shape (2,)
        What is read at infinite depth, and the lengths of the deviations of the states.
    """
    readings, rest = np.tile(limits, (layers, 1)), np.zeros((layers, 2))
    worst, least, longest = 0.0, 0.0, h.length()
    for step in range(layers):
        h = back(h, step, CUT * worst * least)
        readings[step] += read(h, step)
        scales = np.maximum(abs(readings[step]), abs(limits))[lengths > 0] / lengths[lengths > 0]
        least = scales.min(initial=longest)
        worst = max(worst, h.dropped / least) if least else worst
        left = h.length() * lengths
        if np.all(left <= tolerance / 10 * abs(limits)):
            rest[step + 1 :] = left
            break
    return readings, rest


def _split(chain: Chain, state: Mps) -> tuple[Mps, Mps, np.ndarray]:
    """The deviation of a state, its stationary part, and the latter's components.

    The components, shape (2,), are along two orthonormal vectors: I…I, and the sum of P ⊗ P over all other strings P.
    """
    n, strings = chain.qubits, 4.0**chain.qubits - 1
    ones, identity = np.tile(chain.ones, (n, 1)), np.tile(np.eye(chain.dimension)[0], (n, 1))
    alone = state.overlap(Mps.product(identity))
    rest = (state.overlap(Mps.product(ones)) - alone) / strings
    stationary = Mps.product(ones, rest).add(Mps.product(identity, alone - rest))
    return state.add(stationary, -1), stationary, np.array([alone, rest * np.sqrt(strings)])


def _read_against(
    chain: Chain, order: list[int], gates: list[Gate], bond: int
) -> tuple[tuple[Mps, Mps], tuple[np.ndarray, np.ndarray]]:
    """What the objective is read against, for (E, ∂E): deviations of states, and components as `_split` has them."""
    layer, qubit = chain.parameter
    start, steady, start_part = _split(chain, Mps.product(np.tile(chain.start, (chain.qubits, 1))))
    before = start
    for step in range(layer - 1):
        before = before.rotate([chain.rotation] * chain.qubits).entangle(gates[:: (-1) ** step], bond)
    matrices = [chain.turn if site == qubit - 1 else np.eye(chain.dimension) for site in order]
    differentiated, _, differentiated_part = _split(chain, before.add(steady).rotate(matrices))
    return (start, differentiated), (start_part, differentiated_part)


def _short_range_order(edges: Edges, qubits: int) -> list[int]:
    """Qubits in an order that keeps joined ones close: a chain as it is, a ring folded, a grid by diagonals."""
    from scipy.sparse import coo_array  # here: dense vectors do without
    from scipy.sparse.csgraph import reverse_cuthill_mckee

    ends = np.array(edges, dtype=int).reshape(-1, 2).T
    graph = coo_array((np.ones(2 * len(edges)), np.hstack([ends, ends[::-1]])), shape=(qubits, qubits)).tocsr()
    return reverse_cuthill_mckee(graph, symmetric_mode=True).tolist()


def layer_gates(chain: Chain, order: list[int]) -> list[Gate]:
    """A layer's CZ gates as (site, permutation) on neighbouring sites, with swaps around those that are apart.

    The sites hold the qubits in the given order.
    """
    d = chain.dimension
    swap = np.arange(d * d).reshape(d, d).T.ravel()
    gates = []
    for left, right in sorted(tuple(sorted(map(order.index, edge))) for edge in chain.edges):
        swaps = [(site, swap) for site in range(left + 1, right)]
        gates += [*swaps[::-1], (left, chain.cz), *swaps]
    return gates
