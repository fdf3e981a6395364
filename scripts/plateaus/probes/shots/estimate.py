"""Estimating measurements: how far off measured derivatives are, and how many measurements make them useful."""

from __future__ import annotations

import numpy as np
import pandas as pd

from plateaus.statistics.intervals import mean_ratio, proportion


def estimate(rows: pd.DataFrame) -> dict:
    """Error of derivatives from one number of measurements, next to what is predicted, from a row a circuit.

    The mean squared error falls as one over the measurements. So from its ratio to the mean square of the derivative
    follows how many measurements make that ratio 1/4 (the sign is known at 2 σ) or 1/100 (an error of a tenth).
    """
    error = (rows["estimate"] - rows["gradient"]).to_numpy()
    predicted, square = rows["predicted_variance"].to_numpy(), rows["gradient"].to_numpy() ** 2
    ratio, low, high = mean_ratio(error**2, predicted)
    relative, relative_low, relative_high = mean_ratio(error**2, square)
    right = np.sign(rows["estimate"]) == np.sign(rows["gradient"])
    share_low, share_high = proportion(int(right.sum()), len(right))
    number = rows["shots"].iloc[0]
    found = {"error_ratio": ratio, "error_ratio_low": low, "error_ratio_high": high, "sign_right": right.mean()}
    found |= {"sign_right_low": share_low, "sign_right_high": share_high}
    for name, target in (("sign", 1 / 4), ("tenth", 1 / 100)):
        factor = number / target
        found |= {f"shots_{name}": relative * factor, f"shots_{name}_low": relative_low * factor}
        found |= {f"shots_{name}_high": relative_high * factor}
        found[f"shots_{name}_predicted"] = predicted.mean() / square.mean() * factor
    return found
