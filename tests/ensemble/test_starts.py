"""Starts: identity blocks are identities, and their gradient is a closed form; others move or refuse as they say."""

import numpy as np
import pytest

from plateaus.engines import reference
from plateaus.engines.statevector import GradientCurve
from plateaus.ensemble.circuits import draw_circuit
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source


def draw(words, qubits=4, layers=8, index=0):
    experiment = Experiment.from_words(words)
    source = Source("start", 3, independent=True, experiment=experiment)
    return experiment, draw_circuit(source, qubits=qubits, index=index, layers=layers)


@pytest.mark.parametrize("blocks", [1, 2, 4])
@pytest.mark.parametrize("connectivity", ["chain", "ring", "grid"])
def test_every_identity_block_is_the_identity(blocks, connectivity):
    _, circuit = draw({"start": f"identity:{blocks}", "connectivity": connectivity})
    before = reference.state(circuit, 0)
    length = circuit.layers // blocks
    for depth in range(length, circuit.layers + 1, length):
        np.testing.assert_allclose(reference.state(circuit, depth), before, atol=1e-13)
    assert abs(reference.state(circuit, length // 2) - before).max() > 0.1
    halves = np.split(circuit.angles, blocks)
    assert all(np.unique(abs(half)).size == half.size // 2 for half in halves)  # blocks of their own


def test_the_gradient_of_an_identity_block_is_the_commutator_on_the_start_state_whatever_n():
    """∂E = (i/2)⟨[P, H]⟩: −⟨X₁⟩⟨Z₂⟩ = −1/2 for P = Y, and 0 for P = X (⟨Y₁⟩ = 0) and P = Z (it commutes with H)."""
    for n in (2, 3, 5, 8):
        for index in range(9):
            experiment, circuit = draw({"start": "identity:2"}, qubits=n, layers=12, index=index)
            expected = (0.0, -0.5, 0.0)[circuit.axes[0, 0]]
            curve = GradientCurve(experiment, qubits=n, layers=[12])
            assert curve(circuit)[1][0] == pytest.approx(expected, abs=1e-12)


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
    nested = Source("start", 3)
    longer = draw_circuit(nested, qubits=3, index=0, layers=5)
    same = draw_circuit(nested, qubits=3, index=0, layers=2)
    np.testing.assert_array_equal(longer.angles[:2], same.angles)
    assert circuit.inverted == longer.inverted == frozenset()


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
