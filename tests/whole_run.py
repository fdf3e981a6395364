"""A whole run in this process, from a configuration to captions and verdicts: the programs with the words rules give.

Without Snakemake, probes and pictures, so that a run of a few circuits takes a second.
"""

import io
import json
import shlex
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from matplotlib import pyplot as plt

from plateaus import figures as folder_of_figures
from plateaus.ensemble.depths import format_depths
from plateaus.figures import style
from plateaus.figures.publish import fill, title_of
from plateaus.figures.style import Drawing
from plateaus.options import as_options
from plateaus.plan import experiments, figures, jobs, tables
from plateaus.plan.load import load
from plateaus.plan.messages import refuse
from plateaus.plan.record import resolved
from plateaus.plan.study import Cell, Plan, Study
from plateaus.storage.tables import read_table
from plateaus.tables import claims
from plateaus.tables.results import Results
from plateaus.theory.experiments import examine

TEMPLATES = Path(folder_of_figures.__file__).parent


@dataclass(frozen=True)
class Run:
    """What a configuration made.

    Attributes
    ----------
    plan : Plan
    results : Results
        Its tables.
    verdicts : dict of str to str
        By the number of the claim.
    drawings, captions : dict
        By the name of the figure.
    """

    plan: Plan
    results: Results
    verdicts: dict[str, str]
    drawings: dict[str, Drawing]
    captions: dict[str, str]


def checked(config: Mapping) -> Plan:
    """The plan of a configuration, its experiments looked at as the first job of a run does.

    Raises
    ------
    ConfigError
        It cannot be run; a line for everything that is wrong.
    """
    plan = load(config)
    refuse([error for name, entry in resolved(plan).items() for error in examine(name, entry)[0]])
    return plan


def run(config: Mapping) -> Run:
    """Run a configuration; its files are gone afterwards.

    Raises
    ------
    ConfigError
        It cannot be run.
    """
    plan = checked(config)
    assert not plan.probes()
    with TemporaryDirectory() as folder:
        return _run(plan, Path(folder))


def _run(plan: Plan, folder: Path) -> Run:
    for study in plan.studies.values():
        _simulate(study, plan, folder)
    described = json.dumps(experiments.rows(plan), ensure_ascii=False)
    _program("describe", "--experiments", described, "--output", folder / tables.EXPERIMENTS)
    for table in tables.tables(plan):
        if table.name == "checks":
            for study in plan.studies.values():
                _check(study, plan, folder)
        parts, read = ([folder / path for path in paths] for paths in (table.parts(plan), _inputs(plan, table.tables)))
        words = ("--table", table.name, "--tables", *read, "--parts", *parts)
        _program("make_table", *words, "--output", folder / table.path)
    paths = [folder / path for path in tables.inputs(plan, tables.names(plan))]
    judged = folder / "results/tables/claims.csv"
    _program("judge", "--tables", *paths, "--output", judged, "--page", judged.with_suffix(".html"))
    verdicts = read_table(judged, claims.COLUMNS).set_index("number")["verdict"].to_dict()
    results = Results(tables={path.stem: Results([path])[path.stem] for path in paths})
    drawings = {figure.name: _drawn(figure, results, folder) for figure in figures.figures(plan)}
    captions = {figure.name: _caption(figure, drawings[figure.name], results) for figure in figures.figures(plan)}
    plt.close("all")
    return Run(plan, results, verdicts, drawings, captions)


def _program(name: str, *words: object) -> None:
    """Run a program as a shell would, quietly."""
    with patch.object(sys, "argv", [name, *map(str, words)]), redirect_stderr(io.StringIO()):
        import_module(name).main()


def _source(study: Study) -> list[str]:
    """What a shell makes of the options that name a source."""
    return shlex.split(as_options(study.source.words()))


def _inputs(plan: Plan, wanted: tuple[str, ...]) -> list[str]:
    return [path for path in tables.inputs(plan, wanted) if "benchmark" not in path]


def _simulate(study: Study, plan: Plan, folder: Path) -> None:
    """Samples, exact curves and estimates of one experiment."""
    for path, cell in zip(jobs.samples(study), study.cells(), strict=True):
        _simulate_cell(study, cell, folder / path)
    for path, cell in zip(jobs.redrawn(study), study.redrawn(), strict=True):
        _simulate_cell(study, cell, folder / path)
    if exact := study.exact:
        for n, curve, method in zip(exact.qubits, jobs.exact_curves(study), jobs.exact_methods(study), strict=True):
            size = ("--qubits", n, "--layers", exact.layers, "--tolerance", exact.tolerance)
            files = ("--output", folder / curve, "--method", folder / method)
            _program("compute_exact", *size, *_source(study), *files)
    samples = [folder / path for path in jobs.samples(study)]
    _program("estimate", *_source(study), "--output", folder / f"results/statistics/{study.name}.csv", *samples)


def _simulate_cell(study: Study, cell: Cell, path: Path) -> None:
    grid = ("--qubits", cell.qubits, "--layers", format_depths(cell.layers))
    batch = ("--first", cell.first, "--circuits", cell.circuits)
    by = ("--engine", cell.engine, "--precision", cell.precision)
    _program("simulate", *grid, *batch, *by, *_source(study), "--output", path)


def _check(study: Study, plan: Plan, folder: Path) -> None:
    read = [folder / path for path in _inputs(plan, ("variance", "exact_variance"))]
    words = ("--tables", *read, *shlex.split(jobs.tolerance_option(study)))
    samples = [folder / path for path in jobs.samples(study)]
    words += ("--again", *(str(folder / path) for path in jobs.redrawn(study)))
    _program("check", *_source(study), *words, "--output", folder / f"results/checks/{study.name}.csv", *samples)


def _drawn(figure: figures.Figure, results: Results, folder: Path) -> Drawing:
    samples = [folder / path for path in figure.samples]
    drawing = import_module(f"plateaus.figures.{figure.module}").figure(results, list(figure.experiments), samples)
    style.finish(drawing.figure, title_of(results, figure.experiments))
    return drawing


def _caption(figure: figures.Figure, drawing: Drawing, results: Results) -> str:
    template = (TEMPLATES / f"{figure.module}.rst.j2").read_text(encoding="utf-8")
    return fill(template, drawing.numbers | {"title": title_of(results, figure.experiments), "answers": figure.answers})
