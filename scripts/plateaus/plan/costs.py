"""What the jobs of a study cost by the model of `plan.resources`, before any of them runs: a `Share` a kind and size.

A configuration's cost is that of its studies and of what is made of them; a single experiment's, without a
configuration, that of its samples and curves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plateaus.engines.registry import engine_of
from plateaus.plan.resources import Cost, cell_cost, exact_cost, probe_cost
from plateaus.plan.study import Study
from plateaus.probes.registry import KINDS

SAMPLES, REDRAWN, CURVES = "samples", "redrawn", "exact curves"


@dataclass(frozen=True)
class Share:
    """The jobs of one kind at one size.

    Attributes
    ----------
    what : str
        `SAMPLES`, `REDRAWN` (circuits simulated once more, for checks), `CURVES`, or a kind of probe.
    experiment : str
    qubits : int
    circuits : int or None
        None of an exact curve.
    jobs : list of Cost
        One a job.
    engine : str
        What simulates samples; empty of others.
    """

    what: str
    experiment: str
    qubits: int
    circuits: int | None
    jobs: list[Cost]
    engine: str = ""


def shares(study: Study) -> Iterator[Share]:
    """All that is simulated or computed of a study."""
    for n in study.circuits:
        jobs = [cell_cost(cell, study.experiment) for cell in study.cells() if cell.qubits == n]
        if jobs:  # there are none where circuits are landed already
            engine = engine_of(study.engines[n], study.experiment).name
            yield Share(SAMPLES, study.name, n, study.circuits[n], jobs, engine)
    for cell in study.redrawn() if study.circuits else ():
        yield Share(REDRAWN, study.name, cell.qubits, 1, [cell_cost(cell, study.experiment)])
    for kind, probe in study.probes.items():
        for n in probe.depths:
            jobs = [
                probe_cost(
                    KINDS[kind],
                    probe.settings,
                    qubits=n,
                    depth=cell.depth,
                    circuits=cell.circuits,
                    experiment=study.experiment,
                )
                for cell in probe.cells()
                if cell.qubits == n
            ]
            yield Share(kind, study.name, n, probe.circuits, jobs)
    if exact := study.exact:
        for n in exact.qubits:
            wanted = {"method": exact.method, "relative_error": exact.relative_error}
            job = exact_cost(study.experiment, qubits=n, layers=exact.layers, **wanted)
            yield Share(CURVES, study.name, n, None, [job])
