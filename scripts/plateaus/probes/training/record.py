"""Recording training: E and |∇E| along plain gradient descent from a circuit."""

from __future__ import annotations

import numpy as np

from plateaus.engines.descent import descent
from plateaus.ensemble.circuits import Circuit
from plateaus.ensemble.experiment import Experiment


def record(
    circuit: Circuit, experiment: Experiment, generator: np.random.Generator, *, steps: int, rate: float
) -> dict[str, np.ndarray]:
    """E and |∇E| before the first of `steps` steps θ → θ − rate·∇E, and after each."""
    path = [
        (value, np.sqrt((slopes**2).sum()))
        for value, slopes, _ in descent(circuit, experiment.objective, steps=steps, rate=rate)
    ]
    objective, norm = np.array(path).T
    return {"step": np.arange(steps + 1), "objective": objective, "gradient_norm": norm}
