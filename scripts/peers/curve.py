"""This workflow: state and tangent side by side, E and ∂E read on the way (`plateaus.simulate`)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from plateaus.ensemble import Circuit
from plateaus.lattice import Edges
from plateaus.objective import PauliString
from simulate import curve_of


def gradient(circuit: Circuit, threads: int, engine: str = "qulacs") -> float:
    return float(sweep(circuit, (circuit.layers,), threads, engine)[-1])


def sweep(circuit: Circuit, layers: tuple[int, ...], threads: int, engine: str = "qulacs") -> np.ndarray:
    # Qulacs takes the number of threads from OMP_NUM_THREADS, which the worker has set; Numba's kernels run in one.
    return _simulator(engine, circuit.qubits, circuit.edges, tuple(layers))(circuit)[1]


@lru_cache(maxsize=1)
def _simulator(engine: str, qubits: int, edges: Edges, layers: tuple[int, ...]):
    """A job of the workflow makes one for all its circuits, too."""
    return curve_of(engine)(objective=PauliString("ZZ"), parameter=(1, 1), qubits=qubits, edges=edges, layers=layers)
