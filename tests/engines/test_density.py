"""Noisy circuits: density matrices of Qulacs against plain linear algebra."""

import pytest

from plateaus.engines import reference
from plateaus.engines.density import NoisyCurve
from plateaus.ensemble.circuits import draw_circuit
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.noise import Depolarizing
from plateaus.ensemble.source import Source

LAYERS = 4


def draw(words, qubits=3, layers=LAYERS, index=0):
    experiment = Experiment.from_words(words)
    source = Source("noise", 5, independent=True, experiment=experiment)
    return experiment, draw_circuit(source, qubits=qubits, index=index, layers=layers)


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"connectivity": "ring", "objective": "XYZ"},
        {"objective": "projector", "initial_state": "none"},
        {"parameter": "2:3", "objective": "IZY"},
        {"start": "identity:1"},
    ],
)
def test_density_matrices_agree_with_plain_linear_algebra(words):
    experiment, circuit = draw({"noise": "depolarizing:0.07"} | words)
    layers = range(experiment.parameter[0], LAYERS + 1)
    curves = NoisyCurve(experiment, qubits=3, layers=layers)(circuit)
    text = str(experiment.objective)
    for depth, value, derivative, second in zip(layers, *curves, strict=True):
        assert value == pytest.approx(reference.expectation(circuit, text, depth, noise=0.07), abs=1e-13)
        shift = reference.gradient(circuit, text, experiment.parameter, depth, 0.07)
        assert derivative == pytest.approx(shift, abs=1e-13)
        opposite = reference.curvature(circuit, text, experiment.parameter, depth, 0.07)
        assert second == pytest.approx(opposite, abs=1e-13)


def test_noise_multiplies_a_letter_by_one_minus_four_thirds_p():
    """One qubit, no entangler: after L layers the Bloch vector is shorter by (1 − 4p/3)^L."""
    words = {"entangler": "none", "objective": "ZI"}
    _, circuit = draw(words, qubits=2)
    for noise in (0.01, 0.3, 0.75):
        e = reference.expectation(circuit, "ZI", LAYERS, noise=noise)
        factor = Depolarizing(noise).factor
        assert e == pytest.approx(factor**LAYERS * reference.expectation(circuit, "ZI", LAYERS), abs=1e-14)
        experiment = Experiment.from_words(words | {"noise": f"depolarizing:{noise}"})
        assert NoisyCurve(experiment, qubits=2, layers=[LAYERS])(circuit)[0][0] == pytest.approx(e, abs=1e-13)
