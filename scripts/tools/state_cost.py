"""State what a configuration costs: jobs, core-hours, memory, disk and files, by kind of job, experiment and size.

Samples, those that are simulated once more, exact curves and probes by the model of `plateaus.plan.resources`; tables,
figures and checks together, at some seconds each.

Example
-------
python scripts/tools/state_cost.py config/paper.yaml
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))  # the library stands beside this folder

from plateaus.options import parser, run
from plateaus.plan import figures, jobs, tables
from plateaus.plan.costs import CURVES, Share, shares
from plateaus.plan.read import read
from plateaus.plan.resources import ANALYSIS_SECONDS
from plateaus.plan.study import Plan
from plateaus.probes.registry import KINDS

# What it makes, log, benchmark, and what Snakemake notes about the result in .snakemake/metadata.
FILES_PER_JOB = 4
# A curve, how it was computed, and a note about either; log and benchmark.
FILES_PER_CURVE = 6
# Jobs of every run: two of experiments, verdicts, whether checks passed, what the run and its three environments are.
JOBS_PER_RUN = 9
ANALYSIS = "tables, figures, checks"


def costs(plan: Plan) -> pd.DataFrame:
    """One row a kind of job, experiment and size, of what a plan costs; the last row of all analysis."""
    rows = [_row(share) for study in plan.studies.values() for share in shares(study)]
    return pd.DataFrame([*rows, _analysis(plan)]).convert_dtypes()


def _row(share: Share) -> dict[str, Any]:
    jobs = share.jobs
    return {
        "what": share.what,
        "experiment": share.experiment,
        "qubits": share.qubits,
        "jobs": len(jobs),
        "circuits": share.circuits,
        "engine": share.engine,
        "longest job, minutes": max(c.seconds for c in jobs) / 60,
        "core-hours": sum(c.seconds for c in jobs) / 3600,
        "memory, MB": max(c.megabytes for c in jobs),
        "disk, MB": sum(c.stored for c in jobs) / 1e6,
        "files": len(jobs) * (FILES_PER_CURVE if share.what == CURVES else FILES_PER_JOB),
    }


def _analysis(plan: Plan) -> dict[str, Any]:
    """Everything that is made of samples and curves: some seconds a job, most of it the start of Python."""
    estimates = [*jobs.statistics(plan), *(path for kind in KINDS for path in jobs.probe_statistics(plan, kind))]
    made = [
        *jobs.receipts(plan),
        *estimates,
        *jobs.checks(plan),
        *jobs.position_maps(plan),
        *tables.tables(plan),
        *figures.figures(plan),
    ]
    count = len(made) + JOBS_PER_RUN
    return {
        "what": ANALYSIS,
        "experiment": "all",
        "jobs": count,
        "longest job, minutes": ANALYSIS_SECONDS / 60,
        "core-hours": ANALYSIS_SECONDS * count / 3600,
        "files": FILES_PER_JOB * count,
    }


def totals(table: pd.DataFrame) -> tuple[str, ...]:
    """What it all costs, in words: jobs, time in all and of the longest job, and, if known, memory and disk."""
    hours, longest = table["core-hours"].sum(), table["longest job, minutes"].max()
    words = (
        f"{table['jobs'].sum()} jobs",
        f"{hours:.2f} core-hours" if hours >= 1 else f"{60 * hours:.1f} core-minutes",
        f"the longest job {longest:.0f} minutes" if longest >= 1 else f"the longest job {60 * longest:.0f} s",
    )
    if table["memory, MB"].isna().all():
        return words
    return (
        *words,
        f"at most {table['memory, MB'].max() / 1000:.1f} GB of memory",
        f"{table['disk, MB'].sum():.0f} MB in {table['files'].sum()} files",
    )


def main() -> None:
    options = parser(__doc__)
    options.add_argument("config", type=Path, help="configuration, YAML")
    a = options.parse_args()
    plan = read(a.config)
    table = costs(plan)
    shown = table.astype(object).where(table.notna(), "-")
    print(shown.to_string(index=False, float_format="{:.3g}".format))
    print()
    for what, rows in table.groupby("what", sort=False):
        print(f"{what}: {', '.join(totals(rows))}")
    print(f"total: {', '.join(totals(table))}")


if __name__ == "__main__":
    run(main)
