"""Circuits by plain linear algebra, written from the definitions alone, to check the simulator with.

Nothing here is shared with the engines: no gate, no ordering of qubits (the first qubit is the *first* axis of a
tensor, the highest bit; in Qulacs it is the lowest), no derivative (the parameter-shift rule). For a few circuits.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from math import cos, sin

import numpy as np

from plateaus.ensemble.circuits import Circuit
from plateaus.ensemble.fixed_gates import matrix
from plateaus.ensemble.gate_circuits import GateCircuit
from plateaus.ensemble.lattices import edges
from plateaus.ensemble.objectives import parse

X = np.array([[0, 1], [1, 0]], dtype=complex)
Y = np.array([[0, -1j], [1j, 0]])
Z = np.diag([1.0 + 0j, -1.0])
PAULI = {"I": np.eye(2, dtype=complex), "X": X, "Y": Y, "Z": Z}
I_PAULI = 1j * np.array([X, Y, Z])


def rotation(axis: int, angle: float) -> np.ndarray:
    """exp(−i·angle·P/2) with P = X, Y, Z for axis 0, 1, 2: P² = 1."""
    return cos(angle / 2) * PAULI["I"] - sin(angle / 2) * I_PAULI[axis]


def apply(matrix: np.ndarray, qubit: int, psi: np.ndarray) -> np.ndarray:
    """A one-qubit matrix on one axis (from 0) of a state of shape (2, …, 2)."""
    first, back = _orders(qubit, psi.ndim)
    return np.dot(matrix, psi.transpose(first).reshape(2, -1)).reshape(psi.shape).transpose(back)


@cache
def _orders(qubit: int, axes: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The axes of a state with one of them first, and how they come back to their places."""
    first = (qubit, *(axis for axis in range(axes) if axis != qubit))
    return first, tuple(np.argsort(first).tolist())


def controlled_z(a: int, b: int, qubits: int) -> np.ndarray:
    """Diagonal of the controlled-Z gate on qubits a and b (from 0): −1 where both are 1. Shape (2, …, 2)."""
    bits = np.indices((2,) * qubits)
    return 1 - 2 * bits[a] * bits[b]


def on_pair(matrix: np.ndarray, pair: tuple[int, ...], psi: np.ndarray) -> np.ndarray:
    """A two-qubit matrix on two axes (from 0) of a state, the first of them the higher bit of the matrix's index."""
    return np.moveaxis(np.tensordot(matrix.reshape((2,) * 4), psi, ((2, 3), pair)), (0, 1), pair)


def two_qubit_rotation(axis: int, angle: float) -> np.ndarray:
    """exp(−i·angle·PP/2) with P = X, Y, Z for axis 0, 1, 2: (PP)² = 1."""
    pauli = (X, Y, Z)[axis]
    return cos(angle / 2) * np.eye(4) - 1j * sin(angle / 2) * np.kron(pauli, pauli)


def state_of_gates(circuit: GateCircuit, layers: int, angles: np.ndarray | None = None) -> np.ndarray:
    """The same for a circuit of any ansatz, the steps that close it included."""
    n = circuit.qubits
    angles = circuit.angles if angles is None else angles
    psi = np.zeros((2,) * n, dtype=complex)
    psi[tuple(q % 2 if circuit.initial_state == "neel" else 0 for q in range(n))] = 1
    if circuit.initial_state in ("ry_pi_4", "plus"):  # R_Y(π/2) makes |+⟩ of |0⟩
        for qubit in range(n):
            psi = apply(rotation(1, np.pi / (4 if circuit.initial_state == "ry_pi_4" else 2)), qubit, psi)
    for name, qubits, place in circuit.layout.gates(layers):
        if place < 0:
            fixed = np.array(matrix(name), dtype=complex)
            psi = apply(fixed, qubits[0], psi) if len(qubits) == 1 else on_pair(fixed, qubits, psi)
        elif len(qubits) == 1:
            psi = apply(rotation(circuit.axes[place], angles[place]), qubits[0], psi)
        else:
            psi = on_pair(two_qubit_rotation(circuit.axes[place], angles[place]), qubits, psi)
    return psi


