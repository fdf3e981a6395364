"""This workflow: state and tangent side by side, E and ∂E read on the way (`plateaus.engines`)."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from plateaus.engines.registry import DEFAULT, ENGINES
from plateaus.ensemble.circuits import Circuit
from plateaus.ensemble.experiment import Experiment


def gradient(circuit: Circuit, threads: int, engine: str = DEFAULT) -> float:
    return float(sweep(circuit, (circuit.layers,), threads, engine)[-1])


def sweep(circuit: Circuit, layers: tuple[int, ...], threads: int, engine: str = DEFAULT) -> np.ndarray:
    # Qulacs takes the number of threads from OMP_NUM_THREADS, which the worker has set; Numba's kernels run in one.
    return _simulator(engine, circuit.qubits, tuple(layers))(circuit)[1]


@lru_cache(maxsize=1)
def _simulator(engine: str, qubits: int, layers: tuple[int, ...]) -> Callable:
    """A job of the workflow makes one for all its circuits, too."""
    return ENGINES[engine].load()(Experiment(), qubits=qubits, layers=layers)
