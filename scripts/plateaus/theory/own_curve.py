"""Exact curves of circuits of a user's own: along their trunk gate by gate, on dense vectors, read at each fork.

As `gate_curve`, but that what begins on single qubits is averaged there, whatever its gates are (`own_coverage`). A
rotation by kθ + c, k whole, has the law of one by θ, and k² times the square of its derivative.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.fixed_gates import constant_rotation, matrix
from plateaus.ensemble.gate_circuits import Gate
from plateaus.ensemble.own_circuits import OwnGate
from plateaus.theory.clifford import letter_of
from plateaus.theory.gate_blocks import Block
from plateaus.theory.gate_curve import Numbers, averaged
from plateaus.theory.moments import ExactCurve, curve_of
from plateaus.theory.own_coverage import parts_of

_EPS = float(np.finfo(float).eps)
_TURNS = (0.0, np.pi / 2, np.pi, 3 * np.pi / 2)
"""Over these angles squares of expectation values, of frequency 2 at most, have their mean over the circle."""


def own_curve(experiment: Experiment, *, qubits: int, layers: int, tolerance: float) -> ExactCurve:
    """Moments at the depths 1…`layers`; errors are rounding.

    Raises
    ------
    ValueError
        The derivative is zero in every circuit.
    """
    circuits = experiment.ansatz.circuits_of(qubits)
    objective, walk = Numbers(experiment, qubits), _Walk(experiment, qubits, layers)
    second = np.zeros((2, layers))
    for difference, depths in _needed(walk, objective).items():
        second += walk.moments(objective, difference, depths)
    factors = np.array([sum(circuits.factors(depth)) for depth in walk.depths], dtype=float)  # of one gate, or none
    second[0] *= np.where(factors == 0, np.nan, factors**2)
    gates = np.array([len(circuits.gates(depth)) for depth in walk.depths])
    error = 4 * _EPS * gates * abs(second)
    if not np.nanmax(np.abs(second[0]), initial=0.0) > np.finfo(float).tiny:
        raise ValueError(
            f"parameter.angle: E does not depend on {circuits.angle} in any circuit of {circuits.file} with {qubits} "
            f"qubits and up to {layers} layers, whatever the angles; name another one"
        )
    first = np.zeros((2, layers))
    first[0] = np.where(np.isnan(second[0]), np.nan, 0.0)
    first[1] = walk.means(objective)
    return curve_of(experiment, qubits, first, second, error, method="dense")


class _Walk:
    """The circuits of one size as the theory goes through them: the beginnings averaged, all else gates."""

    def __init__(self, experiment: Experiment, qubits: int, layers: int) -> None:
        self.qubits, self.depths = qubits, range(1, layers + 1)
        circuits = experiment.ansatz.circuits_of(qubits)
        for depth in self.depths:
            circuits.fork(depth)
        self.angle, self._parts = circuits.angle, parts_of(circuits)
        self.trunk = tuple(map(_gate, self._parts.trunk))
        self.forks = {
            depth: (fork, tuple(map(_gate, tail)))
            for depth, (fork, tail) in self._parts.forks.items()
            if depth in self.depths
        }
        self.mean, self.pairs, self.slopes = _beginnings(self._parts.beginnings, self.angle)

    def gates(self, layers: int) -> tuple[Gate, ...]:
        """All gates behind the beginnings."""
        fork, tail = self.forks[layers]
        return self.trunk[:fork] + tail

    def moments(self, objective: Numbers, difference: int, depths: Iterable[int]) -> np.ndarray:
        """What the block with a product D behind the beginnings adds to the second moments of (∂E, E). Shape (2, L)."""
        found = np.zeros((2, len(self.depths)))
        state: _State = (
            Block.product(_products(self.pairs, difference), difference),
            None if self.slopes is None else Block.product(_products(self.slopes, difference), difference),
        )
        at = 0
        for fork, depth in sorted((self.forks[depth][0], depth) for depth in depths):
            state = self._after(state, self.trunk[at:fork], self._parts.trunk[at:fork])
            at = fork
            block, slope = self._after(state, self.forks[depth][1], self._parts.forks[depth][1])
            found[:, depth - 1] = objective.read(slope), objective.read(block)
        return found

    def _after(self, state: _State, gates: Sequence[Gate], own: Sequence[OwnGate]) -> _State:
        block, slope = state
        theta = next((number for number, gate in enumerate(own) if gate.angle == self.angle), -1)
        if slope is not None:
            slope = slope.after(gates)
        if block is not None and theta >= 0:
            slope = block.after(gates, theta)
        return None if block is None else block.after(gates), slope

    def means(self, objective: Numbers) -> np.ndarray:
        """The mean of E at every depth. Shape (L,)."""
        n = self.qubits
        strings, values = np.zeros(1, dtype=np.int64), np.ones(1)
        for q, bloch in enumerate(self.mean):
            letters = np.flatnonzero(abs(bloch) > _EPS)
            strings = (strings[:, None] | letters << 2 * (n - 1 - q)).ravel()
            values = (values[:, None] * bloch[letters]).ravel()
        found, at = np.empty(len(self.depths)), 0
        for fork, depth in sorted((self.forks[depth][0], depth) for depth in self.depths):
            strings, values = averaged(strings, values, self.trunk[at:fork], n)
            at = fork
            found[depth - 1] = objective.mean(*averaged(strings, values, self.forks[depth][1], n))
        return found


_State = tuple[Block | None, Block | None]
"""A block, and the same with the derivative."""


def _products(pairs: np.ndarray, difference: int) -> np.ndarray:
    """The numbers (P, PD) of each qubit. Shape (n, 4)."""
    letters, n = np.arange(4), len(pairs)
    return np.array([pairs[q, letters, letters ^ letter_of(difference, q, n)] for q in range(n)])


def _needed(walk: _Walk, objective: Numbers) -> dict[int, list[int]]:
    """The products D behind the beginnings of pairs that count, with the depths where they do; D = 1 at all."""
    found = defaultdict(list, {0: list(walk.depths)})
    products = objective.differences()
    for depth in walk.depths if len(products) else ():
        strings, _ = averaged(products, np.ones(len(products)), walk.gates(depth), walk.qubits, backwards=True)
        for string in strings.tolist():
            found[string].append(depth)
    return found


def _gate(own: OwnGate) -> Gate:
    """A gate as the chain knows it, which asks no more of a rotation's place than that it has one."""
    return Gate(own.name, own.qubits, 0 if own.angle else -1)