def state(circuit: Circuit | GateCircuit, layers: int, angles: np.ndarray | None = None) -> np.ndarray:
    """The state after the first `layers` layers, with other angles if given. Shape (2, …, 2), first qubit first."""
    if isinstance(circuit, GateCircuit):
        return state_of_gates(circuit, layers, angles)
    n = circuit.qubits
    angles = circuit.angles if angles is None else angles
    entangle = np.prod([controlled_z(a, b, n) for a, b in circuit.edges], axis=0)
    psi = np.zeros((2,) * n, dtype=complex)
    psi[(0,) * n] = 1
    if circuit.initial_state == "ry_pi_4":
        for qubit in range(n):
            psi = apply(rotation(1, np.pi / 4), qubit, psi)
    for layer, (axes, row) in enumerate(zip(circuit.axes[:layers], angles[:layers], strict=True)):
        if layer in circuit.inverted:
            psi = entangle * psi
        for qubit, (axis, angle) in enumerate(zip(axes, row, strict=True)):
            psi = apply(rotation(axis, angle), qubit, psi)
        if layer not in circuit.inverted:
            psi = entangle * psi
    return psi


def strings(objective: str, qubits: int) -> list[tuple[float, str]]:
    """The objective as Pauli strings with coefficients (the projector has 2^qubits of them, and is not one)."""
    if objective == "local_projector":
        return [(1.0, "I" * qubits)] + [
            (-0.5 / qubits, "I" * q + letter + "I" * (qubits - q - 1)) for q in range(qubits) for letter in "IZ"
        ]
    if objective == "all_z":
        return [(1.0, "Z" * qubits)]
    if objective == "middle_z":
        before = (qubits + 1) // 2 - 1
        return [(1.0, "I" * before + "Z" + "I" * (qubits - before - 1))]
    bond = {"ising": [(-1.0, "ZZ")], "heisenberg": [(1.0, "XX"), (1.0, "YY"), (1.0, "ZZ")]}.get(objective, [])
    if bond:
        found = [(c, "I" * q + pair + "I" * (qubits - q - 2)) for q in range(qubits - 1) for c, pair in bond]
        field = [(-1.0, "I" * q + "X" + "I" * (qubits - q - 1)) for q in range(qubits)]
        return found + (field if objective == "ising" else [])
    if objective.startswith("maxcut"):
        pairs = edges(objective.partition(":")[2], qubits)
        cut = [(-0.5, "".join("Z" if q in pair else "I" for q in range(qubits))) for pair in pairs]
        return [(0.5 * len(pairs), "I" * qubits), *cut]
    # a random string is known by its word alone; how it is drawn is no simulator's business
    return list(parse(objective).terms(qubits))


def density(circuit: Circuit, layers: int, noise: float, angles: np.ndarray | None = None) -> np.ndarray:
    """The density matrix after the first `layers` layers, each followed by depolarising noise on every qubit.

    Noise of probability `noise` leaves ρ with 1 − noise, or makes it PρP, P = X, Y, Z with noise/3 each. Shape
    (2, …, 2): an axis for each qubit of the kets, then one for each of the bras.
    """
    n = circuit.qubits
    angles = circuit.angles if angles is None else angles

    def both(matrix: np.ndarray, qubit: int, rho: np.ndarray) -> np.ndarray:
        return apply(matrix.conj(), n + qubit, apply(matrix, qubit, rho))

    none = np.empty((0, n))
    psi = state(replace(circuit, axes=none.astype(int), angles=none), 0)
    rho = np.multiply.outer(psi, psi.conj())
    entangle = np.prod([controlled_z(a, b, n) for a, b in circuit.edges], axis=0) * np.ones((2,) * n)
    entangle = np.multiply.outer(entangle, entangle)
    for layer, (axes, row) in enumerate(zip(circuit.axes[:layers], angles[:layers], strict=True)):
        if layer in circuit.inverted:
            rho = entangle * rho
        for qubit, (axis, angle) in enumerate(zip(axes, row, strict=True)):
            rho = both(rotation(axis, angle), qubit, rho)
        if layer not in circuit.inverted:
            rho = entangle * rho
        for qubit in range(n):
            rho = (1 - noise) * rho + noise / 3 * sum(both(P, qubit, rho) for P in (X, Y, Z))
    return rho


