"""Hold results against the digests that their run recorded, and name every file that differs.

Example
-------
python scripts/verify_results.py results/provenance/SHA256SUMS
"""

from __future__ import annotations

import sys
from pathlib import Path

from plateaus.options import parser, run
from plateaus.storage.provenance import differences


def main() -> None:
    options = parser(__doc__)
    options.add_argument("record", type=Path, help="digests, as record_run.py wrote them")
    a = options.parse_args()
    problems = differences(a.record)
    files = len(a.record.read_text(encoding="utf-8").splitlines())
    if problems:
        advice = f"{len(problems)} of {files} files differ: remove them and run the same configuration again"
        sys.exit("\n".join([*problems, f"{advice} (make figures): what is missing is made anew"]))
    print(f"{files} files are those that the run made")


if __name__ == "__main__":
    run(main)
