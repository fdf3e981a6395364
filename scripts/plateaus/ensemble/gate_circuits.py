"""Random circuits of any ansatz but the paper's: gates in the order of time, an angle for each rotation.

What the gates of a size and depth are, and where each is, is a `Layout`, the same for all circuits of an experiment; a
`GateCircuit` adds the axes and angles that are drawn. Random numbers are drawn step by step in the order of time, so
that a circuit is the beginning of every longer one, as in `circuits.draw_circuit`. The steps that close a circuit are
the first ones of a layer that would follow, and take its random numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from plateaus.ensemble.circuits import stream
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source


class Gate(NamedTuple):
    """One gate.

    Attributes
    ----------
    name : str
        A key of `ansatz.ROTATIONS` or of `entanglers.GATES`.
    qubits : tuple of int
        What it acts on, from 0; the first one is the first of its letters, or the first of the pair of its matrix.
    place : int
        Of its axis and angle in the arrays of a circuit; −1 for an entangling gate.
    """

    name: str
    qubits: tuple[int, ...]
    place: int


@dataclass(frozen=True)
class Layout:
    """The gates of circuits of one size and depth, without axes and angles.

    Attributes
    ----------
    qubits, layers : int
    opening : tuple of Gate
        Those before the first layer.
    blocks : tuple of tuple of Gate
        Those of each layer, and of one more layer where its first gates close the circuit.
    closing : int
        How many gates of a layer close a circuit that ends before it.
    random : ndarray of bool, shape (rotations,)
        Which rotations have an axis drawn at random.
    axes : ndarray of int8, shape (rotations,)
        Axis of the others: 0, 1, 2 for X, Y, Z, of two-qubit rotations that of both letters.
    differentiated : int
        Place of the rotation whose angle E is differentiated by, the first one if it is in several.
    numbers : ndarray of int, shape (rotations,)
        Whose angle each rotation has: its own place, or that of the first rotation it shares its angle with.
    """

    qubits: int
    layers: int
    opening: tuple[Gate, ...]
    blocks: tuple[tuple[Gate, ...], ...]
    closing: int
    random: np.ndarray
    axes: np.ndarray
    differentiated: int
    numbers: np.ndarray

    @cached_property
    def with_theta(self) -> tuple[int, ...]:
        """Places of all rotations that have the angle that E is differentiated by; none where no gate has it yet."""
        if self.differentiated < 0:
            return ()
        return tuple(np.flatnonzero(self.numbers == self.numbers[self.differentiated]).tolist())

    def gates(self, layers: int) -> list[Gate]:
        """All gates of a circuit of so many layers, in the order of time."""
        found = [*self.opening, *(gate for block in self.blocks[:layers] for gate in block)]
        return found + list(self.blocks[layers][: self.closing]) if self.closing else found


@lru_cache(maxsize=64)
def layout(experiment: Experiment, qubits: int, layers: int) -> Layout:
    """The layout of circuits of so many layers.

    Raises
    ------
    ValueError
        There is no such graph of this size, or the step of the parameter does not rotate its qubit.
    """
    ansatz, graph = experiment.ansatz, experiment.edges(qubits)
    names: list[str] = []
    numbers: list[int] = []

    def gates_of(steps, layer: int) -> list[list[Gate]]:
        found: list[list[Gate]] = []
        first: dict[str, int] = {}  # of each shared angle of this layer the first place
        for step in steps:
            places = step.places(qubits, layer, graph)
            if step.rotates:
                new = range(len(names), len(names) + len(places))
                found.append([Gate(step.gate, where, place) for where, place in zip(places, new, strict=True)])
                names.extend([step.gate] * len(places))
                numbers.extend(first.setdefault(step.angle, place) if step.angle else place for place in new)
            else:
                found.append([Gate(step.gate, where, -1) for where in places])
        return found

    opening = gates_of(ansatz.opening, 0)
    blocks = [gates_of(ansatz.layer, layer) for layer in range(layers)]
    at_layer, qubit = experiment.at_depth(layers, qubits).parameter
    differentiated = _of_qubit(blocks[at_layer - 1][experiment.at_step - 1], qubit - 1) if at_layer <= layers else -1
    if differentiated is None:
        step = ansatz.layer[experiment.at_step - 1]
        raise ValueError(
            f"parameter.qubit: step {experiment.at_step} of {ansatz}, {step}, has no gate on qubit {qubit}"
        )
    closing = 0
    if ansatz.closing:
        last = gates_of(ansatz.layer[: ansatz.closing], layers)
        closing = sum(map(len, last))
        blocks.append(last)
    return Layout(
        qubits=qubits,
        layers=layers,
        opening=tuple(gate for step in opening for gate in step),
        blocks=tuple(tuple(gate for step in block for gate in step) for block in blocks),
        closing=closing,
        random=np.array([name == "random" for name in names]),
        axes=np.array([0 if name == "random" else "XYZ".index(name[0]) for name in names], dtype=np.int8),
        differentiated=differentiated,
        numbers=np.array(numbers),
    )


def _of_qubit(gates: list[Gate], qubit: int) -> int | None:
    """The place of the gate that belongs to a qubit: its first qubit, or else the last one, is that; None for none."""
    for position in (0, -1):
        for gate in gates:
            if gate.qubits[position] == qubit:
                return gate.place
    return None


@dataclass(frozen=True)
class GateCircuit:
    """One circuit of an ansatz.

    Attributes
    ----------
    initial_state : {"ry_pi_4", "none", "neel", "plus"}
        The fixed layer on |0…0⟩ before all gates.
    layout : Layout
    axes : ndarray of int8, shape (rotations,)
        Axis P of each rotation exp(−iθP/2), or of both letters of its string: 0, 1, 2 for X, Y, Z.
    angles : ndarray of float, shape (rotations,)
        Angle θ of each, in radians.
    """

    initial_state: str
    layout: Layout
    axes: np.ndarray
    angles: np.ndarray

    @property
    def layers(self) -> int:
        return self.layout.layers

    @property
    def qubits(self) -> int:
        return self.layout.qubits

    @property
    def axis(self) -> int:
        """Axis of the differentiated rotation."""
        return int(self.axes[self.layout.differentiated])


def draw_gate_circuit(source: Source, *, qubits: int, index: int, layers: int) -> GateCircuit:
    """The circuit number `index` of a source; parameters as of `circuits.draw_circuit`.

    Its random stream gives every rotation two numbers in the order of time, for its axis and for its angle, whether
    or not the axis is drawn; rotations that share an angle take the number of the first.
    """
    experiment = source.experiment
    found = layout(experiment, qubits, layers)
    key = (qubits, index, layers) if source.independent else (qubits, index)
    uniform = stream(source.master_seed, source.name, *key).random((len(found.axes), 2))
    return GateCircuit(
        initial_state=experiment.initial_state,
        layout=found,
        axes=np.where(found.random, (3 * uniform[:, 0]).astype(np.int8), found.axes),
        angles=experiment.law(layers, qubits).quantile(uniform[found.numbers, 1]),
    )