def expectation(
    circuit: Circuit | GateCircuit, objective: str, layers: int, angles: np.ndarray | None = None, noise: float = 0.0
) -> float:
    """E after the first `layers` layers."""
    if noise and isinstance(circuit, Circuit):
        n = circuit.qubits
        rho = density(circuit, layers, noise, angles)
        if objective == "projector":
            return float(rho[(0,) * 2 * n].real)
        value = 0.0
        for factor, letters in strings(objective, n):
            image = rho
            for qubit, letter in enumerate(letters):
                image = apply(PAULI[letter], qubit, image)
            value += factor * float(np.trace(image.reshape(2**n, 2**n)).real)
        return value
    psi = state(circuit, layers, angles)
    if objective == "projector":
        return float(abs(psi[(0,) * circuit.qubits]) ** 2)
    value = 0.0
    for factor, letters in strings(objective, circuit.qubits):
        image = psi
        for qubit, letter in enumerate(letters):
            image = apply(PAULI[letter], qubit, image)
        value += factor * float(np.vdot(psi, image).real)
    return value


def curvature(
    circuit: Circuit | GateCircuit, objective: str, parameter: tuple[int, int], layers: int, noise: float = 0.0
) -> float:
    """∂²E/∂θ² after the first `layers` layers of the same θ as `gradient`'s.

    [E(θ + π) − E(θ)]/2 where θ is in one gate, times k² where that turns by kθ; where several share it, as there.
    """
    gates = _gates_of(circuit, parameter, layers)
    if len(gates) != 1:
        return _derivative(circuit, objective, layers, noise, gates, order=2)
    place, factor = gates[0]
    opposite = _turned(circuit, objective, layers, noise, (place, np.pi))
    return factor**2 * (opposite - expectation(circuit, objective, layers, noise=noise)) / 2


def gradient(
    circuit: Circuit | GateCircuit, objective: str, parameter: tuple[int, int], layers: int, noise: float = 0.0
) -> float:
    """∂E/∂θ after the first `layers` layers, [E(θ + π/2) − E(θ − π/2)]/2, of the θ of a layer and qubit, from 1.

    Times k where a gate turns by kθ. A circuit of another ansatz than the paper's knows its θ itself; where several
    gates share it, by the general shift rule.
    """
    gates = _gates_of(circuit, parameter, layers)
    if len(gates) != 1:
        return _derivative(circuit, objective, layers, noise, gates, order=1)
    place, factor = gates[0]
    ahead, back = (_turned(circuit, objective, layers, noise, (place, sign * np.pi / 2)) for sign in (1, -1))
    return factor * (ahead - back) / 2


def _derivative(
    circuit: Circuit | GateCircuit, objective: str, layers: int, noise: float, gates: list[tuple], *, order: int
) -> float:
    """A derivative after θ that several gates share: of the trigonometric polynomial that E is of it.

    A gate that turns by kθ adds up to k to its degree, so that as many equidistant values as it has coefficients say
    all of it (Wierichs et al., Quantum 6, 677, 2022).
    """
    degree = sum(abs(factor) for _, factor in gates)
    frequencies = np.arange(-degree, degree + 1)
    shifts = 2 * np.pi * frequencies / len(frequencies)
    values = [
        _turned(circuit, objective, layers, noise, *((place, factor * shift) for place, factor in gates))
        for shift in shifts
    ]
    coefficients = np.exp(-1j * np.outer(frequencies, shifts)) @ values / len(frequencies)
    return float(((1j * frequencies) ** order @ coefficients).real)


def _turned(circuit: Circuit | GateCircuit, objective: str, layers: int, noise: float, *turns: tuple) -> float:
    """E with some gates turned further, each by its place among the circuit's angles and by how much."""
    angles = circuit.angles.copy()
    for place, turn in turns:
        angles[place] += turn
    return expectation(circuit, objective, layers, angles, noise)


def _gates_of(circuit: Circuit | GateCircuit, parameter: tuple[int, int], layers: int) -> list[tuple]:
    """Where the gates with the differentiated angle stand among a circuit's angles, and how many times it they have."""
    if isinstance(circuit, GateCircuit):
        theta = circuit.layout.with_theta
        return [(gate.place, theta[gate.place]) for gate in circuit.layout.gates(layers) if gate.place in theta]
    return [((parameter[0] - 1, parameter[1] - 1), 1)]
