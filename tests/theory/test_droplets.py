"""Droplets: λ of small clusters against dense matrices and against how fast exact curves come to their limits."""

import numpy as np
import pytest

from plateaus.ensemble.experiment import Experiment
from plateaus.theory import droplets
from plateaus.theory.chain import chain_of
from plateaus.theory.curve import exact_curve
from plateaus.theory.dense import entangling_permutation


def graph(connectivity, qubits):
    chain = chain_of(Experiment(connectivity=connectivity), qubits)
    scale = np.sqrt([1, 2, 1])
    return droplets.adjacency(chain.edges, qubits), chain.rotation * scale / scale[:, None]


def test_a_cluster_has_the_largest_eigenvalue_of_its_block_of_a_layer():
    """Of three qubits of a grid of six: the whole layer as a matrix of 3⁶, strings outside the cluster left out."""
    experiment, sites, n = Experiment(connectivity="grid"), [0, 1, 3], 6
    chain = chain_of(experiment, n)
    _, rotation = graph("grid", n)
    layer = np.eye(1)
    for _ in range(n):
        layer = np.kron(layer, rotation)
    layer = layer[entangling_permutation(chain)]
    digits = np.array([np.arange(3**n) // 3 ** (n - 1 - q) % 3 for q in range(n)])
    inside = np.delete(digits, sites, axis=0).max(axis=0) == 0
    inside[0] = False
    right = max(abs(np.linalg.eigvals(layer[np.ix_(inside, inside)])))
    assert droplets.rate(droplets.adjacency(chain.edges, n), sites, rotation) == pytest.approx(right, abs=1e-5)


@pytest.mark.parametrize(("connectivity", "qubits", "rate"), [("grid", 49, 0.7779), ("grid3d", 64, 0.7193)])
def test_corners_have_the_slowest_droplets_and_nine_qubits_hold_them(connectivity, qubits, rate):
    joined, rotation = graph(connectivity, qubits)
    corner = droplets.rate(joined, droplets.cluster(joined, [0], 9), rotation)
    inner = droplets.rate(joined, droplets.cluster(joined, [qubits // 2], 9), rotation)
    assert corner == pytest.approx(rate, abs=2e-3)
    assert 2 / 3 < inner < corner - 0.01
    found = droplets.layers_per_qubit(Experiment(connectivity=connectivity), qubits, size=9)
    assert found == pytest.approx(np.log(2) / -np.log(corner))


def test_curves_fall_as_their_droplet_does():
    """On the grid of 4 × 3 the droplet of a corner, Z₁Z₂ being there; a cluster of all but few qubits."""
    experiment, n = Experiment(connectivity="ladder"), 12
    curve = exact_curve(experiment, qubits=n, layers=60)
    limit = 2.0**n / (3 * (4.0**n - 1))
    falls = (curve.variance[40:60] - limit) / (curve.variance[39:59] - limit)
    joined, rotation = graph("ladder", 40)
    small, large = (droplets.rate(joined, droplets.cluster(joined, [0], k), rotation) for k in (6, 10))
    assert small < large
    assert large == pytest.approx(falls[-1], abs=0.02)


def test_small_graphs_and_graphs_in_parts_have_none():
    assert np.isnan(droplets.layers_per_qubit(Experiment(), 26, size=9))
    pairs = "edges:" + ",".join(f"{q}-{q + 1}" for q in range(1, 12, 2))
    assert np.isnan(droplets.layers_per_qubit(Experiment(connectivity=pairs), 12, size=2))
