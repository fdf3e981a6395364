"""Record what the environment of this Python really holds: packages, machine, thread settings.

Example
-------
python scripts/record_environment.py --output /tmp/simulate.json
"""

from __future__ import annotations

import json

from plateaus.options import parser, run
from plateaus.storage.provenance import this_environment
from plateaus.storage.writing import replacing


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--output", required=True, help="JSON file to write")
    a = options.parse_args()
    with replacing(a.output) as draft:
        draft.write_text(json.dumps(this_environment(), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    run(main)
