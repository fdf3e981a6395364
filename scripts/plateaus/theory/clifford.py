"""Pauli strings as whole numbers, and how entangling gates permute them: all of it follows from a gate's matrix.

A letter is two bits, I, X, Z, Y = 0, 1, 2, 3, so that a product of strings is, but for its phase, the XOR of their
numbers. The first of n qubits has the highest two bits. Configurations are planned with this, so it needs no numpy.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import product

from plateaus.ensemble.entanglers import Matrix
from plateaus.ensemble.fixed_gates import matrix

LETTERS = "IXZY"
"""Letters in the order of their numbers."""
_MATRICES: Sequence[Matrix] = (((1, 0), (0, 1)), ((0, 1), (1, 0)), ((1, 0), (0, -1)), ((0, -1j), (1j, 0)))


def string_of(letters: str) -> int:
    """The number of a string.

    Examples
    --------
    >>> [string_of(letters) for letters in ("IX", "XI", "ZY")]
    [1, 4, 11]
    """
    number = 0
    for letter in letters:
        number = 4 * number + LETTERS.index(letter)
    return number


def at(letter: int, qubit: int, qubits: int) -> int:
    """The string with one letter, a number, on one of so many qubits (from 0)."""
    return letter << 2 * (qubits - 1 - qubit)


def letter_of(string: int, qubit: int, qubits: int) -> int:
    """The letter, a number, that a string has on one of so many qubits (from 0)."""
    return string >> 2 * (qubits - 1 - qubit) & 3


def anticommute(one: int, other: int) -> bool:
    """Whether two strings anticommute.

    Examples
    --------
    >>> anticommute(string_of("XZ"), string_of("ZI")), anticommute(string_of("XZ"), string_of("ZX"))
    (True, False)
    """
    low = int("01" * (max(one.bit_length(), other.bit_length()) // 2 + 1), 2)
    return ((one & low & other >> 1) ^ (one >> 1 & low & other)).bit_count() % 2 == 1


class NotCliffordError(ValueError):
    """A gate takes some Pauli string to a sum of several."""


@cache
def action(gate: str) -> tuple[tuple[int, int], ...]:
    """Where a fixed gate U takes each string P of its letters: for each of 4 or 16 the number of ±UPU†, and its sign.

    Raises
    ------
    NotCliffordError

    Examples
    --------
    >>> [LETTERS[two // 4] + LETTERS[two % 4] for two, sign in action("cx")][4]  # of XI
    'XX'
    """
    found = []
    unitary = matrix(gate)
    size = len(unitary)
    adjoint = tuple(tuple(complex(unitary[j][i]).conjugate() for j in range(size)) for i in range(size))
    strings = [_MATRICES[letter] if size == 2 else _two(letter) for letter in range(size**2)]
    for string in strings:
        image = _times(_times(unitary, string), adjoint)
        overlaps = [_trace(_times(other, image)).real / size for other in strings]
        most = max(range(size**2), key=lambda other: abs(overlaps[other]))
        if abs(abs(overlaps[most]) - 1) > 1e-9:
            raise NotCliffordError(f"{gate} is no Clifford gate")
        found.append((most, 1 if overlaps[most] > 0 else -1))
    return tuple(found)


@cache
def inverse_action(gate: str) -> tuple[tuple[int, int], ...]:
    """The same for U†PU."""
    found = [(0, 1)] * len(action(gate))
    for string, (image, sign) in enumerate(action(gate)):
        found[image] = (string, sign)
    return tuple(found)


@cache
def turn_sign(axis: int, letter: int) -> int:
    """The sign of iQP as a string, Q and P letters that do not commute, by their numbers."""
    image = _times(_MATRICES[axis], _MATRICES[letter])
    row = next(j for j in range(2) if abs(image[0][j]) > 0)
    return round((1j * image[0][row] / _MATRICES[axis ^ letter][0][row]).real)


@cache
def _two(string: int) -> Matrix:
    a, b = _MATRICES[string // 4], _MATRICES[string % 4]
    return tuple(tuple(a[i // 2][j // 2] * b[i % 2][j % 2] for j in range(4)) for i in range(4))


def _times(a: Matrix, b: Matrix) -> Matrix:
    inner = range(len(b))
    return tuple(tuple(sum(row[k] * b[k][j] for k in inner) for j in range(len(b[0]))) for row in a)


def _trace(a: Matrix) -> complex:
    return complex(sum(a[i][i] for i in range(len(a))))


@cache
def pair_turn_sign(axis: int, string: int) -> int:
    """The same of two letters: Q has `axis` twice, P is a string of two letters."""
    q = 5 * axis
    image, other = _times(_two(q), _two(string)), _two(q ^ string)
    i, j = next((i, j) for i, j in product(range(4), repeat=2) if abs(other[i][j]) > 0)
    return round((1j * image[i][j] / other[i][j]).real)
