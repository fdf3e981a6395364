"""Compute the exact variance of every component of the gradient at one depth, for angles uniform on the circle.

Example
-------
python scripts/compute_position_map.py --qubits 6 --depth 40 --output /tmp/map.csv
"""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

from plateaus.angles import UniformAngles
from plateaus.files import write_table
from plateaus.options import add_source_options, experiment_of, run, source_of
from plateaus.positions import position_map


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--qubits", type=int, required=True, help="size of the register")
    parser.add_argument("--depth", type=int, required=True, help="layers of the circuits")
    parser.add_argument("--output", required=True, help="CSV file to write")
    add_source_options(parser)
    a = parser.parse_args()
    experiment = experiment_of(source_of(a))
    if experiment.angles != UniformAngles():
        raise ValueError(f"angles {experiment.angles}: the mean gradient is not zero, and the map gives mean squares")
    found = position_map(experiment, qubits=a.qubits, layers=a.depth)
    layer, qubit = (index.ravel() + 1 for index in np.indices(found.shape))
    where = {"experiment": a.experiment, "qubits": a.qubits, "depth": a.depth}
    write_table(a.output, pd.DataFrame(where | {"layer": layer, "qubit": qubit, "variance": found.ravel()}))


if __name__ == "__main__":
    run(main)
