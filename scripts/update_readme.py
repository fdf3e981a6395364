"""Write the claims of a run into the README's results section, or check that they are the ones that stand there.

Example
-------
python scripts/update_readme.py --claims results/tables/claims.csv --checks results/tables/checks.csv README.md --check
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pandas as pd

from plateaus.files import read_table, replacing
from plateaus.options import run
from plateaus.readme import with_section

BEGIN, END = "<!-- results: begin (written by make readme) -->", "<!-- results: end -->"


def section(claims: pd.DataFrame, checks: pd.DataFrame) -> str:
    """The results section as Markdown."""
    rows = [
        f"| {c['number']} | {c['claim']} | {c['measured']} | **{c['verdict']}** |".replace("|∂E|", "\\|∂E\\|")
        for _, c in claims.iterrows()
    ]
    remarks = [f"* {c['number']}: {c['remark']}." for _, c in claims.iterrows() if isinstance(c["remark"], str)]
    passed = f"{int(checks['passed'].sum())} of {len(checks)} checks of the results passed."
    return "\n".join(
        [
            "| | claim of the paper | this run (default configuration, 95 % intervals) | verdict |",
            *("| --- | --- | --- | --- |", *rows, "", *remarks, "", passed),
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("readme", type=Path, help="the file to write or check")
    parser.add_argument("--claims", required=True, help="the table of claims, CSV")
    parser.add_argument("--checks", required=True, help="the table of checks, CSV")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the section is another one")
    a = parser.parse_args()
    claims, checks = read_table(a.claims, ["number", "verdict"]), read_table(a.checks, ["passed"])
    wanted = with_section(a.readme, BEGIN, END, section(claims, checks))
    if a.check:
        if wanted != a.readme.read_text(encoding="utf-8"):
            sys.exit(f"error: the results in {a.readme} are not those of this run; write them with `make readme`")
        return
    with replacing(a.readme) as draft:
        draft.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    run(main)
