"""The engine of all ansätze, and the plain simulation that it is held against, which share no gate."""

import io
from functools import reduce

import numpy as np
import pytest
from scipy.linalg import expm

from plateaus.engines import reference
from plateaus.engines.descent import circuit_of
from plateaus.engines.registry import engine_of
from plateaus.engines.sampling import sample
from plateaus.ensemble.ansatz import PRESETS
from plateaus.ensemble.entanglers import GATES
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.gate_circuits import GateCircuit
from plateaus.ensemble.source import Source

EVERYTHING = "layer=random,cy@full,XX@linear,iswap@connectivity,ecr@ring,ZZ@odd_pairs,ch@linear;opening=X,YY@linear"
WORDS = [name for name in PRESETS if name != "mcclean"] + ["real_amplitudes:sca", "efficient_su2:full", EVERYTHING]


def source_of(**words):
    return Source("test", 3, words.pop("depths", "") == "independent", Experiment.from_words(words))


def held_against_the_reference(source, qubits, layers, circuits=1):
    found = sample(source, qubits=qubits, layers=layers, first=0, circuits=circuits, log=io.StringIO())
    objective = str(source.experiment.objective)
    for index in range(circuits):
        circuit = circuit_of(source, qubits=qubits, index=index, layers=layers[-1])
        assert isinstance(circuit, GateCircuit)
        assert found["axis"][index] == circuit.axes[circuit.layout.differentiated]
        for column, depth in enumerate(layers):
            assert found["objective"][index, column] == pytest.approx(
                reference.expectation(circuit, objective, depth), abs=1e-12
            )
            assert found["gradient"][index, column] == pytest.approx(
                reference.gradient(circuit, objective, (1, 1), depth), abs=1e-12
            )
            assert found["curvature"][index, column] == pytest.approx(
                reference.curvature(circuit, objective, (1, 1), depth), abs=1e-12
            )
    return found


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize(("qubits", "objective"), [(2, "projector"), (3, "YXZ"), (4, "ising")])
def test_e_and_its_derivative_are_those_of_the_reference(word, qubits, objective):
    held_against_the_reference(source_of(ansatz=word, objective=objective), qubits, [1, 2, 5])


@pytest.mark.parametrize(
    ("word", "parameter"),
    [
        ("hamiltonian_layers", "3:2:5"),
        ("hamiltonian_layers", "2:4:3"),
        ("strongly_entangling_layers", "2:3:3"),
        ("layer=X,ch@ring,YY@linear;opening=Y", "2:3:3"),
    ],
)
def test_any_parameter(word, parameter):
    source = source_of(ansatz=word, parameter=parameter, objective="ZXXI")
    found = held_against_the_reference(source, 4, [3, 4])
    assert np.abs(found["gradient"]).max() > 1e-9


@pytest.mark.parametrize("word", ["hva_xxz", "layer=random:a,XX@ring:b,Z:a;closing=1"])
def test_an_angle_of_several_gates(word):
    """∂E and ∂²E against differences of E itself, all gates of θ turned together."""
    source = source_of(ansatz=word, parameter="2:1", objective="heisenberg")
    found = held_against_the_reference(source, 3, [2, 4])
    circuit = circuit_of(source, qubits=3, index=0, layers=4)
    assert isinstance(circuit, GateCircuit)
    turned = circuit.layout.with_theta
    assert len(turned) > 1
    step = 1e-4
    values = []
    for turn in (-step, 0, step):
        angles = circuit.angles.copy()
        angles[list(turned)] += turn
        values.append(reference.expectation(circuit, "heisenberg", 4, angles))
    assert found["gradient"][0, -1] == pytest.approx((values[2] - values[0]) / (2 * step), abs=1e-6)
    assert found["curvature"][0, -1] == pytest.approx((values[2] - 2 * values[1] + values[0]) / step**2, abs=1e-5)


def test_a_layer_of_qaoa_on_a_ring():
    """Of every edge (1 − sin 2β sin γ cos γ)/2 is cut, with R_ZZ(γ) and R_X(β) (Wang et al., PRA 97, 022304, 2018)."""
    source = source_of(ansatz="qaoa", connectivity="ring", objective="maxcut")
    found = sample(source, qubits=5, layers=[1], first=0, circuits=20, log=io.StringIO())
    gamma, beta = np.array([circuit_of(source, qubits=5, index=i, layers=1).angles[[0, -1]] for i in range(20)]).T
    np.testing.assert_allclose(found["objective"][:, 0], 2.5 - 1.25 * np.sin(2 * beta) * np.sin(2 * gamma), atol=1e-12)
    np.testing.assert_allclose(found["gradient"][:, 0], -2.5 * np.sin(2 * beta) * np.cos(2 * gamma), atol=1e-12)
    np.testing.assert_allclose(found["curvature"][:, 0], 5 * np.sin(2 * beta) * np.sin(2 * gamma), atol=1e-12)


def test_a_parameter_of_the_last_layer():
    source = source_of(ansatz="efficient_su2", parameter="last:2", depths="independent")
    values = [held_against_the_reference(source, 3, [depth])["gradient"].item() for depth in (1, 3)]
    assert min(map(abs, values)) > 1e-9


def test_steps_as_matrices():
    """RY–CX with its last rotations on three qubits, written out as 8 × 8 matrices from the definitions."""
    source = source_of(ansatz="real_amplitudes:linear")
    circuit = circuit_of(source, qubits=3, index=0, layers=2)
    one, y = np.eye(2), np.array([[0, -1j], [1j, 0]])
    cx, zero, flip = np.diag([1.0, 0]), np.diag([0, 1.0]), np.array([[0, 1], [1, 0]])
    first = np.kron(np.kron(cx, one) + np.kron(zero, flip), one)
    second = np.kron(one, np.kron(cx, one) + np.kron(zero, flip))
    psi = np.eye(8)[0].astype(complex)
    for layer, angles in enumerate(circuit.angles.reshape(3, 3)):
        psi = reduce(np.kron, [expm(-0.5j * angle * y) for angle in angles]) @ psi
        psi = second @ first @ psi if layer < 2 else psi
    np.testing.assert_allclose(reference.state(circuit, 2).ravel(), psi, atol=1e-14)


def test_two_qubit_rotations_are_exponentials():
    for axis, letter in enumerate("XYZ"):
        string = np.kron(reference.PAULI[letter], reference.PAULI[letter])
        np.testing.assert_allclose(reference.two_qubit_rotation(axis, 0.7), expm(-0.35j * string), atol=1e-15)


def test_a_pair_is_in_the_order_of_its_gate():
    psi = np.arange(8).reshape(2, 2, 2) + 0j
    image = reference.on_pair(np.array(GATES["cx"]), (2, 0), psi)  # the last qubit controls the first
    np.testing.assert_array_equal(image[:, :, 0], psi[:, :, 0])
    np.testing.assert_array_equal(image[:, :, 1], psi[::-1, :, 1])


def test_the_second_engine_refuses_by_name():
    with pytest.raises(ValueError, match="ansatz: efficient_su2 is not simulated by engine numba; qulacs is allowed"):
        engine_of("numba", Experiment.from_words({"ansatz": "efficient_su2"}))
