"""The table of experiments says which experiment plays which part."""

import pytest
from claim_runs import MAIN, WARM_UP, complete, experiments

from plateaus.claims import parts
from plateaus.claims.claim import ElsewhereError, MissingError
from plateaus.tables.results import Results

TABLE = experiments(
    {"experiment": "later", "parameter": "3:2"},
    MAIN,
    {"experiment": "projector", "objective": "projector", "projector": True},
    {"experiment": "ring", "connectivity": "ring"},
    {"experiment": "grid", "connectivity": "grid", "dimension": 2.0, "dimension_place": 2},
    {"experiment": "chain", "dimension_place": 1},
    {"experiment": "grid_later", "connectivity": "grid", "dimension": 2.0, "parameter": "3:2"},
    {"experiment": "unknown", "connectivity": "grid", "dimension": 2.0},
    {"experiment": "local", "objective": "local_projector", "costs_place": 1},
    {"experiment": "small", "angles": "small", "starts_place": 3},
    {"experiment": "blocks", "start": "identity:2", "starts_place": 1},
    {"experiment": "random", "starts_place": 2},
    {"experiment": "noisy", "noise": "depolarizing:0.01"},
    {"experiment": "noisiest", "noise": "depolarizing:0.1", "noise_place": 1},
    {"experiment": "warm", "objective": "local_projector"} | WARM_UP,
)


def run(table=TABLE, without=("unknown",)):
    """A run with exact values of all experiments but some."""
    exact = [{"experiment": name, "qubits": 4, "layers": 1} for name in table["experiment"] if name not in without]
    return Results(tables={"experiments": table, "exact_variance": complete("exact_variance", exact)})


def test_the_papers_experiments():
    assert parts.main(run()) == "zz"
    assert parts.depth_rule(run()) == "12*n"
    assert parts.projector(run()) == "projector"


def test_they_count_only_with_exact_values():
    with pytest.raises(MissingError, match="no exact values of zz"):
        parts.main(run(without=("zz",)))
    with pytest.raises(MissingError, match="no exact values of projector"):
        parts.projector(run(without=("projector",)))
    with pytest.raises(ElsewhereError):
        parts.main(run(TABLE[:0]))


def test_an_experiment_that_is_not_the_papers_plays_no_part_of_its():
    with pytest.raises(ElsewhereError):
        parts.main(run(experiments(MAIN | {"papers": False})))
    ring = {"experiment": "projector", "objective": "projector", "projector": True, "connectivity": "ring"}
    with pytest.raises(MissingError, match="no experiment with the paper's circuits and a projector"):
        parts.projector(run(experiments(MAIN, ring)))
    elsewhere = experiments(
        MAIN,
        {"experiment": "chain", "dimension_place": 1},
        {"experiment": "grid", "dimension_place": 2, "connectivity": "grid", "parameter": "3:2"},
    )
    assert parts.graphs(run(elsewhere)) == {"chain": "chain"}
    assert list(parts.left_out(run(elsewhere), "dimension", ["chain"])) == ["grid"]
    noisy = experiments({"experiment": "warm", "noise": "depolarizing:0.1"} | WARM_UP)
    assert parts.warm_ups(run(noisy)) == {}


def test_spelling_makes_no_other_part():
    table = experiments(
        MAIN | {"angles": "uniform:-1.0:1.0"},
        {"experiment": "later", "parameter": "3:2"},
        {"experiment": "padded", "objective": "ZZI", "angles": "uniform:1.0:3.0"},
        {"experiment": "listed", "connectivity": "edges:1-2,2-3,3-4", "parameter": "3:2"},
    )
    assert parts.directions(run(table)) == ["later", "listed"]
    assert parts.classes(run(table)) == []


def test_those_that_differ_from_the_main_one():
    assert parts.directions(run()) == ["later"]
    assert parts.classes(run()) == ["ring", "grid_later"]
    assert parts.lattices(run()) == {"grid": 2.0}


def test_those_compared_come_in_the_order_of_their_figure():
    assert list(parts.graphs(run()).items()) == [("chain", "chain"), ("grid", "grid")]
    assert parts.costs(run()) == {"local": "local_projector"}
    assert parts.noise(run()) == {"noisiest": "depolarizing:0.1"}
    starts = [("blocks", "identity:2"), ("random", "random"), ("small", "small")]
    assert list(parts.starts(run()).items()) == starts


def test_a_start_is_found_by_the_beginning_of_its_word():
    assert parts.started(run(), "identity") == ["blocks"]
    with pytest.raises(MissingError, match="compares nothing with pretrained"):
        parts.started(run(), "pretrained")


def test_warm_up_circuits_are_products_of_rotations_about_x():
    assert parts.warm_ups(run()) == {"warm": "local_projector"}
    assert parts.warm_ups(run(without=("warm",))) == {}
