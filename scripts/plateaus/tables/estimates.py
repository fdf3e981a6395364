"""Estimates from the samples of one experiment: mean, variance and kurtosis of E and ∂E at every size and depth.

The columns are those of the table `variance` that need no exact theory; that table joins the estimates of all
experiments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add

import numpy as np
import pandas as pd

from plateaus.engines.rounding import rounding
from plateaus.ensemble.source import Source
from plateaus.statistics import landed
from plateaus.statistics.averaging import averaged_square, not_averaged
from plateaus.statistics.moments import Moments
from plateaus.storage.landed import Landed
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
    return _with_limits(source, [_of_one_size(group) for group in by_grid_point(batches)])


def landed_estimates(source: Source, found: Sequence[Landed]) -> pd.DataFrame:
    """The same from landed circuits, at the depths that were kept of them."""
    return _with_limits(source, [_of_landed(part) for part in found])


def _with_limits(source: Source, tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Estimates of all sizes, with what there is at infinite depth."""
    table = pd.concat(tables, ignore_index=True)
    deepest = table.groupby("qubits")["layers"].max()
    infinite = pd.DataFrame([{"qubits": n} | limits_at(source.experiment, n, depth) for n, depth in deepest.items()])
    return table.sort_values(["qubits", "layers"]).merge(infinite, on="qubits")


def _of_one_size(batches: list[Samples]) -> pd.DataFrame:
    """One row a depth, for batches of one size and the same depths."""
    whole = join_samples(batches)  # refuses batches that overlap or do not belong together
    bound = rounding(whole.source.experiment.objective, whole.qubits, whole.precision)
    moments = {}
    for quantity in ("gradient", "objective"):
        values = [getattr(batch, quantity) for batch in batches]
        moments[quantity] = reduce(add, map(Moments.of, values)).without_rounding(values, bound)
    squares = [averaged_square(batch.gradient, batch.curvature) for batch in batches]
    moments["averaged"] = reduce(add, map(Moments.of, squares)).without_rounding(squares, bound**2)
    return _rows(whole, moments)


def _of_landed(found: Landed) -> pd.DataFrame:
    """One row a depth, for landed circuits of one size."""
    return _rows(
        found, {quantity: landed.moments(found, quantity) for quantity in ("gradient", "objective", "averaged")}
    )


def _rows(point: Samples | Landed, moments: Mapping[str, Moments]) -> pd.DataFrame:
    """One row a depth, from the moments of each quantity there."""
    columns = {
        "experiment": point.source.name,
        "qubits": point.qubits,
        "layers": point.layers,
        "circuits": moments["gradient"].count,
        "engine": point.engine,
        "precision": point.precision,
    }
    gradient, objective = _moments("", moments["gradient"]), _moments("e_", moments["objective"])
    return pd.DataFrame(columns | gradient | _averaged(point.source, moments["averaged"]) | objective)


def _moments(prefix: str, moments: Moments) -> dict:
    """The columns of the moments of one quantity."""
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


def _averaged(source: Source, moments: Moments) -> dict:
    """The columns of the variance that is averaged over θ, from the moments of the averaged squares."""
    reason = not_averaged(source.experiment)
    names = ("averaged_variance", "averaged_variance_low", "averaged_variance_high")
    if reason:
        return dict.fromkeys(names, np.nan) | {"not_averaged": reason}
    low, high = moments.mean_interval()
    return dict(zip(names, (moments.mean, np.maximum(low, 0.0), high), strict=True)) | {"not_averaged": ""}
