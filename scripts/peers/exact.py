"""The exact variance at every depth, which needs no samples (`plateaus.exact`)."""

from __future__ import annotations

from plateaus.exact import exact_curve
from plateaus.experiment import Experiment


def variance(qubits: int, layers: int, threads: int) -> float:
    """Var ∂E after the last layer."""
    return float(exact_curve(Experiment(), qubits=qubits, layers=layers).variance[-1])
