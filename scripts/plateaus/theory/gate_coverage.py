"""Which circuits of other ansätze than the paper's the exact theory follows, and to which size.

Strings are followed on dense vectors of up to 4ⁿ numbers. The projector and sums of strings have a block of as many
for each product D of two of their strings that the rotations at the end of a circuit leave; docs/theory.md derives it.
Configurations are planned with this, so it needs no numpy.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import product
from math import prod

from plateaus.ensemble import patterns
from plateaus.ensemble.angles import UniformAngles, on_the_circle
from plateaus.ensemble.ansatz import ALL, Ansatz
from plateaus.ensemble.entanglers import GATES
from plateaus.ensemble.experiment import LAST, Experiment
from plateaus.ensemble.objectives import Projector, RandomString
from plateaus.ensemble.patterns import GRAPH
from plateaus.theory import own_coverage
from plateaus.theory.clifford import (
    LETTERS,
    NotCliffordError,
    action,
    anticommute,
    at,
    inverse_action,
    letter_of,
    string_of,
)

QUBITS = 12
"""Largest register of dense vectors: 4¹² numbers are 0.13 GB."""
CHAIN_QUBITS = 40
"""Largest register on which matrix-product states were verified."""
ENTRIES = 2**28
"""Most numbers that all blocks of pairs of different strings may have together."""


def refusal(experiment: Experiment, qubits: int | None = None) -> str | None:
    """Why the exact theory does not follow an experiment, at a size if given, or None."""
    if experiment.ansatz.shares_angles:
        return f"ansatz {experiment.ansatz}: gates share angles, and the exact theory is for angles of their own"
    gates = {step.gate for step in (*experiment.ansatz.opening, *experiment.ansatz.layer) if step.gate in GATES}
    for gate in sorted(gates):
        try:
            action(gate)
        except NotCliffordError as error:
            return f"ansatz {experiment.ansatz}: {error}, which the exact theory needs"
    if on_the_circle(experiment.angles) != UniformAngles():
        return (
            f"angles {experiment.angles}: the exact theory of the ansatz {experiment.ansatz} is for angles uniform "
            "on the circle"
        )
    if qubits is None:
        return None
    if qubits > QUBITS:
        return chain_refusal(experiment, qubits)
    if experiment.ansatz.file:  # of which nothing is known before it is read
        return own_coverage.refusal(experiment, qubits, ENTRIES) if experiment.ansatz.circuits else None
    blocks = surviving(experiment, qubits)
    if blocks * 4**qubits > ENTRIES:
        return (
            f"{qubits} qubits: {experiment.objective} has {blocks} products of two strings that {experiment.ansatz} "
            f"does not average away, each with 4^{qubits} numbers; at most {ENTRIES} in all are followed"
        )
    return None


def chain_refusal(experiment: Experiment, qubits: int) -> str | None:
    """Why an experiment that `refusal` lets through is not followed on matrix-product states, or None."""
    ansatz = experiment.ansatz
    beyond = f"{qubits} qubits: the exact theory of the ansatz {ansatz} is for at most {QUBITS}"
    if ansatz.file:
        return beyond
    if qubits > CHAIN_QUBITS:
        return f"{qubits} qubits: the exact theory of the ansatz {ansatz} is for at most {CHAIN_QUBITS}"
    graph = experiment.edges(qubits)
    for step in (*ansatz.opening, *ansatz.layer):
        places = step.places(qubits, 0, graph)
        if step.pattern == GRAPH and experiment.connectivity != "chain":
            return f"{beyond}, and on neighbours of a chain for more: {step} is on another graph"
        if (step.pattern not in (ALL, GRAPH) and patterns.period(step.pattern, qubits) > 1) or any(
            max(where) - min(where) > 1 for where in places
        ):
            return f"{beyond}, and on neighbours of a chain for more: {step} joins others"
    if experiment.parameter[0] == LAST:
        return f"{beyond} where the parameter is in the last layer"
    if blocks := surviving(experiment, qubits):
        return (
            f"{beyond}, and for more where no products of two strings of the objective survive: "
            f"{experiment.objective} has {blocks} that do"
        )
    if not varies(experiment, qubits):
        return f"{qubits} qubits: {experiment.objective} is the same in all circuits of the ansatz {ansatz}"
    if not mixes_all_else(ansatz, qubits):
        return f"{beyond}: which strings its layers mix is not known"
    return None


def signs(letter: int, real: bool) -> tuple[int, ...]:
    """A sign for each letter: whether it anticommutes with a given one, times, if `real`, whether it is Y."""
    return tuple((-1) ** (anticommute(letter, p) + (real and p == LETTERS.index("Y"))) for p in range(4))


@lru_cache(maxsize=64)
def conserved(ansatz: Ansatz) -> tuple[tuple[int, bool], ...]:
    """Which products of `signs` over all qubits no gate of a layer changes; ``(0, False)``, all ones, is always one.

    Examples
    --------
    >>> names = ("real_amplitudes", "hamiltonian_layers")
    >>> [conserved(Experiment.from_words({"ansatz": name}).ansatz) for name in names]
    [((0, False), (0, True)), ((0, False), (1, False), (2, False), (3, False))]
    """
    found = []
    for letter, real in product(range(4), (False, True)):
        if all(_leaves(step.gate, signs(letter, real)) for step in ansatz.layer):
            found.append((letter, real))
    return tuple(found)


def _leaves(gate: str, s: Sequence[int]) -> bool:
    """Whether a gate leaves the product of these signs on the qubits that it acts on."""
    return all(
        s[before // 4] * s[before % 4] == s[after // 4] * s[after % 4]
        for before in range(16)
        for after in images(gate, before)
    )


def varies(experiment: Experiment, qubits: int) -> bool:
    """Whether some string of H is neither left alone by all gates nor zero by a conserved sign that is 1 in the state.

    Examples
    --------
    >>> [varies(Experiment.from_words({"ansatz": "real_amplitudes", "objective": o}), 20) for o in ("XY", "YY")]
    [False, True]
    """
    if isinstance(experiment.objective, Projector):
        return True
    ansatz = experiment.ansatz
    kept = conserved(ansatz)
    there = {"plus": (0, 1), "ry_pi_4": (0, 1, 2)}.get(experiment.initial_state, (0, 2))
    of_state = [
        s
        for s in (signs(letter, real) for letter, real in kept)
        if all(s[p] == 1 for p in there) and all(_leaves(step.gate, s) for step in ansatz.opening)
    ]
    alone = {LETTERS[letter] * qubits for letter, real in kept if not real}
    return any(
        letters not in alone and all(prod(s[LETTERS.index(p)] for p in letters) == 1 for s in of_state)
        for _, letters in experiment.objective.terms(qubits)
    )


@cache
def images(gate: str, string: int) -> frozenset[int]:
    """What a gate on one qubit, of two, or on both makes of a string of two letters, taken back."""
    if gate in GATES:
        return frozenset([inverse_action(gate)[string][0]])
    axes = (1, 2, 3) if gate == "random" else (LETTERS.index(gate[0]),)
    wide = 5 if len(gate) == 2 else 4
    return frozenset([string, *(string ^ wide * axis for axis in axes if anticommute(string, wide * axis))])


@lru_cache(maxsize=64)
def mixes_all_else(ansatz: Ansatz, qubits: int) -> bool:
    """Whether layers on a chain mix all strings alike in what they conserve: on 4 qubits, or on 5 for an odd number.

    But for strings of one letter that they leave alone. So found by following sets of strings.
    """
    n = 4 + qubits % 2
    kept = conserved(ansatz)
    alone = {sum(at(letter, q, n) for q in range(n)) for letter, real in kept if not real}
    classes: dict[tuple[int, ...], set[int]] = {}
    for string in set(range(4**n)) - alone:
        letters = [letter_of(string, q, n) for q in range(n)]
        key = tuple(prod(signs(letter, real)[p] for p in letters) for letter, real in kept)
        classes.setdefault(key, set()).add(string)
    graph = tuple((q, q + 1) for q in range(n - 1))
    gates = [(step.gate, where) for step in ansatz.layer for where in step.places(n, 0, graph)]
    for strings in classes.values():
        found, before = {min(strings)}, set[int]()
        for _ in range(16 * n):
            if found == before:
                break
            before = found
            for gate, where in reversed(gates):
                found = _taken_back(found, gate, where, n)
        if found != strings:
            return False
    return True


def _taken_back(strings: set[int], gate: str, where: tuple[int, ...], qubits: int) -> set[int]:
    """What strings can have become before a gate."""
    a, b = where if len(where) == 2 else (where[0], -1)
    found = set()
    for string in strings:
        rest = string & ~(at(3, a, qubits) | (at(3, b, qubits) if b >= 0 else 0))
        here = 4 * letter_of(string, a, qubits) + (letter_of(string, b, qubits) if b >= 0 else 0)
        for image in images(gate, here):
            found.add(rest | at(image // 4, a, qubits) | (at(image % 4, b, qubits) if b >= 0 else 0))
    return found


@lru_cache(maxsize=256)
def surviving(experiment: Experiment, qubits: int) -> int:
    """How many products D of two different strings of H commute with the rotations of the last layer, and after it.

    A rotation about Q with an angle uniform on the circle averages a pair of strings to zero where only one of them
    commutes with Q, that is where D and Q do not commute. Rotations about random axes leave every D some weight.
    """
    if isinstance(experiment.objective, RandomString):
        return 0  # a single string, whose letters are drawn
    generators = last_generators(experiment, qubits)
    if isinstance(experiment.objective, Projector):
        rows = [sum(anticommute(at(2, q, qubits), g) << q for q in range(qubits)) for g in generators]
        return 2 ** (qubits - _rank(rows)) - 1
    strings = [string_of(letters) for _, letters in experiment.objective.terms(qubits) if set(letters) != {"I"}]
    products = {a ^ b for a in strings for b in strings if a != b}
    return sum(not any(anticommute(d, g) for g in generators) for d in products)


def last_generators(experiment: Experiment, qubits: int) -> list[int]:
    """The strings Q of the rotations about fixed axes in the last layer and after it, taken to the circuit's end."""
    ansatz, graph = experiment.ansatz, experiment.edges(qubits)
    found: list[int] = []
    for steps, layer in ((ansatz.layer, ansatz.period(qubits) - 1), (ansatz.layer[: ansatz.closing], 0)):
        for step in steps:
            for where in step.places(qubits, layer, graph):
                if step.gate in GATES:
                    found = [_moved(string, step.gate, where, qubits) for string in found]
                elif step.gate != "random":
                    letter = LETTERS.index(step.gate[0])
                    found.append(sum(at(letter, q, qubits) for q in where))
    return found


def _moved(string: int, gate: str, where: tuple[int, ...], qubits: int) -> int:
    a, b = where
    image, _ = action(gate)[4 * letter_of(string, a, qubits) + letter_of(string, b, qubits)]
    kept = string & ~(at(3, a, qubits) | at(3, b, qubits))
    return kept | at(image // 4, a, qubits) | at(image % 4, b, qubits)


def _rank(rows: list[int]) -> int:
    """The rank of rows of bits over the numbers modulo 2."""
    pivots: dict[int, int] = {}
    for row in rows:
        while row:
            top = row.bit_length()
            if top not in pivots:
                pivots[top] = row
                break
            row ^= pivots[top]
    return len(pivots)
