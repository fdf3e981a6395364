"""The depth from which the variance of the gradient stays near its limit, for every experiment and size.

A curve is near its limit where it is within a fraction of it, or within a fixed distance. The samples know a depth up
to their intervals, the exact curves up to their estimated errors: the table says not before which depth, and by
which.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from plateaus.statistics.fits import settling_depth
from plateaus.storage.columns import Column
from plateaus.tables.common import EXPERIMENT, QUBITS
from plateaus.tables.results import Results

CAPTION = """
Depth from which the variance stays within the given fraction of its limit (1: at most twice the limit), or distance: it
cannot be before ``depth_low`` (an interval before that lies outside; of sampled ones all do), and it has by
``depth_high`` (from there every interval lies inside). Empty where the recorded depths or their errors do not tell.
"""

CLOSENESS = Column("closeness", "text", "whether `within` is `relative` to the limit or `absolute`")
WITHIN = Column("within", "number", "which distance of the limit counts as near")

COLUMNS = (
    EXPERIMENT,
    QUBITS,
    CLOSENESS,
    WITHIN,
    Column("source", "text", "`sampled` or `exact`"),
    Column(
        "depth_low", "number", "the curve has not settled before this depth; empty where the data do not tell", "layers"
    ),
    Column("depth_high", "number", "it has settled by this depth (equal where exact); likewise", "layers"),
)

RELATIVE, ABSOLUTE = "relative", "absolute"
TWICE, RELATIVELY_NEAR, ABSOLUTELY_NEAR = (RELATIVE, 1.0), (RELATIVE, 0.1), (ABSOLUTE, 1e-3)
"""The distances that claims are about: at most twice the limit (from above it is approached), within a tenth, 0.001."""
SAMPLED_WITHIN = (RELATIVELY_NEAR,)
EXACT_WITHIN = (TWICE, (RELATIVE, 0.5), RELATIVELY_NEAR, (RELATIVE, 0.01), ABSOLUTELY_NEAR)
"""Which distances are looked at."""


def make(results: Results, parts: list[Path]) -> pd.DataFrame:
    """The depths of the samples, then those of the exact curves."""
    sampled = results["variance"].rename(columns={"variance_low": "low", "variance_high": "high"})
    exact = results["exact_variance"]
    spread = exact["variance"] * exact["rel_error"]
    exact = exact.assign(low=exact["variance"] - spread, high=exact["variance"] + spread)
    rows = [*_depths(sampled, "sampled", SAMPLED_WITHIN), *_depths(exact, "exact", EXACT_WITHIN)]
    return pd.DataFrame(rows, columns=[c.name for c in COLUMNS])


def _depths(table: pd.DataFrame, source: str, distances: Sequence[tuple[str, float]]) -> Iterator[dict]:
    """One row a curve and distance, of curves whose intervals are the columns low and high, and that have a limit."""
    for (experiment, n), curve in table.groupby(["experiment", "qubits"], sort=False):
        curve = curve.sort_values("layers")
        limit = curve["limit"].iloc[0]
        if not limit > 0:
            continue
        for closeness, within in distances:
            low, high = settling_depth(
                curve["layers"].to_numpy(),
                curve["low"].to_numpy(),
                curve["high"].to_numpy(),
                limit=limit,
                within=within if closeness == RELATIVE else within / limit,
                sampled=source == "sampled",
            )
            yield {
                "experiment": experiment,
                "qubits": n,
                "closeness": closeness,
                "within": within,
                "source": source,
                "depth_low": low,
                "depth_high": high,
            }


def exact_curves(depths: pd.DataFrame) -> Iterator[tuple[tuple[str, str, float], pd.DataFrame]]:
    """The rows of this table that know a depth exactly, together by experiment, closeness and distance."""
    known = depths[(depths["source"] == "exact") & depths["depth_high"].notna()]
    yield from known.groupby(["experiment", "closeness", "within"], sort=False)
