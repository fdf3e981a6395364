"""Estimate how often a gradient component exceeds fixed values, next to Chebyshev's bound.

Example
-------
python scripts/estimate_tails.py --experiment zz_chain --depth-rule "12*n" --exact results/tables/exact_variance.csv \\
    --output /tmp/tails.csv results/samples/zz_chain/*
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from plateaus.depths import depth_at
from plateaus.files import by_grid_point, join_samples, read_samples, read_table, write_table
from plateaus.options import run

EPSILONS = (0.01, 0.03, 0.1, 0.3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("samples", nargs="+", help="Parquet files of the experiment, depths nested")
    parser.add_argument("--experiment", required=True, help="name of the experiment")
    parser.add_argument("--depth-rule", required=True, help="at which depth")
    parser.add_argument("--exact", required=True, help="the table of exact moments, CSV")
    parser.add_argument("--output", required=True, help="CSV file to write")
    a = parser.parse_args()
    exact = read_table(a.exact, ["experiment", "qubits", "layers", "variance"]).set_index(
        ["experiment", "qubits", "layers"]
    )["variance"]
    batches = [read_samples(path, {"experiment": a.experiment, "depths": "nested"}) for path in sorted(a.samples)]
    rows = []
    for part in map(join_samples, by_grid_point(batches)):
        n = int(part.source["qubits"])
        depth = depth_at(a.depth_rule, n, int(part.layers[-1]))
        gradient = np.abs(part.gradient[:, np.searchsorted(part.layers, depth)])
        for epsilon in EPSILONS:
            test = binomtest(int((gradient > epsilon).sum()), len(gradient))
            interval = test.proportion_ci(method="exact")
            rows.append(
                {
                    "experiment": a.experiment,
                    "qubits": n,
                    "layers": depth,
                    "epsilon": epsilon,
                    "circuits": test.n,
                    "exceed": test.k,
                    "probability": test.statistic,
                    "low": interval.low,
                    "high": interval.high,
                    "chebyshev": exact.loc[a.experiment, n, depth] / epsilon**2,
                }
            )
    write_table(a.output, pd.DataFrame(rows))


if __name__ == "__main__":
    run(main)
