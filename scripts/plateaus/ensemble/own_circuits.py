"""Circuits of a user's own, of one size, at several depths: gates in the order of time, each with its named angle.

They are read from the user's file once, by the program ``read_circuits``, and kept as JSON, which all other jobs take.
Circuits of several depths mostly begin alike: what they have in common is kept once, as a trunk that they fork from.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple


class OwnGate(NamedTuple):
    """One gate.

    Attributes
    ----------
    name : str
        A key of `ansatz.ROTATIONS`, or a fixed gate of `fixed_gates.matrix`.
    qubits : tuple of int
        What it acts on, from 0.
    angle : str
        Name of the angle of a rotation; empty for a fixed gate.
    factor : int
        The rotation is by so many times its angle; 0 for a fixed gate.
    offset : float
        And by so much more, in radians.
    line : int
        Where it comes from: a line of QASM, or the number of a gate that a Python function returned, from 1.
    """

    name: str
    qubits: tuple[int, ...]
    angle: str = ""
    factor: int = 0
    offset: float = 0.0
    line: int = 0


@dataclass(frozen=True, eq=False)
class OwnCircuits:
    """Circuits of one size; one object is equal to itself alone.

    Attributes
    ----------
    file, sha256 : str
        The user's file, and its digest.
    qubits : int
    angle : str
        The angle that E is differentiated by.
    trunk : tuple of OwnGate
        The gates of the deepest circuit.
    forks : dict of int to (int, tuple of OwnGate)
        Of every depth: how many gates of the trunk it begins with, and which follow instead of the others.
    """

    file: str
    sha256: str
    qubits: int
    angle: str
    trunk: tuple[OwnGate, ...]
    forks: Mapping[int, tuple[int, tuple[OwnGate, ...]]]

    def gates(self, layers: int) -> tuple[OwnGate, ...]:
        """The gates of a circuit of so many layers.

        Raises
        ------
        ValueError
            They were not read to that depth.
        """
        fork, tail = self.fork(layers)
        return self.trunk[:fork] + tail

    def factors(self, layers: int) -> list[int]:
        """By how many times the differentiated angle each gate that has it rotates in a circuit of so many layers."""
        return [gate.factor for gate in self.gates(layers) if gate.angle == self.angle]

    def shared(self) -> tuple[OwnGate, OwnGate] | None:
        """Two gates of one circuit that share an angle; None where every gate has its own."""
        for depth in self.forks:
            first: dict[str, OwnGate] = {}
            for gate in self.gates(depth):
                if gate.angle and first.setdefault(gate.angle, gate) is not gate:
                    return first[gate.angle], gate
        return None

    def fork(self, layers: int) -> tuple[int, tuple[OwnGate, ...]]:
        """The entry of a depth in `forks`; errors as of `gates`."""
        if layers not in self.forks:
            raise ValueError(f"{self.file}: its circuit of {self.qubits} qubits and {layers} layers was not read")
        return self.forks[layers]


def joined(file: str, sha256: str, angle: str, qubits: int, circuits: Mapping[int, Sequence[OwnGate]]) -> OwnCircuits:
    """Circuits of several depths as one trunk and its forks."""
    trunk = tuple(circuits[max(circuits)])
    forks = {}
    for depth, gates in circuits.items():
        pairs = zip(gates, trunk, strict=False)
        fork = next((i for i, (own, common) in enumerate(pairs) if own != common), min(len(gates), len(trunk)))
        forks[depth] = (fork, tuple(gates[fork:]))
    return OwnCircuits(file, sha256, qubits, angle, trunk, forks)


def write(path: Path, circuits: OwnCircuits) -> None:
    """Write circuits as JSON."""
    made: dict[str, Any] = {key: getattr(circuits, key) for key in ("file", "sha256", "qubits", "angle", "trunk")}
    path.write_text(json.dumps(made | {"forks": circuits.forks}, ensure_ascii=False), encoding="utf-8")


def read(path: Path | str) -> OwnCircuits:
    """Circuits that `write` wrote.

    Raises
    ------
    ValueError
        The file is not there, or not such a file.
    """
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
        return OwnCircuits(
            **{key: found[key] for key in ("file", "sha256", "qubits", "angle")},
            trunk=_gates(found["trunk"]),
            forks={int(depth): (fork, _gates(tail)) for depth, (fork, tail) in found["forks"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ValueError(
            f"{path}: not the circuits of a file, or damaged ({reason}). Delete it and run again."
        ) from None


def _gates(entries: Sequence[Sequence[Any]]) -> tuple[OwnGate, ...]:
    return tuple(OwnGate(name, tuple(qubits), *rest) for name, qubits, *rest in entries)
