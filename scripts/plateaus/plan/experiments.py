"""The rows of the table of experiments: all that figures, tables and claims need to know of a configuration."""

from __future__ import annotations

from typing import Any

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.lattices import dimension
from plateaus.ensemble.same_law import same_law
from plateaus.plan.study import COMPARISONS, Plan, Study


def is_the_papers(study: Study, *, objective: str = str(Experiment().objective)) -> bool:
    """Whether a study is of the paper's own ensemble at every size, with an objective that the paper has."""
    papers = Experiment.from_words({"objective": objective})
    return all(same_law(study.experiment, papers, n) for n in _sizes(study))


def rows(plan: Plan) -> list[dict[str, Any]]:
    """One row an experiment, columns as in `tables.experiments`; None for an empty cell."""
    found = []
    for name, study in plan.studies.items():
        experiment = study.experiment
        places = {
            f"{role}_place": 1 + names.index(name) if name in (names := plan.compared.get(role, ())) else 0
            for role in COMPARISONS
        }
        found.append(
            study.source.words()
            | {
                "title": study.title,
                "parameter_gate": experiment.gate_of_parameter,
                "objective_name": experiment.objective.name,
                "dimension": dimension(experiment.connectivity),
                "papers": is_the_papers(study),
                "depth_rules": " ".join(study.depth_rules),
                "depth_rule": plan.rule_of(name),
                "tolerance": study.exact.tolerance if study.exact else None,
                "main": name == plan.main,
                "projector": name == plan.projector,
            }
            | places
        )
    return found


def _sizes(study: Study) -> set[int]:
    """The sizes that are sampled or computed exactly."""
    return {*study.qubits, *(study.exact.qubits if study.exact else ())}
