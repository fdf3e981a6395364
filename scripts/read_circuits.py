"""Read a user's file of circuits, of one size, at every depth that is simulated or computed exactly: gates, as JSON.

What cannot be simulated is refused with its line. A Python file is run by this program alone.

Example
-------
python scripts/read_circuits.py --ansatz python=circuit.py --qubits 4 --layers 1-20 --output /tmp/n4.json
"""

from __future__ import annotations

import sys

from plateaus.ensemble import own_circuits
from plateaus.ensemble.depths import parse_depths
from plateaus.ensemble.own_files import read_circuits
from plateaus.options import add_source_options, parser, run, source_of
from plateaus.storage.writing import replacing


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--qubits", type=int, required=True, help="size of the register")
    options.add_argument("--layers", default="", help="depths that are simulated, such as 1-20,40,80 (none)")
    options.add_argument("--exact-layers", type=int, default=0, help="exact curves go to this depth (none)")
    options.add_argument("--output", required=True, help="circuits to write, JSON")
    add_source_options(options)
    a = options.parse_args()
    source = source_of(a)
    found = read_circuits(
        source.experiment,
        a.qubits,
        range(1, a.exact_layers + 1),
        recorded=parse_depths(a.layers) if a.layers else [],
        nested=not source.independent,
    )
    print(f"{len(found.trunk)} gates, differentiated by {found.angle}", file=sys.stderr)
    with replacing(a.output) as draft:
        own_circuits.write(draft, found)


if __name__ == "__main__":
    run(main)
