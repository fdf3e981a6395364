"""Second moments of circuits of any gates: how they take pairs of Pauli strings forward, on dense vectors.

A pair of strings (P, P′) has a product D, without its phase. Rotations about a string Q with angles uniform on the
circle leave D alone, and average a pair to zero where D and Q do not commute; entangling gates take D to one other
string. So pairs fall into blocks, one for each D, each of 4ⁿ numbers E[⟨P⟩⟨P′⟩] by the first string P. The block D = 1
has the squares. docs/theory.md derives it. Strings are numbers as in `clifford`, the first qubit the slowest index.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache, reduce
from itertools import groupby

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
Rows = tuple[tuple[int, ...], ...]
"""For each site, which of the different rows of a matrix each of its four letters has."""


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
    """The block of a product D before all gates: ⟨P⟩⟨P′⟩ for every first string P. Shape (4ⁿ,)."""
    letters = np.arange(4)
    factors = [
        bloch[letters] * bloch[letters ^ letter_of(difference, q, qubits)]
        for q, bloch in enumerate(bloch_vectors(initial_state, qubits))
    ]
    return reduce(np.kron, factors)


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


def evolved(
    vector: np.ndarray, difference: int, gates: Sequence[Gate], qubits: int, derivative: int = -1
) -> tuple[np.ndarray | None, int]:
    """A block after some gates, and its product D.

    Parameters
    ----------
    vector : ndarray, shape (4ⁿ,)
    difference : int
        Its D.
    gates : sequence of Gate
        In the order of time.
    qubits : int
    derivative : int
        Which of the gates has E[∂R ⊗ ∂R] in place of E[R ⊗ R]; −1 for none.

    Returns
    -------
    vector : ndarray or None
        None where all of it is zero: D does not commute with a rotation.
    difference : int
    """
    owned = False
    rows: Rows | None = None
    for kind, found in _batches(gates):
        if kind == "entangler" and not difference:
            vector, rows = vector[_sources(tuple(gate for _, gate in found), rows, qubits)], None
            owned = True
            continue
        if rows is not None:
            vector, rows = vector[_spread(rows)], None
        if kind == "entangler":
            for _, gate in found:
                difference, vector = _with_signs(vector, difference, gate, qubits)
            owned = True
            continue
        matrices: dict[tuple[int, ...], np.ndarray] = {}
        for number, gate in found:
            where = tuple(sorted(gate.qubits))
            matrix = average(gate.name, _letters(difference, where, qubits), number == derivative)
            if matrix is None:
                return None, difference
            matrices[where] = matrix @ matrices.get(where, np.eye(len(matrix)))
        if kind == "site":
            vector, rows = _on_sites(vector, [matrices.get((q,), np.eye(4)) for q in range(qubits)])
        else:
            vector = vector if owned else vector.copy()
            for where, matrix in matrices.items():
                _on_pair(vector, matrix, where, qubits)
        owned = True
    return vector if rows is None else vector[_spread(rows)], difference


def evolved_squares(vector: np.ndarray, gates: Sequence[Gate], qubits: int, derivative: int = -1) -> np.ndarray:
    """The block D = 1 after some gates: it is never zero; parameters as of `evolved`."""
    found, _ = evolved(vector, 0, gates, qubits, derivative)
    assert found is not None
    return found


def _batches(gates: Sequence[Gate]) -> Iterator[tuple[str, list[tuple[int, Gate]]]]:
    """Gates that follow each other with their numbers: entangling ones, or rotations of sites, or of pairs apart."""
    for kind, group in groupby(enumerate(gates), key=lambda entry: _kind(entry[1])):
        batch: list[tuple[int, Gate]] = []
        pair_of: dict[int, set[int]] = {}
        for number, gate in group:
            pair = set(gate.qubits)
            if kind == "pair" and any(pair_of.get(q, pair) != pair for q in pair):
                yield kind, batch
                batch, pair_of = [], {}
            batch.append((number, gate))
            pair_of |= dict.fromkeys(pair, pair)
        yield kind, batch


def _kind(gate: Gate) -> str:
    if gate.place < 0:
        return "entangler"
    return "pair" if len(gate.qubits) == 2 else "site"


def _letters(string: int, places: Sequence[int], qubits: int) -> int:
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


def _on_sites(vector: np.ndarray, matrices: Sequence[np.ndarray]) -> tuple[np.ndarray, Rows]:
    """A dense vector with each of its sites multiplied by a matrix, and where its numbers belong (`_spread`).

    An average over angles makes some numbers of a site equal: they are computed once, and the vector is shorter.
    """
    found = [np.unique(matrix, axis=0, return_inverse=True) for matrix in matrices]
    for first in range(0, len(found), 2):  # each takes the first sites away and appends them, multiplied
        matrix = reduce(np.kron, [rows for rows, _ in found[first : first + 2]])
        vector = (vector.reshape(matrix.shape[1], -1).T @ matrix.T).ravel()
    return vector, tuple(tuple(where.ravel().tolist()) for _, where in found)


def _spread(rows: Rows) -> np.ndarray:
    """Where each number of a dense vector stands in one that has the different rows of every site once. Shape (4ⁿ,)."""
    places = np.zeros(1, dtype=np.int32)
    for here in rows:
        places = (places[:, None] * np.int32(max(here) + 1) + np.array(here, dtype=np.int32)).ravel()
    return places


def _on_pair(vector: np.ndarray, matrix: np.ndarray, where: tuple[int, ...], qubits: int) -> None:
    """A matrix on two sites of a dense vector, in place. What an average makes equal is computed once."""
    a, b = where
    view = vector.reshape(4**a, 4, 4 ** (b - a - 1), 4, -1)
    parts = [view[:, p // 4, :, p % 4] for p in range(16)]
    rows, which = np.unique(matrix, axis=0, return_inverse=True)
    found = []
    for number, row in enumerate(rows):
        (targets,), (sources,) = np.nonzero(which.ravel() == number), np.nonzero(row)
        if len(sources) == 1 and np.array_equal(targets, sources) and row[sources] == 1:
            continue
        value = row[sources[0]] * parts[sources[0]] if len(sources) else 0.0
        for p in sources[1:]:
            value += row[p] * parts[p]
        found.append((targets, value))
    for targets, value in found:
        for p in targets:
            parts[p][:] = value


@lru_cache(maxsize=2)
def _sources(gates: tuple[Gate, ...], rows: Rows | None, qubits: int) -> np.ndarray:
    """Which number of a vector takes each place after entangling gates: that of the string that goes there."""
    before = permutation(gates[::-1], qubits, inverse=True)
    return before if rows is None else _spread(rows)[before]


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
    image, sign = table[_letters(string, gate.qubits, qubits)]
    for q in reversed(gate.qubits):
        string = string & ~at(3, q, qubits) | at(image & 3, q, qubits)
        image >>= 2
    return string, sign


def _with_signs(vector: np.ndarray, difference: int, gate: Gate, qubits: int) -> tuple[int, np.ndarray]:
    width = len(gate.qubits)
    view = np.moveaxis(vector.reshape((4,) * qubits), gate.qubits, range(width)).reshape(4**width, -1)
    d = _letters(difference, gate.qubits, qubits)
    made = np.empty_like(view)
    for p, (image, sign) in enumerate(action(gate.name)):
        made[image] = sign * action(gate.name)[p ^ d][1] * view[p]
    vector = np.moveaxis(made.reshape((4,) * qubits), range(width), gate.qubits).ravel()
    return moved(difference, gate, qubits)[0], vector
