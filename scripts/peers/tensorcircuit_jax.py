"""TensorCircuit-NG on JAX, double precision: compiled once for a size and depth, layers by ``scan``.

Axes and angles are arguments of the compiled function, so that one serves all circuits of a shape, and all gates are
applied, those outside the light cone too; the derivative is the forward one (``jvp``), which at one parameter took half
the time and memory of the backward one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from math import pi

import jax
import numpy as np
import tensorcircuit as tc

from plateaus.ensemble.circuits import Circuit
from plateaus.ensemble.lattices import Edges

K = tc.set_backend("jax")
tc.set_dtype("complex128")

PAULI = np.array([[[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]]])


def gradient(circuit: Circuit, threads: int) -> float:
    return float(_run(circuit, on_the_way=False))


def prepare(circuit: Circuit, threads: int) -> Callable[[], float]:
    compiled = _compiled(circuit.qubits, circuit.layers, circuit.edges, False)
    arrays = [jax.device_put(array) for array in _arrays(circuit)]
    return lambda: float(compiled(*arrays))


def sweep(circuit: Circuit, layers: tuple[int, ...], threads: int) -> np.ndarray:
    return np.asarray(_run(circuit, on_the_way=True))[np.array(layers) - 1]


def _run(circuit: Circuit, on_the_way: bool) -> jax.Array:
    # XLA takes the number of threads from the cores that the worker may use.
    compiled = _compiled(circuit.qubits, circuit.layers, circuit.edges, on_the_way)
    return compiled(*_arrays(circuit))


def _arrays(circuit: Circuit) -> tuple:
    """What tells one circuit of a shape from another."""
    return circuit.angles[0, 0], circuit.axes.astype(int), circuit.angles


@cache
def _compiled(qubits: int, layers: int, edges: Edges, on_the_way: bool):
    """The derivative by the first angle, of E after the last layer or after every one: f(theta, axes, angles)."""

    def start() -> jax.Array:
        circuit = tc.Circuit(qubits)
        for qubit in range(qubits):
            circuit.ry(qubit, theta=pi / 4)
        return circuit.state()

    def layer(state: jax.Array, drawn: tuple[jax.Array, jax.Array]) -> jax.Array:
        axes, angles = drawn
        half = angles[:, None, None] / 2
        rotations = K.cos(half) * K.eye(2) - 1j * K.sin(half) * K.convert_to_tensor(PAULI)[axes]
        circuit = tc.Circuit(qubits, inputs=state)
        for qubit in range(qubits):
            circuit.any(qubit, unitary=rotations[qubit])
        for a, b in edges:
            circuit.cz(a, b)
        return circuit.state()

    def read(state: jax.Array) -> jax.Array:
        return K.real(tc.Circuit(qubits, inputs=state).expectation_ps(z=[0, 1]))

    def layer_and_read(state: jax.Array, drawn: tuple[jax.Array, jax.Array]) -> tuple[jax.Array, jax.Array]:
        state = layer(state, drawn)
        return state, read(state)

    def energy(theta: jax.Array, axes: jax.Array, angles: jax.Array) -> jax.Array:
        drawn = axes, angles.at[0, 0].set(theta)
        if on_the_way:
            return jax.lax.scan(layer_and_read, start(), drawn)[1]
        return read(K.scan(layer, drawn, start()))

    return K.jit(lambda theta, *drawn: K.jvp(lambda t: energy(t, *drawn), theta, K.ones_like(theta))[1])
