"""This workflow: state and tangent side by side, E and ∂E read on the way (`plateaus.simulate`)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from plateaus.ensemble import Circuit
from plateaus.lattice import Edges
from plateaus.objective import PauliString
from plateaus.simulate import GradientCurve


def gradient(circuit: Circuit, threads: int) -> float:
    return float(sweep(circuit, (circuit.layers,), threads)[-1])


def sweep(circuit: Circuit, layers: tuple[int, ...], threads: int) -> np.ndarray:
    # Qulacs takes the number of threads from OMP_NUM_THREADS, which the worker has set.
    return _simulator(circuit.qubits, circuit.edges, tuple(layers))(circuit)[1]


@lru_cache(maxsize=1)
def _simulator(qubits: int, edges: Edges, layers: tuple[int, ...]) -> GradientCurve:
    """A job of the workflow makes one for all its circuits, too."""
    return GradientCurve(objective=PauliString("ZZ"), parameter=(1, 1), qubits=qubits, edges=edges, layers=layers)
