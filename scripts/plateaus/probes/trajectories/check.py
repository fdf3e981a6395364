"""Checking noisy circuits by Pauli trajectories: products of two trajectories against the exact variance.

Two trajectories share the circuit and nothing else, so that the mean of their product is the square of the noisy
derivative; its mean over circuits is the noisy variance.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from plateaus.checks.check import Check
from plateaus.ensemble.source import Source
from plateaus.probes.checking import against_expectation
from plateaus.probes.trajectories.kind import KIND
from plateaus.statistics.moments import Moments


def deviations(rows: pd.DataFrame, exact: pd.DataFrame) -> np.ndarray:
    """Mean products of different trajectories less the exact variance, over it; a row a circuit, a column a depth."""
    layers = sorted(rows["layers"].unique())
    table = rows.pivot_table(index="circuit", columns=["trajectory", "layers"], values="gradient")
    known = exact.set_index("layers").loc[layers]
    centred = table.to_numpy().reshape(len(table), -1, len(layers)) - known["exact_mean"].to_numpy()
    each = centred.shape[1]
    products = (centred.sum(axis=1) ** 2 - (centred**2).sum(axis=1)) / (each * (each - 1))
    unit = known["exact_variance"].to_numpy()
    # beyond these tails so few products have not seen their mean, and neither has a bootstrap of them
    seen = Moments.of(products).kurtosis <= 2 * np.sqrt(len(products))
    return (products / unit - 1)[:, seen]


def checks(source: Source, samples: pd.DataFrame, table: pd.DataFrame) -> list[Check]:
    """One check of the variance at all depths, where it is known exactly."""
    name = "variance by pairs of trajectories"
    return against_expectation(name, KIND, source, samples, table, deviations, needs="exact_variance")
