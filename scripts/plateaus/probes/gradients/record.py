"""Recording the whole gradient of a circuit: every ∂E/∂θ, in one backward pass."""

from __future__ import annotations

import numpy as np

from plateaus.engines.backward import WholeGradient
from plateaus.ensemble.circuits import Circuit
from plateaus.ensemble.experiment import Experiment


def record(circuit: Circuit, experiment: Experiment, generator: np.random.Generator) -> dict[str, np.ndarray]:
    """Every ∂E/∂θ of a circuit, with the layer and the qubit of its θ, both from 1."""
    _, slopes = WholeGradient(circuit, experiment.objective)(circuit.angles)
    layer, qubit = (index.ravel() + 1 for index in np.indices(slopes.shape))
    return {"layer": layer, "qubit": qubit, "gradient": slopes.ravel()}
