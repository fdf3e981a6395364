"""Whether a variance falls exponentially or as a power of the number of qubits.

On a barren plateau the variance of the gradient falls exponentially; with objectives that are sums of local terms, or
in shallow circuits, it may fall as a power only. Both laws are fitted to the same exact values, and the nearer one
names the decay.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from plateaus.statistics.fits import fit_line

CONSTANT = 1.25
"""A variance that changes by less than this factor over all sizes counts as constant."""


@dataclass(frozen=True)
class DecayLaw:
    """Two laws for the variance of one experiment at one depth rule, fitted to the exact values.

    Attributes
    ----------
    slope, exponent : float
        Of ln Var against n (an exponential) and against ln n (a power).
    slope_residual, exponent_residual : float
        Root mean square distance of ln Var from each.
    spread : float
        Largest variance over the smallest.
    qubits_from, qubits_to, points : int
    """

    slope: float
    exponent: float
    slope_residual: float
    exponent_residual: float
    spread: float
    qubits_from: int
    qubits_to: int
    points: int

    @property
    def kind(self) -> str:
        """``constant``, or the law that lies nearer: ``exponential`` or ``power``."""
        if self.spread < CONSTANT:
            return "constant"
        return "exponential" if self.slope_residual < self.exponent_residual else "power"


def decay_law(points: pd.DataFrame) -> DecayLaw | None:
    """The laws through the exact rows of ``decay_points.csv`` of one experiment and rule; None for less than three."""
    points = points[points["source"] == "exact"].sort_values("qubits")
    if len(points) < 3:
        return None
    size, logs = points["qubits"].to_numpy(float), np.log(points["variance"].to_numpy())
    exponential, power = fit_line(size, logs), fit_line(np.log(size), logs)

    def distance(fit, x: np.ndarray) -> float:
        return float(np.sqrt(np.mean((logs - fit.intercept - fit.slope * x) ** 2)))

    return DecayLaw(
        slope=exponential.slope,
        exponent=power.slope,
        slope_residual=distance(exponential, size),
        exponent_residual=distance(power, np.log(size)),
        spread=float(np.exp(logs.max() - logs.min())),
        qubits_from=int(size[0]),
        qubits_to=int(size[-1]),
        points=len(points),
    )
