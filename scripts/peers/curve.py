"""This workflow: state and tangent side by side, E and its derivatives read on the way (`plateaus.engines`)."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

import numpy as np

from plateaus.engines.registry import DEFAULT, ENGINES
from plateaus.ensemble.circuits import Circuit
from plateaus.ensemble.experiment import Experiment


def gradient(circuit: Circuit, threads: int, **engine: str) -> float:
    return float(sweep(circuit, (circuit.layers,), threads, **engine)[-1])


def prepare(circuit: Circuit, threads: int, **engine: str) -> Callable[[], float]:
    """The second engine's gates are decomposed beforehand; the default engine makes its own as it goes."""
    simulator = _simulator(circuit.qubits, (circuit.layers,), **engine)
    ready = simulator.prepared(circuit) if hasattr(simulator, "prepared") else partial(simulator, circuit)
    return lambda: float(ready()[1][0])


def sweep(circuit: Circuit, layers: tuple[int, ...], threads: int, **engine: str) -> np.ndarray:
    # Qulacs takes the number of threads from OMP_NUM_THREADS, which the worker has set; Numba's kernels run in one.
    return _simulator(circuit.qubits, tuple(layers), **engine)(circuit)[1]


def derivatives(circuit: Circuit, threads: int, **engine: str) -> tuple[float, float]:
    """∂E and ∂²E."""
    _, first, second = _simulator(circuit.qubits, (circuit.layers,), **engine)(circuit)
    return float(first[0]), float(second[0])


@lru_cache(maxsize=1)
def _simulator(qubits: int, layers: tuple[int, ...], engine: str = DEFAULT, **precision: str) -> Callable:
    """A job of the workflow makes one for all its circuits, too."""
    return ENGINES[engine].load()(Experiment(), qubits=qubits, layers=layers, **precision)
