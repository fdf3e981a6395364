"""State what the sampling of a configuration costs: jobs, core-hours, memory, disk and files, by experiment and size.

Example
-------
python scripts/tools/state_cost.py config/paper.yaml
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))  # the library stands beside this folder

from plateaus.options import parser, run
from plateaus.plan.read import read
from plateaus.plan.resources import cost
from plateaus.plan.study import Plan

# Samples, log, benchmark, and what Snakemake notes about the samples in .snakemake/metadata.
FILES_PER_JOB = 4


def costs(plan: Plan, engine: str) -> pd.DataFrame:
    """One row an experiment and size, of what the samples of a plan cost with an engine."""
    rows = []
    for study in plan.studies.values():
        for n in study.qubits:
            cells = [cell for cell in study.cells() if cell.qubits == n]
            each = [
                cost(qubits=n, depth=cell.depth, recorded=len(cell.layers), circuits=cell.circuits, engine=engine)
                for cell in cells
            ]
            rows.append(
                {
                    "experiment": study.name,
                    "qubits": n,
                    "jobs": len(cells),
                    "circuits": study.circuits[n],
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
    options = parser(__doc__)
    options.add_argument("config", type=Path, help="configuration, YAML")
    a = options.parse_args()
    plan = read(a.config)
    table = costs(plan, plan.engine)
    print(table.to_string(index=False, float_format="{:.2f}".format))
    print(f"\ntotal: {', '.join(totals(table))}")


if __name__ == "__main__":
    run(main)
