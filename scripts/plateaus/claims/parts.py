"""Which experiment of a run plays which part in a claim, read off the table of experiments.

A claim is about experiments of a kind: the paper's, those that differ from it in one word, those that a configuration
names for a comparison. The table of experiments says which those are, so that no claim knows an experiment's name.
"""

from __future__ import annotations

from plateaus.claims.claim import MissingError
from plateaus.ensemble.experiment import Experiment
from plateaus.tables.experiments import COLUMNS
from plateaus.tables.results import Results

WORDS = list(Experiment().words())
PLACES = [column.name for column in COLUMNS if column.name.endswith("_place")]


def main(results: Results) -> str:
    """The experiment of the paper's main figures, whose claims all need its exact values.

    Raises
    ------
    MissingError
        There is none, or the run has no exact values of it.
    """
    names = _marked(results, "main")
    if not names:
        raise MissingError("this run has no experiment of the paper's main figures")
    if names[0] not in _with_exact_values(results):
        raise MissingError(f"this run has no exact values of {names[0]}")
    return names[0]


def depth_rule(results: Results) -> str:
    """The depth rule at which the main experiment is drawn against the number of qubits."""
    return results.experiments.loc[main(results), "depth_rule"]


def is_the_papers_own(results: Results) -> bool:
    """Whether the main experiment is the paper's, so that closed forms for it may be quoted."""
    return bool(results.experiments.loc[main(results), "papers"])


def projector(results: Results) -> str:
    """The experiment of the paper's supplementary figures.

    Raises
    ------
    MissingError
        There is none, or the run has no exact values of it.
    """
    names = _marked(results, "projector")
    if not names or names[0] not in _with_exact_values(results):
        raise MissingError("this run has no experiment with the projector")
    return names[0]


def directions(results: Results) -> list[str]:
    """Experiments that differ from the main one in the parameter alone."""
    return [name for name, words in _changed(results).items() if words == {"parameter"}]


def classes(results: Results) -> list[str]:
    """Experiments with another circuit or objective than the main one, of those that no other comparison is about."""
    table = results.experiments
    elsewhere = table["projector"] | table[PLACES].gt(0).any(axis=1)
    return [
        name
        for name, words in _changed(results).items()
        if words - {"parameter", "start", "noise"} and not elsewhere[name]
    ]


def grids(results: Results) -> list[str]:
    """Experiments on a square grid."""
    table = results.experiments
    return [name for name in table.index[table["connectivity"] == "grid"] if name in _with_exact_values(results)]


def graphs(results: Results) -> dict[str, str]:
    """Experiments compared by their graph, and its word."""
    return _compared(results, "dimension", "connectivity")


def costs(results: Results) -> dict[str, str]:
    """Experiments compared by their objective, and its word."""
    return _compared(results, "costs", "objective")


def noise(results: Results) -> dict[str, str]:
    """Experiments compared by their noise, and its word."""
    return _compared(results, "noise", "noise")


def starts(results: Results) -> dict[str, str]:
    """Experiments compared by their start, and its word: that of the law of the angles where this makes the start."""
    laws = _compared(results, "starts", "angles")
    return {
        name: laws[name] if laws[name] == "small" else start
        for name, start in _compared(results, "starts", "start").items()
    }


def started(results: Results, beginning: str) -> str:
    """The first of `starts` whose word begins like that.

    Raises
    ------
    MissingError
        There is none.
    """
    for name, word in starts(results).items():
        if word.startswith(beginning):
            return name
    raise MissingError(f"this run compares nothing with {beginning}")


def warm_ups(results: Results) -> dict[str, str]:
    """Warm-up circuits of Cerezo et al. 2021, a product of R_X on |0…0⟩: experiments and the word of the objective."""
    table = results.experiments
    products = table[(table["initial_state"] == "none") & (table["entangler"] == "none") & (table["axes"] == "X")]
    known = _with_exact_values(results)
    return {name: objective for name, objective in products["objective"].items() if name in known}


def _marked(results: Results, part: str) -> list[str]:
    table = results.experiments
    return table.index[table[part]].tolist()


def _with_exact_values(results: Results) -> set[str]:
    return set(results["exact_variance"]["experiment"])


def _changed(results: Results) -> dict[str, set[str]]:
    """Experiments with exact values, and in which words they differ from the main one."""
    table, known = results.experiments[WORDS], _with_exact_values(results)
    differs = table.ne(table.loc[main(results)])
    return {name: {word for word in WORDS if row[word]} for name, row in differs.iterrows() if name in known}


def _compared(results: Results, role: str, word: str) -> dict[str, str]:
    """The experiments of a comparison in the order of its figure, each with one of its words."""
    table, place = results.experiments, f"{role}_place"
    return table[table[place] > 0].sort_values(place)[word].to_dict()
