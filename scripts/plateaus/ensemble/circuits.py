"""Random circuits: a source, a size and a number make one, and nothing else owns random numbers.

A circuit is plain arrays of axes and angles, the same whatever simulates it, whichever job asks for it and on however
many cores.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from plateaus.ensemble.lattices import Edges
from plateaus.ensemble.source import Source
from plateaus.ensemble.starts import IdentityBlocks


@dataclass(frozen=True)
class Circuit:
    """One circuit of the ensemble, as plain arrays.

    Attributes
    ----------
    initial_state : {"ry_pi_4", "none"}
        The fixed layer on |0…0⟩ before the first random one.
    axes : ndarray of int8, shape (layers, qubits)
        Axis P of each rotation exp(−iθP/2): 0, 1, 2 for X, Y, Z.
    angles : ndarray of float, shape (layers, qubits)
        Angle θ of each rotation, in radians.
    edges : tuple of (int, int)
        Pairs of qubits, from 0, joined by a controlled-Z gate after the rotations of every layer.
    inverted : frozenset of int
        Layers, from 0, with the controlled-Z gates before the rotations instead: those that undo another one.
    """

    initial_state: str
    axes: np.ndarray
    angles: np.ndarray
    edges: Edges
    inverted: frozenset[int] = frozenset()

    @property
    def layers(self) -> int:
        return self.axes.shape[0]

    @property
    def qubits(self) -> int:
        return self.axes.shape[1]


def stream(master_seed: int, name: str, *key: int) -> np.random.Generator:
    """The random stream of whatever `name` and `key` identify; different identities, independent streams."""
    words = np.frombuffer(sha256(name.encode()).digest()[:16], dtype="<u4")
    return np.random.default_rng(np.random.SeedSequence(master_seed, spawn_key=(*map(int, words), *key)))


def draw_circuit(source: Source, *, qubits: int, index: int, layers: int) -> Circuit:
    """The circuit number `index` of a source; its first random layers do not depend on how many follow.

    Every circuit has a random stream of its own, keyed by what it is and not by which job asks for it, and each layer
    drawn takes the next 2·qubits numbers from it. So with a random start a circuit of `layers` layers is the beginning
    of every longer one; with another, layers that undo others take their axes, and their angles negated.

    Parameters
    ----------
    source : Source
        With independent depths the stream is keyed by the depth as well.
    qubits, index, layers : int
        Size of the register, number of the circuit (from 0), depth.

    Returns
    -------
    Circuit
        A pre-trained start is still to be trained: `descent.first_circuit`.

    Raises
    ------
    ValueError
        The start does not fit the number of layers.
    """
    experiment, start = source.experiment, source.experiment.start
    key = (qubits, index, layers) if source.independent else (qubits, index)
    drawn, inverted = start.drawn_layers(layers)
    uniform = stream(source.master_seed, source.name, *key).random((max(drawn) + 1, 2, qubits))[drawn]
    if experiment.axes == "random":
        axes = (3 * uniform[:, 0]).astype(np.int8)
    else:
        axes = np.full((layers, qubits), "XYZ".index(experiment.axes), dtype=np.int8)
    angles = experiment.law(layers, qubits).quantile(uniform[:, 1])
    angles[list(inverted)] *= -1
    if isinstance(start, IdentityBlocks) and start.sigma:
        perturbation = stream(source.master_seed, f"perturbation of {source.name}", *key)
        angles += perturbation.normal(0, start.sigma, angles.shape)
    return Circuit(
        initial_state=experiment.initial_state,
        axes=axes,
        angles=angles,
        edges=experiment.edges(qubits),
        inverted=inverted,
    )
