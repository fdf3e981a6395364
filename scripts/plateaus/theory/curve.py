"""The exact mean and variance of E and ∂E over the ensemble of circuits, at every depth, without sampling.

`exact_curve` is the one entrance: it makes sure that the theory covers the experiment and chooses a method for the
second moments. Averaged over angles and axes, ρ ⊗ ρ goes through the layers as a classical chain does (`chain`). The
objective is taken backwards through it, so that one pass over the depth gives the whole curve. docs/theory.md derives
it.

A new method is a function of the same shape as the others, `Method`, its line in `METHODS`, and when to use it in
`methods.method_for`.

References
----------
McClean et al., Nature Communications 9, 4812 (2018), for the ensemble.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from importlib import import_module
from typing import Any, Protocol

import numpy as np

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.starts import RandomStart
from plateaus.theory.coverage import require_covered
from plateaus.theory.dense_curve import dense_curve
from plateaus.theory.gate_curve import gate_curve
from plateaus.theory.gate_mps import gate_mps_curve
from plateaus.theory.identity_curve import identity_curve
from plateaus.theory.methods import RELATIVE_ERROR, method_for
from plateaus.theory.moments import ExactCurve
from plateaus.theory.mps_curve import mps_curve
from plateaus.theory.own_curve import own_curve


class Method(Protocol):
    """How a method is called: for a covered experiment whose angles have one law at all depths."""

    def __call__(self, experiment: Experiment, *, qubits: int, layers: int, tolerance: float) -> ExactCurve:
        """The moments at the depths 1…`layers`, with an honest estimate of their errors."""


METHODS: Mapping[str, Method] = {
    "closed": identity_curve,
    "dense": dense_curve,
    "gates": gate_curve,
    "gates_mps": gate_mps_curve,
    "mps": mps_curve,
    "own": own_curve,
}
"""``closed``: closed forms, of identity blocks. ``dense``: a dense vector. ``gates``: a dense vector, gate by gate, for
other ansätze than the paper's. ``mps``: a matrix-product state; ``gates_mps``: one of other ansätze. ``own``: a dense
vector, circuits of a user's own."""
POPULATION = "plateaus.theory.population"
"""Loaded by name where it is asked for: it takes Numba, which is not everywhere that limits and curves are."""
CHOICES = ("auto", "dense", "mps", "population")
"""What may be asked for. ``population``, a sampled chain, has statistical errors and takes a seed besides."""


def exact_curve(
    experiment: Experiment,
    *,
    qubits: int,
    layers: int,
    tolerance: float = 1e-6,
    method: str = "auto",
    relative_error: float = RELATIVE_ERROR,
    seed: int = 0,
) -> ExactCurve:
    """Mean and variance of E and ∂E at the depths 1…`layers`.

    Parameters
    ----------
    experiment : Experiment
        One that the theory covers.
    qubits, layers : int
        Size of the register and the greatest depth L.
    tolerance : float
        Relative error allowed for both variances at every depth. Where a method does not reach it, its best curve is
        returned: compare `worst_error` with the tolerance.
    method : {"auto", "dense", "mps", "population"}
        How to follow second moments where there is a choice; ``auto`` is the faster one, see `methods.method_for`.
    relative_error : float
        Standard error allowed, relative to both variances at every depth, where the chain is sampled; compare
        `worst_standard_error` with it.
    seed : int
        Of the random numbers there.

    Raises
    ------
    NotCovered
        The theory, or the method asked for, does not cover the experiment at this size.
    ValueError
        Its objective or parameter needs more qubits, or there is no such method.
    """
    require_covered(experiment, qubits, method)
    if method not in CHOICES:
        raise ValueError(f"method {method!r}: allowed are {', '.join(CHOICES)}")
    if qubits < max(experiment.objective.least_qubits, experiment.parameter[1]):
        raise ValueError(f"{qubits} qubits: too few for {experiment.objective} and parameter {experiment.parameter}")
    if experiment.depends_on_depth and experiment.start == RandomStart() and experiment.ansatz.is_papers:
        depths = range(1, layers + 1)
        fixed = [experiment.at_depth(depth, qubits) for depth in depths]
        return _ends(
            [
                exact_curve(
                    law,
                    qubits=qubits,
                    layers=depth,
                    tolerance=tolerance,
                    method=method,
                    relative_error=relative_error,
                    seed=seed,
                )
                for depth, law in zip(depths, fixed, strict=True)
            ]
        )
    chosen = method_for(experiment, qubits, method)
    if chosen == "population":
        sampled: Callable[..., ExactCurve] = import_module(POPULATION).population_curve
        return sampled(experiment, qubits=qubits, layers=layers, relative_error=relative_error, seed=seed)
    return METHODS[chosen](experiment, qubits=qubits, layers=layers, tolerance=tolerance)


def _ends(curves: Sequence[ExactCurve]) -> ExactCurve:
    """The curve of the last points of others, which differ in their angles or their parameter."""
    ends = curves[-1]
    names = [f.name for f in fields(ExactCurve) if isinstance(getattr(ends, f.name), np.ndarray)]
    arrays: dict[str, Any] = {name: np.array([getattr(curve, name)[-1] for curve in curves]) for name in names}
    return replace(ends, **arrays)
