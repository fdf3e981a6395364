"""Checking probes: whether what was recorded deviates from what is expected, at all sizes and depths together.

A kind says in its module ``check`` what to subtract from what it recorded, so that nothing but scatter about zero
should be left; whether that is so is asked here, in the same way for every kind.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from plateaus.checks.check import LEAST_CIRCUITS, RESAMPLES, Check
from plateaus.ensemble.circuits import stream
from plateaus.ensemble.source import Source
from plateaus.probes.kind import Kind
from plateaus.statistics.intervals import zero_mean_p_values

Deviations = Callable[[pd.DataFrame, pd.DataFrame], np.ndarray]


def against_expectation(
    name: str,
    kind: Kind,
    source: Source,
    samples: pd.DataFrame,
    table: pd.DataFrame,
    deviations: Deviations,
    *,
    needs: str | None = None,
) -> list[Check]:
    """Whether the means of all deviations are zero; no check where there are too few circuits, or nothing expected.

    Parameters
    ----------
    name : str
        Of the check.
    kind : Kind
    source : Source
    samples : DataFrame
        All that was recorded.
    table : DataFrame
        Rows of the experiment in the table of that kind.
    deviations : function
        From what was recorded at one size and depth, and the table's rows there, to deviations of order 1, shape
        (circuits, points).
    needs : str, optional
        Column of the table without whose values a size and depth is passed over.
    """
    groups = []
    for (qubits, depth), rows in samples.groupby(["qubits", "depth"]):
        known = table[(table["qubits"] == qubits) & (table["depth"] == depth)]
        if rows["circuit"].nunique() < LEAST_CIRCUITS or (needs and known[needs].isna().any()):
            continue
        groups.append([deviations(rows, known)])
    points = sum(group[0].shape[1] for group in groups)
    if not points:
        return []
    generator = stream(source.master_seed, f"checks of {kind.name} of {source.name}")
    (p_value,) = zero_mean_p_values(groups, resamples=RESAMPLES, generator=generator)
    detail = f"{points} points, {len(groups)} independent groups of circuits"
    return [Check(name, source.name, True, p_value, detail)]
