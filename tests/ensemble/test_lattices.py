"""Graphs of entangling gates: their edges, their sizes, and words that are none."""

import numpy as np
import pytest

from plateaus.ensemble import lattices
from plateaus.ensemble.experiment import Experiment


@pytest.mark.parametrize(
    ("word", "n", "degrees"),
    [
        ("ladder", 8, [2, 2, 2, 2, 3, 3, 3, 3]),
        ("grid3d", 8, [3] * 8),
        ("grid3d", 12, [3] * 8 + [4] * 4),
        ("complete", 5, [4] * 5),
        ("edges:1-2,3-2,2-4", 4, [1, 1, 1, 3]),
    ],
)
def test_graphs_have_the_right_numbers_of_neighbours(word, n, degrees):
    edges = lattices.edges(word, n)
    assert len(set(map(frozenset, edges))) == len(edges)
    assert sorted(np.bincount(np.ravel(edges), minlength=n)) == degrees


def test_a_graph_by_its_edges_is_the_family_it_copies():
    pairs = [[a + 1, b + 1] for a, b in lattices.edges("grid", 6)]
    word = lattices.from_pairs(pairs)
    assert lattices.edges(word, 6) == lattices.edges("grid", 6)
    assert lattices.nearest_size(word, 5) == 6
    with pytest.raises(ValueError, match="graph of 6 qubits, not of 7"):
        lattices.edges(word, 7)


@pytest.mark.parametrize(("word", "size"), [("chain", 5), ("grid", 6), ("ladder", 6), ("grid3d", 8), ("complete", 5)])
def test_the_nearest_size(word, size):
    assert lattices.nearest_size(word, 5) == size


@pytest.mark.parametrize("word", ["star", "edges", "edges:", "edges:1-2,", "edges:1-2-3", "edges:0-1", "edges:2-3"])
def test_words_that_are_no_graph_are_refused(word):
    with pytest.raises(ValueError, match="connectivity"):
        Experiment(connectivity=word)
