"""The table of noise by trajectories: the noisy variance of ∂E, the exact moments beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from plateaus.probes.tabulating import Tables, interval, of_points
from plateaus.probes.trajectories.kind import KIND
from plateaus.storage.columns import Column
from plateaus.storage.tables import read_tables

CAPTION = """
Noisy circuits by Pauli trajectories: variance of ∂E over circuits from products of different trajectories of a
circuit, with 95 % intervals, and, for comparison, from squares of single ones, which know nothing of the noise.
"""

SQUARED = "per radian squared"
ESTIMATES = of_points(
    KIND,
    Column("variance", "number", "variance of the noisy ∂E, from products of different trajectories", SQUARED),
    Column("variance_se", "number", "its standard error", SQUARED),
    *interval("variance", "the variance", SQUARED),
    Column("single_variance", "number", "variance of ∂E of single trajectories, the noise-free value", SQUARED),
    *interval("single", "that variance", SQUARED),
)
"""What is estimated, one experiment a file."""

COLUMNS = (
    *ESTIMATES,
    Column("exact_mean", "number", "exact mean of the noisy ∂E; empty where it is not computed", "per radian"),
    Column("exact_variance", "number", "exact variance of the noisy ∂E, likewise", SQUARED),
)


def make(results: Tables, parts: Sequence[Path]) -> pd.DataFrame:
    """Estimates with the exact moments at the same depths; `parts` are the files of estimates."""
    point = ["experiment", "qubits", "layers"]
    exact = results["exact_variance"][[*point, "mean", "variance"]]
    exact = exact.rename(columns={"mean": "exact_mean", "variance": "exact_variance"})
    return read_tables(parts, ESTIMATES).merge(exact, on=point, how="left")