def _beginnings(
    beginnings: Sequence[Sequence[OwnGate]], angle: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """E[r], E[r rᵀ], and E[∂r ∂rᵀ] on the qubit of θ if it is in one, of the Bloch vectors r = (1, x, z, y).

    Shapes (n, 4), (n, 4, 4), (n, 4, 4).
    """
    mean, pairs, slopes = [], [], []
    seen = False
    for gates in beginnings:
        r = np.array([1.0, 0.0, 1.0, 0.0])
        both, slope = np.outer(r, r), None
        for gate in gates:
            turns = [_transfer(name) for name in _turned(gate)]
            if gate.angle == angle:
                back, forth = turns[1:] + turns[:1], turns[-1:] + turns[:-1]
                bends = [(b - f) / 2 for b, f in zip(back, forth, strict=True)]
                slope, seen = _mean_square(bends, both), True
            elif slope is not None:
                slope = _mean_square(turns, slope)
            r, both = np.mean(turns, axis=0) @ r, _mean_square(turns, both)
        mean.append(r)
        pairs.append(both)
        slopes.append(both if slope is None else slope)
    return np.array(mean), _without_rounding(pairs), _without_rounding(slopes) if seen else None


def _mean_square(matrices: Sequence[np.ndarray], pairs: np.ndarray) -> np.ndarray:
    return np.mean([matrix @ pairs @ matrix.T for matrix in matrices], axis=0)


def _without_rounding(pairs: Sequence[np.ndarray]) -> np.ndarray:
    """What is zero but for rounding would be a variance where there is none."""
    found = np.array(pairs)
    return np.where(abs(found) < 16 * _EPS, 0.0, found)


def _turned(gate: OwnGate) -> list[str]:
    """A gate by the names of fixed ones: a rotation by each of four angles."""
    return [constant_rotation(gate.name, turn) for turn in _TURNS] if gate.angle else [gate.name]


@cache
def _transfer(name: str) -> np.ndarray:
    """What a one-qubit gate U does to a Bloch vector: Tr PUP′U†/2 for P, P′ = I, X, Z, Y. Shape (4, 4)."""
    paulis = [np.eye(2), *(np.array(matrix(letter), dtype=complex) for letter in "xzy")]
    unitary = np.array(matrix(name), dtype=complex)
    images = [unitary @ pauli @ unitary.conj().T for pauli in paulis]
    return np.array([[np.trace(pauli @ image).real / 2 for image in images] for pauli in paulis])
