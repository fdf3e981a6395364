"""The table of experiments says which experiment plays which part."""

import pytest
from claim_runs import MAIN, WARM_UP, complete, experiments

from plateaus.claims import parts
from plateaus.claims.claim import MissingError
from plateaus.tables.results import Results

TABLE = experiments(
    {"experiment": "later", "parameter": "3:2"},
    MAIN,
    {"experiment": "projector", "objective": "projector", "projector": True},
    {"experiment": "ring", "connectivity": "ring"},
    {"experiment": "grid", "connectivity": "grid", "dimension_place": 2},
    {"experiment": "chain", "dimension_place": 1},
    {"experiment": "grid_later", "connectivity": "grid", "parameter": "3:2"},
    {"experiment": "unknown", "connectivity": "grid"},
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
    assert parts.is_the_papers_own(run())
    assert parts.projector(run()) == "projector"


def test_they_count_only_with_exact_values():
    with pytest.raises(MissingError, match="no exact values of zz"):
        parts.main(run(without=("zz",)))
    with pytest.raises(MissingError, match="no experiment with the projector"):
        parts.projector(run(without=("projector",)))
    with pytest.raises(MissingError, match="no experiment of the paper's main figures"):
        parts.main(run(TABLE[:0]))


def test_those_that_differ_from_the_main_one():
    assert parts.directions(run()) == ["later"]
    assert parts.classes(run()) == ["ring", "grid_later", "warm"]
    assert parts.grids(run()) == ["grid", "grid_later"]


def test_those_compared_come_in_the_order_of_their_figure():
    assert list(parts.graphs(run()).items()) == [("chain", "chain"), ("grid", "grid")]
    assert parts.costs(run()) == {"local": "local_projector"}
    assert parts.noise(run()) == {"noisiest": "depolarizing:0.1"}
    starts = [("blocks", "identity:2"), ("random", "random"), ("small", "small")]
    assert list(parts.starts(run()).items()) == starts


def test_a_start_is_found_by_the_beginning_of_its_word():
    assert parts.started(run(), "identity") == "blocks"
    with pytest.raises(MissingError, match="compares nothing with pretrained"):
        parts.started(run(), "pretrained")


def test_warm_up_circuits_are_products_of_rotations_about_x():
    assert parts.warm_ups(run()) == {"warm": "local_projector"}
    assert parts.warm_ups(run(without=("warm",))) == {}
