"""Recording noisy circuits by Pauli trajectories: E and ∂E of a few independent trajectories of every circuit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from plateaus.engines.statevector import GradientCurve
from plateaus.ensemble.circuits import Circuit
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.trajectories import draw_operators, trajectory


def record(
    circuit: Circuit, experiment: Experiment, generator: np.random.Generator, *, each: int, layers: Sequence[int]
) -> dict[str, np.ndarray]:
    """E and ∂E after the depths `layers`, for `each` trajectories of a circuit."""
    ((_, letters),) = experiment.objective.terms(circuit.qubits)
    curve = GradientCurve(experiment, qubits=circuit.qubits, layers=layers)
    last = np.array(layers) - 1
    objective, gradient = np.empty((2, each, len(last)))
    for index in range(each):
        operators = draw_operators(experiment.noise, circuit.angles.shape, generator)
        struck, signs, gradient_signs = trajectory(circuit, operators, letters, experiment.parameter)
        e, slope, _ = curve(struck)
        objective[index], gradient[index] = e * signs[last], slope * gradient_signs[last]
    return {
        "trajectory": np.repeat(np.arange(each), len(last)),
        "layers": np.tile(layers, each),
        "objective": objective.ravel(),
        "gradient": gradient.ravel(),
    }
