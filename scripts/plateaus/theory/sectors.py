"""Second moments of infinite depth on any graph: what circuits of random axes conserve, and what they mix.

Qubits that no path of entangling gates joins never meet: moments are products over the connected components of the
graph. Within a component CZ gates and rotations mix all Pauli strings but for one thing: where every qubit has an even
number of neighbours, whether a string has an even or an odd number of letters is conserved. (Such circuits commute with
reversing all spins: they are orthogonal for an even number of qubits, symplectic for an odd one.) The square of a
string then spreads evenly over its sector: docs/theory.md derives it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.objectives import Projector


@dataclass(frozen=True)
class Component:
    """Qubits (from 0) that paths of entangling gates join, and whether all have an even number of neighbours."""

    qubits: tuple[int, ...]
    even: bool

    def strings(self, weight: int) -> tuple[float, float]:
        """How many strings a string of so many letters is mixed with, and the sum of their squares in a product state.

        Signs: Σ (−1)^w over all 4ⁿ strings of w letters is (1 − 3)ⁿ, and Σ (−1)^w ⟨P⟩² is (1 − 1)ⁿ = 0.
        """
        n = len(self.qubits)
        if not self.even:
            return 4.0**n - 1, 2.0**n - 1
        if weight % 2:
            return (4.0**n - (-2.0) ** n) / 2, 2.0**n / 2
        return (4.0**n + (-2.0) ** n) / 2 - 1, 2.0**n / 2 - 1

    def square(self, weight: int) -> float:
        """E[⟨P⟩²] of a string of so many letters, from a product state; 1 without letters."""
        if not weight:
            return 1.0
        count, total = self.strings(weight)
        return total / count

    def slope(self, weight: int) -> float:
        """E[(∂⟨P⟩)²] for a gate here that is followed by a deep circuit, in units of 1 − ⟨axis⟩² before the gate."""
        n = len(self.qubits)
        if not weight:
            return 0.0
        total = 2.0 ** (n - 1)  # of the squares of all strings that do not commute with the gate
        if self.even:
            total = (total + (n == 1) * (-1) ** (weight + 1)) / 2
        return total / self.strings(weight)[0]


def components(experiment: Experiment, qubits: int) -> list[Component]:
    """The components of a layer's graph, by their first qubits."""
    neighbours: dict[int, set[int]] = {q: set() for q in range(qubits)}
    for a, b in experiment.edges(qubits):
        neighbours[a].add(b)
        neighbours[b].add(a)
    found: list[Component] = []
    seen: set[int] = set()
    for first in range(qubits):
        joined, new = set(), {first} - seen
        while new:
            joined |= new
            new = {b for a in new for b in neighbours[a]} - joined
        seen |= joined
        if joined:
            found.append(Component(tuple(sorted(joined)), all(len(neighbours[q]) % 2 == 0 for q in joined)))
    return found


def mixes_all(experiment: Experiment, qubits: int) -> bool:
    """Whether there is but one component and nothing is conserved: then deep circuits are 2-designs."""
    first, *others = components(experiment, qubits)
    return not others and not first.even


def mixes_all_real(experiment: Experiment, qubits: int) -> bool:
    """Whether circuits of rotations about Y mix all strings that are real, those with an even number of Y.

    A layer generates the rotations by Y on one qubit q, and by that Y times Z on the neighbours of q. They mix all real
    strings where none commutes with all of them, which is where the adjacency matrix is invertible modulo 2, and where
    they do not fall into two sets that commute with each other, which is where the graph is connected and has a cycle
    of odd length; two joined qubits are an exception. (docs/theory.md; a chain, a ladder or a grid is none of these.)
    """
    matrix = np.zeros((qubits, qubits), dtype=bool)
    for a, b in experiment.edges(qubits):
        matrix[a, b] = matrix[b, a] = True
    if len(components(experiment, qubits)) > 1 or not _invertible(matrix):
        return False
    return qubits == 2 or not _two_coloured(matrix)


def _invertible(matrix: np.ndarray) -> bool:
    """Whether a matrix over the numbers modulo 2 has an inverse, by elimination."""
    rows = matrix.copy()
    for column in range(len(rows)):
        pivot = column + int(rows[column:, column].argmax())
        if not rows[pivot, column]:
            return False
        rows[[column, pivot]] = rows[[pivot, column]]
        others = rows[:, column].copy()
        others[column] = False
        rows[others] ^= rows[column]
    return True


def _two_coloured(matrix: np.ndarray) -> bool:
    """Whether two colours are enough for the qubits of a connected graph, neighbours having different ones."""
    colours = {0: False}
    new = [0]
    while new:
        qubit = new.pop()
        for other in np.flatnonzero(matrix[qubit]).tolist():
            if other not in colours:
                colours[other] = not colours[qubit]
                new.append(other)
    return all(colours[a] != colours[b] for a, b in np.argwhere(matrix).tolist())


def second_moments(experiment: Experiment, qubits: int) -> tuple[float, float]:
    """E[(∂E)²], in units of 1 − ⟨axis⟩² before the gate, and E[E²], both at infinite depth, for random axes.

    H is taken without its multiple of the identity, but for the projector. Pairs of different strings add nothing.
    """
    parts = components(experiment, qubits)
    place = next(i for i, part in enumerate(parts) if experiment.parameter[1] - 1 in part.qubits)
    if isinstance(experiment.objective, Projector):
        squares = [_over_projector(part, part.square) for part in parts]
        return _product(squares, place, _over_projector(parts[place], parts[place].slope)), _product(squares)
    slope, square = 0.0, 0.0
    for factor, letters in experiment.objective.terms(qubits):
        weights = [sum(letters[q] != "I" for q in part.qubits) for part in parts]
        if any(weights):
            squares = [part.square(weight) for part, weight in zip(parts, weights, strict=True)]
            slope += factor**2 * _product(squares, place, parts[place].slope(weights[place]))
            square += factor**2 * _product(squares)
    return slope, square


def _over_projector(part: Component, value: Callable[[int], float]) -> float:
    """The sum over the strings of I and Z of |0…0⟩⟨0…0| on a component: 2ⁿ⁻¹ of odd weight, as many of even weight."""
    n = len(part.qubits)
    half = 2.0 ** (n - 1)
    return (value(0) + (half * value(1) + (half - 1) * value(2) if n > 1 else value(1))) / 4.0**n


def _product(squares: Sequence[float], place: int = -1, instead: float = 1.0) -> float:
    """The product of all, the one at a place replaced."""
    return prod(instead if i == place else square for i, square in enumerate(squares))
