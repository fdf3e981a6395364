"""What is recorded of a circuit's whole gradient: every derivative, by layer and qubit of its parameter."""

from __future__ import annotations

from plateaus.probes.kind import GRADIENT_STATES, Kind, Work, without_noise
from plateaus.storage.columns import Column

KIND = Kind(
    name="gradients",
    title="variance of every derivative",
    meaning="All derivatives of a circuit, for the variance against layer and qubit of the parameter.",
    columns=(
        Column("circuit", "int32", "index of the circuit in its experiment and size, from 0"),
        Column("layer", "int16", "layer of the parameter, from 1"),
        Column("qubit", "int16", "qubit of the parameter, from 1"),
        Column("gradient", "float64", "dE/dtheta(layer, qubit)", "per radian"),
    ),
    point=("layer", "qubit"),
    refusal=without_noise,
    work=lambda qubits, depth: Work(states=GRADIENT_STATES, rows=depth * qubits),
    keys={},
)
