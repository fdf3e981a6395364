"""The states of Qiskit's and PennyLane's own templates, to hold our ansätze against.

What is no template of theirs is written there gate by gate. `CASES` is what is compared; run as a program this writes
the states to a file, with versions, for the test that needs neither library.

Example
-------
PYTHONPATH=scripts .venv-benchmark/bin/python -m peers.templates --output tests/peers/templates.json
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import numpy as np

from plateaus.ensemble.patterns import ENTANGLEMENTS

Angles = np.ndarray
Axes = np.ndarray

QISKIT = ("pauli_two_design", "real_amplitudes", "efficient_su2")
PENNYLANE = (
    *("basic_entangler_layers", "strongly_entangling_layers", "simplified_two_design"),
    *("hardware_efficient", "hamiltonian_layers", "mcclean"),
)
WORDS = (
    "mcclean",
    "pauli_two_design",
    *(f"{name}:{pattern}".removesuffix(":reverse_linear") for name in QISKIT[1:] for pattern in ENTANGLEMENTS),
    *("basic_entangler_layers", "basic_entangler_layers:Y", "basic_entangler_layers:Z"),
    *PENNYLANE[1:5],
)
"""Every ansatz that has a name, with every option."""


def state(word: str, qubits: int, layers: int, angles: Angles, axes: Axes) -> np.ndarray:
    """The state that a library gives.

    Parameters
    ----------
    word : str
        The name of an ansatz with its option.
    qubits, layers : int
    angles, axes : ndarray, shape (rotations,)
        In the order of our gates: the axes count where they are random.

    Returns
    -------
    ndarray of complex, shape (2^qubits,)
        The first qubit the highest bit.
    """
    name, _, option = word.partition(":")
    if name in QISKIT:
        return _qiskit(name, option or "reverse_linear", qubits, layers, angles, axes)
    return _pennylane(name, option, qubits, layers, angles, axes)


def _qiskit(name: str, option: str, qubits: int, layers: int, angles: Angles, axes: Axes) -> np.ndarray:
    from qiskit.circuit import library
    from qiskit.quantum_info import Statevector

    if name == "pauli_two_design":
        if axes.tolist() != qiskit_axes(qubits, layers).tolist():
            raise ValueError("the axes of pauli_two_design are Qiskit's: take qiskit_axes")
        template = _two_design(qubits, layers)
    else:
        template = getattr(library, name)(qubits, reps=layers, entanglement=option)
    vector = Statevector(template.assign_parameters(angles.tolist())).data
    return vector.reshape((2,) * qubits).transpose(range(qubits)[::-1]).ravel()  # its first qubit is the lowest bit


def qiskit_axes(qubits: int, layers: int) -> Axes:
    """The axes of Qiskit's pauli_two_design, 0, 1, 2 for X, Y, Z, in the order of its gates."""
    template = _two_design(qubits, layers)
    names = [gate.operation.name for gate in template.data if gate.operation.name in ("rx", "ry", "rz")]
    return np.array(["xyz".index(name[1]) for name in names[qubits:]])


def _two_design(qubits: int, layers: int):
    from qiskit.circuit import library

    return library.pauli_two_design(qubits, reps=layers, seed=qubits + layers)


def _pennylane(name: str, option: str, qubits: int, layers: int, angles: Angles, axes: Axes) -> np.ndarray:
    import pennylane as qml

    wires = list(range(qubits))
    turns = iter(angles.tolist())
    rotations = (qml.RX, qml.RY, qml.RZ)

    @qml.qnode(qml.device("default.qubit", wires=qubits))
    def circuit():
        if name == "basic_entangler_layers":
            about = rotations["XYZ".index(option or "X")]
            qml.BasicEntanglerLayers(angles.reshape(layers, qubits), wires=wires, rotation=about)
        elif name == "strongly_entangling_layers":
            weights = angles.reshape(layers, 3, qubits).transpose(0, 2, 1)
            qml.StronglyEntanglingLayers(weights, wires=wires)
        elif name == "simplified_two_design":
            weights = angles[qubits:].reshape(layers, qubits - 1, 2)
            qml.SimplifiedTwoDesign(angles[:qubits], weights, wires=wires)
        elif name == "hardware_efficient":
            for _ in range(layers):
                for about in (qml.RX, qml.RZ):
                    for wire in wires:
                        about(next(turns), wires=wire)
                for wire in wires[:-1]:
                    qml.CZ(wires=[wire, wire + 1])
        elif name == "hamiltonian_layers":
            for wire in wires[1::2]:
                qml.X(wire)
            for _ in range(layers):
                for first in (0, 1):
                    for about in (qml.IsingXX, qml.IsingYY, qml.IsingZZ):
                        for wire in wires[first:-1:2]:
                            about(next(turns), wires=[wire, wire + 1])
        else:
            for wire in wires:
                qml.RY(np.pi / 4, wires=wire)
            for layer in range(layers):
                for wire in wires:
                    rotations[axes[layer * qubits + wire]](next(turns), wires=wire)
                for wire in wires[:-1]:
                    qml.CZ(wires=[wire, wire + 1])
        return qml.state()

    return np.asarray(circuit())


def cases() -> Iterator[tuple[str, int, int]]:
    """Word, qubits and layers of every state that is recorded."""
    for word in WORDS:
        yield from ((word, 3, 3), (word, 4, 2))


def main() -> None:
    from plateaus.ensemble.experiment import Experiment
    from plateaus.ensemble.gate_circuits import layout

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--output", type=Path, required=True, help="JSON file to write")
    a = options.parse_args()
    generator = np.random.default_rng(1)
    found = []
    for word, qubits, layers in cases():
        ansatz = "layer=random,cz@linear" if word == "mcclean" else word
        count = len(layout(Experiment.from_words({"ansatz": ansatz}), qubits, layers).axes)
        angles = np.round(generator.uniform(0, 2 * np.pi, count), 6)
        axes = qiskit_axes(qubits, layers) if word == "pauli_two_design" else generator.integers(3, size=count)
        vector = state(word, qubits, layers, angles, axes)
        numbers = {"angles": angles.tolist(), "axes": axes.tolist()}
        numbers |= {"real": vector.real.tolist(), "imaginary": vector.imag.tolist()}
        found.append({"ansatz": word, "qubits": qubits, "layers": layers, **numbers})
    versions = {name: version(name) for name in ("qiskit", "pennylane")}
    lines = ",\n".join(json.dumps(entry) for entry in found)
    a.output.write_text(f'{{"versions": {json.dumps(versions)}, "states": [\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
