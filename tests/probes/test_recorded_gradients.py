"""Recorded derivatives agree with the parameter-shift rule in plain linear algebra."""

import pytest

from plateaus.engines import reference
from plateaus.engines.descent import first_circuit
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source
from plateaus.probes.gradients.kind import KIND
from plateaus.probes.recording import record


@pytest.mark.parametrize(("objective", "start"), [("ZZ", "random"), ("XYZ", "identity:1"), ("projector", "random")])
def test_gradients_are_those_of_the_parameter_shift_rule(objective, start):
    source = Source("test", 4, experiment=Experiment.from_words({"objective": objective, "start": start}))
    columns = record(KIND, source, qubits=3, depth=4, first=0, circuits=1)
    circuit = first_circuit(source, qubits=3, index=0, layers=4)
    for layer, qubit, slope in zip(columns["layer"], columns["qubit"], columns["gradient"], strict=True):
        assert slope == pytest.approx(reference.gradient(circuit, objective, (layer, qubit), 4), abs=1e-13)
