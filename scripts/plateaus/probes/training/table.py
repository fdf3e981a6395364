"""The table of training: how the length of the whole gradient and E change along plain gradient descent."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from plateaus.probes.tabulating import Tables, interval, of_points
from plateaus.probes.training.kind import KIND
from plateaus.storage.columns import Column
from plateaus.storage.tables import read_tables

CAPTION = """
Plain gradient descent: median over circuits, with its 95 % interval, and quartiles of the length of the whole gradient
and of E, after every step.
"""


def _quantiles(prefix: str, quantity: str, unit: str) -> tuple[Column, ...]:
    return (
        Column(f"{prefix}_median", "number", f"median over circuits of {quantity}", unit),
        *interval(f"{prefix}_median", "the median", unit),
        Column(f"{prefix}_lower_quartile", "number", f"lower quartile of {quantity}", unit),
        Column(f"{prefix}_upper_quartile", "number", f"upper quartile of {quantity}", unit),
    )


ESTIMATES = of_points(
    KIND,
    *_quantiles("norm", "the length of the whole gradient", "per radian"),
    *_quantiles("e", "E", ""),
)
"""What is estimated, one experiment a file."""

COLUMNS = ESTIMATES


def make(results: Tables, parts: Sequence[Path]) -> pd.DataFrame:
    """The estimates of all experiments; `parts` are their files."""
    return read_tables(parts, ESTIMATES)
