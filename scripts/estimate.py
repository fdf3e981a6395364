"""Estimates, with intervals, from all batches of one experiment, or of one kind of probe of it.

Example
-------
python scripts/estimate.py --experiment zz_chain --master-seed 20180327 --output /tmp/zz.csv \\
    results/samples/zz_chain/*.parquet
"""

from __future__ import annotations

from plateaus.options import add_source_options, parser, run, source_of
from plateaus.probes import estimating
from plateaus.probes.kind import kind_named, kind_names
from plateaus.storage.landed import is_landed, read_landed
from plateaus.storage.samples import read_samples
from plateaus.storage.tables import write_table
from plateaus.tables import estimates


def main() -> None:
    options = parser(__doc__)
    options.add_argument(
        "samples", nargs="+", help="Parquet files of the experiment (or its landed circuits), or of the probe"
    )
    options.add_argument("--probe", choices=kind_names(), help="the kind of probe, if they are of one")
    options.add_argument("--output", required=True, help="CSV file to write")
    add_source_options(options)
    a = options.parse_args()
    source = source_of(a)
    if a.probe:
        kind = kind_named(a.probe)
        columns = kind.module("table").ESTIMATES
        table = estimating.estimates(kind, source, estimating.read_batches(kind, source, a.samples))
    else:
        columns = estimates.COLUMNS
        paths = sorted(a.samples)
        if is_landed(paths[0]):
            table = estimates.landed_estimates(source, [read_landed(path, source) for path in paths])
        else:
            table = estimates.estimates(source, [read_samples(path, source) for path in paths])
    write_table(a.output, table, columns)


if __name__ == "__main__":
    run(main)
