"""Second moments between different Pauli strings of a sum, for sums with X or Y.

E[E²] of H = Σ c_i P_i has terms c_i c_j E[⟨P_i⟩⟨P_j⟩]. `chain` has those of equal strings; here are all others. Neither
rotations (whose angles have E[sin θ] = E[sin θ cos θ] = 0) nor noise change the product D = P_i·P_j of the two strings
of a pair, and CZ gates take it to one other string: they multiply both strings by the same operators. So the pairs
split into blocks, one for each D, which are followed by the first string alone: 4ⁿ numbers, not 16ⁿ. D itself follows a
path without chance, and each of its letters damps its block (by 1/3 a layer for random axes and the paper's angles),
which is why few layers of each block matter. docs/theory.md has the derivation.
"""

from __future__ import annotations

from functools import reduce
from itertools import product

import numpy as np

from plateaus.ensemble.experiment import Experiment
from plateaus.theory.coverage import turning_sum
from plateaus.theory.dense import against
from plateaus.theory.layer import CZ_PAULI, bloch_vector, pair_rotations

#: Letters in an order in which the product of two Pauli operators, without its phase, is the XOR of their numbers.
_ORDER = "IXZY"
_PAULI = ["IXYZ".index(p) for p in _ORDER]


def moments(experiment: Experiment, qubits: int, layers: int, tolerance: float) -> np.ndarray:
    """What pairs of different strings add to the second moments of (∂E, E) by depth. Shape (2, L).

    A block is dropped once all that it can still add is below a hundredth of the tolerance, relative to the limit of
    the whole and divided among the blocks.
    """
    total = np.zeros((2, layers))
    layer = experiment.parameter[0]
    total[0, : layer - 1] = np.nan
    if not turning_sum(experiment, qubits):
        return total
    blocks = _Blocks(experiment, qubits)
    objective = blocks.objective()
    floor = tolerance / 100 * experiment.objective.trace_of_square(qubits) / 4.0**qubits / len(objective)
    for difference, h in objective.items():
        for step in range(layers):
            h, difference = blocks.entangled(h, difference)
            gradient, value = blocks.readings(h, difference)
            total[1, step] += value
            if step + layer <= layers:
                total[0, step + layer - 1] += gradient
            h = blocks.rotated(h, difference)
            if np.linalg.norm(h) * blocks.longest < floor:
                break
    return total


class _Blocks:
    """One layer's action on a block: a vector over first strings, and the product D of the two strings, a number.

    A string is a number of 2n bits, two a qubit in the order of `_ORDER`, the first qubit's the highest.
    """

    def __init__(self, experiment: Experiment, qubits: int) -> None:
        self._experiment, self._qubits = experiment, qubits
        strings = np.arange(4**qubits).reshape((4,) * qubits)
        sign = np.ones(4**qubits)
        where, signs = np.empty((4, 4), dtype=int), np.empty((4, 4))
        for a, b in product(range(4), repeat=2):
            image = CZ_PAULI[:, :, _PAULI[a], _PAULI[b]][np.ix_(_PAULI, _PAULI)]
            where[a, b] = abs(image).argmax()
            signs[a, b] = image.ravel()[where[a, b]]
        for edge in experiment.edges(qubits):
            # the string so far has the letters (a, b) on the edge
            letters = [(strings.ravel() >> 2 * (qubits - 1 - q)) & 3 for q in edge]
            sign *= signs[letters[0], letters[1]]
            after = np.divmod(where[letters[0], letters[1]], 4)
            moved = strings.ravel()
            for q, old, new in zip(edge, letters, after, strict=True):
                moved = moved + ((new - old) << 2 * (qubits - 1 - q))
            strings = moved
        self._after, self._sign = strings.ravel(), sign  # of each string under a layer of CZ gates
        self._before = np.argsort(self._after)
        rotation, derivative = pair_rotations(experiment, qubits)
        noise, bloch = np.array([1.0, *[experiment.noise.factor] * 3]), bloch_vector(experiment)
        place = np.array([[4 * _PAULI[a] + _PAULI[a ^ d] for a in range(4)] for d in range(4)])
        self._rotation = [rotation[np.ix_(p, p)] for p in place]
        self._derivative = [derivative[np.ix_(p, p)] for p in place]
        self._noise = [np.kron(noise, noise)[p] for p in place]
        self._start = [np.kron(bloch, bloch)[p] for p in place]
        #: A bound on the length of whatever a vector is read against.
        self.longest = max(map(np.linalg.norm, self._start)) ** qubits

    def objective(self) -> dict[int, np.ndarray]:
        """H ⊗ H without pairs of equal strings: for each D a vector."""
        terms = [
            (factor, sum(_ORDER.index(p) << 2 * (self._qubits - 1 - q) for q, p in enumerate(letters)))
            for factor, letters in self._experiment.objective.terms(self._qubits)
            if set(letters) != {"I"}
        ]
        blocks: dict[int, np.ndarray] = {}
        for (factor, string), (other_factor, other) in product(terms, repeat=2):
            if string != other:
                blocks.setdefault(string ^ other, np.zeros(4**self._qubits))[string] += factor * other_factor
        return blocks

    def _letters(self, difference: int) -> list[int]:
        return [(difference >> 2 * (self._qubits - 1 - q)) & 3 for q in range(self._qubits)]

    def entangled(self, h: np.ndarray, difference: int) -> tuple[np.ndarray, int]:
        """A layer's noise and CZ gates, backwards."""
        if self._experiment.noise.probability:
            h = reduce(np.kron, [self._noise[d] for d in self._letters(difference)]) * h
        sign = self._sign * self._sign[np.arange(len(h)) ^ difference]
        return (sign * h)[self._before], int(self._after[difference])

    def rotated(self, h: np.ndarray, difference: int, differentiated: int | None = None) -> np.ndarray:
        """A layer's rotations; on one qubit the derivative, if given."""
        for q, d in enumerate(self._letters(difference)):
            matrix = (self._derivative if q == differentiated else self._rotation)[d]
            h = (h.reshape(4, -1).T @ matrix).ravel()
        return h

    def readings(self, h: np.ndarray, difference: int) -> tuple[float, float]:
        """What the block adds to E[(∂E)²], the differentiated layer the next one down, and to E[E²] at this depth."""
        layer, qubit = self._experiment.parameter
        letters = self._letters(difference)
        first = [self._rotation[d] @ self._start[d] for d in letters]
        value = against(h, first)
        if layer == 1:
            first[qubit - 1] = self._derivative[letters[qubit - 1]] @ self._start[letters[qubit - 1]]
            return against(h, first), value
        slope, below = self.rotated(h, difference, qubit - 1), difference
        for _ in range(layer - 1):  # down to the start
            slope, below = self.entangled(slope, below)
            slope = self.rotated(slope, below)
        return against(slope, [self._start[d] for d in self._letters(below)]), value
