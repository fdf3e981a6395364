"""Blocks of second moments of circuits of any gates, on vectors that are as short as circuits let them be.

An average over angles makes numbers of a block equal, opposite or zero: after R_X those of Y and Z are the same, so
that a qubit has three. Gates are taken as matrices on one or two qubits, in an order that lets rotations follow the
entangling gates of their qubits at once; what became equal is kept once. So a vector has about 3ⁿ numbers between such
gates, where its strings are 4ⁿ. Entangling gates that no rotation follows wait: strings are taken back through them
when they are read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from math import prod
from typing import NamedTuple

import numpy as np

from plateaus.ensemble.gate_circuits import Gate
from plateaus.theory.gate_chain import moved, permutation, taken_back
from plateaus.theory.gate_groups import groups
from plateaus.theory.gate_parts import LETTERS, Part, Rows, apart, count, different, part_of, shortened, written_out


class Axis(NamedTuple):
    """An axis of a block's numbers: that of one qubit, or of two that are not to be told apart."""

    qubits: tuple[int, ...]
    rows: Rows


class _Product(NamedTuple):
    """A matrix on the axes that stand first in an order, and the shape after it."""

    matrix: np.ndarray
    order: tuple[int, ...]
    shape: tuple[int, ...]

    def of(self, numbers: np.ndarray) -> np.ndarray:
        return (self.matrix @ numbers.transpose(self.order).reshape(self.matrix.shape[1], -1)).reshape(self.shape)


class _Permutation(NamedTuple):
    """Entangling gates on the qubits whose axes stand first in an order; of the block D = 1, which has no signs."""

    gates: tuple[Gate, ...]
    rows: tuple[Rows, ...]
    order: tuple[int, ...]
    shape: tuple[int, ...]

    def of(self, numbers: np.ndarray) -> np.ndarray:
        first = prod(map(count, self.rows))
        found = numbers.transpose(self.order).reshape(first, -1).take(_sources(self.gates, self.rows), axis=0)
        return found.reshape(self.shape)


class _Plan(NamedTuple):
    """What gates do to any block with the same axes."""

    steps: tuple[_Product | _Permutation, ...]
    axes: tuple[Axis, ...]
    difference: int
    waiting: tuple[Gate, ...]


@dataclass(frozen=True)
class Block:
    """E[⟨P⟩⟨P′⟩] of all pairs of strings with one product D, by P.

    Attributes
    ----------
    qubits : int
    numbers : ndarray
        Different ones, by `axes`.
    axes : tuple of Axis
    before : int
        D before the gates that wait.
    waiting : tuple of Gate
        Entangling gates that are still to come, in the order of time.
    """

    qubits: int
    numbers: np.ndarray
    axes: tuple[Axis, ...]
    before: int
    waiting: tuple[Gate, ...] = ()

    @classmethod
    def product(cls, factors: np.ndarray, difference: int) -> Block:
        """The block of a product D whose numbers are products of one for each qubit's letter. Shape (n, 4)."""
        axes, numbers = [], np.ones(())
        for q, factor in enumerate(factors):
            rows, values = different(factor.reshape(4, 1))
            axes.append(Axis((q,), rows))
            numbers = np.multiply.outer(numbers, values.ravel())
        return cls(len(axes), numbers, tuple(axes), difference)

    @property
    def difference(self) -> int:
        """The product D."""
        return reduce(lambda now, gate: moved(now, gate, self.qubits)[0], self.waiting, self.before)

    def after(self, gates: Sequence[Gate], derivative: int = -1) -> Block | None:
        """The block after some gates; None where all of it is zero: D does not commute with a rotation.

        Parameters
        ----------
        gates : sequence of Gate
            In the order of time.
        derivative : int
            Which of them has E[∂R ⊗ ∂R] in place of E[R ⊗ R]; −1 for none.
        """
        number = derivative + len(self.waiting) if derivative >= 0 else -1
        plan = _plan((*self.waiting, *gates), number, self.axes, self.before, self.qubits)
        if plan is None:
            return None
        numbers = self.numbers
        for step in plan.steps:
            numbers = step.of(numbers)
        return Block(self.qubits, numbers, plan.axes, plan.difference, plan.waiting)

    def squares_after(self, gates: Sequence[Gate], derivative: int = -1) -> Block:
        """The same of the block D = 1, which is never zero."""
        found = self.after(gates, derivative)
        assert found is not None
        return found

    def of(self, strings: np.ndarray) -> np.ndarray:
        """The numbers of some strings P."""
        ones = np.ones(len(strings))
        found, signs = taken_back(strings, ones, self.waiting, self.qubits)
        signs *= taken_back(strings ^ self.difference, ones, self.waiting, self.qubits)[1] if self.before else signs
        places = np.zeros(len(strings), dtype=np.int64)
        for axis, size in zip(self.axes, self.numbers.shape, strict=True):
            letters = np.zeros_like(places)
            for q in axis.qubits:
                letters = letters << 2 | found >> 2 * (self.qubits - 1 - q) & 3
            rows = np.array(axis.rows)[letters]
            places = places * size + np.maximum(abs(rows) - 1, 0)
            signs = signs * np.sign(rows)
        return signs * self.numbers.ravel()[places]

    def strings(self) -> np.ndarray:
        """Which strings have another number than 0, of the block D = 1: bits of shape (4ⁿ,)."""
        found, done, order = self.numbers != 0, 1, [q for axis in self.axes for q in axis.qubits]
        for axis in self.axes:
            rows = np.array(axis.rows)
            found = found.reshape(done, count(axis.rows), -1).take(np.maximum(rows - 1, 0), axis=1)
            found[:, rows == 0] = False
            done *= len(rows)
        strings = found.reshape((4,) * self.qubits).transpose(np.argsort(order)).ravel()
        return strings[permutation(self.waiting[::-1], self.qubits, inverse=True)] if self.waiting else strings

    def support(self) -> Block:
        """The same with 1 for every number but 0."""
        return replace(self, numbers=(self.numbers != 0).astype(float))

    def same_numbers(self, other: Block) -> bool:
        """Whether all strings have the numbers that they have in another block, written in the same way."""
        return (self.axes, self.waiting) == (other.axes, other.waiting) and np.array_equal(self.numbers, other.numbers)

    def total(self) -> float:
        """The sum of the numbers of all strings, of the block D = 1."""
        found = self.numbers.ravel()
        for axis in self.axes:
            strings = np.bincount(axis.rows, minlength=1 + count(axis.rows))[1:]  # that have each number
            found = strings @ found.reshape(len(strings), -1)
        return float(found.item())

    def total_of(self, strings: np.ndarray) -> float:
        """The sum of the numbers of a set of strings, bits of shape (4ⁿ,), of the block D = 1."""
        order = [q for axis in self.axes for q in axis.qubits]
        before = strings[permutation(self.waiting, self.qubits)] if self.waiting else strings
        counts, done = before.reshape((4,) * self.qubits).transpose(order).ravel(), 1
        for axis, size in zip(self.axes, self.numbers.shape, strict=True):  # how many strings of the set have a number
            letters = counts.reshape(done, len(axis.rows), -1)
            counts = np.zeros((done, size, letters.shape[2]), dtype=np.int32)
            for string, row in enumerate(axis.rows):
                if row:
                    counts[:, row - 1] += letters[:, string]
            done *= size
        return float(counts.ravel() @ self.numbers.ravel())


