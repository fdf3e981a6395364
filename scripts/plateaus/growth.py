"""Two laws for the depth that a graph needs: a + b·n, and a + b·n^(1/d) for a graph of dimension d."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite

import numpy as np
import pandas as pd

from .statistics import fit_line

COLUMNS = ["experiment", "closeness", "within", "dimension", "power"]
COLUMNS += ["slope", "intercept", "residual", "points", "qubits_from", "qubits_to"]


def compare(depths: pd.DataFrame, dimensions: Mapping[str, float]) -> Iterator[dict]:
    """Rows of the table: one a law; `residual` is the root mean square distance of the depths from it, in layers."""
    known = depths[(depths["source"] == "exact") & depths["depth_high"].notna()]
    for key, points in known.groupby(["experiment", "closeness", "within"], sort=False):
        dimension = dimensions.get(key[0], float("nan"))
        if key[0] not in dimensions or len(points) < 3:  # two points lie on any line
            continue
        size, depth = points["qubits"].to_numpy(float), points["depth_high"].to_numpy(float)
        powers = [1.0, 1 / dimension] if isfinite(dimension) and dimension > 1 else [1.0]
        for power in powers:
            fit = fit_line(size**power, depth)
            residual = np.sqrt(np.mean((depth - fit.intercept - fit.slope * size**power) ** 2))
            law = (dimension, power, fit.slope, fit.intercept, residual, fit.points, int(size[0]), int(size[-1]))
            yield dict(zip(COLUMNS, (*key, *law), strict=True))
