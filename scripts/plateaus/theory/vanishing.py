"""Which experiments have no gradient to look at: ∂E is zero in every circuit, and sampling them would show nothing.

A rotation may commute with all that follows it, a symmetry of the circuits may make E constant, or the parameter may
lie outside the objective's light cone. `zero_gradient` finds which.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import prod

from plateaus.ensemble.angles import UniformAngles
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.gate_circuits import Gate
from plateaus.ensemble.light_cones import light_cone
from plateaus.ensemble.objectives import Projector
from plateaus.ensemble.starts import RandomStart
from plateaus.theory import gate_coverage
from plateaus.theory.clifford import NotCliffordError, anticommute, at, letter_of, string_of
from plateaus.theory.curve import exact_curve
from plateaus.theory.gate_chain import ROTATED, bloch_vectors, closing_gates, layer_gates, moved, opening_gates
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
    """The same for another ansatz than the paper's: by strings that all gates leave alone, at every size.

    And where the chain is short and its gates are Clifford gates with angles of their own.
    """
    free = replace(experiment, angles=UniformAngles())
    zero = left_alone(experiment, qubits, depths)
    if not zero and 4**qubits <= SMALL and not gate_coverage.refusal(free, qubits):
        zero = _vanishes(free, qubits, depths)
    if not zero:
        return None
    layer, qubit = experiment.words()["parameter"].split(":")[:2]
    return (
        f"objective: {experiment.objective} does not depend on layer {layer}, qubit {qubit}, step {experiment.at_step} "
        f"of {experiment.ansatz} at {qubits} qubits and {depths[-1]} layers, whatever the angles, with initial_state "
        f"{experiment.initial_state}: the gradient is zero"
    )


def left_alone(experiment: Experiment, qubits: int, depths: Sequence[int]) -> bool:
    """Whether ∂E is zero because a string commutes with all rotations that it meets on its way back.

    Of a sum of strings all have to, from the end of a circuit to the layer of θ. E of the projector is zero where Z on
    every qubit does to the beginning, and is −1 in the state there: it is 1 in |0…0⟩.

    Examples
    --------
    >>> words = {"ansatz": "hamiltonian_layers", "objective": "all_z"}
    >>> left_alone(Experiment.from_words(words), 20, [1, 50])
    True
    """
    known: dict[tuple[int, int], tuple[int, int] | None] = {}
    projects = isinstance(experiment.objective, Projector)
    terms = [(1.0, "Z" * qubits)] if projects else experiment.objective.terms(qubits)
    strings = [string_of(letters) for _, letters in terms if set(letters) != {"I"}]

    def before(string: int, depth: int, first: int) -> tuple[int, int] | None:
        """The string and its sign before a layer of a circuit of so many; None where it becomes several."""
        now, sign = _back(string, closing_gates(experiment, qubits, depth), qubits), 1
        for layer in range(depth, first - 1, -1):
            if now is None:
                return None
            string, sign = now[0], sign * now[1]
            if (string, layer) not in known:
                known[string, layer] = _back(string, layer_gates(experiment, qubits, layer), qubits)
            now = known[string, layer]
        return now and (now[0], sign * now[1])

    try:
        for depth in depths:
            first = experiment.at_depth(depth, qubits).parameter[0]
            found = [before(string, depth, 1 if projects else first) for string in strings]
            if None in found:
                return False
            if projects and _in_the_beginning(experiment, found[0], qubits) != -1:
                return False
    except NotCliffordError:
        return False
    return True


def _back(string: int, gates: Sequence[Gate], qubits: int) -> tuple[int, int] | None:
    """A string before some gates, and its sign; None where it does not commute with a rotation."""
    sign = 1
    for gate in reversed(gates):
        if gate.place < 0:
            string, turned = moved(string, gate, qubits, inverse=True)
            sign *= turned
        elif gate.name == "random":
            if letter_of(string, gate.qubits[0], qubits):
                return None
        elif anticommute(string, sum(at(ROTATED[gate.name[0]], q, qubits) for q in gate.qubits)):
            return None
    return string, sign


def _in_the_beginning(experiment: Experiment, signed: tuple[int, int] | None, qubits: int) -> float:
    """The expectation of a string, times its sign, in the state before all gates; 0 where the opening changes it."""
    before = signed and _back(signed[0], opening_gates(experiment, qubits), qubits)
    if not signed or not before:
        return 0.0
    vectors = bloch_vectors(experiment.initial_state, qubits)
    return signed[1] * before[1] * prod(vector[letter_of(before[0], q, qubits)] for q, vector in enumerate(vectors))


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