@lru_cache(maxsize=4096)
def _plan(
    gates: tuple[Gate, ...], derivative: int, axes: tuple[Axis, ...], difference: int, qubits: int
) -> _Plan | None:
    """What some gates do to blocks with these axes and D; None where they are zero behind them."""
    found, waiting = groups(gates, permuted=not difference)
    steps: list[_Product | _Permutation] = []
    for group in found:
        some = [gates[number] for number in group]
        where = tuple(sorted({q for gate in some for q in gate.qubits}))
        permuted = len(where) > 2
        for axis in axes:
            if len(axis.qubits) > 1 and axis.qubits != where and set(axis.qubits) & set(where):
                rows, matrix = apart(axis.rows)
                axes, *step = _replaced(axes, [axis], [Axis((q,), r) for q, r in zip(axis.qubits, rows, strict=True)])
                steps.append(_Product(matrix, *step))
        for axis in axes if permuted else ():
            if set(axis.qubits) <= set(where) and 0 in axis.rows:
                axes, *step = _replaced(axes, [axis], [Axis(axis.qubits, LETTERS)])
                steps.append(_Product(written_out(axis.rows), *step))
        here = sorted(axis for axis in axes if set(axis.qubits) <= set(where))
        known = tuple(axis.rows for axis in here)
        if permuted:
            relative = tuple(Gate(gate.name, tuple(map(where.index, gate.qubits)), -1) for gate in some)
            axes, *step = _replaced(axes, here, [Axis((q,), LETTERS) for q in where])
            steps.append(_Permutation(relative, known, *step))
            continue
        parts: list[Part] = []
        for number, gate in zip(group, some, strict=True):
            part, difference = part_of(gate, difference, where, qubits, number == derivative)
            if part.is_zero:
                return None
            parts.append(part)
        rows, matrix = shortened(tuple(parts), len(where), known)
        axes, *step = _replaced(axes, here, list(map(Axis, [where] if len(rows) == 1 else [(q,) for q in where], rows)))
        steps.append(_Product(matrix, *step))
    return _Plan(tuple(steps), axes, difference, tuple(gates[number] for number in waiting))


def _replaced(
    axes: tuple[Axis, ...], here: Sequence[Axis], made: Sequence[Axis]
) -> tuple[tuple[Axis, ...], tuple[int, ...], tuple[int, ...]]:
    """The axes after some became other ones, in which order they have to stand before, and the shape then."""
    others = tuple(axis for axis in axes if axis not in here)
    after = (*made, *others)
    return after, tuple(axes.index(axis) for axis in (*here, *others)), tuple(count(axis.rows) for axis in after)


@lru_cache(maxsize=16)
def _sources(gates: tuple[Gate, ...], rows: tuple[Rows, ...]) -> np.ndarray:
    """Which number takes the place of each string of some qubits after entangling gates."""
    places = np.zeros(1, dtype=np.int32)
    for here in rows:
        places = (places[:, None] * np.int32(count(here)) + np.array(here, dtype=np.int32) - 1).ravel()
    return places[permutation(gates[::-1], len(rows), inverse=True)]
