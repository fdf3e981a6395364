"""A circuit as the gates that its gradient depends on, which every simulator that takes gates one by one is given."""

from __future__ import annotations

from math import pi
from typing import Any

from plateaus.ensemble.circuits import Circuit
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.light_cones import light_cone

SHIFTS = (pi / 2, -pi / 2)
"""Of the parameter-shift rule: ∂E = (E(θ + π/2) − E(θ − π/2)) / 2."""
CZ = 3

Gate = tuple[int, tuple[int, ...], Any]
"""Its kind, 0, 1, 2 for a rotation about X, Y, Z and `CZ`; its qubits; its angle (0 of a CZ)."""


def layers(circuit: Circuit, theta: Any = None) -> list[list[Gate]]:
    """The gates of the fixed layer and of each random one; those outside the light cone of Z₁Z₂ are left out.

    Parameters
    ----------
    circuit : Circuit
    theta : optional
        What stands in place of the first angle: a symbol, or another angle.
    """
    letters = Experiment().objective.letters_by_qubit(circuit.qubits)
    cone = light_cone(letters, circuit.edges, circuit.layers).tolist()
    cone.append([False] * circuit.qubits)  # the last gates commute with Z₁Z₂
    gates: list[list[Gate]] = [[(1, (qubit,), pi / 4) for qubit in range(circuit.qubits) if cone[0][qubit]]]
    for layer, (axes, angles) in enumerate(zip(circuit.axes.tolist(), circuit.angles.tolist(), strict=True)):
        if layer == 0 and theta is not None:
            angles[0] = theta
        rotations = [(axes[q], (q,), angles[q]) for q in range(circuit.qubits) if cone[layer][q]]
        after = cone[layer + 1]
        gates.append([*rotations, *((CZ, (a, b), 0.0) for a, b in circuit.edges if after[a] or after[b])])
    return gates


def shifted(circuit: Circuit) -> list[list[Gate]]:
    """All gates of the two circuits whose E make the derivative, in their order."""
    angle = float(circuit.angles[0, 0])
    return [[gate for layer in layers(circuit, angle + shift) for gate in layer] for shift in SHIFTS]


def rotations_in(circuit: Circuit) -> int:
    """How many random rotations the gradient depends on."""
    return sum(kind != CZ for layer in layers(circuit)[1:] for kind, _, _ in layer)
