"""State what a configuration costs: jobs, core-hours, memory and disk for every experiment and size.

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

SCHEMA = Path(__file__).parents[1] / "workflow/schemas/config.schema.yaml"


def costs(runs: dict[str, config.Run], engine: str) -> pd.DataFrame:
    """One row an experiment and size."""
    rows = []
    for entry in runs.values():
        for n in entry.qubits:
            cells = [cell for cell in entry.cells() if cell.qubits == n]
            each = [
                cost(qubits=n, depth=cell.depth, recorded=len(cell.layers), circuits=cell.circuits, engine=engine)
                for cell in cells
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
                }
            )
    return pd.DataFrame(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("config", type=Path, help="configuration, YAML")
    a = parser.parse_args()
    entries = yaml.safe_load(a.config.read_text(encoding="utf-8"))
    table = costs(config.load(entries, SCHEMA), entries.get("engine", "qulacs"))
    print(table.to_string(index=False, float_format="{:.2f}".format))
    total = table[["jobs", "core-hours", "disk, MB"]].sum()
    print(f"\ntotal: {total['jobs']:.0f} jobs, {total['core-hours']:.2f} core-hours, {total['disk, MB']:.0f} MB")


if __name__ == "__main__":
    run(main)
