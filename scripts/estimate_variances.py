"""Estimate mean, variance and kurtosis of E and ∂E at every size and depth of one experiment.

Example
-------
python scripts/estimate_variances.py --experiment zz_chain --output /tmp/zz.csv results/samples/zz_chain/*.parquet
"""

from __future__ import annotations

import argparse
from functools import reduce
from operator import add

import pandas as pd

from plateaus.exact import limits_at
from plateaus.files import Samples, by_grid_point, join_samples, read_samples, write_table
from plateaus.options import add_source_options, experiment_of, run, source_of
from plateaus.statistics import Moments


def estimates(batches: list[Samples]) -> pd.DataFrame:
    """One row a depth, for batches of one size."""
    join_samples(batches)  # refuses batches that overlap or do not belong together
    columns: dict = {
        "experiment": batches[0].source["experiment"],
        "qubits": int(batches[0].source["qubits"]),
        "layers": batches[0].layers,
        "circuits": sum(len(batch.circuit) for batch in batches),
    }
    for prefix, quantity in (("", "gradient"), ("e_", "objective")):
        moments = reduce(add, (Moments.of(getattr(batch, quantity)) for batch in batches))
        low, high = moments.variance_interval()
        columns |= {
            f"{prefix}mean": moments.mean,
            f"{prefix}mean_se": moments.mean_se,
            f"{prefix}variance": moments.variance,
            f"{prefix}variance_low": low,
            f"{prefix}variance_high": high,
            f"{prefix}variance_reliable": moments.reliable,
            f"{prefix}log_variance_se": moments.log_variance_se,
            f"{prefix}kurtosis": moments.kurtosis,
        }
    return pd.DataFrame(columns)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("samples", nargs="+", help="Parquet files of the experiment")
    parser.add_argument("--output", required=True, help="CSV file to write")
    add_source_options(parser)
    a = parser.parse_args()
    source = source_of(a)
    batches = [read_samples(path, source) for path in sorted(a.samples)]
    table = pd.concat([estimates(group) for group in by_grid_point(batches)], ignore_index=True)
    experiment = experiment_of(source)
    infinite = pd.DataFrame([{"qubits": n} | limits_at(experiment, n) for n in table["qubits"].unique()])
    write_table(a.output, table.sort_values(["qubits", "layers"]).merge(infinite, on="qubits"))


if __name__ == "__main__":
    run(main)
