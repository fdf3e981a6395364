"""Write the claims of a run into the README's results section, or check that they are the ones that stand there.

Example
-------
python scripts/tools/update_readme.py --claims results/tables/claims.csv --checks results/tables/checks.csv README.md
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))  # the library stands beside this folder

from plateaus.claims.words import said
from plateaus.options import parser, run
from plateaus.storage.tables import read_table
from plateaus.storage.writing import replacing
from plateaus.tables import checks, claims
from tools.sections import with_section

BEGIN, END = "<!-- results: begin (written by make readme) -->", "<!-- results: end -->"


def section(found: pd.DataFrame, checked: pd.DataFrame) -> str:
    """The results section as Markdown, from the tables of claims and of checks."""
    rows = [
        f"| {c['number']} | {c['claim']} | {c['measured']} | **{said(c['verdict'], c['choice'])}** |".replace(
            "|∂E|", "\\|∂E\\|"
        )
        for _, c in found.iterrows()
    ]
    remarks = [f"* {c['number']}: {c['remark']}." for _, c in found.iterrows() if c["remark"]]
    passed = f"{int(checked['passed'].sum())} of {len(checked)} checks of the results passed."
    return "\n".join(
        [
            "| | claim of the paper | this run (default configuration, 95 % intervals) | verdict |",
            *("| --- | --- | --- | --- |", *rows, "", *remarks, "", passed),
        ]
    )


def main() -> None:
    options = parser(__doc__)
    options.add_argument("readme", type=Path, help="the file to write or check")
    options.add_argument("--claims", required=True, help="the table of claims, CSV")
    options.add_argument("--checks", required=True, help="the table of checks, CSV")
    options.add_argument("--check", action="store_true", help="write nothing; fail if the section is another one")
    a = options.parse_args()
    found, checked = read_table(a.claims, claims.COLUMNS), read_table(a.checks, checks.COLUMNS)
    wanted = with_section(a.readme, BEGIN, END, section(found, checked))
    if a.check:
        if wanted != a.readme.read_text(encoding="utf-8"):
            sys.exit(f"error: the results in {a.readme} are not those of this run; write them with `make readme`")
        return
    with replacing(a.readme) as draft:
        draft.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    run(main)
