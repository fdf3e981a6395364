"""Which angle of a user's circuit can have a gradient: the first that changes the state where the objective can see it.

A rotation changes nothing where the state is an eigenstate of it, as R_Z on |0…0⟩; that is known as long as qubits are
in states of their own without a random angle. The objective sees the gates of its light cone.
"""

from __future__ import annotations

from collections.abc import Sequence

from plateaus.ensemble.fixed_gates import matrix
from plateaus.ensemble.objectives import Objective
from plateaus.ensemble.own_circuits import OwnGate

Vector = tuple[complex, ...]
ZERO: Vector = (1.0, 0.0)


def first_with_a_gradient(gates: Sequence[OwnGate], objective: Objective, qubits: int) -> str:
    """The name of that angle; empty if there is none.

    Examples
    --------
    >>> from plateaus.ensemble.objectives import parse
    >>> gates = [OwnGate("Z", (0,), "a", 1), OwnGate("Y", (1,), "b", 1), OwnGate("Y", (0,), "c", 1)]
    >>> [first_with_a_gradient(gates, parse(text), 2) for text in ("ZI", "ZZ")]
    ['c', 'b']
    """
    seen = _in_light_cone(gates, objective, qubits)
    states: list[Vector | None] = [ZERO] * qubits
    for gate, visible in zip(gates, seen, strict=True):
        known = [state for q in gate.qubits if (state := states[q]) is not None]
        if len(known) < len(gate.qubits):
            after = None
        elif not gate.angle:
            after = _parts(_applied(matrix(gate.name), _product(known)), len(known))
        else:
            after = known if all(map(_is_eigenstate, known, gate.name)) else None
        if gate.angle and after is None and visible:
            return gate.angle
        for i, q in enumerate(gate.qubits):
            states[q] = after[i] if after else None
    return ""


def _in_light_cone(gates: Sequence[OwnGate], objective: Objective, qubits: int) -> list[bool]:
    """Whether each gate is on a qubit that the objective depends on behind it."""
    cone = {q for q, letters in enumerate(objective.letters_by_qubit(qubits)) if set(letters) - {"I"}}
    found = []
    for gate in reversed(gates):
        found.append(bool(cone.intersection(gate.qubits)))
        if found[-1]:
            cone.update(gate.qubits)
    return found[::-1]


def _product(states: Sequence[Vector]) -> Vector:
    return states[0] if len(states) == 1 else tuple(a * b for a in states[0] for b in states[1])


def _applied(gate: Sequence[Sequence[complex]], state: Vector) -> Vector:
    return tuple(sum(a * b for a, b in zip(row, state, strict=True)) for row in gate)


def _parts(state: Vector, width: int) -> list[Vector] | None:
    """The states of the qubits of a product state; None where it is none."""
    if width == 1:
        return [state]
    if abs(state[0] * state[3] - state[1] * state[2]) > 1e-12:
        return None
    rows, columns = (state[:2], state[2:]), (state[::2], state[1::2])
    second, first = (max(pair, key=lambda v: sum(abs(a) ** 2 for a in v)) for pair in (rows, columns))
    return [_normalised(first), _normalised(second)]


def _normalised(state: Vector) -> Vector:
    norm = sum(abs(a) ** 2 for a in state) ** 0.5
    return tuple(a / norm for a in state)


def _is_eigenstate(state: Vector, letter: str) -> bool:
    other = _applied(matrix(letter.lower()), state)
    return abs(state[0] * other[1] - state[1] * other[0]) < 1e-12
