"""State what the sampling of a configuration costs: jobs, core-hours, memory, disk and files, by experiment and size.

Example
-------
python scripts/state_cost.py config/paper.yaml
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd
import yaml

from plateaus import config
from plateaus.cost import cost
from plateaus.options import run

# Samples, log, benchmark, and what Snakemake notes about the samples in .snakemake/metadata.
FILES_PER_JOB = 4
SCHEMA = Path(__file__).parents[1] / "workflow/schemas/config.schema.yaml"


def costs(runs: dict[str, config.Run]) -> pd.DataFrame:
    """One row an experiment and size."""
    rows = []
    for entry in runs.values():
        for n in entry.qubits:
            cells = [cell for cell in entry.cells() if cell.qubits == n]
            each = [
                cost(qubits=n, depth=cell.depth, recorded=len(cell.layers), circuits=cell.circuits) for cell in cells
            ]
            rows.append(
                {
                    "experiment": entry.name,
                    "qubits": n,
                    "jobs": len(cells),
                    "circuits": entry.circuits[n],
                    "longest job, minutes": max(c.seconds for c in each) / 60,
                    "core-hours": sum(c.seconds for c in each) / 3600,
                    "memory, MB": max(c.megabytes for c in each),
                    "disk, MB": sum(c.stored for c in each) / 1e6,
                    "files": FILES_PER_JOB * len(cells),
                }
            )
    return pd.DataFrame(rows)


def totals(table: pd.DataFrame) -> tuple[str, ...]:
    """What it all costs, in words."""
    return (
        f"{table['jobs'].sum()} jobs",
        f"{table['core-hours'].sum():.2f} core-hours",
        f"the longest job {table['longest job, minutes'].max():.0f} minutes",
        f"at most {table['memory, MB'].max() / 1000:.1f} GB of memory",
        f"{table['disk, MB'].sum():.0f} MB in {table['files'].sum()} files",
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("config", type=Path, help="configuration, YAML")
    a = parser.parse_args()
    table = costs(config.load(yaml.safe_load(a.config.read_text(encoding="utf-8")), SCHEMA))
    print(table.to_string(index=False, float_format="{:.2f}".format))
    print(f"\ntotal: {', '.join(totals(table))}")


if __name__ == "__main__":
    run(main)
