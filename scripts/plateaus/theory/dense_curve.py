"""Exact curves from dense vectors: nothing is left out, but the vector has dⁿ entries.

The objective is followed backwards (Heisenberg picture). Taken back through L layers and read against the initial
state, H ⊗ H gives E[E²] at depth L. Taken back to the differentiated layer ℓ, and read against the averaged state that
ℓ leaves with E[∂R ⊗ ∂R] on one qubit, it gives E[(∂E)²]; the depth then counts from ℓ. So one pass gives both at every
depth.
"""

from __future__ import annotations

from functools import reduce
from math import inf

import numpy as np

from plateaus.ensemble.experiment import Experiment
from plateaus.theory import cross_terms
from plateaus.theory.chain import Chain, chain_of
from plateaus.theory.dense import against, damping_vector, entangling_permutation, paired, permuted, rotated
from plateaus.theory.first_moments import means
from plateaus.theory.moments import ExactCurve, by_depth, curve_of

_EPS = float(np.finfo(float).eps)


def dense_curve(experiment: Experiment, *, qubits: int, layers: int, tolerance: float) -> ExactCurve:
    """Moments at the depths 1…`layers`, with rounding as their only error.

    The tolerance is for pairs of different strings of a sum (see `cross_terms`): a hundredth of it is left out.
    """
    chain = chain_of(experiment, qubits)
    crossed = cross_terms.moments(experiment, qubits, layers, tolerance)
    second = second_moments(chain, layers) + crossed
    first = means(experiment, qubits, layers)
    return curve_of(experiment, qubits, first, second, chain.rounding(layers) * abs(second), method="dense")


def second_moments(chain: Chain, layers: int) -> np.ndarray:
    """Second moments of (∂E, E) by depth, from a vector of dⁿ entries. Shape (2, L).

    Pairs of different letters (`Chain.equal`) are left out of the vector, which is then much shorter, once all that
    they can still add is less than rounding, beside the values of infinite depth.
    """
    n, d, equal = chain.qubits, chain.dimension, chain.equal
    h = chain.objective(range(n)).dense()
    apart = layers if equal is None else int(min(layers, _layers_with_unequal(chain, h)))
    readings, h = _taken_back(chain, h, apart)
    if equal is not None and apart < layers:
        h = h.reshape((d,) * n)[(slice(equal.dimension),) * n].ravel()
        readings += _taken_back(equal, h, layers - apart)[0]
    return by_depth(np.array(readings).T, chain.parameter[0])


def _taken_back(chain: Chain, h: np.ndarray, layers: int) -> tuple[list[list[float]], np.ndarray]:
    """What the objective reads for (E, ∂E), taken back through 1 … `layers` layers, and itself behind the last."""
    entangle, damp = entangling_permutation(chain), damping_vector(chain)
    against_states = _read_against(chain)
    readings, room, pairs = [], np.empty((2, len(h))), paired([chain.rotation] * chain.qubits)
    for _ in range(layers):
        if chain.damping is not None:
            h = h * damp
        h = permuted(h, entangle, room)
        readings.append([against(h, factors) for factors in against_states])
        h = rotated(h, pairs, room)
    return readings, h


def _read_against(chain: Chain) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """What is read for (E, ∂E) behind a layer's rotations: averaged states as factors, one a qubit or of all."""
    n, (layer, qubit) = chain.qubits, chain.parameter
    slopes = [chain.derivative if q == qubit - 1 else chain.rotation for q in range(n)]
    first = [chain.rotation @ chain.start] * n
    if layer == 1:
        return first, [matrix @ chain.start for matrix in slopes]
    entangle, damp = entangling_permutation(chain), damping_vector(chain)
    state, pairs = reduce(np.kron, [chain.start] * n), paired([chain.rotation] * n)
    for _ in range(layer - 1):
        state = damp * rotated(state, pairs)[entangle]
    return first, [rotated(state, paired(slopes))]


def _layers_with_unequal(chain: Chain, h: np.ndarray) -> float:
    """After how many layers pairs of different letters add less than rounding to what the objective reads."""
    if chain.damping is not None:  # nothing is stationary
        return inf
    scale = inf
    for factors in _read_against(chain):
        state = reduce(np.kron, factors)
        limit = float(np.dot(*(_stationary(chain, vector) for vector in (h, state))))
        scale = min(scale, limit / float(np.linalg.norm(state)))
    return chain.layers_with_unequal(float(np.linalg.norm(h)), _EPS * scale)


def _stationary(chain: Chain, vector: np.ndarray) -> np.ndarray:
    """Components along two orthonormal vectors that no layer changes: I…I, and the sum of all other P ⊗ P."""
    alone, everything = vector[0], against(vector, [chain.ones] * chain.qubits)
    return np.array([alone, (everything - alone) / np.sqrt(4.0**chain.qubits - 1)])
