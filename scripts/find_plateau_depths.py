"""Find, for every experiment and size, the depth from which the variance stays near its limit.

Example
-------
python scripts/find_plateau_depths.py --variance results/tables/variance.csv --output /tmp/plateau_depths.csv
"""

from __future__ import annotations

import argparse

import pandas as pd

from plateaus.files import read_table, write_table
from plateaus.options import run
from plateaus.statistics import settling_depth

WITHIN = 0.1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--variance", required=True, help="the table of variances, CSV")
    parser.add_argument("--output", required=True, help="CSV file to write")
    a = parser.parse_args()
    columns = ["experiment", "qubits", "layers", "variance_low", "variance_high", "haar_variance"]
    rows = []
    for (experiment, qubits), curve in read_table(a.variance, columns).groupby(["experiment", "qubits"], sort=False):
        curve = curve.sort_values("layers")
        earliest, latest = settling_depth(
            layers=curve["layers"].to_numpy(),
            low=curve["variance_low"].to_numpy(),
            high=curve["variance_high"].to_numpy(),
            limit=curve["haar_variance"].iloc[0],
            within=WITHIN,
        )
        rows.append((experiment, qubits, WITHIN, "sampled", earliest, latest))
    names = ["experiment", "qubits", "within", "source", "depth_low", "depth_high"]
    write_table(a.output, pd.DataFrame(rows, columns=names))


if __name__ == "__main__":
    run(main)
