"""Make one table of a run from its other tables and from files.

Each table has a module of its own, which says what its columns are and how it is made.

Example
-------
python scripts/make_table.py --table plateau_depths --output /tmp/plateau_depths.csv \\
    --tables results/tables/variance.csv results/tables/exact_variance.csv
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from plateaus.options import parser, run
from plateaus.storage.tables import read_table, write_table
from plateaus.storage.writing import replacing
from plateaus.tables.page import page
from plateaus.tables.results import Results, module_of


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--table", required=True, help="name of the table")
    options.add_argument(
        "--tables", nargs="*", type=Path, default=[], help="the tables that it is made from, CSV files"
    )
    options.add_argument("--parts", nargs="*", type=Path, default=[], help="other files that it is made from")
    options.add_argument("--output", type=Path, required=True, help="CSV file to write")
    options.add_argument("--page", help="the same to read, HTML page to write", metavar="HTML")
    options.add_argument("--title", default="", help="heading of the page")
    a = options.parse_args()
    module = import_module(module_of(a.table))
    write_table(a.output, module.make(Results(a.tables), a.parts), module.COLUMNS)
    if a.page:
        written = read_table(a.output, module.COLUMNS)
        with replacing(a.page) as draft:
            draft.write_text(page(a.title, written, module.COLUMNS), encoding="utf-8")


if __name__ == "__main__":
    run(main)
