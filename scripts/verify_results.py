"""Hold results against the digests that their run recorded, and name every file that differs.

Example
-------
python scripts/verify_results.py results/provenance/SHA256SUMS
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from plateaus.options import run
from plateaus.provenance import differences


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path, help="digests, as record_run.py wrote them")
    a = parser.parse_args()
    problems = differences(a.record)
    if problems:
        sys.exit("\n".join(problems))
    print(f"{len(a.record.read_text(encoding='utf-8').splitlines())} files are those that the run made")


if __name__ == "__main__":
    run(main)
