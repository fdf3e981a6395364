"""What is recorded of noisy circuits by Pauli trajectories: E and ∂E of a few trajectories of every circuit."""

from __future__ import annotations

from plateaus.ensemble.depths import format_depths, parse_depths
from plateaus.ensemble.experiment import LAST, Experiment
from plateaus.ensemble.objectives import MaxCut, PauliSum, Projector
from plateaus.probes.kind import Kind, Setting, Work
from plateaus.storage.columns import Column


def refusal(experiment: Experiment) -> str | None:
    """Why an experiment has no trajectories."""
    if not experiment.noise.probability:
        return "there is no noise to draw them from"
    if isinstance(experiment.objective, PauliSum | MaxCut | Projector):
        return f"for Pauli strings, not for {experiment.objective}"
    if experiment.parameter[0] == LAST:
        return "for a parameter of a layer counted from the first, not from the last"
    return None


KIND = Kind(
    name="trajectories",
    title="noise by trajectories",
    meaning="E and its derivative of noisy circuits by Pauli trajectories, at the depths of the samples.",
    columns=(
        Column("circuit", "int32", "index of the circuit in its experiment and size, from 0"),
        Column("trajectory", "int16", "number of the Pauli trajectory of this circuit, from 0"),
        Column("layers", "int16", "depth after which E and its gradient were read", "layers"),
        Column("objective", "float64", "E of this trajectory", "dimensionless"),
        Column("gradient", "float64", "dE/dtheta of this trajectory", "per radian"),
    ),
    point=("layers",),
    refusal=refusal,
    work=lambda qubits, depth, each, layers: Work(states=2 * each, rows=each * len(layers), built=each),
    keys={
        "each": {
            "description": "Independent trajectories of each circuit, 2 to 10000.",
            "type": "integer",
            "minimum": 2,
            "maximum": 10000,
            "default": 2,
        }
    },
    depth=False,
    settings=(
        Setting("each", int, "trajectories of each circuit"),
        Setting("layers", parse_depths, "depths to record, such as 1-20,40"),
    ),
    words=lambda entry, layers: {"each": str(entry["each"]), "layers": format_depths(layers)},
)
