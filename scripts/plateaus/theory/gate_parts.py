"""What a few gates do to numbers by the letters of their qubits, written with no more numbers than are different.

An average over angles makes numbers equal, opposite or zero: then rows of its matrix are. The different rows are kept,
and for each string which one it has.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, reduce
from typing import NamedTuple

import numpy as np

from plateaus.ensemble.gate_circuits import Gate
from plateaus.theory.clifford import action
from plateaus.theory.gate_chain import average, letters_on, moved

Rows = tuple[int, ...]
"""Of each string of some qubits ±k: it has the k-th of their numbers, from 1, with this sign; 0 where it has none."""
LETTERS = (1, 2, 3, 4)
"""Rows of an axis that has a number for every letter."""
_FACTORED = 0.7
"""Two qubits become one axis where that has less than this part of the numbers of two axes."""


class Part(NamedTuple):
    """What a gate does to a block, by its name, the letters of D on its qubits, and which of a group they are."""

    name: str
    rotates: bool
    letters: int
    derivative: bool
    positions: tuple[int, ...]

    @property
    def is_zero(self) -> bool:
        """Whether it is an average of nothing: D does not commute with it."""
        return self.rotates and average(self.name, self.letters, self.derivative) is None

    def matrix(self, width: int) -> np.ndarray:
        """On the letters of so many qubits. Shape (4^width, 4^width)."""
        if self.rotates:
            found = average(self.name, self.letters, self.derivative)
            assert found is not None
        else:
            table = action(self.name)
            found = np.zeros((len(table), len(table)))
            for p, (image, sign) in enumerate(table):
                found[image, p] = sign * table[p ^ self.letters][1]
        if len(self.positions) < width:
            return np.kron(found, np.eye(4)) if self.positions == (0,) else np.kron(np.eye(4), found)
        if self.positions == (1, 0):
            return found.reshape(4, 4, 4, 4).transpose(1, 0, 3, 2).reshape(16, 16)
        return found


def part_of(gate: Gate, difference: int, where: Sequence[int], qubits: int, derivative: bool) -> tuple[Part, int]:
    """A gate on some qubits in the block of a product D, and D behind it."""
    positions = tuple(where.index(q) for q in gate.qubits)
    part = Part(gate.name, gate.place >= 0, letters_on(difference, gate.qubits, qubits), derivative, positions)
    return part, difference if part.rotates else moved(difference, gate, qubits)[0]


@cache
def shortened(parts: tuple[Part, ...], width: int, inputs: tuple[Rows, ...]) -> tuple[tuple[Rows, ...], np.ndarray]:
    """The matrix of some gates on the different numbers of their qubits, and to which strings its rows belong.

    One tuple of rows for each qubit, or for both together where this is shorter.
    """
    letters = reduce(np.kron, [written_out(rows) for rows in inputs])
    matrix = reduce(lambda found, part: part.matrix(width) @ found, parts, letters)
    # averages are sums of few products of 1/2 and 1/3: what is closer than this is equal but for rounding
    rounded = np.round(matrix / (abs(matrix).max() or 1.0), 12)
    rows, short = different(matrix, rounded)
    if width == 1:
        return (rows,), short
    both, longer = _by_qubit(matrix, rounded)
    return ((rows,), short) if len(short) < _FACTORED * len(longer) else (both, longer)


@cache
def apart(rows: Rows) -> tuple[tuple[Rows, ...], np.ndarray]:
    """The matrix that writes the numbers of two qubits by those of each, and the rows of each."""
    letters = written_out(rows)
    return _by_qubit(letters, letters)


def _by_qubit(matrix: np.ndarray, rounded: np.ndarray) -> tuple[tuple[Rows, ...], np.ndarray]:
    by_qubit = rounded.reshape(4, 4, -1)
    (first, _), (second, _) = (different(view.reshape(4, -1)) for view in (by_qubit, by_qubit.swapaxes(0, 1)))
    return (first, second), np.kron(_chosen(first), _chosen(second)) @ matrix


def count(rows: Rows) -> int:
    """How many numbers there are; one at least, though it may belong to no string."""
    return max(map(abs, (1, *rows)))


def written_out(rows: Rows) -> np.ndarray:
    """The matrix that gives every string its number."""
    found = np.zeros((len(rows), count(rows)))
    for string, row in enumerate(rows):
        if row:
            found[string, abs(row) - 1] = np.sign(row)
    return found


def _chosen(rows: Rows) -> np.ndarray:
    """The matrix that takes every number from the first string that has it."""
    found = np.zeros((count(rows), len(rows)))
    for number in range(len(found)):
        string = next((at for at, row in enumerate(rows) if abs(row) == number + 1), None)
        if string is not None:
            found[number, string] = np.sign(rows[string])
    return found


def different(matrix: np.ndarray, rounded: np.ndarray | None = None) -> tuple[Rows, np.ndarray]:
    """Which rows of a matrix, or of it rounded, are equal, opposite or zero; and the different ones, at least one."""
    numbers: dict[bytes, int] = {}
    rows, kept = [], []
    for row, whole in zip(matrix if rounded is None else rounded, matrix, strict=True):
        (filled,) = np.nonzero(row)
        if not len(filled):
            rows.append(0)
            continue
        sign = 1 if row[filled[0]] > 0 else -1
        key = (sign * row + 0.0).tobytes()  # −0 is 0
        if key not in numbers:
            numbers[key] = len(numbers) + 1
            kept.append(sign * whole)
        rows.append(sign * numbers[key])
    return tuple(rows), np.array(kept) if kept else np.zeros((1, matrix.shape[1]))
