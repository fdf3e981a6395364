"""A workflow is planned before its environments are made: by the packages that Snakemake brings, and no others."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LATER = "numpy pandas pyarrow scipy qulacs numba matplotlib seaborn"
PROGRAM = f"""
import pkgutil, sys
from importlib import import_module
from pathlib import Path

import yaml

from plateaus import options, plan
from plateaus.plan import experiments, figures, jobs, load, record, resources, tables
from plateaus.probes.registry import KINDS

for module in pkgutil.iter_modules(plan.__path__):
    import_module(f"plateaus.plan.{{module.name}}")
for path in sorted(Path("config").glob("*.yaml")):
    made = load.load(yaml.safe_load(path.read_text(encoding="utf-8")))
    for figure in figures.figures(made):
        tables.inputs(made, figure.tables)
    for table in tables.tables(made):
        table.parts(made)
    jobs.everything_made(made), jobs.checks(made), jobs.cells(made), experiments.rows(made), record.resolved(made)
    for study in made.studies.values():
        options.as_options(study.source.words())
    for cell in jobs.cells(made).values():
        resources.cell_cost(cell, resources.PAPER)
    for study in made.studies.values():
        for n in study.exact.qubits if study.exact else ():
            resources.exact_cost(study.experiment, qubits=n, layers=study.exact.layers)
    for study, probe in made.probes():
        for n, depth in probe.depths.items():
            size = {{"qubits": n, "depth": depth, "circuits": probe.circuits}}
            resources.probe_cost(KINDS[probe.kind], probe.settings, **size, experiment=study.experiment)
    print(path.stem)
print(*sorted(set("{LATER}".split()) & set(sys.modules)))
"""


def test_planning_imports_nothing_that_jobs_need():
    command = [sys.executable, "-c", PROGRAM]
    environment = {"PYTHONPATH": str(ROOT / "scripts")}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    *planned, imported = done.stdout.split("\n")[:-1]
    assert planned == ["ansatz", "beyond", "config", "exact", "lattices", "own", "paper", "smoke"]
    assert imported == ""
