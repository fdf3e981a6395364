"""Check what planning a configuration cannot: is an experiment covered by the exact theory that it asks for, is its
gradient zero. All that is wrong is said, a line each; if nothing is, the experiments are recorded.

Example
-------
python scripts/check_experiments.py --output /tmp/config.json \\
    --plan '{"zz": {"source": {"objective": "ZZ"}, "qubits": [4, 6], "layers": "1-20", "exact": null}}'
"""

from __future__ import annotations

import json
import sys

from plateaus.options import parser, run
from plateaus.storage.writing import replacing
from plateaus.theory.experiments import examine


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--plan", required=True, help="the experiments with every default filled in, JSON")
    options.add_argument("--output", required=True, help="record of the experiments to write, JSON")
    a = options.parse_args()
    plan = json.loads(a.plan)
    found = [examine(name, entry) for name, entry in plan.items()]
    errors = [error for some, _ in found for error in some]
    if errors:
        sys.exit("\n".join(f"configuration: {error}" for error in errors))
    for _, looked_at in found:
        print(looked_at, file=sys.stderr)
    with replacing(a.output) as draft:
        draft.write_text(json.dumps(plan, ensure_ascii=False, indent=2), encoding="utf-8")


if __name__ == "__main__":
    run(main)
