"""Estimates from the samples of one experiment: mean, variance and kurtosis of E and ∂E at every size and depth.

The columns are those of the table `variance` that need no exact theory; that table joins the estimates of all
experiments.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add

import numpy as np
import pandas as pd

from plateaus.engines.rounding import rounding
from plateaus.ensemble.source import Source
from plateaus.statistics.averaging import averaged_square, not_averaged
from plateaus.statistics.moments import Moments
from plateaus.storage.samples import Samples, by_grid_point, join_samples
from plateaus.tables.variance import ESTIMATES
from plateaus.theory.infinite_depth import limits_at

COLUMNS = ESTIMATES


def estimates(source: Source, batches: Sequence[Samples]) -> pd.DataFrame:
    """One row a size and depth, in increasing order of both.

    Parameters
    ----------
    source : Source
        What was sampled.
    batches : sequence of Samples
        All batches of that source.

    Raises
    ------
    ResultsError
        Batches overlap, or do not belong together.
    """
    table = pd.concat([_of_one_size(group) for group in by_grid_point(batches)], ignore_index=True)
    deepest = table.groupby("qubits")["layers"].max()
    infinite = pd.DataFrame([{"qubits": n} | limits_at(source.experiment, n, depth) for n, depth in deepest.items()])
    return table.sort_values(["qubits", "layers"]).merge(infinite, on="qubits")


def _of_one_size(batches: list[Samples]) -> pd.DataFrame:
    """One row a depth, for batches of one size and the same depths."""
    whole = join_samples(batches)  # refuses batches that overlap or do not belong together
    bound = rounding(whole.source.experiment.objective, whole.qubits, whole.precision)
    point = {
        "experiment": whole.source.name,
        "qubits": whole.qubits,
        "layers": whole.layers,
        "circuits": len(whole.circuit),
        "engine": whole.engine,
        "precision": whole.precision,
    }
    gradient = _moments("", [batch.gradient for batch in batches], bound)
    objective = _moments("e_", [batch.objective for batch in batches], bound)
    return pd.DataFrame(point | gradient | _averaged(batches, bound) | objective)


def _moments(prefix: str, values: list[np.ndarray], bound: float) -> dict:
    """The columns of the moments of one quantity."""
    moments = reduce(add, map(Moments.of, values)).without_rounding(values, bound)
    low, high = moments.variance_interval()
    return {
        f"{prefix}mean": moments.mean,
        f"{prefix}mean_se": moments.mean_se,
        f"{prefix}variance": moments.variance,
        f"{prefix}variance_low": low,
        f"{prefix}variance_high": high,
        f"{prefix}variance_reliable": moments.reliable,
        f"{prefix}log_variance_se": moments.log_variance_se,
        f"{prefix}kurtosis": moments.kurtosis,
    }


def _averaged(batches: list[Samples], bound: float) -> dict:
    """The columns of the variance that is averaged over θ."""
    reason = not_averaged(batches[0].source.experiment)
    names = ("averaged_variance", "averaged_variance_low", "averaged_variance_high")
    if reason:
        return dict.fromkeys(names, np.nan) | {"not_averaged": reason}
    squares = [averaged_square(batch.gradient, batch.curvature) for batch in batches]
    moments = reduce(add, map(Moments.of, squares)).without_rounding(squares, bound**2)
    low, high = moments.mean_interval()
    return dict(zip(names, (moments.mean, np.maximum(low, 0.0), high), strict=True)) | {"not_averaged": ""}
