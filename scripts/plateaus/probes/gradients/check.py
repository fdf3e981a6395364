"""Checking the whole gradient: the mean square of every derivative against its exact variance."""

from __future__ import annotations

import numpy as np
import pandas as pd

from plateaus.checks.check import Check
from plateaus.ensemble.source import Source
from plateaus.probes.checking import against_expectation
from plateaus.probes.gradients.kind import KIND


def deviations(rows: pd.DataFrame, exact: pd.DataFrame) -> np.ndarray:
    """Squares of every derivative less their exact variances, over these; a row a circuit, a column a parameter."""
    values = rows.pivot_table(index="circuit", columns=["layer", "qubit"], values="gradient")
    known = exact.set_index(["layer", "qubit"])["exact_variance"].loc[values.columns].to_numpy()
    unit = np.where(known > 0, known, 1.0)
    return (values.to_numpy() ** 2 - known) / unit


def checks(source: Source, samples: pd.DataFrame, table: pd.DataFrame) -> list[Check]:
    """One check of all derivatives, where their exact variances are known."""
    name = "variances of all derivatives"
    return against_expectation(name, KIND, source, samples, table, deviations, needs="exact_variance")
