"""Sample something else from random circuits: all derivatives, training, noisy trajectories, or measurements.

Example
-------
python scripts/sample_probe.py --probe training --qubits 4 --depth 48 --circuits 10 --steps 50 --rate 0.1 \\
    --output /tmp/training.parquet
"""

from __future__ import annotations

import argparse
import sys
import time

import numpy as np

from plateaus.depths import parse_depths
from plateaus.files import PROBE_COLUMNS, write_probe
from plateaus.options import add_source_options, run, source_of
from plateaus.probes import probe


def options_of(a: argparse.Namespace) -> dict:
    """What the kind of probe takes."""
    return {
        "gradients": lambda: {},
        "training": lambda: {"steps": a.steps, "rate": a.rate},
        "trajectories": lambda: {"each": a.each, "layers": parse_depths(a.layers)},
        "shots": lambda: {"shots": [int(number) for number in a.shots.split(",")]},
    }[a.probe]()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--probe", choices=PROBE_COLUMNS, required=True, help="what to sample")
    parser.add_argument("--qubits", type=int, required=True, help="size of the register")
    parser.add_argument("--depth", type=int, required=True, help="layers of the circuits")
    parser.add_argument("--first", type=int, default=0, help="index of the first circuit (%(default)s)")
    parser.add_argument("--circuits", type=int, required=True, help="number of circuits")
    parser.add_argument("--steps", type=int, default=50, help="training: steps of gradient descent (%(default)s)")
    parser.add_argument("--rate", type=float, default=0.1, help="training: learning rate (%(default)s)")
    parser.add_argument("--each", type=int, default=2, help="trajectories: so many of each circuit (%(default)s)")
    parser.add_argument("--layers", default="1", help="trajectories: depths to record, such as 1-20,40 (%(default)s)")
    parser.add_argument(
        "--shots", default="1000", help="shots: even numbers of measurements, comma-separated (%(default)s)"
    )
    parser.add_argument("--output", required=True, help="Parquet file to write")
    add_source_options(parser)
    a = parser.parse_args()
    source = source_of(a) | {"probe": a.probe}
    options, start = options_of(a), time.monotonic()
    indices = range(a.first, a.first + a.circuits)
    parts = [probe(source, qubits=a.qubits, depth=a.depth, index=index, **options) for index in indices]
    rate = a.circuits / (time.monotonic() - start)
    print(f"{a.circuits} circuits, {rate:.3g} a second", file=sys.stderr)
    words = {"qubits": str(a.qubits), "depth": str(a.depth)} | {k: str(v) for k, v in options.items()}
    columns = {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}
    write_probe(a.output, source | words, columns)


if __name__ == "__main__":
    run(main)
