"""Exact curves from dense vectors: nothing is left out, but the vector has dⁿ entries.

The objective is followed backwards (Heisenberg picture). Taken back through L layers and read against the initial
state, H ⊗ H gives E[E²] at depth L. Taken back to the differentiated layer ℓ, and read against the averaged state that
ℓ leaves with E[∂R ⊗ ∂R] on one qubit, it gives E[(∂E)²]; the depth then counts from ℓ. So one pass gives both at every
depth.
"""

from __future__ import annotations

from functools import reduce

import numpy as np

from plateaus.ensemble.experiment import Experiment
from plateaus.theory import cross_terms
from plateaus.theory.chain import Chain, chain_of
from plateaus.theory.dense import against, damping_vector, entangling_permutation, joint, rotated
from plateaus.theory.first_moments import means
from plateaus.theory.moments import ExactCurve, by_depth, curve_of


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
    """Second moments of (∂E, E) by depth, from a vector of dⁿ entries. Shape (2, L)."""
    n = chain.qubits
    layer, qubit = chain.parameter
    entangle, damp = entangling_permutation(chain), damping_vector(chain)
    plain = joint([chain.rotation] * n)
    slopes = [chain.derivative if q == qubit - 1 else chain.rotation for q in range(n)]
    first = [chain.rotation @ chain.start] * n  # a product, read one qubit after the other
    if layer == 1:
        differentiated = [matrix @ chain.start for matrix in slopes]
    else:
        state = reduce(np.kron, [chain.start] * n)
        for _ in range(layer - 1):
            state = damp * rotated(state, plain)[entangle]
        differentiated = [rotated(state, joint(slopes))]
    h = (damp * chain.objective(range(n)).dense())[entangle]
    readings = []
    for step in range(layers):
        if step:
            h = rotated(h, plain)
            h *= damp
            h = h[entangle]
        readings.append([against(h, factors) for factors in (first, differentiated)])
    return by_depth(np.array(readings).T, layer)
