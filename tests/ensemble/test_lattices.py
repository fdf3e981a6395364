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
        ("heavy_hex", 23, [1] * 2 + [2] * 17 + [3] * 4),
        ("heavy_hex", 65, [1] * 2 + [2] * 47 + [3] * 16),
        ("cubic", 10, [3] * 10),
        ("edges:1-2,3-2,2-4", 4, [1, 1, 1, 3]),
    ],
)
def test_graphs_have_the_right_numbers_of_neighbours(word, n, degrees):
    edges = lattices.edges(word, n)
    assert len(set(map(frozenset, edges))) == len(edges)
    assert sorted(np.bincount(np.ravel(edges), minlength=n)) == degrees


def test_heavy_hexagons_are_the_layouts_of_processors():
    """65 and 127 qubits have 72 and 144 couplings; the face of a heavy hexagon has twelve sides, the rest are trees."""
    for n, couplings, hexagons in ((23, 24, 2), (65, 72, 8), (127, 144, 18)):
        edges = lattices.edges("heavy_hex", n)
        assert len(edges) == couplings
        assert len(edges) - n + 1 == hexagons
        around: list[set[int]] = [set() for _ in range(n)]
        for a, b in edges:
            around[a].add(b)
            around[b].add(a)
        assert not any(around[a] & around[b] for a, b in edges)
    for n in (24, 66):
        with pytest.raises(ValueError, match="heavy-hexagon lattice of"):
            lattices.edges("heavy_hex", n)


def test_a_cubic_graph_is_random_but_the_same_for_a_size():
    for n in (4, 20, 128):
        edges = lattices.edges("cubic", n)
        assert edges == lattices.edges("cubic", n)
        assert np.all(np.bincount(np.ravel(edges)) == 3)
    far = [abs(a - b) for a, b in lattices.edges("cubic", 128)]
    assert 30 < np.mean(far) < 56  # 43 on average between two of 128
    with pytest.raises(ValueError, match="cubic graph of 7 qubits"):
        lattices.edges("cubic", 7)


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


def test_the_nearest_size_of_lattices_without_small_ones():
    assert lattices.nearest_size("heavy_hex", 4) == 23


@pytest.mark.parametrize("word", ["star", "edges", "edges:", "edges:1-2,", "edges:1-2-3", "edges:0-1", "edges:2-3"])
def test_words_that_are_no_graph_are_refused(word):
    with pytest.raises(ValueError, match="connectivity"):
        Experiment(connectivity=word)
