"""What the variances of E and ∂E tend to with depth: the one place that answers for an experiment and a size.

Infinitely deep circuits are Haar-random over the group that a layer's gates generate, whatever the law of the angles.
`deep_circuits` says which group that is, `gradient_limit` and `objective_limit` what follows for the variances;
closed forms are in `limits` and `sectors`, averages over Pauli strings, for other ansätze than the paper's, in
`gate_limits`. Where the group is not known, or there is no such limit, there is no number: nothing is drawn, nothing
divided by it. Whether a gradient is zero in every circuit, `vanishing` answers.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from plateaus.ensemble.experiment import LAST, Experiment
from plateaus.ensemble.objectives import PauliString
from plateaus.theory import gate_limits, limits, sectors
from plateaus.theory.coverage import MPS_QUBITS, NotCovered
from plateaus.theory.curve import exact_curve
from plateaus.theory.deep_circuits import both_sides_limit, circuits_tend_to
from plateaus.theory.kinds import NONE, UNKNOWN, Limit
from plateaus.theory.methods import method_for


def gradient_limit(experiment: Experiment, qubits: int, layers: int | None = None) -> Limit:
    """The limit of Var ∂E with depth.

    Parameters
    ----------
    experiment : Experiment
    qubits : int
    layers : int, optional
        The deepest circuits that there are. Where they end with the differentiated layer nothing random follows the
        gate, and no limit applies; by default they are deeper.
    """
    kind, (layer, _) = circuits_tend_to(experiment, qubits), experiment.parameter
    if kind == "none" or layer == LAST or (layers is not None and layers <= layer):
        return NONE
    if kind == "unknown":
        return UNKNOWN
    if not experiment.ansatz.is_papers:  # the mean gradient is zero
        value = gate_limits.limiting_variances(experiment, qubits)[1]
        return Limit(value, kind) if value else NONE
    if kind == "orthogonal":
        value = limits.real_gradient_variance(experiment.objective, qubits)
    else:
        try:
            value = _gradient_variance(experiment, qubits)
        except NotCovered:
            return UNKNOWN
    return Limit(value, kind) if value else NONE  # of what is zero at every depth


def objective_limit(experiment: Experiment, qubits: int) -> Limit:
    """The limit of Var E with depth."""
    kind = circuits_tend_to(experiment, qubits)
    if kind in ("none", "unknown"):
        return Limit(float("nan"), kind)
    if not experiment.ansatz.is_papers:
        value = gate_limits.limiting_variances(experiment, qubits)[2]
    elif kind == "orthogonal":
        value = limits.real_objective_variance(experiment.objective, qubits)
    else:
        value = limits.objective_variance(experiment, qubits)
    return Limit(value, kind) if value else NONE


def limits_at(experiment: Experiment, qubits: int, layers: int) -> dict[str, float | str]:
    """Every value of infinite depth at one size, as the columns of the tables name them; NaN where there is none.

    `layers` is the depth of the deepest circuits.
    """
    gradient, objective = gradient_limit(experiment, qubits, layers), objective_limit(experiment, qubits)
    return {
        "limit": gradient.value,
        "limit_kind": gradient.kind,
        "limit_both_sides": both_sides_limit(experiment, qubits),
        "e_limit_mean": limits.objective_mean(experiment, qubits) if np.isfinite(objective.value) else float("nan"),
        "e_limit": objective.value,
        "e_limit_kind": objective.kind,
    }


def _gradient_variance(experiment: Experiment, qubits: int) -> float:
    """`limits.gradient_variance` for a parameter of any layer, of circuits of random axes.

    A gate of a later layer meets a state that the layers before it have made: the closed form then needs the mean
    squares of ⟨P⟩, P = X, Y, Z, on the differentiated qubit of that state, which the exact theory gives.

    Raises
    ------
    NotCovered
        The parameter is in a later layer and the exact theory does not cover the experiment, or its graph conserves a
        parity on an odd number of qubits (there two sectors of a state that is no product need not be alike).
    """
    layer, qubit = experiment.parameter
    if layer == 1:
        return limits.gradient_variance(experiment, qubits)
    part = next(part for part in sectors.components(experiment, qubits) if qubit - 1 in part.qubits)
    if part.even and len(part.qubits) % 2:
        raise NotCovered("parameter of a later layer: its limit is not known for symplectic circuits")
    off_chain = method_for(experiment, qubits) == "population" and qubits <= MPS_QUBITS
    marginals = (
        exact_curve(
            replace(experiment, objective=PauliString("I" * (qubit - 1) + letter), parameter=(1, 1)),
            qubits=qubits,
            layers=layer - 1,
            method="mps" if off_chain else "auto",  # without chance
        )
        for letter in "XYZ"
    )
    squares = np.array([m.e_variance[-1] + m.e_mean[-1] ** 2 for m in marginals])
    return limits.gradient_variance(experiment, qubits, squares=squares)
