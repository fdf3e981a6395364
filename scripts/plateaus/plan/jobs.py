"""The files that each stage of the workflow makes, by name: what rules ask for, and what a file's name stands for."""

from __future__ import annotations

from collections.abc import Mapping

from plateaus.engines.registry import engine_of
from plateaus.ensemble.depths import format_depths
from plateaus.plan import own_files
from plateaus.plan.messages import ConfigError
from plateaus.plan.study import Cell, Plan, Study
from plateaus.probes.kind import outcomes_are_signs
from plateaus.probes.registry import KINDS
from plateaus.theory.methods import method_for

REDRAWN = "redrawn"
"""The folder, and in place of a kind of probe the name, of circuits that the default engine simulates too."""
POSITION_QUBITS = 10
"""Largest register of which the exact variances of all derivatives are computed: dense vectors."""


def _cell(cell: Cell) -> str:
    return f"n{cell.qubits}_L{cell.depth}_s{cell.seed}"


def samples(study: Study) -> list[str]:
    """The samples of an experiment, one file a cell."""
    return [f"results/samples/{study.name}/{_cell(cell)}.parquet" for cell in study.cells()]


def recorded(study: Study) -> list[str]:
    """What is known of an experiment's circuits: landed ones, or its samples."""
    return list(study.landed) or samples(study)


def receipts(plan: Plan) -> list[str]:
    """What says that a cell's circuits are landed, one file a cell, where a plan lands them."""
    paths = [path for study in plan.studies.values() for path in samples(study)] if plan.land_in else []
    return [path.replace("results/samples/", "results/landed/").replace(".parquet", ".txt") for path in paths]


def own_circuits(study: Study) -> list[str]:
    """What is read of a user's file of circuits, one file a size; none where an experiment's circuits are no file's."""
    return [own_circuits_of(study, n) for n in own_files.sizes(study)]


def own_circuits_of(study: Study, qubits: int) -> str:
    """What is read of a user's file for one size."""
    return f"results/circuits/{study.name}/n{qubits}.json"


def compiling(plan: Plan) -> frozenset[tuple]:
    """The names, as in `cells`, of those to begin with: a smallest one of every compiled engine and precision.

    Jobs that begin before an engine is compiled would compile it, too.
    """
    smallest: dict[tuple[str, str], tuple] = {}
    for study in plan.studies.values():
        for c in study.cells():
            engine = engine_of(c.engine, study.experiment)
            if engine.compiled:
                key, job = (engine.name, c.precision), (c.qubits, (study.name, c.qubits, c.depth, c.seed))
                smallest[key] = min(smallest.get(key, job), job)
    return frozenset(name for _, name in smallest.values())


def probe_samples(study: Study, kind: str) -> list[str]:
    """What a kind of probe recorded of an experiment, one file a cell."""
    return [f"results/probes/{kind}/{study.name}/{_cell(cell)}.parquet" for cell in study.probes[kind].cells()]


def redrawn(study: Study) -> list[str]:
    """The circuits of an experiment that the default engine simulates too, one file a size."""
    return [f"results/{REDRAWN}/{study.name}/{_cell(cell)}.parquet" for cell in study.redrawn()]


def exact_curves(study: Study) -> list[str]:
    """The exact curves of an experiment, one file a size."""
    exact = study.exact
    return [f"results/exact/{study.name}/n{n}_L{exact.layers}.csv" for n in exact.qubits] if exact else []


def recorded_layers(study: Study) -> str:
    """The depths that are sampled, as text; empty for none."""
    return format_depths(study.layers)


def exact_layers(study: Study) -> int:
    """The depth of the exact curves of an experiment, 0 for none."""
    return study.exact.layers if study.exact else 0


def exact_methods(study: Study) -> list[str]:
    """How each of these curves was computed, or why there is none."""
    return [path.removesuffix(".csv") + "_method.csv" for path in exact_curves(study)]


