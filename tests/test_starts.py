"""Starts: identity blocks are identities, gradients there against a closed form, training against finite steps."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from plateaus import dense
from plateaus.ensemble import draw_circuit
from plateaus.exact import exact_curve
from plateaus.experiment import Experiment
from plateaus.simulate import GradientCurve
from plateaus.training import WholeGradient, descent, prepared


def draw(words, qubits=4, layers=8, index=0):
    experiment = Experiment.from_words(words)
    return experiment, draw_circuit(
        experiment, master_seed=3, name="start", qubits=qubits, index=index, layers=layers, own_stream=True
    )


def gradient(experiment, circuit):
    n, layers = circuit.qubits, circuit.layers
    curve = GradientCurve(
        objective=experiment.objective, parameter=experiment.parameter, qubits=n, edges=circuit.edges, layers=[layers]
    )
    return curve(circuit)[1][0]


@pytest.mark.parametrize("blocks", [1, 2, 4])
@pytest.mark.parametrize("connectivity", ["chain", "ring", "grid"])
def test_every_identity_block_is_the_identity(blocks, connectivity):
    _, circuit = draw({"start": f"identity:{blocks}", "connectivity": connectivity})
    before = dense.state(circuit, 0)
    length = circuit.layers // blocks
    for depth in range(length, circuit.layers + 1, length):
        np.testing.assert_allclose(dense.state(circuit, depth), before, atol=1e-13)
    assert abs(dense.state(circuit, length // 2) - before).max() > 0.1
    halves = np.split(circuit.angles, blocks)
    assert all(np.unique(abs(half)).size == half.size // 2 for half in halves)  # blocks of their own


def test_the_gradient_of_an_identity_block_is_the_commutator_on_the_start_state_whatever_n():
    """∂E = (i/2)⟨[P, H]⟩: −⟨X₁⟩⟨Z₂⟩ = −1/2 for P = Y, and 0 for P = X (⟨Y₁⟩ = 0) and P = Z (it commutes with H)."""
    for n in (2, 3, 5, 8):
        for index in range(9):
            experiment, circuit = draw({"start": "identity:2"}, qubits=n, layers=12, index=index)
            expected = (0.0, -0.5, 0.0)[circuit.axes[0, 0]]
            assert gradient(experiment, circuit) == pytest.approx(expected, abs=1e-12)


def test_a_perturbed_block_is_an_identity_block_plus_normal_numbers_of_its_own_stream():
    _, exact = draw({"start": "identity:1"}, qubits=10, layers=200)
    _, moved = draw({"start": "perturbed:1:0.01"}, qubits=10, layers=200)
    np.testing.assert_array_equal(exact.axes, moved.axes)
    shift = moved.angles - exact.angles
    assert shift.std() == pytest.approx(0.01, rel=0.05)
    assert abs(shift.mean()) < 4 * 0.01 / np.sqrt(shift.size)
    halves = shift[:100].ravel(), shift[:99:-1].ravel()
    assert abs(np.corrcoef(*halves)[0, 1]) < 0.15  # U† is not perturbed like U


def test_a_random_start_draws_what_it_always_drew():
    _, circuit = draw({}, qubits=3, layers=2)
    experiment = Experiment()
    longer = draw_circuit(experiment, master_seed=3, name="start", qubits=3, index=0, layers=5)
    same = draw_circuit(experiment, master_seed=3, name="start", qubits=3, index=0, layers=2)
    np.testing.assert_array_equal(longer.angles[:2], same.angles)
    assert circuit.inverted == longer.inverted == frozenset()


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"start": "identity:2"},
        {"start": "perturbed:1:0.3", "initial_state": "none"},
        {"objective": "projector", "connectivity": "ring"},
        {"objective": "XYZ", "start": "identity:1"},
    ],
)
def test_every_component_of_the_whole_gradient_agrees_with_the_parameter_shift_rule(words):
    experiment, circuit = draw(words, qubits=3, layers=4)
    value, slopes = WholeGradient(circuit, experiment.objective)(circuit.angles)
    text = str(experiment.objective)
    assert value == pytest.approx(dense.expectation(circuit, text, 4), abs=1e-13)
    for layer in range(4):
        for qubit in range(3):
            shift = dense.gradient(circuit, text, (layer + 1, qubit + 1), 4)
            assert slopes[layer, qubit] == pytest.approx(shift, abs=1e-13)


def test_descent_takes_steps_of_rate_times_gradient_and_lowers_e():
    experiment, circuit = draw({}, qubits=4, layers=10)
    path = list(descent(circuit, experiment.objective, steps=20, rate=0.05))
    assert len(path) == 21
    for (_, slopes, angles), (_, _, after) in pairwise(path):
        np.testing.assert_allclose(after, angles - 0.05 * slopes, atol=1e-15)
    e = [value for value, _, _ in path]
    assert e[-1] < e[0] - 0.05
    moved = replace(circuit, angles=path[-1][2])
    assert e[-1] == pytest.approx(dense.expectation(moved, "ZZ", 10), abs=1e-12)


def test_a_pretrained_start_keeps_the_trained_state_and_trains_only_its_first_layers():
    experiment, drawn = draw({"start": "pretrained:4:15:0.1"}, qubits=4, layers=10)
    circuit = prepared(drawn, experiment)
    np.testing.assert_array_equal(circuit.angles[4:], drawn.angles[4:])
    np.testing.assert_allclose(dense.state(circuit, 10), dense.state(circuit, 4), atol=1e-13)
    before, after = (dense.expectation(c, "ZZ", 10) for c in (drawn, circuit))
    assert after < before - 0.05
    first = replace(drawn, axes=drawn.axes[:4], angles=drawn.angles[:4], inverted=frozenset())
    _, slopes = WholeGradient(first, experiment.objective)(first.angles)
    one = Experiment.from_words({"start": "pretrained:4:1:0.1"})
    np.testing.assert_allclose(prepared(drawn, one).angles[:4], drawn.angles[:4] - 0.1 * slopes, atol=1e-15)


@pytest.mark.parametrize(
    ("start", "layers", "words"),
    [
        ("identity:2", 6, "6 layers are no multiple of 4"),
        ("perturbed:1:0.1", 3, "no multiple of 2"),
        ("pretrained:4:5:0.1", 4, "do not add an even number of layers to 4"),
        ("pretrained:4:5:0.1", 7, "do not add an even number"),
    ],
)
def test_a_start_that_does_not_fit_the_depth_is_refused(start, layers, words):
    with pytest.raises(ValueError, match=words):
        draw({"start": start}, layers=layers)


@pytest.mark.parametrize(
    "words", [{}, {"objective": "projector"}, {"objective": "ising", "parameter": "1:2"}, {"axes": "X"}]
)
def test_exact_moments_of_identity_blocks_are_those_of_all_axes(words):
    """∂E depends on the axis alone, so one circuit with each axis gives the moments; axes of equal weight."""
    words = {"start": "identity:1"} | words
    experiment, e = Experiment.from_words(words), 0.0
    seen: dict[int, float] = {}
    for index in range(30):
        experiment, circuit = draw(words, qubits=4, layers=6, index=index)
        axis = int(circuit.axes[0, experiment.parameter[1] - 1])
        text = str(experiment.objective)
        slope = dense.gradient(circuit, text, experiment.parameter, 6)
        assert seen.setdefault(axis, slope) == pytest.approx(slope, abs=1e-12)
        e = dense.expectation(circuit, text, 6)
    assert len(seen) == (3 if experiment.axes == "random" else 1)
    curve = exact_curve(experiment, qubits=4, layers=6)
    values = np.array(list(seen.values()))
    np.testing.assert_allclose([curve.mean[-1], curve.variance[-1]], [values.mean(), values.var()], atol=1e-12)
    np.testing.assert_allclose([curve.e_mean[-1], curve.e_variance[-1]], [e, 0], atol=1e-12)


def test_the_variance_of_identity_blocks_is_one_eighteenth_whatever_n():
    for n in (2, 5, 40):
        curve = exact_curve(Experiment.from_words({"start": "identity:3"}), qubits=n, layers=6)
        assert (curve.mean[-1], curve.variance[-1]) == pytest.approx((-1 / 6, 1 / 18), rel=1e-12)


def test_other_starts_are_not_said_to_be_exact():
    for words in (
        {"start": "perturbed:1:0.1"},
        {"start": "pretrained:2:5:0.1"},
        {"start": "identity:1", "parameter": "2:1"},
    ):
        with pytest.raises(ValueError, match="exact for identity blocks"):
            exact_curve(Experiment.from_words(words), qubits=3, layers=6)
