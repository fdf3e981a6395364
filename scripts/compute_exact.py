"""Compute the exact mean and variance of E and ∂E at every depth, for one experiment and size, and say how.

Where the theory does not cover the experiment the curve has no rows, and the second table has the reason.

Example
-------
python scripts/compute_exact.py --qubits 24 --layers 500 --tolerance 1e-6 --output /tmp/n24.csv --method /tmp/how.csv
"""

from __future__ import annotations

import sys
import time

import pandas as pd

from plateaus.options import add_source_options, parser, run, source_of
from plateaus.storage.tables import empty, write_table
from plateaus.tables import exact_methods, exact_variance
from plateaus.theory.coverage import NotCovered
from plateaus.theory.curve import exact_curve
from plateaus.theory.infinite_depth import limits_at


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--qubits", type=int, required=True, help="size of the register")
    options.add_argument("--layers", type=int, required=True, help="depths 1 to this one")
    options.add_argument("--tolerance", type=float, required=True, help="relative error allowed")
    options.add_argument("--output", required=True, help="curve to write, CSV")
    options.add_argument("--method", required=True, help="how it was computed, or why there is none, CSV to write")
    add_source_options(options)
    a = options.parse_args()
    source = source_of(a)
    how = {"experiment": source.name, "qubits": a.qubits, "layers": a.layers, "tolerance": a.tolerance}
    start = time.monotonic()
    try:
        curve = exact_curve(source.experiment, qubits=a.qubits, layers=a.layers, tolerance=a.tolerance)
    except NotCovered as reason:
        print(f"no curve: {reason}", file=sys.stderr)
        table = empty(exact_variance.COLUMNS)
        how |= {"method": "", "bond": 0, "rel_error": float("nan"), "reason": str(reason)}
    else:
        table = pd.DataFrame(
            {
                "experiment": source.name,
                "qubits": a.qubits,
                "layers": curve.layers,
                "variance": curve.variance,
                "rel_error": curve.rel_error,
                "mean": curve.mean,
                "e_variance": curve.e_variance,
                "e_rel_error": curve.e_rel_error,
                "e_mean": curve.e_mean,
                "method": curve.method,
                "bond": curve.bond,
                **limits_at(source.experiment, a.qubits, a.layers),
            }
        )
        table = table[table["layers"] >= source.experiment.parameter[0]]
        how |= {"method": curve.method, "bond": curve.bond, "rel_error": curve.worst_error, "reason": ""}
        took = f"{time.monotonic() - start:.1f} s"
        print(f"{curve.method}, bond {curve.bond}, {took}, relative error {curve.worst_error:.1e}", file=sys.stderr)
        if curve.worst_error > a.tolerance:
            print(f"the tolerance {a.tolerance:g} is not reached: see the column rel_error", file=sys.stderr)
    write_table(a.output, table, exact_variance.COLUMNS)
    write_table(a.method, pd.DataFrame([how]), exact_methods.COLUMNS)


if __name__ == "__main__":
    run(main)
