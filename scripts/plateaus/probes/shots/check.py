"""Checking measurements: the squared errors of measured derivatives against the variances predicted for them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from plateaus.checks.check import Check
from plateaus.ensemble.source import Source
from plateaus.probes.checking import against_expectation
from plateaus.probes.shots.kind import KIND


def deviations(rows: pd.DataFrame, table: pd.DataFrame) -> np.ndarray:
    """Squared errors over what is predicted of each, less 1; a row a circuit, a column a number of measurements."""
    error = rows.assign(ratio=(rows["estimate"] - rows["gradient"]) ** 2 / rows["predicted_variance"] - 1)
    return error.pivot_table(index="circuit", columns="shots", values="ratio").to_numpy()


def checks(source: Source, samples: pd.DataFrame, table: pd.DataFrame) -> list[Check]:
    """One check of all errors; the predictions are in the samples, so nothing of the table is needed."""
    return against_expectation("errors of measured gradients", KIND, source, samples, table, deviations)
