"""Check the results of one experiment, or of one kind of probe of it, against what is independent of them.

Samples are held against the exact theory, the tables made of them, themselves and an independent simulation; what a
probe recorded against what its kind expects. What is wrong is in the table written, not in the program's exit status.

Example
-------
python scripts/check.py --experiment zz_chain --master-seed 20180327 \\
    --tables results/tables/variance.csv results/tables/exact_variance.csv --tolerance 1e-6 \\
    --output /tmp/checks.csv results/samples/zz_chain/*.parquet
"""

from __future__ import annotations

from plateaus.checks import check, experiment, landed
from plateaus.options import add_source_options, parser, run, source_of
from plateaus.probes.estimating import read_batches
from plateaus.probes.kind import kind_named, kind_names
from plateaus.storage.landed import is_landed, read_landed
from plateaus.storage.samples import by_grid_point, join_samples, read_samples
from plateaus.storage.tables import write_table
from plateaus.tables.results import Results


def main() -> None:
    options = parser(__doc__)
    options.add_argument(
        "samples", nargs="+", help="Parquet files of the experiment (or its landed circuits), or of the probe"
    )
    options.add_argument("--probe", choices=kind_names(), help="the kind of probe, if they are of one")
    options.add_argument("--tables", nargs="+", required=True, metavar="CSV", help="the tables to check them with")
    options.add_argument("--tolerance", type=float, help="relative error asked of exact variances; none: no theory")
    options.add_argument("--again", nargs="*", default=[], help="circuits of them simulated by the default engine too")
    options.add_argument("--output", required=True, help="CSV file to write")
    add_source_options(options)
    a = options.parse_args()
    source, results = source_of(a), Results(a.tables)
    if a.probe:
        kind = kind_named(a.probe)
        samples = read_batches(kind, source, a.samples)
        found = kind.module("check").checks(source, samples, results.of(kind.name, source.name))
    else:
        paths = sorted(a.samples)
        tables = (results.of(name, source.name) for name in ("variance", "exact_variance"))
        if is_landed(paths[0]):
            found = landed.checks([read_landed(path, source) for path in paths], *tables, tolerance=a.tolerance)
        else:
            found = experiment.checks(
                [join_samples(group) for group in by_grid_point([read_samples(path, source) for path in paths])],
                *tables,
                tolerance=a.tolerance,
                again=[read_samples(path, source) for path in a.again],
            )
    write_table(a.output, check.table(found), check.COLUMNS)


if __name__ == "__main__":
    run(main)
