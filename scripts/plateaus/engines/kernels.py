"""The same E, ∂E and ∂²E as `statevector`, by kernels that Numba compiles: a second engine, several times as fast.

Every rotation is a real one between two phases, RX(θ) = S† RY(θ) S with S = diag(1, i), RZ(θ) a phase alone. Phases
commute with controlled-Z gates. So between two layers there is one diagonal, and a layer is real rotations of its X and
Y qubits: they act alike on real and imaginary parts of state and tangent, and as three shears (lifting) each takes
three multiply-adds for two numbers (Daubechies & Sweldens, J. Fourier Anal. Appl. 4, 247, 1998).

Rotations of one layer commute. So the register is swept in tiles that hold all values of a group of qubits and stay in
cache while the group's rotations of one layer act on them, then the diagonal, then the group's rotations of the next
layer. With k groups memory is read and written k − 1 times a layer, instead of once a gate.

Rotations outside the light cone of the objective after the deepest layer are left out, and qubits that it never
reaches too.

In single precision all numbers of state and gates take 32 bits; sums over amplitudes are taken in double.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from math import ceil, cos, pi, sin, tan
from typing import NamedTuple

import numpy as np
from numba import njit

from plateaus.ensemble.circuits import Circuit
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.lattices import Edges
from plateaus.ensemble.light_cones import light_cone
from plateaus.ensemble.operators import flips

# A tile holds the 2^GROUP values that a group of qubits takes, at most, for COLUMNS values of all others.
GROUP = 10
COLUMNS = 8

PRECISIONS: dict[str, np.dtype] = {"double": np.dtype(np.float64), "single": np.dtype(np.float32)}

compiled = njit(cache=True, error_model="numpy", fastmath={"contract"})
compiled_sum = njit(cache=True, error_model="numpy", fastmath={"contract", "reassoc"})


class Register(NamedTuple):
    """Qubits and all that does not depend on the circuit; real numbers have the precision asked for.

    Attributes
    ----------
    bounds : ndarray of int, shape (k + 1,)
        Where the groups of qubits begin and end.
    joined : ndarray of bool, shape (n, n)
        Whether there is a controlled-Z gate between two qubits.
    within : ndarray, shape (k, rows)
        The sign that a group's own controlled-Z gates give to each of its values.
    flips, weights : ndarray, shapes (terms,) and (terms, 2ⁿ)
        The objective, as `operators.flips` has it.
    state : ndarray, shape (2, 2^(n + 1))
        Real and imaginary parts, for each value of the qubits of |ψ⟩ and of ∂|ψ⟩/∂θ in turn.
    tile : ndarray
        Room for the same of one tile.
    phases : ndarray, shape (3, 2, rows)
        Room for cosines and sines of the phases of a group's values.
    signs : ndarray, shape (2 COLUMNS,)
        Room for what controlled-Z gates between groups give to the columns of a tile.
    """

    bounds: np.ndarray
    joined: np.ndarray
    within: np.ndarray
    flips: np.ndarray
    weights: np.ndarray
    state: np.ndarray
    tile: np.ndarray
    phases: np.ndarray
    signs: np.ndarray


class Gates(NamedTuple):
    """A circuit as real rotations between diagonals; all arrays have a row a layer.

    Attributes
    ----------
    rotated : ndarray of bool, shape (L, n)
        Where there is a real rotation.
    tangent, sine : ndarray, shape (L, n)
        tan(θ/4) and sin(θ/2) of it.
    phase, entangled : ndarray of float, shape (L + 1, n), and of bool, shape (L + 1,)
        The diagonal before the rotations of a layer: phases of |1⟩, and whether controlled-Z gates belong to it.
    last_phase, last_entangled : ndarray, shapes (L, n) and (L,)
        The diagonal that completes a layer at which the state is looked at.
    """

    rotated: np.ndarray
    tangent: np.ndarray
    sine: np.ndarray
    phase: np.ndarray
    entangled: np.ndarray
    last_phase: np.ndarray
    last_entangled: np.ndarray


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

        @cache
        def register(size: int) -> Register:
            inside = tuple((a, b) for a, b in edges if max(a, b) < size)
            return _register(flips(objective, qubits, size), size, inside, self._real)

        # The light cone is that of layers whose rotations come first.
        self._register = lambda circuit: register(qubits if circuit.inverted else reached)

    def __call__(self, circuit: Circuit) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """E, ∂E and ∂²E after each of the chosen layers: three arrays of their number, in double precision."""
        return self.prepared(circuit)()

    def prepared(self, circuit: Circuit) -> Callable[[], tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """What simulates a circuit, its gates decomposed, which takes as long with few qubits."""
        register = self._register(circuit)
        size = len(register.joined)
        needed = self._cone[:, :size]
        inverted = np.zeros(circuit.layers, dtype=bool)
        if circuit.inverted:
            needed = np.ones_like(needed)
            inverted[list(circuit.inverted)] = True
        completed = np.zeros(circuit.layers, dtype=bool)
        completed[self._parameter[0]] = True
        if register.flips.any():  # else no phase matters where E is read
            completed[self._layers - 1] = True
        gates = decomposed(circuit.axes[:, :size], circuit.angles[:, :size], inverted, needed, completed)
        gates = gates._replace(tangent=gates.tangent.astype(self._real), sine=gates.sine.astype(self._real))
        at, qubit = self._parameter
        place = at, qubit, circuit.axes[at, qubit], not inverted[at]
        return partial(moments, register, gates, circuit.initial_state == "ry_pi_4", *place, self._layers)


def _register(terms: Sequence[tuple[int, np.ndarray]], qubits: int, edges: Edges, real: np.dtype) -> Register:
    groups = max(2, ceil(qubits / GROUP))
    bounds = np.array([qubits * g // groups for g in range(groups + 1)])
    rows = 2 ** int(np.diff(bounds).max())
    joined = np.zeros((qubits, qubits), dtype=bool)
    within = np.ones((groups, rows), dtype=real)
    value = np.arange(rows)
    for a, b in edges:
        joined[a, b] ^= True
        joined[b, a] ^= True
        for sign, low, high in zip(within, bounds[:-1], bounds[1:], strict=True):
            if low <= min(a, b) and max(a, b) < high:
                sign[(value >> (a - low) & value >> (b - low) & 1) == 1] *= -1
    return Register(
        bounds=bounds,
        joined=joined,
        within=within,
        flips=np.array([flipped for flipped, _ in terms]),
        weights=np.array([weights for _, weights in terms], dtype=np.result_type(real, np.complex64)),
        state=np.empty((2, 2 ** (qubits + 1)), dtype=real),
        tile=np.empty(4 * rows * COLUMNS, dtype=real),
        phases=np.empty((3, 2, rows), dtype=real),
        signs=np.empty(2 * COLUMNS, dtype=real),
    )


@compiled
def decomposed(axes, angles, inverted, needed, completed):
    """The `Gates` of a circuit, as far as they are needed; diagonals of layers not `completed` go to the next one."""
    layers, qubits = axes.shape
    rotated = np.zeros((layers, qubits), dtype=np.bool_)
    tangent, sine = np.zeros((layers, qubits)), np.zeros((layers, qubits))
    phase, last_phase = np.zeros((layers + 1, qubits)), np.zeros((layers, qubits))
    entangled, last_entangled = np.zeros(layers + 1, dtype=np.bool_), np.zeros(layers, dtype=np.bool_)
    for layer in range(layers):
        entangled[layer] ^= inverted[layer]
        last_entangled[layer] = not inverted[layer]
        for q in range(qubits):
            if needed[layer, q] and axes[layer, q] == 2:
                last_phase[layer, q] = angles[layer, q]
            elif needed[layer, q]:
                if axes[layer, q] == 0:
                    phase[layer, q] += pi / 2
                    last_phase[layer, q] = -pi / 2
                half = angles[layer, q] / 2
                half -= pi * round(half / pi)  # the sign of the whole state is free
                rotated[layer, q] = True
                tangent[layer, q], sine[layer, q] = tan(half / 2), sin(half)
        if not completed[layer]:
            phase[layer + 1], last_phase[layer] = last_phase[layer], 0
            entangled[layer + 1], last_entangled[layer] = last_entangled[layer], False
    return Gates(rotated, tangent, sine, phase, entangled, last_phase, last_entangled)


@compiled
def moments(register, gates, turned, at, qubit, axis, before_entangling, depths):
    """E, ∂E and ∂²E after each of the depths, as three rows."""
    start(register.state, len(register.joined), turned)
    evolve(register, gates, 0, at + 1)
    open_tangent(register, qubit, axis, before_entangling)
    found = np.empty((3, len(depths)))
    done = at + 1
    for i in range(len(depths)):
        evolve(register, gates, done, depths[i])
        done = depths[i]
        found[:, i] = read(register.state[0], register.state[1], register.flips, register.weights)
    return found


@compiled
def start(state, qubits, turned):
    """|0…0⟩, each qubit turned by R_Y(π/4) if asked for; no tangent yet."""
    state[:] = 0
    state[0, 0] = 1
    if turned:
        for q in range(qubits):
            for i in range(0, 2 << q, 2):
                state[0, i + (2 << q)] = sin(pi / 8) * state[0, i]
                state[0, i] *= cos(pi / 8)


@compiled
def open_tangent(register, qubit, axis, before_entangling):
    """Make the tangent −iP/2 |ψ⟩ of a state that has passed its layer's controlled-Z gates.

    Behind them X and Y of a qubit have become X and Y of it and Z of its neighbours.
    """
    re, im = register.state[0], register.state[1]
    neighbours = 0
    if before_entangling and axis < 2:
        for q in range(len(register.joined)):
            neighbours |= register.joined[qubit, q] << q
    bit = 1 << qubit
    for i in range(len(re) // 2):
        half, odd = 0.5, i & neighbours
        while odd:
            half = -half
            odd &= odd - 1
        j = 2 * (i if axis == 2 else i ^ bit)
        if axis > 0 and i & bit == 0:
            half = -half
        if axis == 1:
            re[2 * i + 1], im[2 * i + 1] = half * re[j], half * im[j]
        else:
            if axis == 2:
                half = -half
            re[2 * i + 1], im[2 * i + 1] = half * im[j], -half * re[j]


@compiled
def evolve(register, gates, done, depth):
    """Apply the layers `done` … `depth` − 1, sweeping the groups of qubits to and fro."""
    last = len(register.bounds) - 2
    group, step = 0, 1
    if depth > done:
        sweep(register, gates, 0, done, done + 1, depth, True)
    for layer in range(done, depth):
        for _ in range(last):
            group += step
            turns = group == 0 or group == last
            sweep(register, gates, group, layer, min(layer + 2, depth) if turns else layer + 1, depth, step > 0)
        step = -step


@compiled
def sweep(register, gates, group, first, end, depth, upwards):
    """Apply a group's part of the layers `first` … `end` − 1, tile by tile: one layer, or two where sweeps turn.

    The diagonal of a group goes before its rotations: its phases, its own controlled-Z gates, and those between it and
    groups that are still to come in this layer, for whose qubits they are due as well. After the rotations of the last
    layer, `depth` − 1, those to groups that came before it are.
    """
    low, high, qubits = register.bounds[group], register.bounds[group + 1], len(register.joined)
    rows, layers = 1 << (high - low), end - first
    columns = min(len(register.signs) // 2, 1 << (low if low else qubits - high))
    row, column = (1 << low, 1) if low else (1, 1 << high)
    width = 2 * columns
    tile, signs, phases = register.tile[: 2 * rows * width], register.signs[:width], register.phases[:, :, :rows]
    for k in range(layers):
        fill(phases[k], gates.phase[first + k, low:high], gates.entangled[first + k], register.within[group])
    completes = end == depth and (gates.last_entangled[end - 1] or gates.last_phase[end - 1].any())
    if completes:
        fill(phases[2], gates.last_phase[end - 1, low:high], gates.last_entangled[end - 1], register.within[group])
    for block in range(0, 1 << qubits, 1 << high if low else columns << high):
        for origin in range(block, block + (1 << low), columns):
            take(register.state, tile, origin, row, column, columns, phases[0])
            for k in range(layers):
                layer = first + k
                if k:
                    turn(tile, phases[k])
                if gates.entangled[layer]:
                    others = (high, qubits) if upwards != (k > 0) else (0, low)
                    entangle(register.joined, others, tile, signs, low, high, origin, column)
                rotate(tile, width, gates.rotated[layer, low:high], gates.tangent[layer, low:], gates.sine[layer, low:])
            if completes:
                turn(tile, phases[2])
                if gates.last_entangled[end - 1]:
                    others = (0, low) if upwards != (layers > 1) else (high, qubits)
                    entangle(register.joined, others, tile, signs, low, high, origin, column)
            put(register.state, tile, origin, row, column, columns, rows)


@compiled
def fill(table, phase, entangled, within):
    """Cosines and sines of the phases of all values of a group."""
    cosine, sine = table
    cosine[0], sine[0] = 1, 0
    for q in range(len(phase)):
        c, s, size = cos(phase[q]), sin(phase[q]), 1 << q
        for i in range(size):
            cosine[size + i] = c * cosine[i] - s * sine[i]
            sine[size + i] = c * sine[i] + s * cosine[i]
    if entangled:
        for i in range(len(cosine)):
            cosine[i] *= within[i]
            sine[i] *= within[i]


@compiled
def take(state, tile, origin, row, column, columns, phases):
    """Copy a tile from the state, each row times its phase, to where rows are contiguous."""
    width = 2 * columns
    half = len(tile) // 2
    if column == 1:
        for r in range(half // width):
            c, s, at = phases[0, r], phases[1, r], 2 * (origin + r * row)
            a, b = state[0, at : at + width], state[1, at : at + width]
            x, y = tile[r * width : (r + 1) * width], tile[half + r * width : half + (r + 1) * width]
            for j in range(width):
                x[j], y[j] = c * a[j] - s * b[j], c * b[j] + s * a[j]
    else:
        for k in range(columns):
            at = 2 * (origin + k * column)
            a, b = state[0, at:], state[1, at:]
            x, y = tile[2 * k : half], tile[half + 2 * k :]
            for r in range(half // width):
                c, s, i, j = phases[0, r], phases[1, r], 2 * r, r * width
                p, q, u, v = a[i], a[i + 1], b[i], b[i + 1]
                x[j], x[j + 1], y[j], y[j + 1] = c * p - s * u, c * q - s * v, c * u + s * p, c * v + s * q


@compiled
def put(state, tile, origin, row, column, columns, rows):
    """Copy a tile back."""
    width = 2 * columns
    for plane in range(2):
        half = tile[plane * rows * width : (plane + 1) * rows * width]
        if column == 1:
            for r in range(rows):
                at = 2 * (origin + r * row)
                a, x = state[plane, at : at + width], half[r * width : (r + 1) * width]
                for j in range(width):
                    a[j] = x[j]
        else:
            for k in range(columns):
                at = 2 * (origin + k * column)
                a, x = state[plane, at : at + 2 * rows], half[2 * k :]
                for r in range(rows):
                    a[2 * r], a[2 * r + 1] = x[r * width], x[r * width + 1]


@compiled
def turn(tile, phases):
    """Multiply each row by its phase."""
    half = len(tile) // 2
    width = half // phases.shape[1]
    for r in range(phases.shape[1]):
        c, s = phases[0, r], phases[1, r]
        x, y = tile[r * width : (r + 1) * width], tile[half + r * width : half + (r + 1) * width]
        for j in range(width):
            a, b = x[j], y[j]
            x[j], y[j] = c * a - s * b, c * b + s * a


@compiled
def entangle(joined, others, tile, signs, low, high, origin, column):
    """Apply the controlled-Z gates between a group and a range of other qubits, whose values the columns have."""
    width = len(signs)
    for a in range(low, high):
        signs[:] = 1
        flipped = False
        for b in range(*others):
            if joined[a, b]:
                for k in range(width // 2):
                    if (origin + k * column) >> b & 1:
                        signs[2 * k], signs[2 * k + 1] = -signs[2 * k], -signs[2 * k + 1]
                        flipped = True
        if flipped:
            stride = width << (a - low)
            for base in range(stride, len(tile), 2 * stride):
                for begin in range(base, base + stride, width):
                    x = tile[begin : begin + width]
                    for j in range(width):
                        x[j] *= signs[j]


@compiled
def rotate(tile, width, rotated, tangent, sine):
    """Apply the group's real rotations of one layer, two at a time."""
    waiting = -1
    for q in range(len(rotated)):
        if rotated[q] and waiting < 0:
            waiting = q
        elif rotated[q]:
            rotate_two(tile, width << waiting, width << q, tangent[waiting], sine[waiting], tangent[q], sine[q])
            waiting = -1
    if waiting >= 0:
        rotate_one(tile, width << waiting, tangent[waiting], sine[waiting])


