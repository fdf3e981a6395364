"""What is recorded of training: E and the length of the gradient before and after every step of gradient descent."""

from __future__ import annotations

from plateaus.probes.kind import GRADIENT_STATES, Kind, Setting, Work, without_noise
from plateaus.storage.columns import Column

KIND = Kind(
    name="training",
    title="gradient descent",
    meaning="E and the length of the whole gradient along plain gradient descent.",
    columns=(
        Column("circuit", "int32", "index of the circuit in its experiment and size, from 0"),
        Column("step", "int16", "steps of gradient descent taken, from 0"),
        Column("objective", "float64", "E, the expectation value of the objective", "dimensionless"),
        Column("gradient_norm", "float64", "length of the vector of all dE/dtheta", "per radian"),
    ),
    point=("step",),
    refusal=without_noise,
    work=lambda qubits, depth, steps, rate: Work(states=GRADIENT_STATES * (steps + 1), rows=steps + 1),
    keys={
        "steps": {
            "description": "Steps of gradient descent, 1 to 10000.",
            "type": "integer",
            "minimum": 1,
            "maximum": 10000,
        },
        "rate": {
            "description": "Learning rate, radians^2 per unit of E, above 0.",
            "type": "number",
            "exclusiveMinimum": 0,
        },
    },
    required=("steps", "rate"),
    settings=(
        Setting("steps", int, "steps of gradient descent"),
        Setting("rate", float, "learning rate, radians² per unit of E"),
    ),
    words=lambda entry, layers: {"steps": str(entry["steps"]), "rate": str(entry["rate"])},
)
