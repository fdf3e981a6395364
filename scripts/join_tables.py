"""Put tables with the same columns under each other.

Example
-------
python scripts/join_tables.py --output results/tables/exact_variance.csv results/exact/*/*.csv
"""

from __future__ import annotations

import argparse

import pandas as pd

from plateaus.files import read_table, write_table
from plateaus.options import run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tables", nargs="+", help="CSV files with the same columns")
    parser.add_argument("--output", required=True, help="CSV file to write")
    a = parser.parse_args()
    write_table(a.output, pd.concat([read_table(path) for path in a.tables], ignore_index=True))


if __name__ == "__main__":
    run(main)
