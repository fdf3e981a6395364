"""The exact variance at every depth, which needs no samples (`plateaus.theory.curve`)."""

from __future__ import annotations

from plateaus.ensemble.experiment import Experiment
from plateaus.theory.curve import exact_curve


def variance(qubits: int, layers: int, threads: int) -> float:
    """Var ∂E after the last layer."""
    return float(exact_curve(Experiment(), qubits=qubits, layers=layers).variance[-1])
