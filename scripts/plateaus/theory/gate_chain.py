"""Second moments of circuits of any gates: how they take pairs of Pauli strings forward, on dense vectors.

A pair of strings (P, P′) has a product D, without its phase. Rotations about a string Q with angles uniform on the
circle leave D alone, and average a pair to zero where D and Q do not commute; entangling gates take D to one other
string. So pairs fall into blocks, one for each D, each of 4ⁿ numbers E[⟨P⟩⟨P′⟩] by the first string P. The block D = 1
has the squares. docs/theory.md derives it. Strings are numbers as in `clifford`, the first qubit the slowest index.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache, reduce

import numpy as np

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.gate_circuits import Gate, layout
from plateaus.theory.clifford import (
    action,
    anticommute,
    at,
    inverse_action,
    letter_of,
    pair_turn_sign,
    turn_sign,
)

ROTATED = {"X": 1, "Y": 3, "Z": 2}
"""Axes of rotations as numbers of letters."""


@cache
def bloch_vectors(initial_state: str, qubits: int) -> np.ndarray:
    """Expectations of I, X, Z, Y on each qubit of the state before all gates. Shape (n, 4)."""
    if initial_state == "ry_pi_4":
        half = np.sqrt(0.5)
        return np.tile([1.0, half, half, 0.0], (qubits, 1))
    if initial_state == "plus":
        return np.tile([1.0, 1.0, 0.0, 0.0], (qubits, 1))
    signs = [-1.0 if initial_state == "neel" and q % 2 else 1.0 for q in range(qubits)]
    return np.array([[1.0, 0.0, sign, 0.0] for sign in signs])


def start(initial_state: str, difference: int, qubits: int) -> np.ndarray:
    """The block of a product D before all gates: ⟨P⟩⟨P′⟩ is a product of these, by the letters of P. Shape (n, 4)."""
    letters = np.arange(4)
    return np.array(
        [
            bloch[letters] * bloch[letters ^ letter_of(difference, q, qubits)]
            for q, bloch in enumerate(bloch_vectors(initial_state, qubits))
        ]
    )


def layer_gates(experiment: Experiment, qubits: int, layer: int) -> tuple[Gate, ...]:
    """The gates of a layer, from 1."""
    period = experiment.ansatz.period(qubits)
    return layout(experiment, qubits, period + 1).blocks[(layer - 1) % period]


def closing_gates(experiment: Experiment, qubits: int, layers: int) -> tuple[Gate, ...]:
    """The gates that close a circuit of so many layers."""
    found = layout(experiment, qubits, experiment.ansatz.period(qubits) + 1)
    return layer_gates(experiment, qubits, layers + 1)[: found.closing]


def opening_gates(experiment: Experiment, qubits: int) -> tuple[Gate, ...]:
    """The gates before the first layer."""
    return layout(experiment, qubits, experiment.ansatz.period(qubits) + 1).opening


def differentiated(experiment: Experiment, qubits: int, layer: int) -> int:
    """Which gate of a layer, from 1, is the one that E is differentiated by; its number among them, from 0."""
    gates = layer_gates(experiment, qubits, layer)
    step = experiment.ansatz.layer[: experiment.at_step]
    graph = experiment.edges(qubits)
    before = sum(len(s.places(qubits, layer - 1, graph)) for s in step[:-1])
    places = [gate.qubits for gate in gates[before : before + len(step[-1].places(qubits, layer - 1, graph))]]
    qubit = experiment.parameter[1] - 1
    for position in (0, -1):
        for number, where in enumerate(places):
            if where[position] == qubit:
                return before + number
    raise ValueError(f"parameter.qubit: {experiment.parameter[1]} has no gate in step {experiment.at_step}")


def letters_on(string: int, places: Sequence[int], qubits: int) -> int:
    """The letters of a string on some qubits, as a string of these."""
    return reduce(lambda found, q: 4 * found + letter_of(string, q, qubits), places, 0)


@cache
def average(rotation: str, letters: int, derivative: bool) -> np.ndarray | None:
    """E[R ⊗ R] or E[∂R ⊗ ∂R] of a rotation in a block whose D has these letters on its qubits; None for zero.

    Of E[⟨P⟩⟨P′⟩] by P. Shape (4, 4), and (16, 16) about a string of two equal letters, such as XX.
    """
    if rotation == "random":  # about another axis than the letter of D the average is zero
        axes = [axis for axis in "XYZ" if not letters or ROTATED[axis] == letters]
        found = [average(axis, letters, derivative) for axis in axes]
        return np.sum([matrix for matrix in found if matrix is not None], axis=0) / 3
    axis, strings = ROTATED[rotation[0]], 4 ** len(rotation)
    turned_about, sign = (axis, turn_sign) if len(rotation) == 1 else (5 * axis, pair_turn_sign)
    if anticommute(turned_about, letters):
        return None
    matrix = np.zeros((strings, strings))
    for p in range(strings):
        if anticommute(turned_about, p):
            matrix[p, p] = 0.5
            # from P to its partner, and back: (iQ)² = −1 in both strings of the pair
            matrix[p, p ^ turned_about] = 0.5 * sign(axis, p) * sign(axis, p ^ letters)
        elif not derivative:
            matrix[p, p] = 1.0
    return matrix


@lru_cache(maxsize=2)
def permutation(gates: tuple[Gate, ...], qubits: int, *, inverse: bool = False) -> np.ndarray:
    """Where entangling gates, in this order, take each string P, without signs: UPU†, or U†PU. Shape (4ⁿ,).

    Without signs that is linear: a product goes to the product of what its factors go to. So it is known of all
    strings by those of one letter.
    """
    found = np.zeros(4**qubits, dtype=np.int32)
    for bit in range(2 * qubits):
        image = 1 << bit
        for gate in gates:
            image, _ = moved(image, gate, qubits, inverse=inverse)
        np.bitwise_xor(found[: 1 << bit], image, out=found[1 << bit : 2 << bit])
    return found


def moved(string: int, gate: Gate, qubits: int, *, inverse: bool = False) -> tuple[int, int]:
    """The string UPU† (U†PU) of a fixed gate U without its sign, and the sign."""
    table = inverse_action(gate.name) if inverse else action(gate.name)
    image, sign = table[letters_on(string, gate.qubits, qubits)]
    for q in reversed(gate.qubits):
        string = string & ~at(3, q, qubits) | at(image & 3, q, qubits)
        image >>= 2
    return string, sign


def taken_back(
    strings: np.ndarray, values: np.ndarray, gates: Sequence[Gate], qubits: int
) -> tuple[np.ndarray, np.ndarray]:
    """The strings U†PU of entangling gates, in the order of time, and values that take the signs."""
    for gate in reversed(gates):
        strings, signs = all_moved(strings, gate, qubits, inverse=True)
        values = values * signs
    return strings, values


def all_moved(strings: np.ndarray, gate: Gate, qubits: int, *, inverse: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """As `moved`, of many strings."""
    table = np.array(inverse_action(gate.name) if inverse else action(gate.name))
    here = np.zeros_like(strings)
    for q in gate.qubits:
        here = here << 2 | strings >> 2 * (qubits - 1 - q) & 3
    images, signs = table[here].T
    for i, q in enumerate(reversed(gate.qubits)):
        shift = 2 * (qubits - 1 - q)
        strings = strings & ~(3 << shift) | (images >> 2 * i & 3) << shift
    return strings, signs
