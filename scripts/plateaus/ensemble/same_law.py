"""Whether two experiments are the same law of circuits and derivative, however each is spelled.

Angles uniform on [−π, π) are those on [0, 2π), a chain may be given edge by edge, Z₁Z₂ is also ZZI, and a chain read
from its other end is a chain. What is said of an experiment (that it is a paper's own, that it differs from another in
its graph alone) is said of its law, and asked here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping

from plateaus.ensemble.angles import on_the_circle
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.objectives import Objective, Projector, RandomString

RELABELLED = ("gates", "objective", "parameter")
"""What changes when qubits are numbered in another way."""


def normal_form(experiment: Experiment, qubits: int) -> dict[str, Hashable]:
    """What an experiment is on so many qubits, each respect spelled in one way only.

    Returns
    -------
    dict
        The attributes of `Experiment`, but for connectivity and entangler, which are together ``gates``: the set of
        pairs of qubits, from 0, since controlled-Z gates commute; the pairs themselves of another ansatz than the
        paper's, whose gates need not.

    Raises
    ------
    ValueError
        There is no such graph of this size.

    Examples
    --------
    >>> ring = Experiment(connectivity="edges:3-1,2-1,2-3")
    >>> normal_form(ring, 3)["gates"] == normal_form(Experiment(connectivity="ring"), 3)["gates"]
    True
    """
    edges = experiment.edges(qubits)
    return {
        "ansatz": experiment.ansatz,
        "initial_state": experiment.initial_state,
        "gates": frozenset(map(frozenset, edges)) if experiment.ansatz.is_papers else edges,
        "axes": experiment.axes,
        "angles": on_the_circle(experiment.angles),
        "start": experiment.start,
        "noise": experiment.noise,
        "objective": _operator(experiment.objective, qubits),
        "parameter": experiment.parameter,
        "step": experiment.at_step,
        "angle": experiment.angle,
    }


def same_law(a: Experiment, b: Experiment, qubits: int) -> bool:
    """Whether E and ∂E have one law in both experiments on so many qubits, at every depth.

    They have if some numbering of the qubits makes the normal forms equal: every qubit is rotated alike. (Random
    strings are compared by their words, not by the letters drawn; of other ansätze than the paper's no other numbering
    is tried, for their patterns go by the numbers.)

    Examples
    --------
    >>> from plateaus.ensemble.angles import UniformAngles
    >>> same_law(Experiment(), Experiment(angles=UniformAngles(-1, 1), connectivity="edges:2-3,1-2"), 3)
    True
    """
    if a == b:
        return True
    left, right = normal_form(a, qubits), normal_form(b, qubits)
    if left == right:
        return True
    if not a.ansatz.is_papers or any(left[key] != right[key] for key in left if key not in RELABELLED):
        return False
    return a.parameter[0] == b.parameter[0] and _renumbered(left, right, qubits)


def differences(a: Experiment, b: Experiment, sizes: Iterable[int]) -> set[str]:
    """In which respects, keys of `normal_form`, two experiments differ at any of some sizes; none for the same law.

    Examples
    --------
    >>> differences(Experiment(), Experiment(connectivity="ring", parameter=(2, 1)), [4, 6]) == {"gates", "parameter"}
    True
    """
    found: set[str] = set()
    for qubits in sizes:
        if not same_law(a, b, qubits):
            left, right = normal_form(a, qubits), normal_form(b, qubits)
            found |= {key for key in left if left[key] != right[key]}
    return found


def _operator(objective: Objective, qubits: int) -> Hashable:
    """An objective as a set of strings and coefficients; the projector, which has 2ⁿ, and random strings themselves."""
    if isinstance(objective, Projector | RandomString):
        return objective
    return frozenset((letters, factor) for factor, letters in objective.terms(qubits))


def _renumbered(left: Mapping, right: Mapping, qubits: int) -> bool:
    """Whether some numbering of the qubits takes gates, objective and parameter of one normal form to the other's.

    Qubits get their new numbers one by one, from the differentiated one outwards, each next to those of its neighbours:
    on a chain that leaves one choice or two.
    """
    colours, others = _colours(left, qubits), _colours(right, qubits)
    if Counter(colours) != Counter(others):
        return False
    near, near_there = _neighbours(left["gates"], qubits), _neighbours(right["gates"], qubits)
    order = _outwards(left["parameter"][1] - 1, near)

    def extended(number: dict[int, int]) -> bool:
        if len(number) == qubits:
            return _with_numbers(left["objective"], number) == right["objective"]
        qubit = order[len(number)]
        known = near[qubit] & number.keys()
        for new in set(range(qubits)) - set(number.values()):
            fits = colours[qubit] == others[new] and {number[q] for q in known} == near_there[new] & set(
                number.values()
            )
            if fits and extended(number | {qubit: new}):
                return True
        return False

    return extended({})


def _colours(form: Mapping, qubits: int) -> list[Hashable]:
    """What a qubit keeps under another numbering: its degree, its letters, whether it is the differentiated one."""
    degree = Counter(qubit for pair in form["gates"] for qubit in pair)
    strings = form["objective"] if isinstance(form["objective"], frozenset) else ()
    return [
        (degree[q], tuple(sorted((factor, letters[q]) for letters, factor in strings)), form["parameter"][1] == q + 1)
        for q in range(qubits)
    ]


def _neighbours(gates: Iterable[frozenset[int]], qubits: int) -> list[set[int]]:
    near: list[set[int]] = [set() for _ in range(qubits)]
    for pair in gates:
        for qubit in pair:
            near[qubit] |= pair - {qubit}
    return near


def _outwards(first: int, near: list[set[int]]) -> list[int]:
    """All qubits, each after one of its neighbours where its part of the graph has been begun."""
    order: list[int] = []
    for begin in (first, *range(len(near))):
        waiting = [begin]
        while waiting:
            qubit = waiting.pop(0)
            if qubit not in order:
                order.append(qubit)
                waiting += sorted(near[qubit])
    return order


def _with_numbers(operator: Hashable, number: Mapping[int, int]) -> Hashable:
    """An operator with its qubits numbered anew."""
    if not isinstance(operator, frozenset):
        # a projector is the same in any numbering; of a random string no other numbering is known
        return operator if isinstance(operator, Projector) else None
    moved = {new: old for old, new in number.items()}
    return frozenset(("".join(letters[moved[q]] for q in range(len(moved))), factor) for letters, factor in operator)
