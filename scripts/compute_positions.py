"""Compute the exact variance of every component of the gradient at one depth, for angles uniform on the circle.

Where the theory does not have them the table has no rows.

Example
-------
python scripts/compute_positions.py --qubits 6 --depth 40 --output /tmp/map.csv
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from plateaus.options import add_source_options, parser, run, source_of
from plateaus.storage.tables import empty, write_table
from plateaus.tables.positions import COLUMNS
from plateaus.theory.coverage import NotCovered
from plateaus.theory.positions import position_variances


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--qubits", type=int, required=True, help="size of the register")
    options.add_argument("--depth", type=int, required=True, help="layers of the circuits")
    options.add_argument("--output", required=True, help="CSV file to write")
    add_source_options(options)
    a = options.parse_args()
    source = source_of(a)
    try:
        found = position_variances(source.experiment, qubits=a.qubits, layers=a.depth)
    except NotCovered as reason:
        print(f"no variances: {reason}", file=sys.stderr)
        table = empty(COLUMNS)
    else:
        layer, qubit = (index.ravel() + 1 for index in np.indices(found.shape))
        where = {"experiment": source.name, "qubits": a.qubits, "depth": a.depth}
        table = pd.DataFrame(where | {"layer": layer, "qubit": qubit, "variance": found.ravel()})
    write_table(a.output, table, COLUMNS)


if __name__ == "__main__":
    run(main)