def tolerance_option(study: Study) -> str:
    """The relative error asked of an experiment's exact variances, as an option, where there are any."""
    return f"--tolerance {study.exact.tolerance}" if study.exact else ""


def exact_options(study: Study, qubits: int) -> str:
    """How an exact curve of an experiment is computed and to which error, as options; with a seed if it is sampled."""
    exact = study.exact
    if exact is None:
        return ""
    options = f"{tolerance_option(study)} --by {exact.method}"
    if method_for(study.experiment, qubits, exact.method) == "population":
        options += f" --relative-error {exact.relative_error} --master-seed {study.source.master_seed}"
    return options


def position_maps(plan: Plan) -> list[str]:
    """The exact variances of all derivatives, where they are probed and the theory may have them."""
    return [
        f"results/exact/{study.name}/positions_n{n}_L{depth}.csv"
        for study, probe in plan.probes()
        if probe.kind == "gradients" and outcomes_are_signs(study.experiment) and study.exact
        for n, depth in probe.depths.items()
        if n <= POSITION_QUBITS
    ]


def statistics(plan: Plan) -> list[str]:
    """The estimates of every experiment that is sampled."""
    return [f"results/statistics/{name}.csv" for name, study in plan.studies.items() if study.qubits]


def probe_statistics(plan: Plan, kind: str) -> list[str]:
    """The estimates from a kind of probe."""
    return [f"results/statistics/{kind}/{name}.csv" for name in plan.probed(kind)]


def checks(plan: Plan) -> list[str]:
    """The checks of every experiment that is sampled, and of every probe."""
    of_probes = [f"results/checks/{probe.kind}/{study.name}.csv" for study, probe in plan.probes()]
    sampled = [name for name, study in plan.studies.items() if study.qubits]
    return [*(f"results/checks/{name}.csv" for name in sampled), *of_probes]


def all_samples(plan: Plan) -> list[str]:
    """The samples of every experiment, those simulated once more, and what every probe recorded."""
    return [
        *(path for study in plan.studies.values() for path in (*samples(study), *redrawn(study))),
        *(path for study, probe in plan.probes() for path in probe_samples(study, probe.kind)),
    ]


def everything_made(plan: Plan) -> list[str]:
    """All that programs compute before tables are made of it."""
    return [
        *(path for study in plan.studies.values() for path in own_circuits(study)),
        *all_samples(plan),
        *receipts(plan),
        *(path for study in plan.studies.values() for path in (*exact_curves(study), *exact_methods(study))),
        *position_maps(plan),
    ]


def probe_kinds() -> str:
    """The kinds of probe, as a pattern for names of files."""
    return "|".join(KINDS)


def cells(plan: Plan) -> Mapping[tuple, Cell]:
    """Every cell of every grid, by experiment, size, depth and seed; those of probes by kind first.

    Circuits that are simulated once more are found like those of a probe: the first word of their paths is ``redrawn``.
    """
    found: dict[tuple, Cell] = {}
    for study in plan.studies.values():
        found |= {(study.name, c.qubits, c.depth, c.seed): c for c in study.cells()}
        found |= {(REDRAWN, study.name, c.qubits, c.depth, c.seed): c for c in study.redrawn()}
    for study, probe in plan.probes():
        found |= {(probe.kind, study.name, c.qubits, c.depth, c.seed): c for c in probe.cells()}
    return found


def cell(found: Mapping[tuple, Cell], wildcards: Mapping[str, str]) -> Cell:
    """The cell that a path names, by the parts of the path.

    Raises
    ------
    ConfigError
        There is no such cell.
    """
    numbers = tuple(int(wildcards[key]) for key in ("qubits", "depth", "seed"))
    key = (*(wildcards[key] for key in ("kind", "experiment") if key in wildcards), *numbers)
    if key not in found:
        raise ConfigError(f"{'/'.join(map(str, key))} is no cell of this configuration's grid")
    return found[key]
