"""Checking training: E and |∇E| of one circuit before its first step, in an independent simulation."""

from __future__ import annotations

import numpy as np
import pandas as pd

from plateaus.checks.check import REDRAWN_TOLERANCE, Check
from plateaus.engines import reference
from plateaus.engines.descent import first_circuit
from plateaus.ensemble.source import Source


def checks(source: Source, samples: pd.DataFrame, table: pd.DataFrame) -> list[Check]:
    """The first circuit of the smallest size trained, every derivative by the parameter-shift rule."""
    first = samples[samples["qubits"] == samples["qubits"].min()].sort_values(["circuit", "step"]).iloc[0]
    n, depth, objective = int(first["qubits"]), int(first["depth"]), str(source.experiment.objective)
    circuit = first_circuit(source, qubits=n, index=int(first["circuit"]), layers=depth)
    places = [(layer + 1, qubit + 1) for layer in range(depth) for qubit in range(n)]
    norm = np.sqrt(sum(reference.gradient(circuit, objective, place, depth) ** 2 for place in places))
    e = reference.expectation(circuit, objective, depth)
    worst = max(abs(first["gradient_norm"] - norm), abs(first["objective"] - e))
    detail = f"E and {len(places)} derivatives of one circuit before training, largest difference {worst:.1e}"
    return [Check("redrawn training", source.name, False, float(worst < REDRAWN_TOLERANCE), detail)]
