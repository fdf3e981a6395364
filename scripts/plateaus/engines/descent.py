"""Plain gradient descent on a circuit's angles, and the circuits that start from it.

`first_circuit` is the one way from a source to a circuit of the paper's ansatz that is ready to be simulated: drawn,
and with a pre-trained start trained; `circuit_of` is the way to one of any ansatz.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from plateaus.engines.backward import WholeGradient
from plateaus.ensemble.circuits import Circuit, draw_circuit
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.gate_circuits import GateCircuit, draw_gate_circuit
from plateaus.ensemble.objectives import Objective
from plateaus.ensemble.source import Source
from plateaus.ensemble.starts import Pretrained


def descent(
    circuit: Circuit, objective: Objective, *, steps: int, rate: float
) -> Iterator[tuple[float, np.ndarray, np.ndarray]]:
    """Plain gradient descent on E, θ → θ − rate·∇E: E, ∇E and the angles before each step and after the last."""
    gradient = WholeGradient(circuit, objective)
    angles = circuit.angles
    for step in range(steps + 1):
        value, slopes = gradient(angles)
        yield value, slopes, angles
        if step < steps:
            angles = angles - rate * slopes


def prepared(circuit: Circuit, experiment: Experiment) -> Circuit:
    """A drawn circuit as its experiment starts from it: with a pre-trained start, its first layers trained alone."""
    start = experiment.start
    if not isinstance(start, Pretrained):
        return circuit
    part = replace(
        circuit, axes=circuit.axes[: start.layers], angles=circuit.angles[: start.layers], inverted=frozenset()
    )
    *_, (_, _, trained) = descent(part, experiment.objective, steps=start.steps, rate=start.rate)
    return replace(circuit, angles=np.concatenate([trained, circuit.angles[start.layers :]]))


def first_circuit(source: Source, *, qubits: int, index: int, layers: int) -> Circuit:
    """The circuit number `index` of a source, ready to be simulated.

    Raises
    ------
    ValueError
        The start does not fit the number of layers.
    """
    return prepared(draw_circuit(source, qubits=qubits, index=index, layers=layers), source.experiment)


def circuit_of(source: Source, *, qubits: int, index: int, layers: int) -> Circuit | GateCircuit:
    """The circuit number `index` of a source of any ansatz, ready to be simulated; errors as of `first_circuit`."""
    draw = first_circuit if source.experiment.ansatz.is_papers else draw_gate_circuit
    return draw(source, qubits=qubits, index=index, layers=layers)
