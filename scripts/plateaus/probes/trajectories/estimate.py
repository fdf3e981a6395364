"""Estimating noisy circuits by Pauli trajectories: the variance of ∂E over circuits, from pairs of trajectories."""

from __future__ import annotations

import pandas as pd

from plateaus.statistics.intervals import between_groups
from plateaus.statistics.moments import Moments


def estimate(rows: pd.DataFrame) -> dict:
    """Variance over circuits of the noisy ∂E, by multiplying different trajectories; and that of single ones."""
    table = rows.pivot_table(index="circuit", columns="trajectory", values="gradient").to_numpy()
    value, se = between_groups(table)
    single = Moments.of(table[:, :1])
    low, high = single.variance_interval()
    return {
        "variance": value,
        "variance_se": se,
        "variance_low": value - 1.96 * se,
        "variance_high": value + 1.96 * se,
        "single_variance": single.variance[0],
        "single_low": low[0],
        "single_high": high[0],
    }
