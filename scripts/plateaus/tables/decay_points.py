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
        for rule in rules.split():
            all_sampled, all_exact = _points_at(variance, rule), _points_at(exact, rule)
            vary = (all_sampled["variance"] > 0) & (all_sampled["log_variance_se"] > 0)
            vary_exactly = all_exact["variance"] > 0
            sampled = all_sampled[vary]
            yield Picked(
                experiment,
                rule,
                sampled,
                all_exact[vary_exactly],
                exact.merge(sampled[["experiment", "qubits", "layers"]]),
                {
                    "sampled": all_sampled.loc[~vary, "qubits"].tolist(),
                    "exact": all_exact.loc[~vary_exactly, "qubits"].tolist(),
                },
            )


def _points_at(table: pd.DataFrame, rule: str) -> pd.DataFrame:
    """The rows of an experiment at the depth that a rule picks for each size, by size."""
    deepest = table.groupby("qubits")["layers"].transform("max")
    wanted = [depth_at(rule, n, d) for n, d in zip(table["qubits"], deepest, strict=True)]
    return table[table["layers"] == wanted].sort_values("qubits")


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
