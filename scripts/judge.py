"""Hold the claims of papers against the tables of a run: one table and one readable page.

Example
-------
python scripts/judge.py --tables results/tables/*.csv --output /tmp/claims.csv --page /tmp/claims.html
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from plateaus.claims.page import page
from plateaus.claims.papers import judge
from plateaus.options import parser, run
from plateaus.storage.tables import write_table
from plateaus.storage.writing import replacing
from plateaus.tables.claims import COLUMNS
from plateaus.tables.results import Results


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--tables", type=Path, nargs="+", required=True, help="tables of the run, CSV")
    options.add_argument("--output", required=True, help="CSV file to write")
    options.add_argument("--page", required=True, help="HTML page to write")
    a = options.parse_args()
    claims = judge(Results(a.tables))
    write_table(a.output, pd.DataFrame(claims, columns=[c.name for c in COLUMNS]), COLUMNS)
    with replacing(a.page) as draft:
        draft.write_text(page(claims), encoding="utf-8")


if __name__ == "__main__":
    run(main)
