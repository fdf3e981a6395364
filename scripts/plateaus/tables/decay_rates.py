"""How fast the variance of the gradient falls with the number of qubits: lines through ln Var at each depth rule.

A slope near −ln 2 a qubit is the barren plateau. Lines go through the samples, through the exact values and through the
limits of infinite depth; of the paper's own ensemble also the slope that the paper prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd

from plateaus import paper
from plateaus.statistics.fits import fit_line
from plateaus.storage.columns import Column
from plateaus.tables.common import EXPERIMENT, POINTS, SIZES
from plateaus.tables.decay_points import DEPTH_RULE, Picked, picked
from plateaus.tables.results import Results

CAPTION = """
Slopes of ln Var ∂E against the number of qubits at each depth rule: ``sampled`` (weighted by the errors, with 95 %
interval, χ² and its p-value), ``exact`` and ``limit`` (infinite depth), each over the sampled sizes and, where there
are more exact ones, over all; ``paper`` (as printed, for n = 2 … 24). ``deepest`` is the deepest layer of the same
table. With less than 100 circuits a size the interval is too short: it contains the slope in some 88 % of runs at 20
circuits, 92 % at 50.
"""

COLUMNS = (
    EXPERIMENT,
    DEPTH_RULE,
    Column(
        "source",
        "text",
        "`sampled`: weighted fit of the samples; `exact`: through exact values, at the sampled sizes and once more at "
        "all; `limit`: infinite depth, likewise; `paper`: as printed",
    ),
    *SIZES,
    Column("slope", "number", "slope of ln Var per qubit"),
    Column(
        "low",
        "number",
        "lower end of its 95 % interval (too short below 100 circuits: 88 % at 20, 92 % at 50); empty or equal where "
        "there is no error",
    ),
    Column("high", "number", "upper end of that interval"),
    Column("intercept", "number", "the line at n = 0; empty for the paper's"),
    POINTS,
    Column("chi2", "number", "Σ ((ln Var − line)/error)²; empty where there is no error"),
    Column("p_value", "number", "probability of a larger chi2 if the line is true"),
)


def make(results: Results, parts: list[Path]) -> pd.DataFrame:
    """All lines of every experiment and rule, as in the table of experiments."""
    papers = results.experiments["papers"]
    rows = [
        points.key | line
        for points in picked(results)
        for line in (*_lines(points), *([_printed()] if papers[points.experiment] else []))
    ]
    return pd.DataFrame(rows, columns=[c.name for c in COLUMNS])


def _lines(points: Picked) -> Iterator[dict]:
    """Lines through the samples; through the exact values and limits at the same sizes, and at all sizes."""
    sampled, exact, same = points.sampled, points.exact, points.exact_same
    if len(sampled) >= 2:
        yield _line("sampled", sampled, "variance", "log_variance_se")
    if len(same) >= 2:
        yield _line("exact", same, "variance")
    if len(sampled) >= 2 and sampled["limit"].gt(0).all():
        yield _line("limit", sampled, "limit")
    if len(exact) > max(len(sampled), 1):
        yield _line("exact", exact, "variance")
        if exact["limit"].gt(0).all():
            yield _line("limit", exact, "limit")


def _line(source: str, points: pd.DataFrame, column: str, error: str | None = None) -> dict:
    """The line through one column's logarithms, weighted if there are errors."""
    size = points["qubits"].to_numpy(float)
    fit = fit_line(size, np.log(points[column].to_numpy()), points[error].to_numpy() if error else None)
    return {"source": source, "qubits_from": points["qubits"].min(), "qubits_to": points["qubits"].max()} | asdict(fit)


def _printed() -> dict:
    """The slope that the paper prints."""
    ends = {"qubits_from": paper.QUBITS[0], "qubits_to": paper.QUBITS[-1], "points": len(paper.QUBITS)}
    return {"source": "paper", "slope": paper.SLOPE} | ends
