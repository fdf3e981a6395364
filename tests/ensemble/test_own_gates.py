"""Gates of circuits of one's own, held against matrices written from their definitions."""

import numpy as np
import pytest

from plateaus.engines import reference
from plateaus.ensemble.entanglers import GATES
from plateaus.ensemble.fixed_gates import ONE_QUBIT, matrix
from plateaus.ensemble.own_circuits import OwnGate
from plateaus.ensemble.own_gates import ALIASES, ROTATIONS, STANDARD, Angle, OwnCircuitError, angle_of, expanded, shape

A, B, C, D = 0.7, -1.9, 2.3, 0.4
ONE, X, Z = np.eye(2), reference.X, reference.Z
H = np.array([[1, 1], [1, -1]]) / np.sqrt(2)


def phase(angle):
    return np.diag([1, np.exp(1j * angle)])


def u(theta, phi, lam):
    c, s = np.cos(theta / 2), np.sin(theta / 2)
    return np.array([[c, -np.exp(1j * lam) * s], [np.exp(1j * phi) * s, np.exp(1j * (phi + lam)) * c]])


def controlled(gate):
    size = len(gate)
    return np.block([[np.eye(size), np.zeros((size, size))], [np.zeros((size, size)), gate]])


SWAP = np.eye(4)[[0, 2, 1, 3]]
RX, RY, RZ = (reference.rotation(axis, A) for axis in range(3))
DEFINED = {
    "id": ONE,
    "u": u(A, B, C),
    "u2": u(np.pi / 2, A, B),
    "p": phase(A),
    "r": np.cos(A / 2) * ONE - 1j * np.sin(A / 2) * (np.cos(B) * X + np.sin(B) * reference.Y),
    "dcx": np.eye(4)[[0, 2, 3, 1]],
    "crx": controlled(RX),
    "cry": controlled(RY),
    "crz": controlled(RZ),
    "cp": controlled(phase(A)),
    "cu3": controlled(u(A, B, C)),
    "cu": controlled(np.exp(1j * D) * u(A, B, C)),
    "rzx": np.cos(A / 2) * np.eye(4) - 1j * np.sin(A / 2) * np.kron(Z, X),
    "ccx": controlled(controlled(X)),
    "cswap": controlled(SWAP),
    "rx": RX,
    "ry": RY,
    "rz": RZ,
    **{name: reference.two_qubit_rotation("xyz".index(name[-1]), A) for name in ("rxx", "ryy", "rzz")},
    **{"x": X, "y": reference.Y, "z": Z, "h": H, "s": phase(np.pi / 2), "sdg": phase(-np.pi / 2)},
    **{"t": phase(np.pi / 4), "tdg": phase(-np.pi / 4)},
    **{"sx": H @ phase(np.pi / 2) @ H, "sxdg": H @ phase(-np.pi / 2) @ H},
}


def as_matrix(gates, qubits):
    """The product of gates, by its columns."""
    columns = np.eye(2**qubits, dtype=complex).reshape((2,) * qubits + (-1,))
    for gate in gates:
        fixed = np.array(matrix(gate.name), dtype=complex)
        apply = reference.on_pair if len(gate.qubits) == 2 else lambda m, q, psi: reference.apply(m, q[0], psi)
        columns = apply(fixed, gate.qubits, columns)
    return columns.reshape(2**qubits, -1)


@pytest.mark.parametrize("name", [*STANDARD, *ROTATIONS, *ONE_QUBIT])
def test_gates_are_those_of_their_definitions_up_to_a_phase(name):
    angles, qubits = shape(name) or (0, 0)
    given = [Angle(value) for value in (A, B, C, D)[:angles]]
    made = as_matrix(expanded(name, given, range(qubits), 1), qubits)
    overlap = np.trace(DEFINED[name].conj().T @ made) / 2**qubits
    assert abs(overlap) == pytest.approx(1, abs=1e-12)
    np.testing.assert_allclose(made, overlap * DEFINED[name], atol=1e-12)


def test_every_gate_has_a_definition_here_or_in_the_ansatz():
    assert DEFINED.keys() | GATES.keys() >= {*STANDARD, *ROTATIONS, *ONE_QUBIT, *ALIASES.values()}


@pytest.mark.parametrize(
    ("text", "constant", "factors"),
    [
        ("theta", 0, {"theta": 1}),
        ("-(θ - 2*pi) / 0.5", 4 * np.pi, {"θ": -2}),
        ("a - b + 3*a", 0, {"a": 4, "b": -1}),
        ("sin(pi/6) * 2 + 2**3", 9, {}),
        (1.5, 1.5, {}),
        (np.float64(0.5), 0.5, {}),
    ],
)
def test_angles(text, constant, factors):
    found = angle_of(text)
    assert found.constant == pytest.approx(constant)
    assert dict(found.factors) == pytest.approx(factors)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a*b", "a product of angles, a and b"),
        ("1/a", "a divisor with the angle a"),
        ("sin(a)", "sin with the angle a"),
        ("a[0]", "no name, number or sum"),
        ("a +", "no name, number or sum"),
        ("spam(1)", "the function spam; there are sin"),
        ("1/0", "a division by zero"),
        ("sqrt(-1)", "sqrt.-1., which has no value"),
        (None, "no number and no text"),
        (True, "no number and no text"),
    ],
)
def test_what_is_no_angle_is_refused(text, reason):
    with pytest.raises(OwnCircuitError, match=reason):
        angle_of(text)


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (("qft", [], [0, 1]), "the gate qft, which is not known; there are rx"),
        (("cx", [], [0]), "cx with 0 angles and 1 qubits; it takes 0 angles and 2 qubits"),
        (("cx", [], [1, 1]), "the same qubit twice"),
        (("rx", ["a/2"], [0]), "a rotation by 0.5 times a; a whole number of times is allowed"),
        (("crz", ["a"], [0, 1]), "a rotation by 0.5 times a"),
    ],
)
def test_what_is_no_gate_is_refused(call, reason):
    name, angles, qubits = call
    with pytest.raises(OwnCircuitError, match=reason):
        list(expanded(name, list(map(angle_of, angles)), qubits, 1))


def test_a_sum_of_angles_is_several_rotations():
    found = list(expanded("ry", [angle_of("2*a - b + 1")], [1], 7))
    assert found == [OwnGate("Y", (1,), "a", 2, 1.0, 7), OwnGate("Y", (1,), "b", -1, 0.0, 7)]
    assert list(expanded("rx", [angle_of("a - a + 3")], [0], 1)) == [OwnGate("X(3.0)", (0,), line=1)]
    assert not list(expanded("rx", [angle_of("a - a + 2*pi")], [0], 1))


def test_gates_are_unitary():
    for name in ONE_QUBIT:
        made = np.array(matrix(name))
        np.testing.assert_allclose(made @ made.conj().T, ONE, atol=1e-15)
