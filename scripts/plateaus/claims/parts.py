"""Which experiment of a run plays which part in a claim, read off the table of experiments.

A claim is about experiments of one law: the paper's own, those that differ from it in one respect alone, those that a
configuration names for a comparison. Here is decided which those are, by their laws and not by their spelling, so that
no claim knows an experiment's name, and none is judged by experiments that its paper does not speak of.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite

from plateaus.claims.claim import ElsewhereError, MissingError
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.lattices import nearest_size
from plateaus.ensemble.objectives import Projector
from plateaus.ensemble.same_law import differences
from plateaus.tables.experiments import COLUMNS
from plateaus.tables.results import Results

PLACES = [column.name for column in COLUMNS if column.name.endswith("_place")]
WARM_UP = {"initial_state": "none", "entangler": "none", "axes": "X"}
"""The warm-up circuits of Cerezo et al. 2021: R_X on every qubit of |0…0⟩."""


def main(results: Results) -> str:
    """The experiment of the paper's main figures, whose claims all need its exact values.

    Raises
    ------
    ElsewhereError
        There is none, or it is not the paper's ensemble.
    MissingError
        The run has no exact values of it.
    """
    table = results.experiments
    names = table.index[table["main"] & table["papers"]].tolist()
    if not names:
        raise ElsewhereError("the main experiment is not the paper's")
    if names[0] not in _with_exact_values(results):
        raise MissingError(f"this run has no exact values of {names[0]}")
    return names[0]


def depth_rule(results: Results) -> str:
    """The depth rule at which the main experiment is drawn against the number of qubits."""
    return results.experiments.loc[main(results), "depth_rule"]


def projector(results: Results) -> str:
    """The experiment of the paper's supplementary figures: its circuits, and the projector on |0…0⟩.

    Raises
    ------
    MissingError
        There is none, or the run has no exact values of it.
    """
    table = results.experiments
    for name in table.index[table["projector"]]:
        if name not in _with_exact_values(results):
            raise MissingError(f"this run has no exact values of {name}")
        if not _respects(results, name, Experiment(objective=Projector())):
            return name
    raise MissingError("this run has no experiment with the paper's circuits and a projector")


def directions(results: Results) -> list[str]:
    """Experiments that differ from the paper's in the parameter alone."""
    return [name for name in _with_exact_values(results) if _respects(results, name) == {"parameter"}]


def classes(results: Results) -> list[str]:
    """Experiments with another circuit or objective than the paper's, of those that no other comparison is about."""
    table = results.experiments
    elsewhere = table["projector"] | table[PLACES].gt(0).any(axis=1) | table.index.isin(warm_ups(results))
    return [
        name
        for name in _with_exact_values(results)
        if not elsewhere[name] and _respects(results, name) - {"parameter", "start", "noise"}
    ]


def lattices(results: Results) -> dict[str, float]:
    """Experiments that are the paper's but for a lattice of more than one dimension, and that dimension."""
    dimensions = results.experiments["dimension"]
    return {
        name: float(dimensions[name])
        for name in _with_exact_values(results)
        if dimensions[name] > 1 and isfinite(dimensions[name]) and _respects(results, name) == {"gates"}
    }


def graphs(results: Results) -> dict[str, str]:
    """Experiments compared by their graph that are the paper's but for it, and its word."""
    return _compared(results, "dimension", "connectivity", {"gates"})


def costs(results: Results) -> dict[str, str]:
    """Experiments compared by their objective that are the paper's but for it, and its word."""
    return _compared(results, "costs", "objective", {"objective"})


def noise(results: Results) -> dict[str, str]:
    """Experiments compared by their noise that are the paper's but for it, and its word."""
    return _compared(results, "noise", "noise", {"noise"})


def starts(results: Results) -> dict[str, str]:
    """Experiments compared by their start that are the paper's but for it, and its word.

    That is the word of the law of the angles where this makes the start.
    """
    laws = _compared(results, "starts", "angles", {"angles"})
    chosen = _compared(results, "starts", "start", {"start"})
    small = {name: law for name, law in laws.items() if law == "small"}
    return chosen | small


def started(results: Results, beginning: str) -> list[str]:
    """Those of `starts` whose word begins like that.

    Raises
    ------
    MissingError
        There is none.
    """
    names = [name for name, word in starts(results).items() if word.startswith(beginning)]
    if not names:
        raise MissingError(f"this run compares nothing with {beginning}")
    return names


def left_out(results: Results, role: str, used: Iterable[str]) -> dict[str, str]:
    """Experiments of a comparison that are not in its claims, and why."""
    place = results.experiments[f"{role}_place"]
    reason = "differs from the paper's experiment in more than what is compared"
    return {name: reason for name in place.index[place > 0] if name not in set(used)}


def own(results: Results, names: Iterable[str], *but_for: str) -> list[str]:
    """Those of some experiments that are the paper's, but for some respects."""
    return [name for name in names if _respects(results, name) <= set(but_for)]


def warm_ups(results: Results) -> dict[str, str]:
    """Warm-up circuits of Cerezo et al. 2021, a product of R_X on |0…0⟩: experiments and the word of the objective."""
    words = results.experiments["objective"]
    return {
        name: words[name]
        for name in _with_exact_values(results)
        if not _respects(results, name, Experiment.from_words(WARM_UP | {"objective": words[name]}))
    }


def of_ansatz(results: Results, word: str, *, exact: bool = True) -> dict[str, str]:
    """Experiments of an ansatz as it stands, but for what is measured: names and the word of the objective.

    Their initial state, angles and parameter are those that the ansatz has unless a configuration says otherwise. They
    need exact values unless these are not asked for.
    """
    table = results.experiments
    known = set(_with_exact_values(results) if exact else table.index)
    return {
        name: objective
        for name, objective in table.loc[table["ansatz"] == word, "objective"].items()
        if name in known
        and not _respects(results, name, Experiment.from_words({"ansatz": word, "objective": objective}))
    }


def _with_exact_values(results: Results) -> list[str]:
    """The experiments with exact values, in the order of the table."""
    known = set(results["exact_variance"]["experiment"])
    return [name for name in results.experiments.index if name in known]


def _respects(results: Results, name: str, other: Experiment | None = None) -> set[str]:
    """In which respects an experiment differs from another one, by default the paper's, at its sizes."""
    experiment = results.source(name).experiment
    sizes = {n for table in ("exact_variance", "variance") for n in results.of(table, name)["qubits"].unique().tolist()}
    least = max(experiment.objective.least_qubits, experiment.parameter[1])
    sizes = sizes or {nearest_size(experiment.connectivity, max(least, 4))}  # of one that only probes are made of
    return differences(experiment, other or Experiment(), sorted(sizes))


def _compared(results: Results, role: str, word: str, respects: set[str]) -> dict[str, str]:
    """The experiments of a comparison in the order of its figure, the paper's but for some respects, each a word."""
    table, place = results.experiments, f"{role}_place"
    found = table[table[place] > 0].sort_values(place)[word].to_dict()
    return {name: found[name] for name in own(results, found, *respects)}
