"""Which experiments have no gradient to look at: ∂E is zero in every circuit, and sampling them would show nothing.

A rotation may commute with all that follows it, a symmetry of the circuits may make E constant, or the parameter may
lie outside the objective's light cone. `zero_gradient` finds which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from plateaus.ensemble.angles import UniformAngles
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.light_cones import light_cone
from plateaus.ensemble.objectives import Projector
from plateaus.ensemble.starts import RandomStart
from plateaus.theory import gate_coverage
from plateaus.theory.curve import exact_curve
from plateaus.theory.methods import states_per_qubit

SMALL = 4**6
"""Entries of a dense vector up to which second moments tell, in well under a second, what no rule here knows."""


def zero_gradient(experiment: Experiment, qubits: int, depths: Sequence[int]) -> str | None:
    """Why ∂E is zero in every circuit of a size at each of some depths, after the experiment's key that is to blame.

    Three symmetries and the light cone are seen at every size; anything else where the chain of second moments is short
    (`SMALL`), by E[(∂E)²] = 0.

    Parameters
    ----------
    experiment : Experiment
    qubits : int
        At least as many as its objective and its parameter need.
    depths : sequence of int
        Increasing, none before the differentiated layer.

    Returns
    -------
    str or None
        None if it is not zero, or not known to be.

    Examples
    --------
    >>> zero_gradient(Experiment(axes="Z"), 4, [1, 10])
    'axes: Z commutes with ZZ on qubit 1: the gradient is zero; X, Y or random is allowed'
    """
    if experiment.ansatz.file:  # whoever reads it looks at its parameter
        return None
    if not experiment.ansatz.is_papers:
        return _zero_by_gates(experiment, qubits, depths)
    objective, (layer, qubit) = experiment.objective, experiment.at_depth(depths[-1], qubits).parameter
    strings = ["Z" * qubits]  # on every qubit, as the projector's 2^n strings are together
    if not isinstance(objective, Projector):
        strings = [letters for _, letters in objective.terms(qubits)]
    # R_Z commutes with CZ gates, and they leave X or Y where it is
    if experiment.axes == "Z" and all(letters[qubit - 1] in "IZ" for letters in strings):
        return f"axes: Z commutes with {objective} on qubit {qubit}: the gradient is zero; X, Y or random is allowed"
    if experiment.axes == "Z" and experiment.initial_state == "none":
        return "axes: Z does not change the initial_state none: the gradient is zero; X, Y or random is allowed"
    # R_Y and CZ are real matrices, and <P> is zero in real states where P has an odd number of Y
    if experiment.axes == "Y" and all(letters.count("Y") % 2 for letters in strings if set(letters) != {"I"}):
        return f"axes: Y keeps states real, in which {objective} is zero: X, Z or random is allowed"
    where = f"at {qubits} qubits and {depths[-1]} layers"
    cone = light_cone(objective.letters_by_qubit(qubits), experiment.edges(qubits), depths[-1])
    if not cone[layer - 1, qubit - 1]:  # nor in shallower circuits, whose cones are narrower
        return (
            f"parameter: layer {layer}, qubit {qubit} is outside the light cone of {objective} {where}: "
            "the gradient is zero"
        )
    if states_per_qubit(experiment, qubits) ** qubits <= SMALL and _vanishes(experiment, qubits, depths):
        return (
            f"objective: {objective} does not depend on layer {layer}, qubit {qubit} {where}, whatever the angles, "
            f"with axes {experiment.axes} and initial_state {experiment.initial_state}: the gradient is zero"
        )
    return None


def _zero_by_gates(experiment: Experiment, qubits: int, depths: Sequence[int]) -> str | None:
    """The same for another ansatz than the paper's, where the chain is short and its gates are Clifford gates."""
    free = replace(experiment, angles=UniformAngles())
    if 4**qubits > SMALL or gate_coverage.refusal(free, qubits) or not _vanishes(free, qubits, depths):
        return None
    layer, qubit = experiment.words()["parameter"].split(":")[:2]
    return (
        f"objective: {experiment.objective} does not depend on layer {layer}, qubit {qubit}, step {experiment.at_step} "
        f"of {experiment.ansatz} at {qubits} qubits and {depths[-1]} layers, whatever the angles, with initial_state "
        f"{experiment.initial_state}: the gradient is zero"
    )


def _vanishes(experiment: Experiment, qubits: int, depths: Sequence[int]) -> bool:
    """Whether E[(∂E)²] is zero at every depth.

    ∂E is analytic in the angles: zero under one law with a density, it is zero everywhere. So the paper's law stands
    for all, and independent angles for all starts.
    """
    free = replace(experiment, angles=UniformAngles(), start=RandomStart())
    for last in sorted({depths[0], depths[-1]}):  # the first depth is enough for nearly all experiments
        variance = exact_curve(free, qubits=qubits, layers=last, method="dense").variance
        if any(variance[depth - 1] for depth in depths if depth <= last):
            return False
    return True
