"""Compare variances from nested depths with those from independently drawn depths, point by point.

Example
-------
python scripts/compare_depth_sampling.py --variance results/tables/variance.csv \\
    --pair zz_chain:zz_independent --output /tmp/depth_sampling.csv
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

from plateaus.files import read_table, write_table
from plateaus.options import run

KEYS = ["qubits", "layers"]


def compare(variance: pd.DataFrame, nested: str, independent: str) -> pd.DataFrame:
    """Ratio of the two variances at every point both have, and its deviation from 1 in standard errors."""
    columns = [*KEYS, "variance", "log_variance_se"]
    left, right = (variance.loc[variance["experiment"] == name, columns] for name in (nested, independent))
    both = left.merge(right, on=KEYS, suffixes=("_nested", "_independent"))
    log_ratio = np.log(both["variance_nested"] / both["variance_independent"])
    error = np.hypot(both["log_variance_se_nested"], both["log_variance_se_independent"])
    return pd.DataFrame(
        {
            "nested": nested,
            "independent": independent,
            **{key: both[key] for key in KEYS},
            "variance_nested": both["variance_nested"],
            "variance_independent": both["variance_independent"],
            "ratio": np.exp(log_ratio),
            "ratio_se": np.exp(log_ratio) * error,
            "deviation": log_ratio / error,
        }
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--variance", required=True, help="the table of variances, CSV")
    parser.add_argument("--pair", action="append", required=True, metavar="NESTED:INDEPENDENT", help="two experiments")
    parser.add_argument("--output", required=True, help="CSV file to write")
    a = parser.parse_args()
    variance = read_table(a.variance, ["experiment", *KEYS, "variance", "log_variance_se"])
    tables = [compare(variance, *pair.split(":")) for pair in a.pair]
    write_table(a.output, pd.concat(tables, ignore_index=True))


if __name__ == "__main__":
    run(main)
