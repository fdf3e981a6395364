"""Which experiments the exact theory can follow.

`require_covered` raises `NotCovered`, with the reason, where the theory does not hold or a register is too large for
it.
"""

from __future__ import annotations

from plateaus.ensemble.angles import SmallAngles
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.objectives import PauliString, Projector, RandomString
from plateaus.ensemble.starts import IdentityBlocks, RandomStart
from plateaus.theory import gate_coverage

SUM_QUBITS = 10
"""Largest register on which the exact theory follows sums of Pauli strings with X or Y."""
NOISE_QUBITS = 12
"""Largest register on which it follows noise, unless the population method is asked for."""
MPS_QUBITS = 60
"""Largest register on which matrix-product states were verified."""
POPULATION_QUBITS = 128
"""Largest register of the population method: its strings are masks of so many bits."""
POPULATION_LAYER = 64
"""Latest layer of the differentiated parameter there: a string keeps a weight for each layer before it."""


class NotCovered(ValueError):
    """The exact theory does not hold for an experiment, or does not reach a size; the message says why."""


def require_covered(experiment: Experiment, qubits: int | None = None, method: str = "auto") -> None:
    """Make sure that the exact theory holds for an experiment and, if given, reaches a size by the method wanted.

    Raises
    ------
    NotCovered
        It does not: an angle law with E[sin θ] ≠ 0 or E[sin θ cos θ] ≠ 0, a start that ties angles to each other (but
        for identity blocks and a parameter of the first layer), or a size that no method reaches. Of other ansätze
        than the paper's `gate_coverage` says the reasons.
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
    law = experiment.angles  # small ones are normal about zero at every size and depth
    if not isinstance(law, SmallAngles) and max(abs(law.mean(f).imag) for f in (1, 2)) > 1e-12:
        raise NotCovered(f"angles {experiment.angles}: the exact theory needs E[sin θ] = E[sin θ cos θ] = 0")
    if qubits is None:
        return
    if method == "population":
        if reason := population_refusal(experiment, qubits):
            raise NotCovered(reason)
        return
    if qubits > SUM_QUBITS and turning_sum(experiment, qubits):
        raise NotCovered(
            f"{qubits} qubits: the exact theory of {experiment.objective}, a sum with X or Y, "
            f"is for at most {SUM_QUBITS}"
        )
    if qubits > NOISE_QUBITS and experiment.noise.probability:
        raise NotCovered(f"{qubits} qubits: the exact theory with noise is for at most {NOISE_QUBITS}")
    if qubits > MPS_QUBITS and (reason := population_refusal(experiment, qubits)):
        raise NotCovered(f"{qubits} qubits: the exact theory is for at most {MPS_QUBITS} here ({reason})")


def population_refusal(experiment: Experiment, qubits: int) -> str:
    """Why the population method does not follow an experiment on so many qubits; empty where it does.

    Examples
    --------
    >>> population_refusal(Experiment(), 129)
    '129 qubits: the population method is for at most 128'
    """
    if not experiment.ansatz.is_papers:
        return f"ansatz {experiment.ansatz}: the population method follows the paper's"
    if not isinstance(experiment.objective, PauliString | RandomString):
        return f"objective {experiment.objective}: the population method follows a single Pauli string"
    if experiment.axes != "random":
        return f"axes {experiment.axes}: the population method is for axes drawn at random"
    if experiment.start != RandomStart():
        return f"start {experiment.start}: the population method is for random starts"
    if qubits > POPULATION_QUBITS:
        return f"{qubits} qubits: the population method is for at most {POPULATION_QUBITS}"
    if experiment.parameter[0] > POPULATION_LAYER:
        return f"parameter of layer {experiment.parameter[0]}: the population method is for at most {POPULATION_LAYER}"
    return ""


def turning_sum(experiment: Experiment, qubits: int) -> bool:
    """Whether the objective is a sum of several Pauli strings, some of them with X or Y.

    CZ gates turn such strings into others: of pairs of them more than the equal ones count (`cross_terms`).
    """
    if isinstance(experiment.objective, Projector):
        return False
    strings = [letters for _, letters in experiment.objective.terms(qubits) if set(letters) != {"I"}]
    return len(strings) > 1 and bool(set("".join(strings)) & set("XY"))
