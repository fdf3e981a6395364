"""Write down what the experiments of a run are: the table that figures, claims and other tables read them from.

Example
-------
python scripts/describe.py --experiments '[{"experiment": "zz_chain", "title": "Z₁Z₂ on a chain", …}]' \\
    --output /tmp/experiments.csv
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from plateaus.options import parser, run
from plateaus.storage.tables import DTYPES, write_table
from plateaus.tables.experiments import COLUMNS


def main() -> None:
    options = parser(__doc__)
    options.add_argument(
        "--experiments",
        type=json.loads,
        required=True,
        help="the rows, a list of objects in JSON; null for an empty cell",
    )
    options.add_argument("--output", type=Path, required=True, help="CSV file to write")
    a = options.parse_args()
    types = {column.name: DTYPES[column.type] for column in COLUMNS}
    write_table(a.output, pd.DataFrame(a.experiments).astype(types), COLUMNS)


if __name__ == "__main__":
    run(main)
