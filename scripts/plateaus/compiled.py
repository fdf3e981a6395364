"""The same E and ∂E as `simulate`, by kernels that Numba compiles: a second engine, faster where registers are large.

Rotations of one layer act on different qubits and commute. So the register is swept in tiles that hold all values of a
group of qubits and stay in cache while the group's rotations of one layer act on them, then the signs of all
controlled-Z gates, then the group's rotations of the next layer. With k groups memory is read and written k − 1 times
a layer, instead of once a gate.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from math import ceil, cos, pi, sin

import numpy as np
from numba import njit

from .ensemble import Circuit
from .objective import Objective
from .simulate import PAULI

# A tile holds the 2^GROUP values that a group of qubits takes, at most, for COLUMNS values of all others.
GROUP = 8
COLUMNS = 16
# States of several depths are read together, up to so many amplitudes.
AMPLITUDES_READ = 2**16

compiled = njit(cache=True, fastmath={"contract"})


class CompiledCurve:
    """Takes and gives what `simulate.GradientCurve` does, equal but for rounding."""

    def __init__(
        self,
        *,
        objective: Objective,
        parameter: tuple[int, int],
        qubits: int,
        edges: Sequence[tuple[int, int]],
        layers: Sequence[int],
    ) -> None:
        self._apply_objective = objective.matrix_free(qubits)
        self._parameter = (parameter[0] - 1, parameter[1] - 1)
        self._layers = np.array(layers)
        self._state = np.empty((2, 2**qubits), dtype=complex)  # |ψ⟩ and ∂|ψ⟩/∂θ
        reads = min(len(self._layers), ceil(AMPLITUDES_READ / self._state.size))
        self._seen = np.empty((reads, *self._state.shape), dtype=complex)
        turned = reduce(np.kron, [np.array([cos(pi / 8), sin(pi / 8)])] * qubits)
        self._start = {"ry_pi_4": turned, "none": np.eye(1, 2**qubits)[0]}
        index = np.arange(2**qubits)
        odd = np.zeros(2**qubits, dtype=bool)
        for a, b in edges:
            odd ^= (index >> a & index >> b & 1).astype(bool)
        self._sign = np.where(odd, -1, 1).astype(np.int8)
        groups = ceil(qubits / GROUP)
        self._bounds = np.array([qubits * g // groups for g in range(groups + 1)])
        self._tiles = np.array([_tile(qubits, *group) for group in zip(self._bounds, self._bounds[1:], strict=False)])
        self._signs = np.stack([_in_order_of_tiles(np.tile(self._sign, 2), *tile) for tile in self._tiles])
        self._buffers = np.empty((2, (self._tiles[:, 0] * self._tiles[:, 2]).max()))

    def __call__(self, circuit: Circuit) -> tuple[np.ndarray, np.ndarray]:
        """E and ∂E after each of the chosen layers: two arrays of their number."""
        inverted = np.zeros(circuit.layers, dtype=bool)
        inverted[list(circuit.inverted)] = True
        gates = (circuit.axes, np.cos(circuit.angles / 2), np.sin(circuit.angles / 2), inverted)
        tools = (self._bounds, self._tiles, self._signs, *self._buffers)
        at = self._parameter[0]
        self._state[0], self._state[1] = self._start[circuit.initial_state], 0
        evolve(self._state.reshape(-1), 0, at + 1, *gates, *tools)
        self._open_tangent(circuit.axes[at, self._parameter[1]], inverted[at])
        objective, gradient = np.empty((2, len(self._layers)))
        done = at + 1
        for first in range(0, len(self._layers), len(self._seen)):
            read = slice(first, first + len(self._seen))
            depths = self._layers[read]
            seen = self._seen[: len(depths)]
            evolve_and_keep(self._state.reshape(-1), seen.reshape(len(depths), -1), done, depths, *gates, *tools)
            done = depths[-1]
            image = self._apply_objective(seen[:, 0])
            objective[read] = np.vecdot(seen[:, 0], image).real
            gradient[read] = 2 * np.vecdot(seen[:, 1], image).real
        return objective, gradient

    def _open_tangent(self, axis: int, inverted: bool) -> None:
        """Make the second half ∂|ψ⟩/∂θ = −iP/2 |ψ⟩; θ stands before the controlled-Z gates of its layer, or after."""
        sign = 1 if inverted else self._sign
        psi = (self._state[0] * sign).reshape(-1, 2, 2 ** self._parameter[1])
        self._state[1] = (-0.5j * PAULI[axis] @ psi).reshape(-1) * sign


def _tile(qubits: int, low: int, high: int) -> tuple[int, int, int, int]:
    """Rows and their distance, columns and theirs, of the tiles of the qubits `low` … `high` − 1."""
    if low == 0:
        return 2**high, 1, min(COLUMNS, 2 ** (qubits + 1 - high)), 2**high
    return 2 ** (high - low), 2**low, min(COLUMNS, 2**low), 1


def _in_order_of_tiles(values: np.ndarray, rows: int, row: int, columns: int, column: int) -> np.ndarray:
    if row == 1:
        return values.reshape(-1, columns, rows).transpose(0, 2, 1).ravel()
    return values.reshape(-1, rows, row // columns, columns).transpose(0, 2, 1, 3).ravel()


@compiled
def evolve_and_keep(state, seen, done, depths, *rest):
    """Go on from layer `done` to every depth and keep the state there."""
    for i in range(len(depths)):
        evolve(state, done, depths[i], *rest)
        done = depths[i]
        seen[i] = state


@compiled
def evolve(state, done, depth, axes, cosine, sine, inverted, bounds, tiles, signs, re, im):
    """Apply the layers `done` … `depth` − 1, sweeping the groups of qubits to and fro."""
    last = len(tiles) - 1
    if depth > done and last == 0:
        sweep(state, 0, done, depth, True, True, axes, cosine, sine, inverted, bounds, tiles, signs, re, im)
    elif depth > done:
        g, step = 0, 1
        sweep(state, 0, done, done + 1, True, False, axes, cosine, sine, inverted, bounds, tiles, signs, re, im)
        for layer in range(done, depth):
            for _ in range(last):
                g += step
                turns = g == 0 or g == last
                end = min(layer + 2, depth) if turns else layer + 1
                closes = turns and layer + 1 == depth
                sweep(state, g, layer, end, False, closes, axes, cosine, sine, inverted, bounds, tiles, signs, re, im)
            step = -step


@compiled
def sweep(state, g, first, end, opens, closes, axes, cosine, sine, inverted, bounds, tiles, signs, re, im):
    """Apply group g's part of the layers `first` … `end` − 1, and the controlled-Z gates between them.

    Those before the first layer and after the last are applied if it `opens` and `closes`.
    """
    rows, row, columns, column = tiles[g]
    size = rows * columns
    re, im = re[:size], im[:size]
    blocks, block = len(state) // (size if row == 1 else rows * row), size if row == 1 else rows * row
    parts = 1 if row == 1 else row // columns
    for tile in range(blocks * parts):
        origin = tile // parts * block + tile % parts * columns
        sign = signs[g, tile * size : (tile + 1) * size]
        split(state[origin:], re, im, rows, row, columns, column)
        for layer in range(first, end):
            if inverted[layer] and (opens or layer > first):
                flip(re, im, sign)
            for q in range(bounds[g], bounds[g + 1]):
                stride = columns << (q - bounds[g])
                rotate(re, im, stride, axes[layer, q], cosine[layer, q], sine[layer, q])
            if not inverted[layer] and (closes or layer + 1 < end):
                flip(re, im, sign)
        join(state[origin:], re, im, rows, row, columns, column)


@compiled
def split(state, re, im, rows, row, columns, column):
    """Copy a tile, real and imaginary parts apart, to where rows are contiguous."""
    if column == 1:
        for r in range(rows):
            x, y = re[r * columns : (r + 1) * columns], im[r * columns : (r + 1) * columns]
            z = state[r * row : r * row + columns]
            for k in range(columns):
                x[k], y[k] = z[k].real, z[k].imag
    else:
        for k in range(columns):
            z = state[k * column : k * column + rows]
            for r in range(rows):
                re[r * columns + k], im[r * columns + k] = z[r].real, z[r].imag


@compiled
def join(state, re, im, rows, row, columns, column):
    """Copy a tile back."""
    if column == 1:
        for r in range(rows):
            x, y = re[r * columns : (r + 1) * columns], im[r * columns : (r + 1) * columns]
            z = state[r * row : r * row + columns]
            for k in range(columns):
                z[k] = complex(x[k], y[k])
    else:
        for k in range(columns):
            z = state[k * column : k * column + rows]
            for r in range(rows):
                z[r] = complex(re[r * columns + k], im[r * columns + k])


@compiled
def flip(re, im, sign):
    """Apply all controlled-Z gates."""
    for j in range(len(sign)):
        re[j] *= sign[j]
        im[j] *= sign[j]


@compiled
def rotate(re, im, stride, axis, c, s):
    """Apply exp(−iθP/2), of c = cos(θ/2) and s = sin(θ/2), to the qubit whose values are `stride` apart."""
    for base in range(0, len(re), 2 * stride):
        # amplitudes a + ix of |0⟩, b + iy of |1⟩
        ra, rb = re[base : base + stride], re[base + stride : base + 2 * stride]
        ia, ib = im[base : base + stride], im[base + stride : base + 2 * stride]
        if axis == 0:
            for j in range(stride):
                a, x, b, y = ra[j], ia[j], rb[j], ib[j]
                ra[j], ia[j] = c * a + s * y, c * x - s * b
                rb[j], ib[j] = c * b + s * x, c * y - s * a
        elif axis == 1:
            for j in range(stride):
                a, x, b, y = ra[j], ia[j], rb[j], ib[j]
                ra[j], ia[j] = c * a - s * b, c * x - s * y
                rb[j], ib[j] = c * b + s * a, c * y + s * x
        else:
            for j in range(stride):
                a, x, b, y = ra[j], ia[j], rb[j], ib[j]
                ra[j], ia[j] = c * a + s * x, c * x - s * a
                rb[j], ib[j] = c * b - s * y, c * y + s * b
