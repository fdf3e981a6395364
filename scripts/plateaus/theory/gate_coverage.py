"""Which circuits of other ansätze than the paper's the exact theory follows, and to which size.

Strings are followed on dense vectors of 4ⁿ numbers. The projector and sums of strings have a block of as many numbers
for each product D of two of their strings that the rotations at the end of a circuit leave; docs/theory.md derives it.
Configurations are planned with this, so it needs no numpy.
"""

from __future__ import annotations

from functools import lru_cache

from plateaus.ensemble.angles import UniformAngles, on_the_circle
from plateaus.ensemble.entanglers import GATES
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.objectives import Projector, RandomString
from plateaus.theory import own_coverage
from plateaus.theory.clifford import LETTERS, NotCliffordError, action, anticommute, at, letter_of, string_of

QUBITS = 12
"""Largest register: 4¹² numbers are 0.13 GB."""
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
        return f"{qubits} qubits: the exact theory of the ansatz {experiment.ansatz} is for at most {QUBITS}"
    if experiment.ansatz.file:  # of which nothing is known before it is read
        return own_coverage.refusal(experiment, qubits, ENTRIES) if experiment.ansatz.circuits else None
    blocks = surviving(experiment, qubits)
    if blocks * 4**qubits > ENTRIES:
        return (
            f"{qubits} qubits: {experiment.objective} has {blocks} products of two strings that {experiment.ansatz} "
            f"does not average away, each with 4^{qubits} numbers; at most {ENTRIES} in all are followed"
        )
    return None


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
