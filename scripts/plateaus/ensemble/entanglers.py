"""Entangling gates: a name and a matrix each, from which their action, light cone and reference follow.

The key `entangler` is for the ansatz ``mcclean``, whose engines and exact theory know the controlled-Z gate, the
paper's; its other word leaves gates out. Layers written step by step (`ansatz`) take any gate of `GATES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

from plateaus.ensemble.vocabulary import one_of

ENTANGLERS = {"cz": "controlled-Z, the paper's", "none": "no gate, qubits stay apart"}
VOCABULARY = one_of("entangler", ENTANGLERS, "The entangling gate on every edge after each layer of rotations.")

Matrix = tuple[tuple[complex, ...], ...]
_H = sqrt(0.5)

GATES: Mapping[str, Matrix] = {
    "cz": ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, -1)),
    "cx": ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 0, 1), (0, 0, 1, 0)),
    "cy": ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 0, -1j), (0, 0, 1j, 0)),
    "swap": ((1, 0, 0, 0), (0, 0, 1, 0), (0, 1, 0, 0), (0, 0, 0, 1)),
    "iswap": ((1, 0, 0, 0), (0, 0, 1j, 0), (0, 1j, 0, 0), (0, 0, 0, 1)),
    "ecr": ((0, 0, _H, 1j * _H), (0, 0, 1j * _H, _H), (_H, -1j * _H, 0, 0), (-1j * _H, _H, 0, 0)),
    "sqrt_iswap": ((1, 0, 0, 0), (0, _H, 1j * _H, 0), (0, 1j * _H, _H, 0), (0, 0, 0, 1)),
    "ch": ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, _H, _H), (0, 0, _H, -_H)),
}
"""Two-qubit gates by name, on the states |00⟩, |01⟩, |10⟩, |11⟩ of an ordered pair (a, b), a first.

A new gate is a new entry. All are simulated; those that are no Clifford gate, ``sqrt_iswap`` and ``ch``, have no exact
theory here.
"""
