"""What of a simulated value is rounding: below it E and its derivatives cannot be told from zero."""

from __future__ import annotations

from collections.abc import Mapping

from plateaus.engines.registry import DOUBLE, SINGLE
from plateaus.ensemble.objectives import Objective, Projector

ROUNDING: Mapping[str, float] = {DOUBLE: 1e-12, SINGLE: 1e-5}
"""By precision of the engine: what is below this part of the objective's norm, in every circuit, is zero."""


def rounding(objective: Objective, qubits: int, precision: str = DOUBLE) -> float:
    """The values of E and ∂E below which rounding hides everything.

    Parameters
    ----------
    objective : Objective
        Its norm is 1 for a projector, and taken as Σ|c| for a sum of strings with coefficients c. But in single
        precision a projector's values may all be below such a part of 1: they are squares of amplitudes, of some
        2^−qubits, and so is their rounding.
    qubits : int
    precision : {"double", "single"}
        What the circuits were simulated in.

    Examples
    --------
    >>> from plateaus.ensemble.objectives import PauliString
    >>> rounding(PauliString("ZZ"), 10), rounding(PauliString("ZZ"), 10, "single")
    (1e-12, 1e-05)
    """
    if isinstance(objective, Projector):
        norm = 1.0 if precision == DOUBLE else 2.0**-qubits
    else:
        norm = sum(abs(factor) for factor, _ in objective.terms(qubits))
    return ROUNDING[precision] * norm
