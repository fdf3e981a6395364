"""Fit ln Var(∂E) against the number of qubits, at the depths that rules pick.

Example
-------
python scripts/fit_decay_rates.py --variance results/tables/variance.csv --exact results/tables/exact_variance.csv \\
    --rules "zz_chain:10*n,12*n,deepest" --paper zz_chain --rates /tmp/decay_rates.csv --points /tmp/decay_points.csv
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict

import numpy as np
import pandas as pd

from plateaus import paper
from plateaus.depths import depth_at
from plateaus.files import read_table, write_table
from plateaus.options import run
from plateaus.statistics import fit_line

VARIES = 1e-25
"""Variances below are rounding: of gradients that are zero."""
POINT_COLUMNS = ["experiment", "depth_rule", "source", "qubits", "layers", "variance", "low", "high", "reliable"]


def points_at(table: pd.DataFrame, experiment: str, rule: str) -> pd.DataFrame:
    """The points of an experiment at the depth that a rule picks for each size, where anything varies."""
    table = table[table["experiment"] == experiment]
    deepest = table.groupby("qubits")["layers"].transform("max")
    wanted = [depth_at(rule, n, d) for n, d in zip(table["qubits"], deepest, strict=True)]
    varies = table["variance"] > VARIES
    if "log_variance_se" in table:
        varies &= table["log_variance_se"] > 0
    return table[(table["layers"] == wanted) & varies].sort_values("qubits")


def line(source: str, points: pd.DataFrame, column: str, error: str | None = None) -> dict:
    """A row of the table of rates: the line through one column's logarithms, weighted if there are errors."""
    size = points["qubits"].to_numpy(float)
    fit = fit_line(size, np.log(points[column].to_numpy()), points[error].to_numpy() if error else None)
    return {"source": source, "qubits_from": points["qubits"].min(), "qubits_to": points["qubits"].max()} | asdict(fit)


def rates_at(sampled: pd.DataFrame, exact_same: pd.DataFrame, exact_all: pd.DataFrame) -> Iterator[dict]:
    """Lines through the samples; through the exact values and limits at the same sizes, and at all sizes."""
    if len(sampled) >= 2:
        yield line("sampled", sampled, "variance", "log_variance_se")
    if len(exact_same) >= 2:
        yield line("exact", exact_same, "variance")
    if len(sampled) >= 2 and sampled["haar_variance"].gt(0).all():
        yield line("limit", sampled, "haar_variance")
    if len(exact_all) > len(sampled):
        yield line("exact", exact_all, "variance")
        yield line("limit", exact_all, "haar_variance")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--variance", required=True, help="the table of variances, CSV")
    parser.add_argument("--exact", nargs="?", help="the table of exact moments, CSV, if there is one")
    parser.add_argument(
        "--rules", action="append", required=True, metavar="EXPERIMENT:RULE,RULE…", help="depth rules of an experiment"
    )
    parser.add_argument("--paper", nargs="*", default=[], help="experiments that are the paper's own")
    parser.add_argument("--rates", required=True, help="CSV file of slopes to write")
    parser.add_argument("--points", required=True, help="CSV file of the fitted points to write")
    a = parser.parse_args()
    variance = read_table(a.variance, ["experiment", "qubits", "layers", "variance", "log_variance_se"])
    columns = ["experiment", "qubits", "layers", "variance", "rel_error", "haar_variance"]
    exact = read_table(a.exact, columns) if a.exact else pd.DataFrame(columns=columns)
    rates, used = [], []
    for experiment, _, rules in (entry.partition(":") for entry in a.rules):
        for rule in rules.split(","):
            key = {"experiment": experiment, "depth_rule": rule}
            sampled = points_at(variance, experiment, rule)
            exact_all = points_at(exact, experiment, rule)
            same = sampled[["experiment", "qubits", "layers"]]
            exact_same = exact.merge(same) if len(exact) else exact
            rates += [key | row for row in rates_at(sampled, exact_same, exact_all)]
            if experiment in a.paper:
                ends = {"qubits_from": paper.QUBITS[0], "qubits_to": paper.QUBITS[-1], "points": len(paper.QUBITS)}
                rates.append(key | {"source": "paper", "slope": paper.SLOPE} | ends)
            names = {"variance_low": "low", "variance_high": "high", "variance_reliable": "reliable"}
            used.append(sampled.rename(columns=names).assign(**key, source="sampled")[POINT_COLUMNS])
            spread = exact_all["variance"] * exact_all["rel_error"]
            ends = {"low": exact_all["variance"] - spread, "high": exact_all["variance"] + spread, "reliable": True}
            used.append(exact_all.assign(**key, source="exact", **ends)[POINT_COLUMNS])
    keys = ["experiment", "depth_rule", "source", "qubits_from", "qubits_to"]
    columns = [*keys, "slope", "low", "high", "intercept", "points", "chi2", "p_value"]
    write_table(a.rates, pd.DataFrame(rates, columns=columns))
    found = [points for points in used if len(points)]
    write_table(a.points, pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=POINT_COLUMNS))


if __name__ == "__main__":
    run(main)
