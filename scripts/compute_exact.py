"""Compute the exact mean and variance of E and ∂E at every depth, for one experiment and size, and say how.

Where the theory does not cover the experiment the curve has no rows, and the second table has the reason.

Example
-------
python scripts/compute_exact.py --qubits 24 --layers 500 --tolerance 1e-6 --output /tmp/n24.csv --method /tmp/how.csv
"""

from __future__ import annotations

import sys
import time

from plateaus.options import add_source_options, parser, run, source_of
from plateaus.storage.rows import write_rows
from plateaus.tables import curves, exact_methods, exact_variance
from plateaus.theory.coverage import NotCovered
from plateaus.theory.curve import CHOICES, exact_curve
from plateaus.theory.methods import RELATIVE_ERROR


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--qubits", type=int, required=True, help="size of the register")
    options.add_argument("--layers", type=int, required=True, help="depths 1 to this one")
    options.add_argument("--tolerance", type=float, required=True, help="relative error allowed")
    options.add_argument("--by", choices=CHOICES, default="auto", help="method wanted, where there is a choice (auto)")
    options.add_argument(
        "--relative-error",
        type=float,
        default=RELATIVE_ERROR,
        help="standard error allowed where the chain is sampled, relative to the variance (%(default)s)",
    )
    options.add_argument("--output", required=True, help="curve to write, CSV")
    options.add_argument("--method", required=True, help="how it was computed, or why there is none, CSV to write")
    add_source_options(options)
    a = options.parse_args()
    source = source_of(a)
    how = {"experiment": source.name, "qubits": a.qubits, "layers": a.layers, "tolerance": a.tolerance}
    how |= {"relative_error": a.relative_error, "runs": 0, "strings": 0, "standard_error": 0.0, "met": False}
    start = time.monotonic()
    try:
        curve = exact_curve(
            source.experiment,
            qubits=a.qubits,
            layers=a.layers,
            tolerance=a.tolerance,
            method=a.by,
            relative_error=a.relative_error,
            seed=source.master_seed,
        )
    except NotCovered as reason:
        print(f"no curve: {reason}", file=sys.stderr)
        table: dict[str, list] = {c.name: [] for c in exact_variance.COLUMNS}
        how |= {"method": "", "bond": 0, "rel_error": float("nan"), "reason": str(reason)}
    else:
        table = curves.columns_of(source, a.qubits, curve)
        how |= {"method": curve.method, "bond": curve.bond, "rel_error": curve.worst_error, "reason": ""}
        how |= {"runs": curve.runs, "strings": curve.strings, "standard_error": curve.worst_standard_error}
        sampled, found = curve.runs > 0, curve.worst_error
        how["met"] = curves.is_met(curve, a.tolerance, a.relative_error)
        by = f"{curve.runs} runs of {curve.strings} strings" if sampled else f"bond {curve.bond}"
        took = f"{time.monotonic() - start:.1f} s"
        print(f"{curve.method}, {by}, {took}, relative error {found:.1e}", file=sys.stderr)
        if missed := curves.what_is_missed(curve, a.tolerance, a.relative_error):
            print(f"{missed}: see the column rel_error", file=sys.stderr)
    write_rows(a.output, table, exact_variance.COLUMNS)
    write_rows(a.method, {name: [value] for name, value in how.items()}, exact_methods.COLUMNS)


if __name__ == "__main__":
    run(main)
