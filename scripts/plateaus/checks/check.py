"""What a check is, and the level that all statistical checks of a run share.

A check holds results against something independent of them. A statistical one gives a p-value; together they fail a run
without any fault with probability `ALPHA`, shared equally among them (Bonferroni). The others either hold or do not,
and have p = 1 or 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from plateaus.storage.columns import Column

ALPHA = 0.01
"""Probability that a run without any fault fails a statistical check (for up to 50 of them; see `threshold`)."""
RESAMPLES = 4999
"""Bootstrap samples behind a p-value, which is therefore at least 1/5000."""
LEAST_CIRCUITS = 100
"""Fewer circuits of a size are not held against the theory: a bootstrap of so few has more than its level."""
REDRAWN_TOLERANCE = 1e-10
"""How far values of one circuit may be from those of an independent simulation of it, both in double precision."""
SINGLE_TOLERANCE = 2e-4
"""The same in single precision, as a part of the standard deviation over circuits: ten times what was found, to 500
layers of Z₁Z₂ and the projector on 4 to 14 qubits."""

COLUMNS = (
    Column("name", "text", "what is checked"),
    Column("experiment", "text", "name of the experiment"),
    Column("statistical", "truth", "whether `p_value` is a probability; otherwise it is 1 (holds) or 0"),
    Column("p_value", "number", "probability of a larger deviation than the one found, if nothing is wrong"),
    Column("detail", "text", "what was compared, with its numbers"),
)


@dataclass(frozen=True)
class Check:
    """The outcome of one check.

    Attributes
    ----------
    name, experiment : str
    statistical : bool
        Whether `p_value` is a probability, to be held against the level; else it is 1 (holds) or 0.
    p_value : float
    detail : str
        What was compared, with its numbers.
    """

    name: str
    experiment: str
    statistical: bool
    p_value: float
    detail: str


def threshold(statistical: int) -> float:
    """The p-value below or at which one of so many statistical checks fails.

    An equal share of `ALPHA`, but never less than the smallest p-value that `RESAMPLES` can give: with more than
    ALPHA·(RESAMPLES + 1) checks the level of the run grows instead of the checks becoming unable to fail.
    """
    return max(ALPHA / max(1, statistical), 1 / (RESAMPLES + 1))


def table(found: Sequence[Check]) -> pd.DataFrame:
    """Checks as a table, a row each, with the columns `COLUMNS`."""
    return pd.DataFrame(found, columns=[column.name for column in COLUMNS])
