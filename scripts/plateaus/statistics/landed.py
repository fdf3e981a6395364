"""What sums over landed circuits say: moments of E and its derivatives, and means that share circuits.

The sums are those of `storage.landed`; here they become what samples themselves would have become.
"""

from __future__ import annotations

import numpy as np

from plateaus.engines.rounding import rounding
from plateaus.statistics.joint import Means
from plateaus.statistics.moments import Moments
from plateaus.storage.landed import QUANTITIES, Landed


def bound(found: Landed) -> float:
    """What of these values is rounding."""
    return rounding(found.source.experiment.objective, found.qubits, found.precision)


def moments(found: Landed, quantity: str) -> Moments:
    """Mean and central moments of a quantity at every kept depth; what does not vary beyond rounding is constant."""
    sums, least = found.sums, bound(found) ** (2 if quantity == "averaged" else 1)
    powers = [sums[f"{quantity}_{p}"] for p in range(1, QUANTITIES[quantity].powers + 1)]
    whole = Moments.of_powers(found.circuits, powers)
    return whole.between(sums[f"{quantity}_least"], sums[f"{quantity}_most"], least)


def means(found: Landed, quantity: str) -> Means:
    """Means of a quantity with their correlations between depths.

    Those of ∂²E are taken from ∂E: where θ is uniform over a turn, ∂²E has the law of ∂E a quarter of a turn on.
    """
    of = moments(found, quantity)
    products = found.sums.get(f"{quantity}_products", np.zeros((len(of.mean), len(of.mean)))) / of.count
    here = Means(of.count, of.mean, of.central[2] / of.count, products)
    return here.correlated_as(means(found, "gradient")) if quantity == "curvature" else here


def squares(found: Landed, quantity: str) -> Means:
    """Means of its square, likewise; without a variance where the quantity itself has none."""
    count, sums = found.circuits, found.sums
    second, fourth = (sums[f"{quantity}_{p}"] / count for p in (2, 4))
    spread = np.where(moments(found, quantity).variance > 0, np.maximum(fourth - second**2, 0.0), 0.0)
    products = sums.get(f"{quantity}_square_products", np.zeros((len(second), len(second)))) / count
    here = Means(count, second, spread, products)
    return here.correlated_as(squares(found, "gradient")) if quantity == "curvature" else here
