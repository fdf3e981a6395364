"""Put the checks of all experiments into one table and hold each against its share of the level.

Example
-------
python scripts/judge_checks.py --output /tmp/checks.csv results/checks/*.csv
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

from plateaus.checks import threshold
from plateaus.files import read_table, write_table
from plateaus.options import run


def judged(checks: pd.DataFrame) -> pd.DataFrame:
    """The checks with the p-value each has to reach and whether it does."""
    limit = np.where(checks["statistical"], threshold(int(checks["statistical"].sum())), 0.5)
    return checks.assign(threshold=limit, passed=checks["p_value"] > limit)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", nargs="+", help="CSV files, one an experiment")
    parser.add_argument("--output", required=True, help="CSV file to write")
    a = parser.parse_args()
    found = (read_table(path) for path in a.tables)
    write_table(a.output, judged(pd.concat([table for table in found if len(table)], ignore_index=True)))


if __name__ == "__main__":
    run(main)
