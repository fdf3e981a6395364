"""Which experiments the exact theory can follow.

`require_covered` raises `NotCovered`, with the reason, where the theory does not hold or a register is too large for
it.
"""

from __future__ import annotations

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.objectives import Projector
from plateaus.ensemble.starts import IdentityBlocks, RandomStart
from plateaus.theory import gate_coverage

SUM_QUBITS = 10
"""Largest register on which the exact theory follows sums of Pauli strings with X or Y."""
NOISE_QUBITS = 12
"""Largest register on which it follows noise."""


class NotCovered(ValueError):
    """The exact theory does not hold for an experiment, or does not reach a size; the message says why."""


def require_covered(experiment: Experiment, qubits: int | None = None) -> None:
    """Make sure that the exact theory holds for an experiment and, if given, reaches a size.

    Raises
    ------
    NotCovered
        It does not: an angle law with E[sin θ] ≠ 0 or E[sin θ cos θ] ≠ 0, a start that ties angles to each other (but
        for identity blocks and a parameter of the first layer), or a size above `SUM_QUBITS` or `NOISE_QUBITS`. Of
        other ansätze than the paper's `gate_coverage` says the reasons.
    """
    if not experiment.ansatz.is_papers:
        if reason := gate_coverage.refusal(experiment, qubits):
            raise NotCovered(reason)
        return
    if experiment.start != RandomStart():
        if not isinstance(experiment.start, IdentityBlocks) or experiment.start.sigma or experiment.parameter[0] != 1:
            raise NotCovered(
                f"start {experiment.start}: exact for identity blocks and a parameter of the first layer only"
            )
        if experiment.noise.probability:
            raise NotCovered(f"noise {experiment.noise}: identity blocks are exact without noise only")
        return
    law = experiment.law(1, max(2, experiment.objective.least_qubits))  # whichever: laws of any size are alike in this
    if max(abs(law.mean(f).imag) for f in (1, 2)) > 1e-12:
        raise NotCovered(f"angles {experiment.angles}: the exact theory needs E[sin θ] = E[sin θ cos θ] = 0")
    if qubits is None:
        return
    if qubits > SUM_QUBITS and turning_sum(experiment, qubits):
        raise NotCovered(
            f"{qubits} qubits: the exact theory of {experiment.objective}, a sum with X or Y, "
            f"is for at most {SUM_QUBITS}"
        )
    if qubits > NOISE_QUBITS and experiment.noise.probability:
        raise NotCovered(f"{qubits} qubits: the exact theory with noise is for at most {NOISE_QUBITS}")


def turning_sum(experiment: Experiment, qubits: int) -> bool:
    """Whether the objective is a sum of several Pauli strings, some of them with X or Y.

    CZ gates turn such strings into others: of pairs of them more than the equal ones count (`cross_terms`).
    """
    if isinstance(experiment.objective, Projector):
        return False
    strings = [letters for _, letters in experiment.objective.terms(qubits) if set(letters) != {"I"}]
    return len(strings) > 1 and bool(set("".join(strings)) & set("XY"))
