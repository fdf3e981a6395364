"""The table of the whole gradient: mean and variance of every derivative, the exact variance beside them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from plateaus.probes.gradients.kind import KIND
from plateaus.probes.tabulating import Tables, interval, of_points
from plateaus.storage.columns import Column
from plateaus.storage.tables import read_tables

CAPTION = """
Mean and variance of ∂E/∂θ over random circuits for every parameter, by its layer and qubit, with 95 % intervals.
"""

SQUARED = "per radian squared"
ESTIMATES = of_points(
    KIND,
    Column("mean", "number", "mean of ∂E/∂θ(layer, qubit)", "per radian"),
    Column("mean_se", "number", "standard error of the mean", "per radian"),
    Column("variance", "number", "sample variance of ∂E/∂θ(layer, qubit)", SQUARED),
    *interval("variance", "the variance", SQUARED),
    Column(
        "variance_reliable",
        "truth",
        "False where these circuits show tails too heavy for that interval; few may not have seen them",
    ),
    Column("log_variance_se", "number", "standard error of ln(variance)"),
)
"""What is estimated, one experiment a file."""

COLUMNS = (
    *ESTIMATES,
    Column("exact_variance", "number", "exact variance over the ensemble; empty where it is not computed", SQUARED),
)


def make(results: Tables, parts: Sequence[Path]) -> pd.DataFrame:
    """Estimates with the exact variances of the same derivatives; `parts` are the files of estimates."""
    point = ["experiment", "qubits", "depth", "layer", "qubit"]
    exact = results["positions"][[*point, "variance"]].rename(columns={"variance": "exact_variance"})
    return read_tables(parts, ESTIMATES).merge(exact, on=point, how="left")
