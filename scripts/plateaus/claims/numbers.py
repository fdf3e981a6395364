"""Numbers that several claims hang on, read off the tables of a run; `MissingError` where it has none."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from plateaus.claims import parts, words
from plateaus.claims.claim import MissingError, below, every
from plateaus.ensemble.depths import depth_at
from plateaus.statistics.fits import Fit, fit_line
from plateaus.tables.results import Results

FLAT = 0.1
"""A slope of ln Var per qubit nearer to 0 than this counts as no exponential decay (random angles: −0.69)."""
ONE_SIZE = "a line needs two sizes"
LIMIT = "limit"
"""Column of the tables of variances: Var(∂E) at infinite depth."""
ENOUGH_SIZES, ENOUGH_SPAN = 4, 3
"""How a depth grows is told from so many sizes, the largest so many times the smallest."""


def rules(results: Results, experiment: str) -> list[str]:
    """The depth rules at which decay was fitted, in the order of the configuration."""
    found = results.of("decay_rates", experiment)["depth_rule"].unique().tolist()
    if not found:
        raise MissingError(f"{experiment} has no slope at any depth: a line needs two sizes")
    return found


def rate(results: Results, experiment: str, source: str, rule: str, *, most: bool = False) -> pd.Series:
    """The row of ``decay_rates.csv`` of one source at a depth rule, over the sampled sizes or over most sizes."""
    rows = results.of("decay_rates", experiment)
    rows = rows[(rows["source"] == source) & (rows["depth_rule"] == rule)].sort_values("points")
    if rows.empty:
        raise MissingError(f"{experiment} has no {source} slope at {words.depth(rule)}: a line needs two sizes")
    return rows.iloc[-1 if most else 0]


def curves(results: Results, experiment: str) -> dict[int, pd.DataFrame]:
    """The exact curve of every size, by depth."""
    table = results.of("exact_variance", experiment)
    return {int(n): curve.set_index("layers") for n, curve in table.groupby("qubits")}


def variances_at(curves: Mapping[int, pd.DataFrame], rule: str) -> dict[int, float]:
    """The exact variance of every size at the depth that a rule picks, where the curve reaches it."""
    depths = {n: depth_at(rule, n, int(curve.index[-1])) for n, curve in curves.items()}
    return {n: float(c.loc[depths[n], "variance"]) for n, c in curves.items() if depths[n] in c.index}


def settled(results: Results, experiment: str, distance: tuple[str, float]) -> pd.DataFrame:
    """Exact rows of ``plateau_depths.csv``, by size: from which depth on the variance is so near its limit."""
    closeness, within = distance
    rows = results.of("plateau_depths", experiment)
    rows = rows[(rows["source"] == "exact") & (rows["closeness"] == closeness) & (rows["within"] == within)]
    return rows[rows["depth_high"].notna()].sort_values("qubits")


def enough(depths: pd.DataFrame) -> bool:
    """Whether the sizes of some rows are many and far apart enough to tell how their depths grow."""
    size = depths["qubits"]
    return len(size) >= ENOUGH_SIZES and size.max() >= ENOUGH_SPAN * size.min()


def power(depths: pd.DataFrame) -> float:
    """With which power of n the depths grow over the larger half of the sizes: a root of n would give 1/d."""
    size, depth = (depths[column].to_numpy(float) for column in ("qubits", "depth_high"))
    half = len(size) // 2
    return float(np.log(depth[-1] / depth[half]) / np.log(size[-1] / size[half]))


def sampled_points(results: Results, experiment: str) -> pd.DataFrame:
    """Rows of ``variance.csv``."""
    rows = results.of("variance", experiment)
    if rows.empty:
        raise MissingError(f"this run has no samples of {experiment}")
    return rows


def points_at(table: pd.DataFrame, rule: str) -> pd.DataFrame:
    """The rows of one experiment's table at the depth that a rule picks for every size, by size."""
    deepest = table.groupby("qubits")["layers"].transform("max")
    wanted = [depth_at(rule, n, d) for n, d in zip(table["qubits"], deepest, strict=True)]
    return table[table["layers"] == wanted].sort_values("qubits")


def at_full_depth(results: Results, experiment: str) -> pd.DataFrame:
    """Rows of ``variance.csv`` at the deepest depth, by size."""
    rows = sampled_points(results, experiment)
    return rows[rows["layers"] == rows["layers"].max()].sort_values("qubits")


def started_points(results: Results, beginning: str) -> tuple[pd.DataFrame, dict[str, str]]:
    """Rows at full depth of the first start of a kind that has two sizes; which are passed over, and why."""
    without: dict[str, str] = {}
    for name in parts.started(results, beginning):
        points = at_full_depth(results, name)
        if len(points) >= 2:
            return points, without
        without[name] = ONE_SIZE
    raise MissingError(f"this run compares nothing with {beginning} at two sizes{words.left_out(without)}")


def slope_with_size(points: pd.DataFrame) -> Fit:
    """The line through ln Var against the number of qubits, of rows of ``variance.csv``."""
    if len(points) < 2:
        raise MissingError(ONE_SIZE)
    logs = np.log(points["variance"].to_numpy())
    return fit_line(points["qubits"].to_numpy(float), logs, points["log_variance_se"].to_numpy())


def falls(line: Fit | pd.Series) -> bool | None:
    """Whether a slope is an exponential decay's, below −`FLAT`; None where its interval does not tell."""
    return below(line.low, line.high, -FLAT)


def is_flat(fit: Fit) -> bool | None:
    """Whether a slope is within ± `FLAT`; None where its interval does not tell."""
    return every(below(fit.low, fit.high, FLAT), below(-fit.high, -fit.low, FLAT))
