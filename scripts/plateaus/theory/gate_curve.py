"""Exact curves of circuits of any ansatz but the paper's, followed gate by gate on dense vectors.

The state is followed forward: patterns of gates may differ from layer to layer, and one pass still gives all depths.
The mean of ∂E is zero, for E is a sum of cos θ, sin θ and 1 in each of its angles, which are uniform on the circle; the
mean of E is that of the strings that commute with every rotation on their way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from plateaus.ensemble.experiment import LAST, Experiment
from plateaus.ensemble.gate_circuits import Gate
from plateaus.ensemble.objectives import Projector
from plateaus.theory.clifford import at, letter_of, string_of
from plateaus.theory.gate_blocks import Block
from plateaus.theory.gate_chain import (
    ROTATED,
    all_moved,
    bloch_vectors,
    closing_gates,
    differentiated,
    layer_gates,
    opening_gates,
    start,
)
from plateaus.theory.gate_turns import Turn, turned, unnoticed
from plateaus.theory.moments import ExactCurve, curve_of

_EPS = float(np.finfo(float).eps)
LEFT_OUT = 0.01
"""Blocks of pairs of different strings are left out up to this part of the tolerance, all together."""
FORGOTTEN = 1e-30
"""Means of strings below this are taken for zero: all 4¹² of them together are far below rounding of any variance."""


def gate_curve(experiment: Experiment, *, qubits: int, layers: int, tolerance: float) -> ExactCurve:
    """Moments at the depths 1…`layers`; errors are rounding, and at most `LEFT_OUT` of the tolerance (of the limit)."""
    objective = Numbers(experiment, qubits)
    second = block_moments(experiment, objective, layers, 0, layers)
    floor = LEFT_OUT * tolerance * objective.scale
    needed, some_left_out = needed_blocks(experiment, objective, range(1, layers + 1), floor)
    for difference, deepest in needed.items():
        second += block_moments(experiment, objective, layers, difference, deepest)
    first = np.zeros((2, layers))
    first[0] = np.where(np.isnan(second[0]), np.nan, 0.0)
    first[1] = list(means_of_e(experiment, objective, layers))
    gates = len(layer_gates(experiment, qubits, 1))
    error = 4 * _EPS * gates * np.arange(1, layers + 1) * abs(second) + some_left_out * floor
    return curve_of(experiment, qubits, first, second, error, method="dense")


class Numbers:
    """H as numbers, on so many qubits: without its multiple of the identity, but for the projector.

    Attributes
    ----------
    qubits : int
    terms : dict of int to float
        Coefficients of its strings; empty for the projector, which has all 2ⁿ of I and Z.
    scale : float
        Tr H²/4ⁿ, near the limit of E².
    """

    def __init__(self, experiment: Experiment, qubits: int) -> None:
        self.qubits = qubits
        objective = experiment.objective
        self.projects = isinstance(objective, Projector)
        terms = () if self.projects else objective.terms(qubits)
        self.terms = {string_of(letters): factor for factor, letters in terms if set(letters) != {"I"}}
        self.scale = objective.trace_of_square(qubits) / 4.0**qubits
        self._pairs: dict[int, dict[int, float]] = defaultdict(dict)
        for one, factor in self.terms.items():
            for other, more in self.terms.items():
                self._pairs[one ^ other][one] = factor * more

    def differences(self) -> np.ndarray:
        """Products of two of its different strings, without phases."""
        if self.projects:
            bits = np.arange(1, 2**self.qubits, dtype=np.int64)
            return np.sum([(bits >> q & 1) << 2 * q + 1 for q in range(self.qubits)], axis=0)
        return np.array([difference for difference in self._pairs if difference], dtype=np.int64)

    def weight(self, difference: int) -> float:
        """A bound on what the block of a product can add, where all its numbers are at most 1."""
        return 2.0**-self.qubits if self.projects else sum(map(abs, self._pairs[difference].values()))

    def read(self, block: Block | None) -> float:
        """What a block adds to the second moment; nothing where it is zero."""
        if block is None:
            return 0.0
        if not self.projects:
            strings, factors = self._pairs[block.difference].keys(), self._pairs[block.difference].values()
            return float(block.of(np.array(list(strings), dtype=np.int64)) @ np.array(list(factors)))
        if any(letter_of(block.difference, q, self.qubits) % 2 for q in range(self.qubits)):
            return 0.0
        return float(block.of(np.append(0, self.differences())).sum() / 4.0**self.qubits)

    def turns(self) -> frozenset[Turn]:
        """Turns of single qubits that leave every string of it alone."""
        used = [
            {0, 2} if self.projects else {letter_of(s, q, self.qubits) for s in self.terms} for q in range(self.qubits)
        ]
        return frozenset(
            (q, a) for q, letters in enumerate(used) for a, number in ROTATED.items() if letters <= {0, number}
        )

    def mean(self, strings: np.ndarray, values: np.ndarray) -> float:
        """E of the means of some strings, all others zero."""
        if self.projects:
            low = int("01" * self.qubits, 2)
            return float(values[(strings & low) == 0].sum() / 2.0**self.qubits)
        return float(sum(factor * values[strings == string].sum() for string, factor in self.terms.items()))


def block_moments(experiment: Experiment, objective: Numbers, layers: int, difference: int, deepest: int) -> np.ndarray:
    """What one block adds to the second moments of (∂E, E) by depth, to a deepest one. Shape (2, L).

    `difference` is the product D of its pairs before all gates. NaN where there is no ∂E yet.
    """
    n, layer = objective.qubits, experiment.parameter[0]
    found = np.zeros((2, layers))
    if layer != LAST:
        found[0, : layer - 1] = np.nan
    turns = unnoticed(experiment, n, difference, deepest, objective.turns())
    factors = turned(start(experiment.initial_state, difference, n), difference, turns)
    block = Block.product(factors, difference).after(opening_gates(experiment, n))
    closed, slope, closing = block, None, 0
    for depth in range(1, deepest + 1):
        if closed is None or block is None:
            break
        gates = layer_gates(experiment, n, depth)
        rest = gates[closing:]  # what closes a circuit of one layer less is behind `closed` and `slope`
        if layer in (depth, LAST):
            number = differentiated(experiment, n, depth)
            slope = closed.after(rest, number - closing) if number >= closing else block.after(gates, number)
        elif slope is not None:
            slope = slope.after(rest)
        block = closed.after(rest)
        last = closing_gates(experiment, n, depth)
        closed, slope = (None if one is None else one.after(last) for one in (block, slope))
        closing = len(last)
        found[:, depth - 1] += objective.read(slope), objective.read(closed)
    return found


def means_of_e(experiment: Experiment, objective: Numbers, layers: int) -> Iterator[float]:
    """The mean of E, without the multiple of the identity, after 1, 2, … layers."""
    n = objective.qubits
    strings, values = np.zeros(1, dtype=np.int64), np.ones(1)
    for q, bloch in enumerate(bloch_vectors(experiment.initial_state, n)):
        letters = np.flatnonzero(bloch)
        strings = (strings[:, None] | letters << 2 * (n - 1 - q)).ravel()
        values = (values[:, None] * bloch[letters]).ravel()
    strings, values = averaged(strings, values, opening_gates(experiment, n), n)
    for depth in range(1, layers + 1):
        strings, values = averaged(strings, values, layer_gates(experiment, n, depth), n)
        kept = abs(values) > FORGOTTEN
        strings, values = strings[kept], values[kept]
        yield objective.mean(*averaged(strings, values, closing_gates(experiment, n, depth), n))


def averaged(
    strings: np.ndarray, values: np.ndarray, gates: Sequence[Gate], qubits: int, *, backwards: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Means of strings after some gates (before them, in the other direction); those that are zero are left out."""
    for gate in reversed(gates) if backwards else gates:
        if gate.place < 0:
            strings, signs = all_moved(strings, gate, qubits, inverse=backwards)
            values = values * signs
        elif gate.name == "random":
            values = np.where(strings >> 2 * (qubits - 1 - gate.qubits[0]) & 3, values / 3, values)
        else:
            q = sum(at(ROTATED[gate.name[0]], qubit, qubits) for qubit in gate.qubits)
            kept = ~_anticommute(strings, q, qubits)
            strings, values = strings[kept], values[kept]
    kept = values != 0
    return strings[kept], values[kept]


