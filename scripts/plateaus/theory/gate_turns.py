"""Quarter turns of single qubits that nothing in an experiment notices: circuits may begin with their averages.

CZ and a rotation about a random axis are the same in front of a quarter turn about Z as behind it, and so are their
averages; if all gates of a qubit are, and strings of the objective have I or Z there, nothing that is read changes when
the state before all gates is turned. So the mean of the state and the turned one may be taken: X and Y become equal,
and stay equal, three numbers a qubit instead of four.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from math import pi

import numpy as np

from plateaus.ensemble.experiment import LAST, Experiment
from plateaus.ensemble.fixed_gates import constant_rotation
from plateaus.ensemble.gate_circuits import Gate
from plateaus.theory.clifford import letter_of
from plateaus.theory.gate_chain import closing_gates, differentiated, layer_gates, opening_gates
from plateaus.theory.gate_parts import Part, part_of

Turn = tuple[int, str]
"""A qubit, from 0, and an axis."""


def unnoticed(
    experiment: Experiment, qubits: int, difference: int, deepest: int, turns: frozenset[Turn]
) -> frozenset[Turn]:
    """Which of some turns before all gates no circuit up to a depth notices, for the block of a product D."""
    layer = experiment.parameter[0]
    turns, now = _kept(turns, opening_gates(experiment, qubits), difference, -1, qubits)
    for depth in range(1, deepest + 1):
        if not turns:
            break
        gates = layer_gates(experiment, qubits, depth)
        if layer in (depth, LAST):
            turns, _ = _kept(turns, gates, now, differentiated(experiment, qubits, depth), qubits)
        turns, now = _kept(turns, gates, now, -1, qubits)
        turns, _ = _kept(turns, closing_gates(experiment, qubits, depth), now, -1, qubits)
    return turns


def turned(factors: np.ndarray, difference: int, turns: Iterable[Turn]) -> np.ndarray:
    """The mean of a product state's block and the turned one, for each of some turns: numbers, shapes (n, 4).

    Where nothing notices a turn, what is read of both is the same, and so what is read of their mean.
    """
    found = np.array(factors)
    for q, axis in turns:
        found[q] = (found[q] + _turn(axis, letter_of(difference, q, len(factors)), 0).matrix(1) @ found[q]) / 2
    return found


@lru_cache(maxsize=4096)
def _kept(
    turns: frozenset[Turn], gates: tuple[Gate, ...], difference: int, derivative: int, qubits: int
) -> tuple[frozenset[Turn], int]:
    """The turns that some gates in a block do not notice, and its D behind them."""
    for number, gate in enumerate(gates):
        part, after = part_of(gate, difference, gate.qubits, qubits, number == derivative)
        letters = [(letter_of(difference, q, qubits), letter_of(after, q, qubits)) for q in gate.qubits]
        turns = frozenset(
            (q, axis)
            for q, axis in turns
            if q not in gate.qubits or _is_kept(part, gate.qubits.index(q), axis, *letters[gate.qubits.index(q)])
        )
        difference = after
    return turns, difference


@cache
def _is_kept(part: Part, position: int, axis: str, before: int, after: int) -> bool:
    """Whether a gate is the same in front of a turn of one of its qubits, where D has these letters, as behind it."""
    if part.is_zero:
        return True
    width = len(part.positions)
    first, second = (_turn(axis, letter, position).matrix(width) for letter in (before, after))
    matrix = part.matrix(width)
    return np.allclose(matrix @ first, second @ matrix, rtol=0, atol=1e-12)


def _turn(axis: str, letter: int, position: int) -> Part:
    return Part(constant_rotation(axis, pi / 2), False, letter, False, (position,))
