"""The main table: estimated moments of the gradient and of E at every size and depth, next to the exact ones.

It joins what was estimated from the samples of each experiment (`ESTIMATES`) with the exact moments of the same points,
and states how far one is from the other in standard errors. Whoever wants a variance of a run reads it here.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from plateaus.storage.columns import Column
from plateaus.storage.tables import read_tables
from plateaus.tables.common import POINT
from plateaus.tables.exact_variance import LIMITS
from plateaus.tables.results import Results

CAPTION = """
Mean, variance and kurtosis of the gradient (columns without prefix) and of the objective (``e_``) at every recorded
size and depth. ``_low`` and ``_high`` are ends of 95 % intervals. Where ``_reliable`` is false these circuits show
tails too heavy for them; where it is true, few circuits may still not have seen such tails: it promises 95 % only
together with hundreds of circuits. ``averaged_variance`` estimates the variance of the gradient once more, averaged
over the differentiated angle; nothing else is made of it.
``exact_…`` are exact moments of the ensemble; ``deviation`` is the difference from them in standard errors (of ln
Var; of the mean). ``limit`` is what the variance tends to at infinite depth, ``limit_kind`` which limit that is;
``limit_both_sides`` has a 2-design before the differentiated gate as well as after it.
"""


def _moments(prefix: str, symbol: str, unit: str) -> tuple[Column, ...]:
    squared = f"{unit} squared" if unit else ""
    return (
        Column(f"{prefix}mean", "number", f"mean of {symbol} over the circuits", unit),
        Column(f"{prefix}mean_se", "number", "standard error of the mean", unit),
        Column(
            f"{prefix}variance",
            "number",
            f"sample variance of {symbol}; 0 where it differs between circuits by no more than rounding",
            squared,
        ),
        Column(
            f"{prefix}variance_low",
            "number",
            "lower end of its 95 % interval (Hall's transformation, which allows for skewness)",
            squared,
        ),
        Column(f"{prefix}variance_high", "number", "upper end of that interval", squared),
        Column(
            f"{prefix}variance_reliable",
            "truth",
            "False where these circuits show tails too heavy for that interval; True is no promise: few circuits "
            "(below some 200, for a projector 800) may not have seen them; False also where nothing varies",
        ),
        Column(
            f"{prefix}log_variance_se",
            "number",
            f"standard error of ln({prefix}variance), which weights a point in a fit",
        ),
        Column(f"{prefix}kurtosis", "number", f"kurtosis of {symbol}, 3 for a normal law; empty where nothing varies"),
    )


def _exact(prefix: str, symbol: str, unit: str) -> tuple[Column, ...]:
    known = "empty where the theory does not cover the experiment"
    return (
        Column(f"{prefix}exact_mean", "number", f"exact mean of {symbol} over the ensemble; {known}", unit),
        Column(
            f"{prefix}exact_variance",
            "number",
            f"exact variance of {symbol}; {known}",
            f"{unit} squared" if unit else "",
        ),
        Column(f"{prefix}exact_rel_error", "number", "upper estimate of that variance's relative error"),
    )


def _deviations(prefix: str, symbol: str) -> tuple[Column, ...]:
    return (
        Column(
            f"{prefix}deviation",
            "number",
            f"deviation of the variance of {symbol}, of its logarithm, from the exact one in standard errors; empty "
            "where nothing varies",
        ),
        Column(
            f"{prefix}mean_deviation",
            "number",
            f"deviation of the mean of {symbol} from the exact one in standard errors; empty likewise",
        ),
    )


AVERAGED = (
    Column(
        "averaged_variance",
        "number",
        "another estimate of the variance of ∂E, with about half the squared error: the mean of ((∂E)² + (∂²E)²)/2, "
        "which averages (∂E)² over θ (docs/statistics.md); empty where `not_averaged` says why",
        "per radian squared",
    ),
    Column("averaged_variance_low", "number", "lower end of its 95 % interval (as above)", "per radian squared"),
    Column("averaged_variance_high", "number", "upper end of that interval", "per radian squared"),
    Column("not_averaged", "text", "why that mean is not the variance in this experiment; empty where it is"),
)

GRADIENT, OBJECTIVE = ("", "∂E", "per radian"), ("e_", "E", "")
"""Prefix of the columns, symbol and unit of both quantities."""

ESTIMATES = (
    *POINT,
    Column("circuits", "integer", "number of random circuits at this point"),
    Column("engine", "text", "what simulated them: `qulacs`, `numba`, or with noise `density`, density matrices"),
    Column("precision", "text", "in which precision: `double` or `single`"),
    *_moments(*GRADIENT),
    *AVERAGED,
    *_moments(*OBJECTIVE),
    *LIMITS,
)
"""What is estimated from samples, one experiment a file: the columns of `tables.estimates`."""

COLUMNS = (
    *ESTIMATES,
    *_exact(*GRADIENT),
    *_exact(*OBJECTIVE),
    *_deviations(*GRADIENT[:2]),
    *_deviations(*OBJECTIVE[:2]),
)

KEYS = [c.name for c in POINT]
EXACT = {
    "mean": "exact_mean",
    "variance": "exact_variance",
    "rel_error": "exact_rel_error",
    "e_mean": "e_exact_mean",
    "e_variance": "e_exact_variance",
    "e_rel_error": "e_exact_rel_error",
}
"""Names here of columns of the table of exact moments."""


def make(results: Results, parts: list[Path]) -> pd.DataFrame:
    """Estimates with the exact moments of the same points, where known, and the deviations in standard errors.

    The deviation of a variance is that of its logarithm, whose error is nearer to a normal law. `parts` are the files
    of estimates, one an experiment. Where nothing varies there is no standard error, and no deviation.
    """
    exact = results["exact_variance"][[*KEYS, *EXACT]].rename(columns=EXACT)
    table = read_tables(parts, ESTIMATES).merge(exact, on=KEYS, how="left")
    for prefix in ("", "e_"):
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.log(table[f"{prefix}variance"] / table[f"{prefix}exact_variance"])
            table[f"{prefix}deviation"] = (ratio / table[f"{prefix}log_variance_se"]).where(np.isfinite(ratio))
            difference = table[f"{prefix}mean"] - table[f"{prefix}exact_mean"]
            table[f"{prefix}mean_deviation"] = (difference / table[f"{prefix}mean_se"]).where(
                table[f"{prefix}mean_se"] > 0
            )
    return table
