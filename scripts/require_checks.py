"""Fail unless every check passed, naming those that did not.

Example
-------
python scripts/require_checks.py results/tables/checks.csv
"""

from __future__ import annotations

import sys

from plateaus.options import parser, run
from plateaus.storage.tables import read_table
from plateaus.tables.checks import COLUMNS


def main() -> None:
    options = parser(__doc__)
    options.add_argument("checks", help="the table of checks, CSV")
    a = options.parse_args()
    checks = read_table(a.checks, COLUMNS)
    failed = checks[~checks["passed"]]
    for _, check in failed.iterrows():
        reason = (
            f"p = {check['p_value']:.2g}, not above {check['threshold']:.2g}"
            if check["statistical"]
            else "does not hold"
        )
        print(f"FAILED {check['experiment']}: {check['name']}: {reason} ({check['detail']})", file=sys.stderr)
    if len(failed):
        sys.exit(f"error: {len(failed)} of {len(checks)} checks failed; see {a.checks}")
    print(f"{len(checks)} checks passed")


if __name__ == "__main__":
    run(main)