def _anticommute(strings: np.ndarray, other: int, qubits: int) -> np.ndarray:
    low = int("01" * qubits, 2)
    both = (strings & low & other >> 1) ^ (strings >> 1 & low & other)
    return np.bitwise_count(both) % 2 == 1


def needed_blocks(
    experiment: Experiment, objective: Numbers, depths: Iterable[int], floor: float
) -> tuple[dict[int, int], bool]:
    """The products D ≠ 1 before all gates of pairs that count at some depths, each with the deepest one.

    A product takes one way back through a circuit, and is zero where it does not commute with a rotation; each of its
    letters under a rotation about a random axis costs a factor 1/3. Also whether any were left out, which together are
    below the floor.
    """
    n = objective.qubits
    found: dict[int, int] = {}
    left_out = False
    products = objective.differences()
    if not len(products):
        return found, left_out
    bounds = (
        np.array([objective.weight(int(d)) for d in products])
        if not objective.projects
        else np.full(len(products), objective.weight(0))
    )
    for depth in depths:
        strings, weights = averaged(products, bounds, closing_gates(experiment, n, depth), n, backwards=True)
        for layer in range(depth, 0, -1):
            strings, weights = averaged(strings, weights, layer_gates(experiment, n, layer), n, backwards=True)
            kept = abs(weights) >= floor / len(products)
            left_out |= not kept.all()
            strings, weights = strings[kept], weights[kept]
            if not len(strings):
                break
        strings, _ = averaged(strings, weights, opening_gates(experiment, n), n, backwards=True)
        found |= dict.fromkeys(strings.tolist(), depth)
    return found, left_out
