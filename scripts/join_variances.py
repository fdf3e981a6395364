"""Put the estimates of all experiments into one table, with the exact values and the deviations from them.

Example
-------
python scripts/join_variances.py --exact results/tables/exact_variance.csv --output /tmp/variance.csv \\
    results/statistics/*.csv
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

from plateaus.files import read_table, write_table
from plateaus.options import run

KEYS = ["experiment", "qubits", "layers"]
EXACT = ["mean", "variance", "rel_error", "e_mean", "e_variance", "e_rel_error"]


def with_exact(variance: pd.DataFrame, exact: pd.DataFrame | None) -> pd.DataFrame:
    """Estimates with the exact moments of the same points, where known, and the deviations in standard errors.

    The deviation of a variance is that of its logarithm, whose error is nearer to a normal law.
    """
    names = {column: f"e_exact_{column[2:]}" if column.startswith("e_") else f"exact_{column}" for column in EXACT}
    if exact is None:
        table = variance.assign(**dict.fromkeys(names.values(), np.nan))
    else:
        table = variance.merge(exact[[*KEYS, *EXACT]].rename(columns=names), on=KEYS, how="left")
    for prefix in ("", "e_"):
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.log(table[f"{prefix}variance"] / table[f"{prefix}exact_variance"])
            table[f"{prefix}deviation"] = ratio / table[f"{prefix}log_variance_se"]
            difference = table[f"{prefix}mean"] - table[f"{prefix}exact_mean"]
            table[f"{prefix}mean_deviation"] = difference / table[f"{prefix}mean_se"]
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", nargs="+", help="CSV files, one an experiment")
    parser.add_argument("--exact", nargs="?", help="the table of exact moments, CSV, if there is one")
    parser.add_argument("--output", required=True, help="CSV file to write")
    a = parser.parse_args()
    variance = pd.concat([read_table(path) for path in a.tables], ignore_index=True)
    exact = read_table(a.exact, [*KEYS, *EXACT]) if a.exact else None
    write_table(a.output, with_exact(variance, exact))


if __name__ == "__main__":
    run(main)
