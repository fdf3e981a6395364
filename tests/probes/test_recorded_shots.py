"""Measured derivatives scatter around the exact one as predicted."""

import numpy as np
import pytest

from plateaus.engines import reference
from plateaus.engines.descent import first_circuit
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source
from plateaus.probes.shots.record import record


@pytest.mark.parametrize("objective", ["ZZ", "XYZ", "projector"])
def test_measured_gradients_scatter_around_the_exact_one_as_predicted(objective):
    """A thousand repetitions with seeds of their own: mean and variance of the estimates."""
    source = Source("test", 4, experiment=Experiment.from_words({"objective": objective}))
    circuit = first_circuit(source, qubits=3, index=0, layers=4)
    exact = reference.gradient(circuit, objective, (1, 1), 4)
    generator = np.random.default_rng(1)
    runs = [record(circuit, source.experiment, generator, shots=[40]) for _ in range(1000)]
    assert runs[0]["gradient"][0] == pytest.approx(exact, abs=1e-13)
    estimates = np.array([run["estimate"][0] for run in runs])
    predicted = runs[0]["predicted_variance"][0]
    assert abs(estimates.mean() - exact) < 4 * np.sqrt(predicted / 1000)
    assert estimates.var() == pytest.approx(predicted, rel=4 * np.sqrt(2 / 1000))
    values = [reference.expectation(circuit, objective, 4, moved(circuit, s)) for s in (1, -1)]
    spread = [e * (1 - e) if objective == "projector" else 1 - e**2 for e in values]
    assert predicted == pytest.approx(sum(spread) / (2 * 40), rel=1e-10)


def moved(circuit, sign):
    angles = circuit.angles.copy()
    angles[0, 0] += sign * np.pi / 2
    return angles
