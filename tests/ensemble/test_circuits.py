"""Circuits depend on what they are and on nothing else; axes and angles follow their laws."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from plateaus.ensemble.circuits import draw_circuit
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source


def draw(words=None, *, qubits=4, index=0, layers=10, name="test", master_seed=5, independent=False):
    source = Source(name, master_seed, independent, Experiment.from_words(words or {}))
    return draw_circuit(source, qubits=qubits, index=index, layers=layers)


@given(
    layers=st.integers(1, 40),
    more=st.integers(0, 40),
    qubits=st.integers(2, 9),
    index=st.integers(0, 2**31 - 1),
    seed=st.integers(0, 2**63 - 1),
)
def test_a_shallow_circuit_is_the_beginning_of_a_deep_one(layers, more, qubits, index, seed):
    key = {"qubits": qubits, "index": index, "master_seed": seed}
    shallow, deep = draw(layers=layers, **key), draw(layers=layers + more, **key)
    np.testing.assert_array_equal(shallow.axes, deep.axes[:layers])
    np.testing.assert_array_equal(shallow.angles, deep.angles[:layers])


def test_every_part_of_the_key_gives_other_circuits():
    keys: list[dict] = [{}, {"master_seed": 6}, {"name": "other"}, {"index": 1}, {"independent": True}]
    drawn = [draw(**key).angles for key in keys]
    drawn.append(draw(independent=True, layers=11).angles[:10])
    drawn.append(draw(qubits=5).angles[:, :4])
    for a, b in combinations(drawn, 2):
        assert not np.isin(a, b).any()


def test_axes_and_angles_follow_their_laws_and_are_independent():
    circuits = [draw(index=i) for i in range(500)]
    axes = np.array([c.axes for c in circuits]).ravel()
    angles = np.array([c.angles for c in circuits]).ravel()
    assert stats.chisquare(np.bincount(axes, minlength=3)).pvalue > 1e-3
    assert stats.kstest(angles, stats.uniform(0, 2 * np.pi).cdf).pvalue > 1e-3
    assert stats.kruskal(*(angles[axes == axis] for axis in range(3))).pvalue > 1e-3
    for lag in (1, 4, 40):  # the next qubit, the next layer, the next circuit
        assert abs(np.corrcoef(angles[:-lag], angles[lag:])[0, 1]) < 4 / np.sqrt(len(angles))


@pytest.mark.parametrize(("axes", "index"), [("X", 0), ("Y", 1), ("Z", 2)])
def test_fixed_axes(axes, index):
    assert (draw({"axes": axes}).axes == index).all()


def test_angles_in_an_interval():
    angles = draw({"angles": "uniform:-0.25:0.5"}, layers=500).angles
    assert angles.min() == pytest.approx(-0.25 * np.pi, abs=0.01)
    assert angles.max() == pytest.approx(0.5 * np.pi, abs=0.01)
