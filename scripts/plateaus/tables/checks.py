"""The table of checks: whether the results of a run hold against the theory, themselves and another simulation.

The statistical checks of a run share one level among them, so only here, where all of them are known, each gets the
p-value that it has to reach.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from plateaus.checks import check
from plateaus.storage.columns import Column
from plateaus.storage.tables import read_tables
from plateaus.tables.results import Results

CAPTION = """
Every check of the built results. Statistical checks have a p-value and share the level 0.01 of the whole run equally
(``threshold``); the others hold (1) or do not (0). ``all`` fails unless every one passed.
"""

COLUMNS = (
    *check.COLUMNS,
    Column("threshold", "number", "the value that `p_value` has to be above"),
    Column("passed", "truth", "whether it is"),
)


def make(results: Results, parts: list[Path]) -> pd.DataFrame:
    """All checks, judged; `parts` are the files, one an experiment or probe."""
    return judged(read_tables(parts, check.COLUMNS))


def judged(checks: pd.DataFrame) -> pd.DataFrame:
    """The checks with the p-value each has to reach and whether it does."""
    limit = np.where(checks["statistical"], check.threshold(int(checks["statistical"].sum())), 0.5)
    return checks.assign(threshold=limit, passed=checks["p_value"] > limit)
