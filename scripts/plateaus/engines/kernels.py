"""The same E, ∂E and ∂²E as `statevector`, by kernels that Numba compiles: a second engine, several times as fast.

Every rotation is a real one between two phases, RX(θ) = S† RY(θ) S with S = diag(1, i), RZ(θ) a phase alone. Phases
commute with controlled-Z gates. So between two layers there is one diagonal, and a layer is real rotations of its X and
Y qubits: they act alike on real and imaginary parts of state and tangent, and as three shears (lifting) each takes
three multiply-adds for two numbers (Daubechies & Sweldens, J. Fourier Anal. Appl. 4, 247, 1998).

Rotations of one layer commute. So the register is swept in tiles that hold all values of a group of qubits and stay in
cache while the group's rotations of one layer act on them, then the diagonal, then the group's rotations of the next
layer. With k groups memory is read and written k − 1 times a layer, instead of once a gate. Strings of Z and the
projector are read tile by tile between the two layers; for other objectives, and where a state is small enough to stay
in cache, layers come one by one.

Rotations outside the light cone of the objective after the deepest layer are left out, and qubits that it never
reaches too. Once the cone is within the first group, this alone is swept, several layers at a time.

In single precision all numbers of state and gates take 32 bits; sums over amplitudes are taken in double, but for parts
of a few hundred terms.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from math import ceil

import numpy as np

from plateaus.engines.sweeps import TOGETHER, Gates, Register, moments
from plateaus.ensemble.circuits import Circuit
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.lattices import Edges
from plateaus.ensemble.light_cones import light_cone
from plateaus.ensemble.operators import flips

# A group has so many qubits, at most.
GROUP = 12
# So many qubits are one group, by the bytes of a number: in double precision a unit fills a vector, in single half.
WHOLE = {8: 14, 4: 9}
# Bytes of a row of a tile, which are read together: a line of the cache, and more where there are few rows.
ROW, TILE = 2**6, 2**15

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
        self._layers = np.array(layers)
        self._real = PRECISIONS[precision]
        self._cone = light_cone(objective.letters_by_qubit(qubits), edges, layers[-1])
        reached = max(int(np.flatnonzero(self._cone.any(axis=0)).max()) + 1, parameter[1], 2)

        acts = max(q for q, letters in enumerate(objective.letters_by_qubit(qubits)) if letters.strip("I")) + 1

        @cache
        def register(size: int) -> Register:
            inside = tuple((a, b) for a, b in edges if max(a, b) < size)
            return _register(flips(objective, qubits, acts), size, inside, self._real)

        # The light cone is that of layers whose rotations come first.
        self._register = lambda circuit: register(qubits if circuit.inverted else reached)

    def __call__(self, circuit: Circuit) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """E, ∂E and ∂²E after each of the chosen layers: three arrays of their number, in double precision."""
        return self.prepared(circuit)()

    def prepared(self, circuit: Circuit) -> Callable[[], tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """What simulates a circuit, its gates decomposed, which takes as long with few qubits."""
        register = self._register(circuit)
        depth, size = self._layers[-1], len(register.neighbours)
        needed = self._cone[:, :size]
        inverted = np.zeros(depth, dtype=bool)
        if circuit.inverted:
            needed = np.ones_like(needed)
            inverted[[layer for layer in circuit.inverted if layer < depth]] = True
        at, qubit = self._parameter
        completed = np.zeros(depth, dtype=bool)
        completed[at] = True
        if register.flips.any():  # else no phase matters where E is read
            completed[self._layers - 1] = True
        axes, angles = circuit.axes[:depth, :size], circuit.angles[:depth, :size]
        gates = _gates(axes, angles, inverted, needed, completed, register)
        columns = np.arange(len(self._layers))
        whole, passing = np.full((2, depth + 1), -1)
        in_passing = register.product & (self._layers > at + 1)
        whole[self._layers[~in_passing]] = columns[~in_passing]
        passing[self._layers[in_passing]] = columns[in_passing]
        stops = np.unique([at + 1, *self._layers[~in_passing], depth])
        place = at, qubit, circuit.axes[at, qubit], not inverted[at]

        def simulate() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
            found = np.zeros((3, len(columns)))
            moments(register, gates, circuit.initial_state == "ry_pi_4", *place, stops, whole, passing, found)
            objective, gradient, second = found
            return objective, gradient, second

        return simulate


def _register(terms: Sequence[tuple[int, np.ndarray]], qubits: int, edges: Edges, real: np.dtype) -> Register:
    groups = 1 if qubits <= WHOLE[real.itemsize] else max(2, ceil(qubits / GROUP))
    bounds = np.array([qubits * g // groups for g in range(groups + 1)])
    rows = max(8, 2 ** int(np.diff(bounds).max()))  # a vector at least
    columns = max(ROW, TILE // rows) // (4 * real.itemsize)
    width = 4 * min(columns, 2 ** bounds[1], 2 ** (qubits - bounds[1]))
    pad = ROW // real.itemsize if groups > 1 else 0
    neighbours = np.zeros(qubits, dtype=int)
    within = np.ones((groups, rows), dtype=real)
    value = np.arange(rows)
    for a, b in edges:
        neighbours[[a, b]] ^= 1 << np.array([b, a])
        for sign, low, high in zip(within, bounds[:-1], bounds[1:], strict=True):
            if low <= min(a, b) and max(a, b) < high:
                sign[(value >> (a - low) & value >> (b - low) & 1) == 1] *= -1
    weights = np.array([weights for _, weights in terms], dtype=np.result_type(real, np.complex64))
    factors = _factors(terms)
    return Register(
        bounds=bounds,
        neighbours=neighbours,
        within=within,
        flips=np.array([flipped for flipped, _ in terms]),
        weights=weights,
        product=factors is not None,
        factors=np.append([] if factors is None else factors, np.ones(qubits))[:qubits].astype(real),
        pad=pad,
        state=_aligned(2 ** (qubits + 2) + pad * 2 ** (qubits - bounds[1]), real),
        tile=_aligned(rows * width, real),
        phases=np.empty((TOGETHER + 1, 2, rows), dtype=real),
        parity=np.where(np.bitwise_count(value) % 2, -1, 1).astype(real),
        signs=np.empty(width, dtype=real),
        shares=np.empty(width, dtype=real),
        heights=np.empty(rows, dtype=real),
    )


def _gates(
    axes: np.ndarray,
    angles: np.ndarray,
    inverted: np.ndarray,
    needed: np.ndarray,
    completed: np.ndarray,
    register: Register,
) -> Gates:
    """A circuit's gates, as far as they are needed; diagonals of layers not `completed` go to the next one."""
    x, z = needed & (axes == 0), needed & (axes == 2)
    rotated = needed & (axes != 2)
    half = angles / 2
    half = np.where(rotated, half - np.pi * np.round(half / np.pi), 0.0)  # the sign of the whole state is free
    sine = np.sin(half)
    phase, behind = np.zeros((len(axes) + 1, axes.shape[1])), np.where(z, angles, np.where(x, -np.pi / 2, 0.0))
    phase[:-1][x] = np.pi / 2
    phase[1:] += np.where(completed[:, None], 0.0, behind)
    entangled = np.append(inverted, False)
    entangled[1:] ^= ~inverted & ~completed
    outside = rotated[:, register.bounds[1] :].any(axis=1) | bool(np.any(register.flips >> register.bounds[1]))
    return Gates(
        rotated=rotated,
        tangent=(-sine / (1 + np.cos(half))).astype(register.state.dtype),
        sine=sine.astype(register.state.dtype),
        phase=phase,
        entangled=entangled,
        last_phase=np.where(completed[:, None], behind, 0.0),
        last_entangled=~inverted & completed,
        alone=int(np.max(1 + np.flatnonzero(outside), initial=0)),
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
