"""The same E, ∂E and ∂²E as `statevector`, by kernels that Numba compiles: a second engine, several times as fast.

Every rotation is a real one between two phases, RX(θ) = S† RY(θ) S with S = diag(1, i), RZ(θ) a phase alone. Phases
commute with controlled-Z gates. So between two layers there is one diagonal, and a layer is real rotations of its X and
Y qubits, which act alike on real and imaginary parts of state and tangent. Turns by π are Y but for a factor, and are
not made: they pass what follows, as Pauli matrices pass Clifford gates, and change signs of angles. What is left, by
π/2 at most, is (a − t b, b + t a) with t = tan(θ/2), two multiply-adds for two numbers, and a factor cos(θ/2), which
the diagonal takes.

Rotations of one layer commute. So the register is swept in tiles that hold all values of some qubits and stay in cache
while these are taken through as many layers as can be without the others (`schedule`). Strings of Z and the projector
are read tile by tile, once the qubits that they act on have the depth; other objectives where all have it.

Rotations outside the light cone of the objective after the deepest layer are left out, and qubits that it never
reaches too.

In single precision all numbers of state and gates take 32 bits; sums over amplitudes are taken in double, but for parts
of a few hundred terms.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from plateaus.engines.schedule import Sweep, Task, schedule
from plateaus.engines.sweeps import Gates, Plan, Register, moments
from plateaus.ensemble.circuits import Circuit
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.lattices import Edges
from plateaus.ensemble.light_cones import light_cone
from plateaus.ensemble.operators import flips

# A tile has so many qubits, which is 256 KiB where rows are copied.
TILE = 12
# So many are one tile, by the bytes of a number, which is 2 MiB.
WHOLE = {8: 16, 4: 17}
# Bytes of a row of a tile, which are read together: a line of the cache.
ROW = 2**6
# A vector has so many numbers, at most.
LANES = 8

PRECISIONS: dict[str, np.dtype] = {"double": np.dtype(np.float64), "single": np.dtype(np.float32)}


class CompiledCurve:
    """Takes and gives what `statevector.GradientCurve` does, equal but for rounding.

    Parameters
    ----------
    experiment, qubits, layers
        As there.
    precision : str
        Of the state: a key of `PRECISIONS`.
    """

    def __init__(
        self, experiment: Experiment, *, qubits: int, layers: Sequence[int], precision: str = "double"
    ) -> None:
        objective, parameter, edges = experiment.objective, experiment.parameter, experiment.edges(qubits)
        self._parameter = (parameter[0] - 1, parameter[1] - 1)
        self._real = PRECISIONS[precision]
        letters = objective.letters_by_qubit(qubits)
        cone = light_cone(letters, edges, layers[-1])
        reached = max(int(np.flatnonzero(cone.any(axis=0)).max()) + 1, parameter[1], 2)
        acts = max(q for q, some in enumerate(letters) if some.strip("I")) + 1
        terms = flips(objective, qubits, acts)

        @cache
        def work(inverted: bool) -> _Work:
            # The light cone is that of layers whose rotations come first.
            needed = np.ones_like(cone) if inverted else cone[:, :reached]
            return _work(terms, edges, needed, parameter[0], list(layers), self._real)

        self._work = work

    def __call__(self, circuit: Circuit) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """E, ∂E and ∂²E after each of the chosen layers: three arrays of their number, in double precision."""
        return self.prepared(circuit)()

    def prepared(self, circuit: Circuit) -> Callable[[], tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """What simulates a circuit, its gates decomposed, which takes as long with few qubits."""
        work = self._work(bool(circuit.inverted))
        depth, size = work.needed.shape
        inverted = np.zeros(depth, dtype=bool)
        inverted[[layer for layer in circuit.inverted if layer < depth]] = True
        gates = _gates(circuit.axes[:depth, :size], circuit.angles[:depth, :size], inverted, work, self._real)
        at, qubit = self._parameter
        place = at, qubit, circuit.axes[at, qubit], not inverted[at]
        turned = circuit.initial_state == "ry_pi_4"
        # ∂ψ/∂θ is −iP/2 ψ; what is left out of the state may anticommute with P.
        bits, marks = (circuit.axes[at, qubit] < 2) << qubit, (circuit.axes[at, qubit] > 0) << qubit
        if bits and not inverted[at]:
            marks ^= int(work.register.neighbours[qubit])
        sign = (-1.0) ** (int(bits & gates.signed[at]).bit_count() + int(marks & gates.flipped[at]).bit_count())

        def simulate() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
            found = np.zeros((3, work.readings))
            moments(work.register, work.plan, gates, turned, *place, found)
            objective, gradient, second = found
            return objective, sign * gradient, second

        return simulate


class _Work(NamedTuple):
    """All that does not depend on the circuit.

    Attributes
    ----------
    needed : ndarray of bool, shape (L, n)
        The rotations that are taken.
    completed : ndarray of bool, shape (L,)
        Layers that end with their diagonal.
    readings : int
        Depths that are read.
    bits : ndarray of int, shape (n,)
        1, 2, 4 …
    """

    register: Register
    plan: Plan
    needed: np.ndarray
    completed: np.ndarray
    readings: int
    bits: np.ndarray


def _work(
    terms: Sequence[tuple[int, np.ndarray]],
    edges: Edges,
    needed: np.ndarray,
    opened: int,
    layers: Sequence[int],
    real: np.dtype,
) -> _Work:
    """The tangent is `opened` at a depth; layers are read behind it."""
    depth, qubits = needed.shape
    bits = 1 << np.arange(qubits)
    neighbours = np.zeros(qubits, dtype=int)
    for a, b in edges:
        if max(a, b) < qubits:
            neighbours[[a, b]] ^= bits[[b, a]]
    factors = _factors(terms)
    completed = np.zeros(depth, dtype=bool)
    completed[opened - 1] = True
    if any(flipped for flipped, _ in terms):  # else no phase matters where E is read
        completed[np.array(layers) - 1] = True
    passing = [layer for layer in layers if factors is not None and layer > opened]
    task = Task(
        neighbours=neighbours.tolist(),
        needed=needed,
        stops=sorted({opened, depth} | (set(layers) - set(passing))),
        completed=completed,
        reads=passing,
        support=0 if factors is None else sum(1 << q for q, factor in enumerate(factors) if factor != 1),
    )
    columns = ROW // (4 * real.itemsize)
    whole = qubits <= WHOLE[real.itemsize]
    segments = schedule(task, largest=qubits if whole else TILE, outside=0 if whole else columns.bit_length() - 1)
    plan, phases = _plan(task, segments, {layer: column for column, layer in enumerate(layers)}, real)
    register = _register(terms, factors, neighbours, int(np.ptp(plan.sweeps[:, :2], axis=1).max()), phases, real)
    return _Work(register, plan, needed, completed, len(layers), bits)


def _register(
    terms: Sequence[tuple[int, np.ndarray]],
    factors: np.ndarray | None,
    neighbours: np.ndarray,
    tile: int,
    phases: int,
    real: np.dtype,
) -> Register:
    """With room for tiles of so many qubits and for so many phases."""
    qubits, width, pad = len(neighbours), ROW // real.itemsize, ROW // real.itemsize
    known = np.zeros(0) if factors is None else factors
    return Register(
        neighbours=neighbours,
        flips=np.array([flipped for flipped, _ in terms]),
        weights=np.array([weights for _, weights in terms], dtype=np.result_type(real, np.complex64)),
        factors=np.append(known, np.ones(qubits))[:qubits].astype(real),
        acts=max(1, len(known)),
        pad=pad,
        padded=tile,
        state=_aligned(max(4 * LANES, 2 ** (qubits + 2)) + pad * 2 ** (qubits - tile), real),
        tile=_aligned(width * 2**tile if tile < qubits else 0, real),
        phases=np.empty((2, phases + LANES), dtype=real),
        signs=np.empty(width, dtype=real),
        shares=np.empty(width, dtype=real),
        heights=np.ones(2**tile + LANES, dtype=real),
    )


def _plan(task: Task, segments: Sequence[Sequence[Sweep]], columns: dict[int, int], real: np.dtype) -> tuple[Plan, int]:
    """A schedule in numbers, and for how many phases it needs room at once."""
    places: dict[tuple[tuple[int, int], ...], int] = {}
    signs: list[np.ndarray] = []
    sweeps: list[tuple[int, ...]] = []
    steps: list[tuple[int, ...]] = []
    placed = room = 0
    for low, high, taken in (sweep for segment in segments for sweep in segment):
        sweeps.append((low, high, ROW // real.itemsize if low else 4, len(steps), len(steps) + len(taken)))
        phases = []
        for step in taken:
            turned = [q for q in range(low, high) if step.turned >> q & 1]
            due = [p for p in range(low, high) if step.due >> p & 1]
            pairs = [(p, q) for q in turned for p in due if task.neighbours[q] >> p & 1]
            told = [*turned, *(q for pair in pairs for q in pair)]
            first, end = min(told), max(told) + 1
            key = ((end - first, 0), *sorted({(min(pair) - first, max(pair) - first) for pair in pairs}))
            if key not in places:
                places[key], placed = placed, placed + 2 ** (end - first)
                signs.append(_signs(end - first, key[1:]).astype(real))
            column = columns[step.depth] if step.depth else -1
            steps.append((step.layer, step.turned, step.due, first, end, places[key], column, step.completes))
            phases.append(2 ** (end - first))
        alone = high - low == len(task.neighbours)  # then they are made one by one
        room = max(room, max(phases) if alone else sum(phases))
    plan = Plan(
        stops=np.array(task.stops),
        ends=np.cumsum([len(segment) for segment in segments]),
        whole=np.array([-1 if stop in task.reads else columns.get(stop, -1) for stop in task.stops]),
        sweeps=np.array(sweeps),
        steps=np.array(steps, dtype=int),
        signs=np.concatenate([*signs, np.ones(LANES, dtype=real)]),
    )
    return plan, room


def _signs(qubits: int, pairs: Sequence[tuple[int, int]]) -> np.ndarray:
    """The signs that controlled-Z gates on some pairs give to all values of so many qubits."""
    value, odd = np.arange(2**qubits), np.zeros(2**qubits, dtype=int)
    for p, q in pairs:
        odd ^= value >> p & value >> q & 1
    return 1 - 2 * odd


def _gates(axes: np.ndarray, angles: np.ndarray, inverted: np.ndarray, work: _Work, real: np.dtype) -> Gates:
    """A circuit's gates, as far as they are needed; diagonals of layers not `completed` go to the next one."""
    needed, completed = work.needed, work.completed
    x, z = needed & (axes == 0), needed & (axes == 2)
    rotated = needed & (axes != 2)
    phase, behind = np.where(x, np.pi / 2, 0.0), np.where(z, angles, np.where(x, -np.pi / 2, 0.0))
    phase[1:] += np.where(completed[:, None], 0.0, behind)[:-1]
    entangled = inverted.copy()
    entangled[1:] ^= (~inverted & ~completed)[:-1]
    last_entangled = ~inverted & completed
    # Turns by π are left out, that is Y. Phases that pass it change their signs; controlled-Z gates that pass it leave
    # a Z on their other qubit, and rotations that pass this one change theirs.
    neighbours, bits = work.register.neighbours, work.bits
    quarters = np.where(rotated, np.round(angles / np.pi), 0.0)
    flipped = np.bitwise_xor.accumulate(quarters.astype(int) % 2 @ bits)
    before = np.append(0, flipped[:-1])
    joined = entangled ^ np.append(False, last_entangled[:-1])
    left = np.bitwise_count(np.where(joined, before, 0)[:, None] & neighbours) % 2
    signed = np.bitwise_xor.accumulate(left, axis=0)
    half = np.where(rotated, angles / 2 - np.pi / 2 * quarters, 0.0)
    tangent = np.tan(np.where(signed, -half, half)).astype(real)
    phase[before[:, None] & bits > 0] *= -1
    behind[flipped[:, None] & bits > 0] *= -1
    signed = signed ^ np.bitwise_count(np.where(last_entangled, flipped, 0)[:, None] & neighbours) % 2
    return Gates(
        rotated=rotated,
        tangent=tangent,
        cosine=1 / np.sqrt(1 + tangent.astype(float) ** 2),
        phase=phase,
        entangled=entangled,
        last_phase=np.where(completed[:, None], behind, 0.0),
        last_entangled=last_entangled,
        flipped=flipped,
        signed=signed @ bits ^ flipped,
    )


def _factors(terms: Sequence[tuple[int, np.ndarray]]) -> np.ndarray | None:
    """Of an objective w ⊗ diag(1, f), the numbers f of each qubit; None if it is no such product."""
    (flipped, weights), *more = terms
    if more or flipped or not weights[0]:
        return None
    factors = weights[2 ** np.arange(len(weights).bit_length() - 1)] / weights[0]
    product = weights[:1]
    for factor in factors:
        product = np.concatenate([product, factor * product])
    return factors if np.array_equal(product, weights) else None


def _aligned(size: int, real: np.dtype) -> np.ndarray:
    """Room for so many numbers, at the beginning of a line of the cache."""
    room = np.empty(size + ROW // real.itemsize, dtype=real)
    return room[-room.ctypes.data % ROW // real.itemsize :][:size]
