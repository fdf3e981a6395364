"""Record what the environment of this Python really holds: packages, machine, thread settings.

Example
-------
python scripts/record_environment.py --output /tmp/simulate.json
"""

from __future__ import annotations

import argparse
import json

from plateaus.files import replacing
from plateaus.options import run
from plateaus.provenance import this_environment


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", required=True, help="JSON file to write")
    a = parser.parse_args()
    with replacing(a.output) as draft:
        draft.write_text(json.dumps(this_environment(), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    run(main)
