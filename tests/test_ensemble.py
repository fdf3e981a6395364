"""Circuits depend on what they are and on nothing else; axes and angles follow their laws."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from plateaus.ensemble import draw_circuit
from plateaus.experiment import Experiment
from simulate import sample

PAPER_EXPERIMENT = Experiment()
PAPER = {"experiment": "test", "master_seed": "5", "depths": "nested", **PAPER_EXPERIMENT.words()}


def draw(experiment=PAPER_EXPERIMENT, **changes):
    key: dict = {"master_seed": 5, "name": "test", "qubits": 4, "index": 0, "layers": 10}
    return draw_circuit(experiment, **(key | changes))


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


def test_circuits_per_job_and_deepest_layer_change_no_sample():
    """One job of six circuits to depth 9, or three of two to depth 5: the same bits where they overlap."""
    whole = sample(PAPER, qubits=4, layers=[1, 5, 9], first=0, circuits=6)
    for first in (0, 2, 4):
        part = sample(PAPER, qubits=4, layers=[1, 5], first=first, circuits=2)
        np.testing.assert_array_equal(part.gradient, whole.gradient[first : first + 2, :2])
        np.testing.assert_array_equal(part.objective, whole.objective[first : first + 2, :2])
        np.testing.assert_array_equal(part.axis, whole.axis[first : first + 2])


def test_every_part_of_the_key_gives_other_circuits():
    keys: list[dict] = [{}, {"master_seed": 6}, {"name": "other"}, {"index": 1}, {"own_stream": True}]
    drawn = [draw(**key).angles for key in keys]
    drawn.append(draw(own_stream=True, layers=11).angles[:10])
    drawn.append(draw(qubits=5).angles[:, :4])
    for a, b in combinations(drawn, 2):
        assert not np.isin(a, b).any()


def test_recorded_axis_is_that_of_the_differentiated_gate():
    source = PAPER | {"parameter": "3:2"}
    seen = sample(source, qubits=4, layers=[3, 4], first=7, circuits=5).axis
    expected = [draw(index=7 + i, layers=3).axes[2, 1] for i in range(5)]
    np.testing.assert_array_equal(seen, expected)


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
    assert (draw(Experiment(axes=axes)).axes == index).all()


def test_angles_in_an_interval():
    angles = draw(Experiment.from_words({"angles": "uniform:-0.25:0.5"}), layers=500).angles
    assert angles.min() == pytest.approx(-0.25 * np.pi, abs=0.01)
    assert angles.max() == pytest.approx(0.5 * np.pi, abs=0.01)
