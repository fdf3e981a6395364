"""Exact curves of identity blocks, in closed form: the whole circuit is the identity, nothing has to be followed.

What comes after a rotation R of the first layer is R†, so ∂E is that of R = 1: (i/2)⟨[P, H]⟩ in the state before the
first layer. It depends on the axis P alone, and on no angle; E depends on nothing (derived in docs/derivations.md).
"""

from __future__ import annotations

import numpy as np

from plateaus.ensemble.experiment import Experiment
from plateaus.theory.layer import bloch_vector, rotation_parts
from plateaus.theory.moments import ExactCurve

_EPS = float(np.finfo(float).eps)


def identity_curve(experiment: Experiment, *, qubits: int, layers: int, tolerance: float) -> ExactCurve:
    """Moments at the depths 1…`layers`, the same at every depth that there is a circuit of, whatever the tolerance."""
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
        standard_error=np.zeros(layers),
        e_standard_error=np.zeros(layers),
        method="closed",
    )


def identity_moments(experiment: Experiment, qubits: int) -> tuple[np.ndarray, np.ndarray]:
    """Means and variances of (∂E, E) for a parameter of the first layer. Shapes (2,)."""
    bloch, qubit = bloch_vector(experiment), experiment.parameter[1] - 1
    turns = [turn for *_, turn in rotation_parts(experiment)]
    e, slopes = 0.0, np.zeros(len(turns))
    for factor, letters in experiment.objective.terms(qubits):
        string = list(map("IXYZ".index, letters))
        others = factor * np.prod(bloch[[*string[:qubit], *string[qubit + 1 :]]])
        e += others * bloch[string[qubit]]
        slopes += [others * turn[string[qubit]] @ bloch for turn in turns]
    return np.array([slopes.mean(), e]), np.array([slopes.var(), 0.0])
