"""Which circuits of a user's own the exact theory follows, and how it takes them apart; without numbers but whole ones.

Gates on a qubit before its first gate with another one act on that qubit alone, where any of them is averaged exactly:
they are its beginning. All gates behind have to take Pauli strings to Pauli strings, as rotations with angles uniform
on the circle do on the average, by whole multiples of an angle as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.objectives import Projector, RandomString
from plateaus.ensemble.own_circuits import OwnCircuits, OwnGate
from plateaus.theory.clifford import LETTERS, NotCliffordError, action, anticommute, at, letter_of, string_of


@dataclass(frozen=True)
class Parts:
    """Circuits of a user's own, taken apart.

    Attributes
    ----------
    beginnings : tuple of tuple of OwnGate
        Of every qubit, gates on it alone that come first in all circuits.
    trunk : tuple of OwnGate
        All other gates of the trunk.
    forks : dict of int to (int, tuple of OwnGate)
        As of `OwnCircuits`, in this trunk.
    """

    beginnings: tuple[tuple[OwnGate, ...], ...]
    trunk: tuple[OwnGate, ...]
    forks: dict[int, tuple[int, tuple[OwnGate, ...]]]

    def gates(self, layers: int) -> tuple[OwnGate, ...]:
        """The gates of a circuit behind the beginnings."""
        fork, tail = self.forks[layers]
        return self.trunk[:fork] + tail


@lru_cache(maxsize=8)
def parts_of(circuits: OwnCircuits) -> Parts:
    """Take circuits apart."""
    common = min(fork for fork, _ in circuits.forks.values())
    beginnings: list[list[OwnGate]] = [[] for _ in range(circuits.qubits)]
    joined: set[int] = set()
    inside = []
    for gate in circuits.trunk[:common]:
        alone = len(gate.qubits) == 1 and gate.qubits[0] not in joined
        if alone:
            beginnings[gate.qubits[0]].append(gate)
        else:
            joined.update(gate.qubits)
        inside.append(alone)
    removed = sum(inside)
    trunk = [gate for gate, alone in zip(circuits.trunk[:common], inside, strict=True) if not alone]
    return Parts(
        tuple(map(tuple, beginnings)),
        (*trunk, *circuits.trunk[common:]),
        {depth: (fork - removed, tail) for depth, (fork, tail) in circuits.forks.items()},
    )


def refusal(experiment: Experiment, qubits: int, entries: int) -> str | None:
    """Why the exact theory does not follow a user's circuits, or None; blocks have so many numbers in all, at most."""
    circuits = experiment.ansatz.circuits_of(qubits)
    if pair := circuits.shared():
        first, second = pair
        return (
            f"{circuits.file}, {second.line}: the angle {second.angle} is in {first.line} already, and the exact "
            "theory is for angles of their own"
        )
    parts = parts_of(circuits)
    behind = {*parts.trunk, *(gate for _, tail in parts.forks.values() for gate in tail)}
    for gate in sorted(behind, key=lambda gate: gate.line):
        try:
            gate.angle or action(gate.name)
        except NotCliffordError as error:
            where = "its first gate with another qubit" if len(gate.qubits) == 1 else "others"
            return (
                f"{circuits.file}, {gate.line}: {error}, and stands after {where}, where the exact theory needs Pauli "
                "rotations and Clifford gates"
            )
    blocks = max(surviving(experiment, circuits, depth) for depth in parts.forks)
    if blocks * 4**qubits > entries:
        return (
            f"{qubits} qubits: {experiment.objective} has {blocks} products of two strings that {circuits.file} does "
            f"not average away, each with 4^{qubits} numbers; at most {entries} in all are followed"
        )
    return None


@lru_cache(maxsize=1024)
def surviving(experiment: Experiment, circuits: OwnCircuits, layers: int) -> int:
    """How many products D of two different strings of H commute with all rotations on their way to the beginnings.

    As in `gate_coverage.surviving`. Those of the projector, all strings of I and Z, are a linear space: of its basis is
    kept what commutes.
    """
    n, gates = circuits.qubits, parts_of(circuits).gates(layers)
    objective = experiment.objective
    if isinstance(objective, RandomString):
        return 0
    if isinstance(objective, Projector):
        basis = [at(2, q, n) for q in range(n)]
        for gate in reversed(gates):
            if gate.angle:
                basis = _commuting(basis, generator(gate, n))
                if not basis:
                    break
            else:
                basis = [back(string, gate, n) for string in basis]
        return 2 ** len(basis) - 1
    strings = [string_of(letters) for _, letters in objective.terms(n) if set(letters) != {"I"}]
    products = {a ^ b for a in strings for b in strings if a != b}
    for gate in reversed(gates):
        if gate.angle:
            axis = generator(gate, n)
            products = {string for string in products if not anticommute(string, axis)}
        else:
            products = {back(string, gate, n) for string in products}
    return len(products)


def generator(gate: OwnGate, qubits: int) -> int:
    """The string that a rotation is about."""
    letter = LETTERS.index(gate.name[0])
    return sum(at(letter, q, qubits) for q in gate.qubits)


def back(string: int, gate: OwnGate, qubits: int) -> int:
    """The string U†PU of a fixed gate U, without its sign."""
    here = 0
    for q in gate.qubits:
        here = 4 * here + letter_of(string, q, qubits)
    image = [after for after, _ in action(gate.name)].index(here)
    for q in reversed(gate.qubits):
        string = string & ~at(3, q, qubits) | at(image & 3, q, qubits)
        image >>= 2
    return string


def _commuting(basis: Sequence[int], axis: int) -> list[int]:
    """A basis of the products of these strings that commute with another string."""
    kept = [string for string in basis if not anticommute(string, axis)]
    first, *others = [string for string in basis if anticommute(string, axis)] or [0]
    return kept + [first ^ other for other in others]
