"""Which group infinitely deep circuits of an experiment are Haar-random over, and what two such circuits give.

`infinite_depth` has the limits that follow. What is here takes no exact curve, so figures may ask it.
"""

from __future__ import annotations

from plateaus.ensemble.angles import SmallAngles
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.starts import IdentityBlocks, RandomStart
from plateaus.theory import gate_limits, limits, sectors


def circuits_tend_to(experiment: Experiment, qubits: int) -> str:
    """Which of `kinds.KINDS` deep circuits of an experiment are.

    Examples
    --------
    >>> [circuits_tend_to(Experiment(connectivity=graph), 6) for graph in ("chain", "ring", "edges:1-2,2-3,4-5,5-6")]
    ['unitary', 'parity sector', 'other']
    >>> circuits_tend_to(Experiment(axes="Y", connectivity="complete"), 6)
    'orthogonal'
    """
    if experiment.ansatz.file:
        return "none" if experiment.ansatz.is_one_circuit else "unknown"
    if not experiment.ansatz.is_papers:
        return gate_limits.limiting_variances(experiment, qubits)[0]
    start = experiment.start
    identity = isinstance(start, IdentityBlocks) and not start.sigma
    if experiment.noise.probability or isinstance(experiment.angles, SmallAngles) or identity:
        return "none"
    if start != RandomStart():
        return "unknown"
    if experiment.axes == "random":
        if sectors.mixes_all(experiment, qubits):
            return "unitary"
        return "other" if len(sectors.components(experiment, qubits)) > 1 else "parity sector"
    if experiment.axes == "Y" and sectors.mixes_all_real(experiment, qubits):  # both initial states are real, too
        return "orthogonal"
    return "unknown"


def both_sides_limit(experiment: Experiment, qubits: int) -> float:
    """The limit deep inside a circuit, with 2-designs before and after the gate; NaN where circuits are not such."""
    if circuits_tend_to(experiment, qubits) != "unitary" or not experiment.ansatz.is_papers:
        return float("nan")
    return limits.gradient_variance_both_sides(experiment, qubits)
