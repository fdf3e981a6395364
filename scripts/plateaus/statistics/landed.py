"""What sums over landed circuits say: moments of E and ∂E with their errors, and means that share circuits.

The sums are those of `storage.landed`; here they become what samples themselves would have become.
"""

from __future__ import annotations

import numpy as np

from plateaus.engines.rounding import rounding
from plateaus.statistics.joint import Means
from plateaus.statistics.moments import Moments
from plateaus.storage.landed import Landed


def moments(found: Landed, quantity: str) -> Moments:
    """Mean and central moments of a quantity at every kept depth; what does not vary beyond rounding is constant."""
    sums = found.sums
    whole = Moments.of_powers(found.circuits, [sums[f"{quantity}_{p}"] for p in range(1, 7)])
    return whole.between(sums[f"{quantity}_least"], sums[f"{quantity}_most"], bound(found))


def bound(found: Landed) -> float:
    """What of these values is rounding."""
    return rounding(found.source.experiment.objective, found.qubits)


def means(found: Landed, quantity: str) -> Means:
    """Means of a quantity with their correlations between depths."""
    of = moments(found, quantity)
    return Means(of.count, of.mean, of.central[2] / of.count, found.sums[f"{quantity}_products"] / of.count)


def squares(found: Landed, quantity: str) -> Means:
    """Means of its square, likewise; without a variance where the quantity itself has none."""
    count, sums = found.circuits, found.sums
    second, fourth = (sums[f"{quantity}_{p}"] / count for p in (2, 4))
    spread = np.where(moments(found, quantity).variance > 0, np.maximum(fourth - second**2, 0.0), 0.0)
    return Means(count, second, spread, sums[f"{quantity}_square_products"] / count)
