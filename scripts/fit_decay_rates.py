"""Fit ln Var(∂E) against the number of qubits, at the depths that rules pick.

Example
-------
python scripts/fit_decay_rates.py --variance results/tables/variance.csv --rules "zz_chain:10*n,12*n,deepest" \\
    --paper zz_chain --rates /tmp/decay_rates.csv --points /tmp/decay_points.csv
"""

from __future__ import annotations

import argparse
from dataclasses import asdict

import numpy as np
import pandas as pd

from plateaus import paper
from plateaus.depths import depth_at
from plateaus.files import read_table, write_table
from plateaus.options import run
from plateaus.statistics import Fit, fit_line

POINT_COLUMNS = ["experiment", "depth_rule", "source", "qubits", "layers", "variance", "low", "high", "reliable"]


def points_at(variance: pd.DataFrame, experiment: str, rule: str) -> pd.DataFrame:
    """The sampled points of an experiment at the depth that a rule picks for each size, where anything varies."""
    table = variance[variance["experiment"] == experiment]
    deepest = table.groupby("qubits")["layers"].transform("max")
    wanted = [depth_at(rule, n, d) for n, d in zip(table["qubits"], deepest, strict=True)]
    return table[(table["layers"] == wanted) & (table["variance"] > 0)].sort_values("qubits")


def fits_at(points: pd.DataFrame) -> dict[str, Fit]:
    """Lines through the sampled variances, weighted by their errors, and through the limits at the same sizes."""
    size = points["qubits"].to_numpy(float)
    sampled = fit_line(size, np.log(points["variance"].to_numpy()), points["log_variance_se"].to_numpy())
    return {"sampled": sampled, "limit": fit_line(size, np.log(points["haar_variance"].to_numpy()))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--variance", required=True, help="the table of variances, CSV")
    parser.add_argument(
        "--rules", action="append", required=True, metavar="EXPERIMENT:RULE,RULE…", help="depth rules of an experiment"
    )
    parser.add_argument("--paper", nargs="*", default=[], help="experiments that are the paper's own")
    parser.add_argument("--rates", required=True, help="CSV file of slopes to write")
    parser.add_argument("--points", required=True, help="CSV file of the fitted points to write")
    a = parser.parse_args()
    variance = read_table(a.variance, ["experiment", "qubits", "layers", "variance", "log_variance_se"])
    rates, used = [], []
    for experiment, _, rules in (entry.partition(":") for entry in a.rules):
        for rule in rules.split(","):
            points = points_at(variance, experiment, rule)
            used.append(
                points.rename(
                    columns={"variance_low": "low", "variance_high": "high", "variance_reliable": "reliable"}
                ).assign(depth_rule=rule, source="sampled")[POINT_COLUMNS]
            )
            key = {"experiment": experiment, "depth_rule": rule}
            if len(points) >= 2:
                rates += [key | {"source": source} | asdict(fit) for source, fit in fits_at(points).items()]
            if experiment in a.paper:
                rates.append(key | {"source": "paper", "slope": paper.SLOPE, "points": len(paper.QUBITS)})
    write_table(a.rates, pd.DataFrame(rates))
    write_table(a.points, pd.concat(used, ignore_index=True))


if __name__ == "__main__":
    run(main)
