"""Compute the exact mean and variance of E and ∂E at every depth, for one experiment and size.

Example
-------
python scripts/compute_exact_variances.py --qubits 24 --layers 500 --tolerance 1e-6 --output /tmp/n24.csv
"""

from __future__ import annotations

import argparse
import sys
import time

import pandas as pd

from plateaus.exact import exact_curve, limits_at
from plateaus.files import write_table
from plateaus.options import add_source_options, experiment_of, run, source_of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--qubits", type=int, required=True, help="size of the register")
    parser.add_argument("--layers", type=int, required=True, help="depths 1 to this one")
    parser.add_argument("--tolerance", type=float, required=True, help="relative error allowed")
    parser.add_argument("--output", required=True, help="CSV file to write")
    add_source_options(parser)
    a = parser.parse_args()
    source = source_of(a)
    experiment = experiment_of(source)
    start = time.monotonic()
    curve = exact_curve(experiment, qubits=a.qubits, layers=a.layers, tolerance=a.tolerance)
    how = f"matrix-product state, bond {curve.bond}" if curve.bond else "dense"
    worst = max(pd.Series(curve.rel_error).max(), curve.e_rel_error.max())
    print(f"{how}, {time.monotonic() - start:.1f} s, estimated relative error {worst:.1e}", file=sys.stderr)
    if worst > a.tolerance:
        print(f"the tolerance {a.tolerance:g} is not reached: see the column rel_error", file=sys.stderr)
    table = pd.DataFrame(
        {
            "experiment": source["experiment"],
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
            **limits_at(experiment, a.qubits),
        }
    )
    write_table(a.output, table[table["layers"] >= experiment.parameter[0]])


if __name__ == "__main__":
    run(main)
