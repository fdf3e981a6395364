"""Record what a kind of probe reads off a batch of random circuits, as Parquet.

The kinds differ in the settings that they take besides: ``--probe KIND --help`` lists them.

Example
-------
python scripts/record_probe.py --probe training --qubits 4 --depth 48 --circuits 10 --steps 50 --rate 0.1 \\
    --output /tmp/training.parquet
"""

from __future__ import annotations

import argparse

from plateaus.options import add_source_options, parser, run, source_of
from plateaus.probes.kind import kind_named, kind_names
from plateaus.probes.recording import record
from plateaus.storage.samples import write_probe


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--probe", choices=kind_names(), required=True, help="what to record")
    options.add_argument("--qubits", type=int, required=True, help="size of the register")
    options.add_argument("--depth", type=int, required=True, help="layers of the circuits")
    options.add_argument("--first", type=int, default=0, help="index of the first circuit (%(default)s)")
    options.add_argument("--circuits", type=int, required=True, help="number of circuits")
    options.add_argument("--output", required=True, help="Parquet file to write")
    first_look = argparse.ArgumentParser(add_help=False)  # which settings there are depends on the kind
    first_look.add_argument("--probe", choices=kind_names())
    if name := first_look.parse_known_args()[0].probe:
        group = options.add_argument_group(f"settings of {name}")
        for setting in kind_named(name).settings:
            group.add_argument(f"--{setting.name}", type=setting.parse, required=True, help=setting.help)
    add_source_options(options)
    a = options.parse_args()
    kind, source = kind_named(a.probe), source_of(a)
    settings = {setting.name: getattr(a, setting.name) for setting in kind.settings}
    found = record(kind, source, qubits=a.qubits, depth=a.depth, first=a.first, circuits=a.circuits, **settings)
    details = {"probe": kind.name, "qubits": a.qubits, "depth": a.depth, **settings}
    write_probe(a.output, found, kind.columns, source, {key: str(value) for key, value in details.items()})


if __name__ == "__main__":
    run(main)
