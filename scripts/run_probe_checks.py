"""Check what one probe of one experiment recorded against exact values, predictions and an independent simulation.

Example
-------
python scripts/run_probe_checks.py --probe shots --experiment zz_chain --master-seed 20180327 \\
    --table results/tables/shots.csv --output /tmp/checks.csv results/probes/shots/zz_chain/*
"""

from __future__ import annotations

import argparse
from dataclasses import fields

import pandas as pd

from plateaus.checks import Check
from plateaus.files import PROBE_COLUMNS, read_probe, read_table, write_table
from plateaus.options import add_source_options, run, source_of
from plateaus.probe_checks import all_checks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("samples", nargs="+", help="Parquet files of the probe")
    parser.add_argument("--probe", choices=PROBE_COLUMNS, required=True, help="what was sampled")
    parser.add_argument("--table", required=True, help="the table of that kind of probe, CSV")
    parser.add_argument("--output", required=True, help="CSV file to write")
    add_source_options(parser)
    a = parser.parse_args()
    source = source_of(a) | {"probe": a.probe}
    samples = pd.concat([pd.DataFrame(read_probe(path, source)) for path in a.samples], ignore_index=True)
    table = read_table(a.table, ["experiment", "qubits", "depth"])
    found = all_checks(source, samples, table[table["experiment"] == a.experiment])
    write_table(a.output, pd.DataFrame(found, columns=[field.name for field in fields(Check)]))


if __name__ == "__main__":
    run(main)
