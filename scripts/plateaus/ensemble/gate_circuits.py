"""Random circuits of any ansatz but the paper's: gates in the order of time, an angle for each rotation.

What the gates of a size and depth are, and where each is, is a `Layout`, the same for all circuits of an experiment; a
`GateCircuit` adds the axes and angles that are drawn. Random numbers are drawn step by step in the order of time, so
that a circuit is the beginning of every longer one, as in `circuits.draw_circuit`. The steps that close a circuit are
the first ones of a layer that would follow, and take its random numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from plateaus.ensemble.circuits import stream
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.own_circuits import OwnCircuits, OwnGate
from plateaus.ensemble.source import Source


class Gate(NamedTuple):
    """One gate.

    Attributes
    ----------
    name : str
        A key of `ansatz.ROTATIONS`, or a fixed gate of `fixed_gates.matrix`.
    qubits : tuple of int
        What it acts on, from 0; the first one is the first of its letters, or the first of the pair of its matrix.
    place : int
        Of its axis and angle in the arrays of a circuit; −1 for a fixed gate.
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
        Place of the rotation whose angle E is differentiated by, the first one if it is in several; −1 where no gate
        has it yet.
    with_theta : dict of int to int
        Places of all rotations that have this angle, and by how many times it each rotates.
    numbers : ndarray of int, shape (rotations,)
        Which of the random numbers gives each rotation its angle. Of steps its own place, or that of the first rotation
        it shares its angle with.
    factors : ndarray of int, shape (rotations,)
        By so many times this angle it rotates.
    offsets : ndarray of float, shape (rotations,)
        And by so much more, in radians.
    """

    qubits: int
    layers: int
    opening: tuple[Gate, ...]
    blocks: tuple[tuple[Gate, ...], ...]
    closing: int
    random: np.ndarray
    axes: np.ndarray
    differentiated: int
    with_theta: Mapping[int, int]
    numbers: np.ndarray
    factors: np.ndarray
    offsets: np.ndarray

    def gates(self, layers: int) -> list[Gate]:
        """All gates of a circuit of so many layers, in the order of time."""
        found = [*self.opening, *(gate for block in self.blocks[:layers] for gate in block)]
        return found + list(self.blocks[layers][: self.closing]) if self.closing else found


@dataclass(frozen=True)
class ForkedLayout(Layout):
    """The same of circuits from a user's file: `opening` has the gates of the deepest one, `blocks` none.

    Attributes
    ----------
    forks : dict of int to (int, tuple of Gate)
        As of `own_circuits.OwnCircuits`.
    """

    forks: Mapping[int, tuple[int, tuple[Gate, ...]]]

    def gates(self, layers: int) -> list[Gate]:
        """All gates of a circuit of so many layers, in the order of time."""
        fork, tail = self.forks[layers]
        return [*self.opening[:fork], *tail]


@lru_cache(maxsize=64)
def layout(experiment: Experiment, qubits: int, layers: int) -> Layout:
    """The layout of circuits of so many layers.

    Raises
    ------
    ValueError
        There is no such graph of this size, or the step of the parameter does not rotate its qubit; the circuits of a
        user's file were not read.
    """
    if experiment.ansatz.file:
        return _layout_of_own(experiment.ansatz.circuits_of(qubits), layers)
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
    theta = [place for place, number in enumerate(numbers) if number == numbers[differentiated]]
    return Layout(
        qubits=qubits,
        layers=layers,
        opening=tuple(gate for step in opening for gate in step),
        blocks=tuple(tuple(gate for step in block for gate in step) for block in blocks),
        closing=closing,
        random=np.array([name == "random" for name in names]),
        axes=np.array([0 if name == "random" else "XYZ".index(name[0]) for name in names], dtype=np.int8),
        differentiated=differentiated,
        with_theta=dict.fromkeys(theta if differentiated >= 0 else (), 1),
        numbers=np.array(numbers),
        factors=np.ones(len(names), dtype=int),
        offsets=np.zeros(len(names)),
    )


def _layout_of_own(circuits: OwnCircuits, layers: int) -> ForkedLayout:
    """Angles are numbered in each circuit by itself, as they first come: where two begin alike, so are they."""
    rotations: list[OwnGate] = []
    numbers: list[int] = []

    def placed(gates: Sequence[OwnGate], before: Sequence[OwnGate]) -> tuple[Gate, ...]:
        known: dict[str, int] = {}
        for gate in before:
            if gate.angle:
                known.setdefault(gate.angle, len(known))
        found = []
        for gate in gates:
            found.append(Gate(gate.name, gate.qubits, len(rotations) if gate.angle else -1))
            if gate.angle:
                rotations.append(gate)
                numbers.append(known.setdefault(gate.angle, len(known)))
        return tuple(found)

    trunk = placed(circuits.trunk, ())
    forks = {
        depth: (fork, placed(tail, circuits.trunk[:fork]) if tail else ())
        for depth, (fork, tail) in circuits.forks.items()
    }
    circuits.fork(layers)  # or it is refused
    end, rest = forks[layers]
    theta = [place for place, gate in enumerate(rotations) if gate.angle == circuits.angle]
    own = {gate.place for gate in (*trunk[:end], *rest)}
    return ForkedLayout(
        qubits=circuits.qubits,
        layers=layers,
        opening=trunk,
        blocks=(),
        closing=0,
        random=np.zeros(len(rotations), dtype=bool),
        axes=np.array(["XYZ".index(gate.name[0]) for gate in rotations], dtype=np.int8),
        differentiated=next((place for place in theta if place in own), -1),
        with_theta={place: rotations[place].factor for place in theta},
        numbers=np.array(numbers, dtype=int),
        factors=np.array([gate.factor for gate in rotations], dtype=int),
        offsets=np.array([gate.offset for gate in rotations], dtype=float),
        forks=forks,
    )


def in_several_gates(experiment: Experiment, qubits: int, depths: Sequence[int]) -> bool:
    """Whether E is differentiated by an angle that several gates share in a circuit of one of these depths."""
    if not experiment.ansatz.file:
        return bool(experiment.shared_angle)
    circuits = experiment.ansatz.circuits_of(qubits)
    return any(len(circuits.factors(depth)) > 1 for depth in depths)


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
        Angle of each, in radians: its θ, or a multiple of it, and an offset.
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
    or not the axis is drawn; rotations that share an angle take the number of the first. Angles of a user's circuit
    take the second of two numbers each, as they first come.
    """
    experiment = source.experiment
    found = layout(experiment, qubits, layers)
    key = (qubits, index, layers) if source.independent else (qubits, index)
    uniform = stream(source.master_seed, source.name, *key).random((len(found.axes), 2))
    return GateCircuit(
        initial_state=experiment.initial_state,
        layout=found,
        axes=np.where(found.random, (3 * uniform[:, 0]).astype(np.int8), found.axes),
        angles=found.factors * experiment.law(layers, qubits).quantile(uniform[found.numbers, 1]) + found.offsets,
    )
