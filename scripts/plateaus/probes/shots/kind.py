"""What is recorded of measurements: a derivative from finitely many outcomes, next to the exact one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.objectives import MaxCut, PauliSum
from plateaus.probes.kind import Kind, Setting, Work, without_noise
from plateaus.storage.columns import Column


def refusal(experiment: Experiment) -> str | None:
    """Why an experiment's derivative cannot be measured."""
    if isinstance(experiment.objective, PauliSum | MaxCut):
        return f"for an objective measured in one basis, not for {experiment.objective}"
    return without_noise(experiment)


def numbers(text: str) -> list[int]:
    """Whole numbers, comma-separated."""
    return [int(number) for number in text.split(",")]


def words(entry: Mapping[str, Any], layers: Sequence[int]) -> dict[str, str]:
    """The words of its settings."""
    if sorted(entry["shots"]) != list(entry["shots"]):
        raise ValueError(f"shots: {entry['shots']} must increase")
    return {"shots": ",".join(map(str, entry["shots"]))}


KIND = Kind(
    name="shots",
    title="gradients from measurements",
    meaning="The derivative from finitely many measurements, by the parameter-shift rule.",
    columns=(
        Column("circuit", "int32", "index of the circuit in its experiment and size, from 0"),
        Column("shots", "int64", "measurements, half of them for each shifted circuit"),
        Column("gradient", "float64", "dE/dtheta, exact", "per radian"),
        Column("estimate", "float64", "dE/dtheta from the outcomes of the measurements", "per radian"),
        Column("predicted_variance", "float64", "variance of the estimate for this circuit", "per radian squared"),
    ),
    point=("shots",),
    refusal=refusal,
    work=lambda qubits, depth, shots: Work(states=2, rows=len(shots), outcomes=sum(shots)),
    keys={
        "shots": {
            "description": "Measurements, half of them for each shifted circuit: an increasing list of even numbers, 2 "
            "to 10^8.",
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"type": "integer", "minimum": 2, "maximum": 100000000, "multipleOf": 2},
        }
    },
    required=("shots",),
    settings=(Setting("shots", numbers, "even numbers of measurements, comma-separated"),),
    words=words,
)
