"""How the variance of the gradient depends on the number of qubits: exponentially, as a power, not at all, or unknown.

One answer for each experiment and depth rule, of the samples and of the exact values, by a criterion that can also say
that these sizes cannot tell (docs/statistics.md, `statistics.laws`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from math import inf
from pathlib import Path

import numpy as np
import pandas as pd

from plateaus.statistics.laws import KINDS, diagnose
from plateaus.storage.columns import Column
from plateaus.tables.common import EXPERIMENT
from plateaus.tables.decay_points import DEPTH_RULE, Picked, picked
from plateaus.tables.results import Results

CAPTION = """
Whether the variance of ∂E falls with the number of qubits, at each depth rule: ``exponential``, as a ``power`` of n,
``does not fall``, ``is zero``, or ``cannot tell``: these sizes cannot, and sizes up to ``needed`` would. A law counts
only over at least 4 sizes that span a factor 3, where the other law is rejected and the last sizes still follow it; the
whole criterion is in docs/statistics.md. ``slope`` is that of ln Var per qubit (an exponential), ``exponent`` that of n
(a power); both are given whatever the answer.
"""

COLUMNS = (
    EXPERIMENT,
    DEPTH_RULE,
    Column("source", "text", "`sampled` or `exact`, at all sizes that there are"),
    Column("kind", "text", ", ".join(f"`{kind}`" for kind in KINDS) + " (docs/statistics.md)"),
    Column("qubits_from", "integer", "smallest size that this is said of"),
    Column("qubits_to", "integer", "largest size that this is said of"),
    Column("points", "integer", "number of sizes"),
    Column("slope", "number", "of ln Var per qubit, the line of an exponential; empty where less than two sizes vary"),
    Column(
        "slope_low",
        "number",
        "lower end of its interval: of 95 % if sampled; if exact the least slope between neighbours of the last sizes",
    ),
    Column("slope_high", "number", "upper end, likewise"),
    Column("exponent", "number", "of n, the line of a power; empty likewise"),
    Column("exponent_low", "number", "lower end of its interval, likewise"),
    Column("exponent_high", "number", "upper end of its interval, likewise"),
    Column(
        "slope_residual",
        "number",
        "root mean square distance of ln Var from an exponential, in standard errors if sampled",
    ),
    Column("exponent_residual", "number", "the same from a power"),
    Column("slope_p_value", "number", "probability of a larger χ² if it is an exponential; empty where exact"),
    Column("exponent_p_value", "number", "the same of a power"),
    Column("spread", "number", "largest variance over the smallest"),
    Column(
        "needed",
        "number",
        "where these sizes cannot tell: up to which size they would, if the variance goes on as over the last of them; "
        "empty if no size up to 4 times the largest would",
    ),
)


def make(results: Results, parts: list[Path]) -> pd.DataFrame:
    """One row an experiment, rule and source, in the order of the table of experiments."""
    rows = [points.key | row for points in picked(results) for row in _rows(points)]
    return pd.DataFrame(rows, columns=[c.name for c in COLUMNS])


def _rows(points: Picked) -> Iterator[dict]:
    """What the samples say, and what the exact values say, where there are any."""
    for source, table, error in (
        ("sampled", points.sampled, "log_variance_se"),
        ("exact", points.exact, "rel_error"),
    ):
        zero = points.zero[source]
        sizes = np.concatenate((np.array(zero, dtype=int), table["qubits"].to_numpy(int)))
        if len(sizes):
            logs = np.concatenate((np.full(len(zero), -inf), np.log(table["variance"].to_numpy(float))))
            errors = np.concatenate((np.zeros(len(zero)), table[error].to_numpy(float)))
            order = np.argsort(sizes)
            law = diagnose(sizes[order], logs[order], errors[order], sampled=source == "sampled")
            yield {"source": source} | asdict(law)
