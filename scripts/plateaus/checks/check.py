"""What a check is, and the level that all statistical checks of a run share.

A check holds results against something independent of them. A statistical one gives a p-value; together they fail a run
without any fault with probability `ALPHA`, shared equally among them (Bonferroni). The others either hold or do not,
and have p = 1 or 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from plateaus.ensemble.objectives import Objective, Projector
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

SETTLED = 1.1
"""Up to so many times its limit a variance is that of a plateau, whose tails are moderate."""
TRIED_KURTOSIS = 27
"""Resampled t-values keep their level for tails to this kurtosis from `LEAST_CIRCUITS` on (see the tests)."""

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


def settled(exact: pd.DataFrame, prefix: str) -> np.ndarray:
    """At which of these depths an exact variance is near its limit; where there is none, nowhere."""
    return exact[f"{prefix}variance"].to_numpy() <= SETTLED * exact[f"{prefix}limit"].to_numpy()


def too_few_for_tails(circuits: int, objective: Objective, qubits: int) -> bool:
    """Whether so many shallow circuits mostly miss the rare ones that a variance comes from.

    A layer of rotations makes E a product of factors, one a qubit that a string acts on: the kurtosis of cos θ is 3/2,
    that of (1 + cos θ)/2, of the projector, 35/18, and the product has their product. Fewer circuits than that seldom
    have one that counts. Said by the objective alone: to leave out what looks heavy in the samples would keep variances
    that came out low.

    Examples
    --------
    >>> [too_few_for_tails(100, Projector(), n) for n in (4, 8, 12)]
    [False, True, True]
    """
    if isinstance(objective, Projector):
        kurtosis = (35 / 18) ** qubits
    else:
        strings = [letters for _, letters in objective.terms(qubits) if set(letters) != {"I"}]
        kurtosis = 1.5 ** sum(letter != "I" for letter in strings[0]) if len(strings) == 1 else 3.0
    return circuits < kurtosis and kurtosis > TRIED_KURTOSIS
