"""Compare two laws for the depth that graphs need: a + b·n, and a + b·n^(1/d) for a graph of dimension d.

Example
-------
python scripts/compare_growth.py --depths results/tables/plateau_depths.csv --dimension dim_grid=2 \\
    --dimension zz_chain=1 --output /tmp/depth_growth.csv
"""

from __future__ import annotations

import argparse

import pandas as pd

from plateaus.files import read_table, write_table
from plateaus.growth import COLUMNS, compare
from plateaus.options import add_pairs_option, run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--depths", required=True, help="the table of depths, CSV")
    add_pairs_option(parser, "--dimension", "NAME=D", "an experiment and the dimension of its graph, inf, or None")
    parser.add_argument("--output", required=True, help="CSV file to write")
    a = parser.parse_args()
    depths = read_table(a.depths, ["experiment", "qubits", "closeness", "within", "source", "depth_high"])
    dimensions = {name: float(d) if d != "None" else float("nan") for name, d in a.dimension}
    write_table(
        a.output, pd.DataFrame(compare(depths.sort_values("qubits", kind="stable"), dimensions), columns=COLUMNS)
    )


if __name__ == "__main__":
    run(main)
