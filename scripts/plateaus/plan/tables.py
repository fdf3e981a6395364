"""The catalogue of tables: what each is made from, and what it is called in the report.

A table is a module with its columns, `COLUMNS`, what the report says of it, `CAPTION`, and `make(results, parts)`,
which returns its rows: `results` are the tables that it reads, `parts` the files. To add one, write the module and its
line here; ``scripts/tools/write_docs.py`` writes its documentation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from plateaus.plan import jobs
from plateaus.plan.study import Plan
from plateaus.probes.registry import KINDS

Files = Callable[[Plan], list[str]]


def _none(plan: Plan) -> list[str]:
    return []


@dataclass(frozen=True)
class Table:
    """A table of the catalogue.

    Attributes
    ----------
    name : str
        Of its file, and of its module.
    title : str
        In the report; empty for a table that it does not show.
    tables : tuple of str
        The tables that it reads, where the run has them.
    parts : function
        The files that it reads, of a plan.
    wanted : function
        Whether a plan has it.
    samples : bool
        Whether its parts are all samples of an experiment: then it is no job for the machine that Snakemake runs on.
    long : bool
        Whether it has a row a depth, too many to read: the report then offers the file and no page.
    module : str
        Where it is made, if not in a module of its name in `plateaus.tables`.
    """

    name: str
    title: str = ""
    tables: tuple[str, ...] = ()
    parts: Files = _none
    wanted: Callable[[Plan], bool] = lambda plan: True
    samples: bool = False
    long: bool = False
    module: str = ""

    @property
    def modules(self) -> list[str]:
        """What is loaded by name to make it: its own module, and those that declare the tables it reads."""
        return modules([self.name, *self.tables])

    @property
    def path(self) -> str:
        """Its file."""
        return f"results/tables/{self.name}.csv"

    @property
    def page(self) -> str:
        """The same to read, where the report shows it and a reader can; empty for none."""
        return f"results/tables/{self.name}.html" if self.title and not self.long else ""


def _curves(plan: Plan) -> list[str]:
    return [path for study in plan.studies.values() for path in jobs.exact_curves(study)]


def _methods(plan: Plan) -> list[str]:
    return [path for study in plan.studies.values() for path in jobs.exact_methods(study)]


def _of_probe(kind: str, title: str) -> Table:
    return Table(
        kind,
        title,
        ("experiments", "exact_variance", "positions"),
        lambda plan: jobs.probe_statistics(plan, kind),
        lambda plan: bool(plan.probed(kind)),
        module=f"plateaus.probes.{kind}.table",
    )


TABLES = (
    Table("exact_variance", "exact variance at every size and depth", parts=_curves, long=True),
    Table("exact_methods", "exact theory: method, error, or why there is none", parts=_methods),
    Table("positions", parts=jobs.position_maps, wanted=lambda plan: bool(jobs.position_maps(plan))),
    Table("variance", "variance at every size and depth", ("exact_variance",), jobs.statistics, long=True),
    Table("decay_points", "", ("experiments", "variance", "exact_variance")),
    Table("decay_rates", "decay rates", ("experiments", "variance", "exact_variance")),
    Table("diagnosis", "does the variance fall", ("experiments", "variance", "exact_variance")),
    Table("plateau_depths", "depth of the plateau", ("variance", "exact_variance")),
    Table("plateau_fits", "growth of that depth", ("plateau_depths",)),
    Table(
        "ansatze",
        "ansätze: plateau or not",
        ("experiments", "variance", "exact_variance", "plateau_depths", "diagnosis"),
        wanted=lambda plan: (
            "ansatz" in plan.compared or any(not study.experiment.ansatz.is_papers for study in plan.studies.values())
        ),
    ),
    Table(
        "depth_growth",
        "growth of the depth, by graph",
        ("experiments", "plateau_depths"),
        wanted=lambda plan: "dimension" in plan.compared,
    ),
    Table(
        "depth_sampling",
        "nested against independent depths",
        ("experiments", "variance"),
        wanted=lambda plan: bool(_pairs(plan)),
    ),
    Table(
        "tails",
        "tails of the gradient",
        ("experiments", "exact_variance"),
        lambda plan: jobs.recorded(plan.studies[plan.main]) if plan.main else [],
        lambda plan: plan.main is not None,
        samples=True,
    ),
    *(_of_probe(kind.name, kind.title) for kind in KINDS.values()),
    Table("checks", "checks", parts=jobs.checks),
)


def _pairs(plan: Plan) -> list[tuple[str, str]]:
    """Nested experiments with independent ones that sample the same ensemble."""
    return [
        (nested.name, independent.name)
        for nested in plan.studies.values()
        for independent in plan.studies.values()
        if not nested.source.independent
        and independent.source.independent
        and nested.experiment == independent.experiment
    ]


def tables(plan: Plan) -> list[Table]:
    """The tables that a plan has."""
    return [table for table in TABLES if table.wanted(plan)]


def names(plan: Plan) -> list[str]:
    """Everything that may be read of a finished run: the tables that a plan has, and that of experiments."""
    return ["experiments", *(table.name for table in tables(plan))]


def inputs(plan: Plan, wanted: Iterable[str]) -> list[str]:
    """The files of some tables, of those that a plan has; the table of experiments and the benchmark's among them."""
    present = {table.name: table.path for table in tables(plan)}
    present |= {"experiments": EXPERIMENTS, "benchmark": BENCHMARK}
    return [present[name] for name in wanted if name in present]


def modules(wanted: Iterable[str]) -> list[str]:
    """The modules that declare some tables."""
    elsewhere = {table.name: table.module for table in TABLES if table.module}
    return [elsewhere.get(name, f"plateaus.tables.{name}") for name in wanted]


EXPERIMENTS = "results/tables/experiments.csv"
"""What the experiments are, written from the configuration (`plan.experiments`)."""

BENCHMARK = "results/tables/benchmark.csv"
"""Times of this workflow and of others, made by the target ``benchmark`` alone."""
