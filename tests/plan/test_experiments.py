"""The table of experiments: what a configuration says of each, and which part it plays."""

import json
from math import inf

import pytest
from plans import CONFIGURATIONS, plan_of

from plateaus.ensemble.source import Source
from plateaus.plan.experiments import rows
from plateaus.plan.load import load
from plateaus.plan.study import COMPARISONS
from plateaus.tables.experiments import COLUMNS


def row_of(name, experiment):
    return next(row for row in rows(plan_of(name)) if row["experiment"] == experiment)


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_every_experiment_has_a_row_of_the_declared_columns_and_types(name):
    plan = plan_of(name)
    found = rows(plan)
    assert [row["experiment"] for row in found] == list(plan.studies)
    types = {"text": (str,), "integer": (int,), "number": (int, float, type(None)), "truth": (bool,)}
    for row in found:
        assert set(row) == {column.name for column in COLUMNS}
        assert all(isinstance(row[column.name], types[column.type]) for column in COLUMNS)
        assert Source.from_words(row) == plan.studies[row["experiment"]].source
    assert json.loads(json.dumps(found)) == found
    assert [row["experiment"] for row in found if row["main"]] == [plan.main]
    assert [row["experiment"] for row in found if row["projector"]] == [plan.projector] * bool(plan.projector)


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_places_are_those_in_the_figures_that_compare(name):
    plan, found = plan_of(name), rows(plan_of(name))
    for role in COMPARISONS:
        places = {row[f"{role}_place"]: row["experiment"] for row in found if row[f"{role}_place"]}
        assert tuple(places[k] for k in sorted(places)) == plan.compared.get(role, ())
        assert sorted(places) == list(range(1, len(places) + 1))


def test_what_is_said_of_the_papers_experiment_and_of_others():
    main = row_of("config", "zz_chain")
    assert (main["objective_name"], main["dimension"], main["papers"]) == ("Z₁Z₂", 1, True)
    assert (main["depth_rules"], main["depth_rule"]) == ("10*n 11*n 12*n 50 deepest", "12*n")
    assert main["tolerance"] == 1e-6
    assert row_of("config", "zz_independent")["papers"]
    assert not row_of("config", "zz_later_parameter")["papers"]
    assert row_of("config", "projector_chain")["tolerance"] == 1e-5
    assert row_of("beyond", "zz_complete")["dimension"] == inf
    assert row_of("beyond", "zz_grid3d")["dimension"] == 3


@pytest.mark.parametrize(
    ("words", "papers"),
    [
        ({}, True),
        ({"angles": {"low": -1, "high": 1}}, True),
        ({"objective": "ZZI"}, True),
        ({"angles": {"low": 0, "high": 1}}, False),
        ({"connectivity": {"edges": [[2, 3], [1, 2]]}, "qubits": [3], "exact": {"qubits": [3]}}, True),
        ({"connectivity": {"edges": [[1, 3], [1, 2]]}, "qubits": [3], "exact": {"qubits": [3]}}, False),
        ({"objective": "IIZ", "parameter": {"layer": 1, "qubit": 3}}, False),
    ],
)
def test_the_papers_ensemble_is_a_law_and_no_spelling(words, papers):
    entry = {"title": "t", "qubits": [3, 4], "layers": [1, 2], "circuits": 20} | words
    plan = load({"master_seed": 1, "figures": {"main": "own"}, "experiments": {"own": entry}})
    assert [row["papers"] for row in rows(plan)] == [papers]
