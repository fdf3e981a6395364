"""What the moments of E and ∂E tend to with depth, for a parameter in any layer.

`limits` has the closed forms for a parameter of the first layer. A gate of a later layer meets a state that the layers
before it have made; the closed form then needs averages over that state, which the exact theory gives.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from plateaus.ensemble.angles import SmallAngles
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.noise import Depolarizing
from plateaus.ensemble.objectives import PauliString
from plateaus.theory import limits
from plateaus.theory.coverage import NotCovered
from plateaus.theory.curve import exact_curve
from plateaus.theory.kinds import Limit
from plateaus.theory.sectors import components, mixes_all

UNKNOWN = Limit(float("nan"), "unknown")


def gradient_limit(experiment: Experiment, qubits: int) -> Limit:
    """The limit of Var ∂E at infinite depth."""
    try:
        return Limit(_gradient_variance(experiment, qubits), _kind(experiment, qubits))
    except NotCovered:
        return UNKNOWN


def objective_limit(experiment: Experiment, qubits: int) -> Limit:
    """The limit of Var E at infinite depth."""
    return Limit(limits.objective_variance(experiment, qubits), _kind(experiment, qubits))


def _kind(experiment: Experiment, qubits: int) -> str:
    """What circuits of random axes on a graph tend to."""
    if len(components(experiment, qubits)) > 1:
        return "other"
    return "unitary" if mixes_all(experiment, qubits) else "parity sector"


def _gradient_variance(experiment: Experiment, qubits: int) -> float:
    """Var ∂E when the circuit after the differentiated gate is a 2-design, without noise.

    On a graph in parts, or of even degrees, as near to one as that allows (`sectors`). It is
    `limits.gradient_variance` with the mean squares of ⟨P⟩, P = X, Y, Z on the differentiated qubit, that the layers
    before the gate leave.

    Raises
    ------
    NotCovered
        The parameter is in a later layer and the exact theory does not cover the experiment, its angles depend on the
        depth, or its graph conserves a parity on an odd number of qubits (there two sectors of a state that is no
        product need not be alike).
    """
    layer, qubit = experiment.parameter
    if layer == 1:
        return limits.gradient_variance(experiment, qubits)
    if isinstance(experiment.angles, SmallAngles):
        raise NotCovered(f"angles {experiment.angles}: there is no limit of depth")
    part = next(part for part in components(experiment, qubits) if qubit - 1 in part.qubits)
    if experiment.axes == "random" and part.even and len(part.qubits) % 2:
        raise NotCovered("parameter of a later layer: its limit is not known for symplectic circuits")
    experiment = replace(experiment, noise=Depolarizing())
    marginals = (
        exact_curve(
            replace(experiment, objective=PauliString("I" * (qubit - 1) + letter), parameter=(1, 1)),
            qubits=qubits,
            layers=layer - 1,
        )
        for letter in "XYZ"
    )
    squares = np.array([m.e_variance[-1] + m.e_mean[-1] ** 2 for m in marginals])
    return limits.gradient_variance(experiment, qubits, squares=squares)


def limits_at(experiment: Experiment, qubits: int) -> dict[str, float | str]:
    """Every value of infinite depth at one size, as the columns of the tables name them; NaN where there is none."""
    gradient, objective = gradient_limit(experiment, qubits), objective_limit(experiment, qubits)
    both_sides = gradient.kind == "unitary"
    return {
        "limit": gradient.value,
        "limit_kind": gradient.kind,
        "limit_both_sides": limits.gradient_variance_both_sides(experiment, qubits) if both_sides else float("nan"),
        "e_limit_mean": limits.objective_mean(experiment, qubits),
        "e_limit": objective.value,
        "e_limit_kind": objective.kind,
    }
