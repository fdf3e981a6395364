"""Whether it matters that the depths of a curve come from the same circuits: nested against independent depths.

One deep circuit gives a whole curve, since its beginnings are circuits of every smaller depth. Where a run has
another experiment on the same ensemble with circuits of its own for every depth, this table compares the variances
point by point.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from plateaus.storage.columns import Column
from plateaus.storage.tables import empty
from plateaus.tables.common import LAYERS, QUBITS
from plateaus.tables.results import Results

CAPTION = """
The variance from nested depths (one deep circuit gives the whole curve) over that from depths drawn independently,
and its deviation from 1 in standard errors.
"""

COLUMNS = (
    Column("nested", "text", "name of the experiment with nested depths"),
    Column("independent", "text", "name of the one with independent depths"),
    QUBITS,
    LAYERS,
    Column("variance_nested", "number", "variance of ∂E from nested depths", "per radian squared"),
    Column("variance_independent", "number", "variance of ∂E from independent depths", "per radian squared"),
    Column("ratio", "number", "the first variance over the second"),
    Column("ratio_se", "number", "standard error of the ratio"),
    Column("deviation", "number", "deviation of ln(ratio) from 0 in standard errors"),
)

KEYS = ["qubits", "layers"]


def pairs(results: Results) -> Iterator[tuple[str, str]]:
    """Nested experiments with independent ones that sample the same ensemble."""
    sources = [results.source(name) for name in results.experiments.index]
    for nested in sources:
        for independent in sources:
            if not nested.independent and independent.independent and nested.experiment == independent.experiment:
                yield nested.name, independent.name


def make(results: Results, parts: list[Path]) -> pd.DataFrame:
    """One row a pair of experiments, size and depth that both have."""
    found = [_compared(results, *pair) for pair in pairs(results)]
    return pd.concat(found, ignore_index=True) if found else empty(COLUMNS)


def _compared(results: Results, nested: str, independent: str) -> pd.DataFrame:
    """Ratio of the two variances at every point both have, and its deviation from 1 in standard errors."""
    columns = [*KEYS, "variance", "log_variance_se"]
    left, right = (results.of("variance", name)[columns] for name in (nested, independent))
    both = left.merge(right, on=KEYS, suffixes=("_nested", "_independent"))
    log_ratio = np.log(both["variance_nested"] / both["variance_independent"])
    error = np.hypot(both["log_variance_se_nested"], both["log_variance_se_independent"])
    return pd.DataFrame(
        {
            "nested": nested,
            "independent": independent,
            **{key: both[key] for key in KEYS},
            "variance_nested": both["variance_nested"],
            "variance_independent": both["variance_independent"],
            "ratio": np.exp(log_ratio),
            "ratio_se": np.exp(log_ratio) * error,
            "deviation": log_ratio / error,
        }
    )
