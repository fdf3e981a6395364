"""Check the results of one experiment against the exact theory, themselves and an independent simulation.

Example
-------
python scripts/run_checks.py --experiment zz_chain --master-seed 20180327 --variance results/tables/variance.csv \\
    --exact results/tables/exact_variance.csv --tolerance 1e-6 --output /tmp/checks.csv results/samples/zz_chain/*
"""

from __future__ import annotations

import argparse

import pandas as pd

from plateaus.checks import all_checks
from plateaus.files import by_grid_point, join_samples, read_samples, read_table, write_table
from plateaus.options import add_source_options, experiment_of, run, source_of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("samples", nargs="+", help="Parquet files of the experiment")
    parser.add_argument("--variance", required=True, help="the table of variances, CSV")
    parser.add_argument("--exact", nargs="?", help="the table of exact moments, CSV, if there is one")
    parser.add_argument("--tolerance", type=float, help="relative error asked of the exact variances; none: no theory")
    parser.add_argument("--output", required=True, help="CSV file to write")
    add_source_options(parser)
    a = parser.parse_args()
    source = source_of(a)
    batches = [read_samples(path, source) for path in sorted(a.samples)]
    variance = read_table(a.variance, ["experiment", "qubits", "layers"])
    exact = read_table(a.exact, ["experiment", "qubits", "layers"]) if a.exact else variance[:0]
    found = all_checks(
        [join_samples(group) for group in by_grid_point(batches)],
        variance[variance["experiment"] == a.experiment],
        exact[exact["experiment"] == a.experiment],
        experiment=experiment_of(source),
        tolerance=a.tolerance,
    )
    write_table(a.output, pd.DataFrame(found))


if __name__ == "__main__":
    run(main)
