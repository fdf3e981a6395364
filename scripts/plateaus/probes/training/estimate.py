"""Estimating training: median and quartiles over circuits of |∇E| and E after every step."""

from __future__ import annotations

import numpy as np
import pandas as pd

from plateaus.statistics.intervals import median_interval


def estimate(rows: pd.DataFrame) -> dict:
    """Median, with its interval, and quartiles of |∇E| and of E at one step, from a row a circuit."""
    found: dict = {}
    for prefix, column in (("norm", "gradient_norm"), ("e", "objective")):
        values = rows[column].to_numpy()
        lower, median, upper = np.quantile(values, (0.25, 0.5, 0.75))
        low, high = median_interval(values)
        found |= {f"{prefix}_median": median, f"{prefix}_median_low": low, f"{prefix}_median_high": high}
        found |= {f"{prefix}_lower_quartile": lower, f"{prefix}_upper_quartile": upper}
    return found
