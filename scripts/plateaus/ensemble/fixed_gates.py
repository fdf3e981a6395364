"""Gates without an angle, on one qubit or two: a name and a matrix each, from which everything else follows.

Circuits of a user's own may have any of them (`own_gates`); rotations by a constant angle are named with it, as
``X(0.25)`` for exp(−i·0.25·X/2). Configurations are planned with what is here, so it needs no numpy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from math import cos, pi, sin, sqrt

from plateaus.ensemble.entanglers import GATES, Matrix

_H = sqrt(0.5)
_T = complex(_H, _H)

ONE_QUBIT: Mapping[str, Matrix] = {
    "x": ((0, 1), (1, 0)),
    "y": ((0, -1j), (1j, 0)),
    "z": ((1, 0), (0, -1)),
    "h": ((_H, _H), (_H, -_H)),
    "s": ((1, 0), (0, 1j)),
    "sdg": ((1, 0), (0, -1j)),
    "t": ((1, 0), (0, _T)),
    "tdg": ((1, 0), (0, _T.conjugate())),
    "sx": ((0.5 + 0.5j, 0.5 - 0.5j), (0.5 - 0.5j, 0.5 + 0.5j)),
    "sxdg": ((0.5 - 0.5j, 0.5 + 0.5j), (0.5 + 0.5j, 0.5 - 0.5j)),
}
"""On the states |0⟩, |1⟩. A new gate is a new entry, and its line in `own_gates.STANDARD`."""
_PAULI: Mapping[str, Matrix] = {letter: ONE_QUBIT[letter.lower()] for letter in "XYZ"}
_CONSTANT = re.compile(r"([XYZ]|XX|YY|ZZ)\((.+)\)")


def constant_rotation(axis: str, angle: float) -> str:
    """The name of a rotation by a constant angle about a string of one letter or of two equal ones.

    Examples
    --------
    >>> constant_rotation("ZZ", 0.5)
    'ZZ(0.5)'
    """
    return f"{axis}({float(angle)!r})"


@cache
def matrix(name: str) -> Matrix:
    """The matrix of a gate; of a two-qubit one on |00⟩, |01⟩, |10⟩, |11⟩ of its ordered pair.

    Raises
    ------
    ValueError
        There is no such gate.

    Examples
    --------
    >>> matrix("cz")[3]
    (0, 0, 0, -1)
    """
    if found := ONE_QUBIT.get(name) or GATES.get(name):
        return found
    if not (constant := _CONSTANT.fullmatch(name)):
        raise ValueError(f"{name!r} is no fixed gate")
    string, angle = _PAULI[constant[1][0]], float(constant[2])
    if len(constant[1]) == 2:
        string = tuple(tuple(a * b for a in string[i] for b in string[j]) for i in range(2) for j in range(2))
    return tuple(
        tuple(cos(angle / 2) * (i == j) - 1j * sin(angle / 2) * entry for j, entry in enumerate(row))
        for i, row in enumerate(string)
    )


def is_trivial(angle: float) -> bool:
    """Whether a constant rotation leaves all states alone: by a multiple of 2π, up to a phase."""
    return abs(angle / (2 * pi) - round(angle / (2 * pi))) < 1e-12
