"""Estimating the whole gradient: mean and variance over circuits of each derivative."""

from __future__ import annotations

import pandas as pd

from plateaus.engines.rounding import ROUNDING
from plateaus.statistics.moments import Moments


def estimate(rows: pd.DataFrame) -> dict:
    """Mean and variance of one derivative, with their errors, from a row a circuit."""
    values = rows["gradient"].to_numpy()[:, None]
    moments = Moments.of(values).without_rounding([values], ROUNDING["double"])  # no objective has a norm below 1
    low, high = moments.variance_interval()
    found = {
        "mean": moments.mean,
        "mean_se": moments.mean_se,
        "variance": moments.variance,
        "variance_low": low,
        "variance_high": high,
        "variance_reliable": moments.reliable,
        "log_variance_se": moments.log_variance_se,
    }
    return {key: value[0] for key, value in found.items()}
