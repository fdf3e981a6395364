"""The points at which the decay of the variance with the number of qubits is fitted.

A depth rule such as ``12*n`` picks one depth for every size. Each experiment has its rules, in the table of
experiments; the samples and the exact values at the depths that they pick are the points. The table `decay_rates`
holds the lines through them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from plateaus.ensemble.depths import depth_at
from plateaus.storage.columns import Column
from plateaus.storage.tables import empty
from plateaus.tables.common import EXPERIMENT, LAYERS, QUBITS
from plateaus.tables.results import Results

DEPTH_RULE = Column(
    "depth_rule",
    "text",
    "which points: `12*n` takes depth 12n at n qubits; `deepest` the deepest layer sampled, or computed where all "
    "exact sizes are taken",
)

COLUMNS = (
    EXPERIMENT,
    DEPTH_RULE,
    Column("source", "text", "`sampled` or `exact`"),
    QUBITS,
    LAYERS,
    Column("variance", "number", "variance of ∂E", "per radian squared"),
    Column("low", "number", "lower end: of the 95 % interval if sampled, of the estimated error if exact"),
    Column("high", "number", "upper end of the same"),
    Column("reliable", "truth", "as `variance_reliable` of the table of variances; True for an exact value"),
)


@dataclass(frozen=True)
class Picked:
    """The points that one depth rule picks of one experiment, by increasing size.

    Attributes
    ----------
    experiment, rule : str
    sampled : DataFrame
        Rows of the table of variances.
    exact : DataFrame
        Rows of the table of exact moments, at all sizes that it has; empty where the theory has none.
    exact_same : DataFrame
        Its rows at the sizes and depths of `sampled`. (The deepest depth may be another one.)
    zero : dict of str to list of int
        Of ``sampled`` and of ``exact``, the sizes at which nothing varies at that depth: they are in none of the above.
    """

    experiment: str
    rule: str
    sampled: pd.DataFrame
    exact: pd.DataFrame
    exact_same: pd.DataFrame
    zero: dict[str, list[int]]

    @property
    def key(self) -> dict[str, str]:
        """What tables call it by."""
        return {"experiment": self.experiment, "depth_rule": self.rule}


def picked(results: Results) -> Iterator[Picked]:
    """The points of every experiment and rule, in the order of the table of experiments."""
    for experiment, rules in results.experiments["depth_rules"].items():
        variance, exact = (results.of(name, experiment) for name in ("variance", "exact_variance"))
        samples, curves = _Grid(variance), _Grid(exact)
        vary = ((variance["variance"] > 0) & (variance["log_variance_se"] > 0)).to_numpy()
        vary_exactly = (exact["variance"] > 0).to_numpy()
        for rule in rules.split():
            all_sampled, all_exact = samples.picked_by(rule), curves.picked_by(rule)
            sampled = {point: row for point, row in all_sampled.items() if vary[row]}
            yield Picked(
                experiment,
                rule,
                variance.iloc[list(sampled.values())],
                exact.iloc[[row for row in all_exact.values() if vary_exactly[row]]],
                exact.iloc[sorted(curves.rows[point] for point in sampled.keys() & curves.rows.keys())],
                {
                    "sampled": [n for (n, _), row in all_sampled.items() if not vary[row]],
                    "exact": [n for (n, _), row in all_exact.items() if not vary_exactly[row]],
                },
            )


class _Grid:
    """Where an experiment's table has which size and depth.

    Attributes
    ----------
    rows : dict of (int, int) to int
        Position of the row of a size and a depth.
    deepest : dict of int to int
        The deepest layer of each size.
    """

    def __init__(self, table: pd.DataFrame) -> None:
        self.rows = {point: row for row, point in enumerate(zip(table["qubits"], table["layers"], strict=True))}
        self.deepest: dict[int, int] = {}
        for n, layers in self.rows:
            self.deepest[n] = max(layers, self.deepest.get(n, layers))

    def picked_by(self, rule: str) -> dict[tuple[int, int], int]:
        """Those of `rows` at the depth that a rule picks for each size, by size."""
        points = ((n, depth_at(rule, n, self.deepest[n])) for n in sorted(self.deepest))
        return {point: self.rows[point] for point in points if point in self.rows}


def make(results: Results, parts: list[Path]) -> pd.DataFrame:
    """The sampled and the exact points of every experiment and rule."""
    names, used = [c.name for c in COLUMNS], []
    for points in picked(results):
        ends = {"variance_low": "low", "variance_high": "high", "variance_reliable": "reliable"}
        used.append(points.sampled.rename(columns=ends).assign(**points.key, source="sampled")[names])
        spread = points.exact["variance"] * points.exact["rel_error"]
        exact = points.exact.assign(
            low=points.exact["variance"] - spread, high=points.exact["variance"] + spread, reliable=True
        )
        used.append(exact.assign(**points.key, source="exact")[names])
    found = [rows for rows in used if len(rows)]
    return pd.concat(found, ignore_index=True) if found else empty(COLUMNS)
