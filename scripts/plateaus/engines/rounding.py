"""What of a simulated value is rounding: below it E and its derivatives cannot be told from zero."""

from __future__ import annotations

from collections.abc import Mapping

from plateaus.ensemble.objectives import Objective, Projector

ROUNDING: Mapping[str, float] = {"double": 1e-12}
"""By precision of the engine: what is below this part of the objective's norm, in every circuit, is zero."""


def rounding(objective: Objective, qubits: int, precision: str = "double") -> float:
    """The values of E and ∂E below which rounding hides everything.

    Parameters
    ----------
    objective : Objective
        Its norm is 1 for a projector, and taken as Σ|c| for a sum of strings with coefficients c.
    qubits : int
    precision : {"double"}
        What the circuits were simulated in.

    Examples
    --------
    >>> from plateaus.ensemble.objectives import PauliString
    >>> rounding(PauliString("ZZ"), 10)
    1e-12
    """
    norm = 1.0 if isinstance(objective, Projector) else sum(abs(factor) for factor, _ in objective.terms(qubits))
    return ROUNDING[precision] * norm