@compiled
def rotate_one(x, stride, t, s):
    """Apply a real rotation as three shears, of t = tan(θ/4) and s = sin(θ/2), to values `stride` apart."""
    for base in range(0, len(x), 2 * stride):
        x0, x1 = x[base : base + stride], x[base + stride : base + 2 * stride]
        for j in range(stride):
            a, b = x0[j], x1[j]
            a -= t * b
            b += s * a
            a -= t * b
            x0[j], x1[j] = a, b


@compiled
def rotate_two(x, near, far, t, s, u, v):
    """Apply one with t and s to values `near` apart, and then one with u and v to values `far` apart."""
    for outer in range(0, len(x), 2 * far):
        for base in range(outer, outer + far, 2 * near):
            x0, x1 = x[base : base + near], x[base + near : base + 2 * near]
            x2, x3 = x[base + far : base + far + near], x[base + far + near : base + far + 2 * near]
            for j in range(near):
                a, b, c, d = x0[j], x1[j], x2[j], x3[j]
                a, c = a - t * b, c - t * d
                b, d = b + s * a, d + s * c
                a, c = a - t * b, c - t * d
                a, b = a - u * c, b - u * d
                c, d = c + v * a, d + v * b
                a, b = a - u * c, b - u * d
                x0[j], x1[j], x2[j], x3[j] = a, b, c, d


@compiled_sum
def read(re, im, flips, weights):
    """E = ⟨ψ|H|ψ⟩, ∂E = 2 Re ⟨τ|H|ψ⟩ and ∂²E = 2 ⟨τ|H|τ⟩ − E/2, with τ the tangent."""
    objective, gradient, second = 0.0, 0.0, 0.0
    for term in range(len(flips)):
        for i in range(weights.shape[1]):
            j = i ^ flips[term]
            x, y, w = re[2 * j], im[2 * j], weights[term, i]
            x, y = w.real * x - w.imag * y, w.real * y + w.imag * x
            objective += re[2 * i] * x + im[2 * i] * y
            gradient += re[2 * i + 1] * x + im[2 * i + 1] * y
        for i in range(weights.shape[1]):
            j = i ^ flips[term]
            x, y, w = re[2 * j + 1], im[2 * j + 1], weights[term, i]
            x, y = w.real * x - w.imag * y, w.real * y + w.imag * x
            second += re[2 * i + 1] * x + im[2 * i + 1] * y
    return objective, 2 * gradient, 2 * second - objective / 2
