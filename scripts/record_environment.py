"""Record what the environment of this Python really holds: packages, conda's builds of them, machine, thread settings.

Example
-------
python scripts/record_environment.py --output /tmp/simulate.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from plateaus.options import parser, run
from plateaus.storage.conda_records import conda_packages
from plateaus.storage.provenance import this_environment
from plateaus.storage.writing import replacing


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--output", required=True, help="JSON file to write")
    a = options.parse_args()
    record = this_environment() | {"conda": conda_packages(Path(sys.prefix))}
    with replacing(a.output) as draft:
        draft.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    run(main)
