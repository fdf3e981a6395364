"""Ansätze: their words, the circuits that are drawn of them, and where their gates are."""

import numpy as np
import pytest

from plateaus.ensemble.ansatz import PRESETS, VOCABULARY, parse
from plateaus.ensemble.circuits import draw_circuit
from plateaus.ensemble.entanglers import GATES
from plateaus.ensemble.experiment import LAST, Experiment
from plateaus.ensemble.gate_circuits import draw_gate_circuit, layout
from plateaus.ensemble.patterns import PATTERNS, pairs
from plateaus.ensemble.same_law import same_law
from plateaus.ensemble.source import Source

OWN = "layer=Y,cx@connectivity,XX@linear;opening=X;closing=1"
PAPERS_AXES = [[2, 2, 1], [0, 1, 1]]
PAPERS_ANGLES = [
    [1.0955330118226532, 0.1566636073524779, 4.55461385126672],
    [2.312006619348307, 4.206562528032184, 3.8806087764438195],
]
OTHERS = [name for name in PRESETS if name != "mcclean"]


def experiment(**words):
    return Experiment.from_words(words)


@pytest.mark.parametrize("word", [*PRESETS, "real_amplitudes:sca", "basic_entangler_layers:Y", OWN])
def test_words_come_back(word):
    source = Source("a", 5, False, experiment(ansatz=word, parameter="1:1"))
    assert str(parse(word)) == word
    assert Source.from_words(source.words()) == source


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ("efficient_su2", "efficient_su2"),
        ({"name": "efficient_su2", "entanglement": "reverse_linear"}, "efficient_su2"),
        ({"name": "real_amplitudes", "entanglement": "full"}, "real_amplitudes:full"),
        ({"name": "basic_entangler_layers", "rotation": "Z"}, "basic_entangler_layers:Z"),
        ({"layer": ["Y", "cx@connectivity", "XX@linear"], "opening": ["X"], "closing": 1}, "OWN"),
    ],
)
def test_entries_of_configurations(entry, word):
    assert VOCABULARY.word(entry).replace(";opening=X;closing=1", "") == word.replace(
        "OWN", "layer=Y,cx@connectivity,XX@linear"
    )


@pytest.mark.parametrize(
    "text",
    [
        *("real", "real_amplitudes:ring", "real_amplitudes:reverse_linear", "mcclean:Y", "layer=", "layer=cx@linear"),
        *("layer=Y,cx@linear:a", "layer=Y:", "layer=Y:1"),
        *("layer=Y,cx", "layer=W", "layer=Y@nowhere", "layer=XX", "layer=Y,cx@linear;closing=2", "layer=Y;closing=0"),
    ],
)
def test_what_is_no_ansatz_is_refused(text):
    with pytest.raises(ValueError, match="ansatz"):
        parse(text)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({"ansatz": "real_amplitudes", "axes": "Y"}, "axes: Y is not for the ansatz real_amplitudes"),
        ({"ansatz": "real_amplitudes", "connectivity": "grid"}, "connectivity: grid"),
        ({"ansatz": "efficient_su2", "noise": "depolarizing:0.1"}, "noise"),
        ({"ansatz": "efficient_su2", "start": "identity:1"}, "start"),
        ({"ansatz": "efficient_su2", "parameter": "1:1:3"}, "rotations of efficient_su2 are the steps 1, 2"),
        ({"initial_state": "neel"}, "initial_state: neel"),
        ({"initial_state": "plus"}, "initial_state: plus"),
        ({"parameter": "1:1:2"}, "parameter.step: 2"),
        ({"parameter": "0:1"}, "parameter '0:1'"),
        ({"parameter": "first:1"}, "parameter 'first:1'"),
    ],
)
def test_what_an_ansatz_has_not_is_refused(words, reason):
    with pytest.raises(ValueError, match=reason):
        experiment(**words)


def test_defaults_are_the_ansatzs():
    assert experiment(ansatz="hamiltonian_layers").initial_state == "neel"
    assert experiment(ansatz="real_amplitudes").initial_state == "none"
    assert experiment(ansatz="real_amplitudes", initial_state="ry_pi_4").initial_state == "ry_pi_4"
    assert experiment(ansatz="strongly_entangling_layers").at_step == 2  # R_Z on |0…0⟩ has no gradient
    assert experiment().at_step == experiment(ansatz="qaoa").at_step == 1
    assert experiment(ansatz="hva_xxz").at_step == 2  # R_ZZ on |0101…⟩ has none
    assert same_law(experiment(), experiment(parameter="1:1:1"), 4)
    assert not same_law(experiment(), experiment(ansatz="pauli_two_design"), 4)


def test_the_last_layer_follows_the_depth():
    last = experiment(parameter="last:2", ansatz="efficient_su2")
    assert last.parameter == (LAST, 2)
    assert last.depends_on_depth
    assert last.at_depth(7, 4).parameter == (7, 2)
    assert last.words()["parameter"] == "last:2"


@pytest.mark.parametrize("word", [*OTHERS, OWN])
def test_a_circuit_is_the_beginning_of_a_deeper_one(word):
    source = Source("a", 5, False, experiment(ansatz=word))
    short, long = (draw_gate_circuit(source, qubits=4, index=3, layers=layers) for layers in (2, 5))
    gates = short.layout.gates(2)
    assert gates == long.layout.gates(2)
    np.testing.assert_array_equal(short.angles, long.angles[: len(short.angles)])
    np.testing.assert_array_equal(short.axes, long.axes[: len(short.axes)])
    places = [gate.place for gate in gates if gate.place >= 0]
    assert places == list(range(len(short.angles)))  # each angle once, in the order of time


def test_gates_that_share_an_angle_have_it_in_their_layer():
    source = Source("a", 5, False, experiment(ansatz="layer=X:a,ZZ@ring:b,Y,Z:a"))
    circuit = draw_gate_circuit(source, qubits=3, index=0, layers=2)
    for angles in circuit.angles.reshape(2, 12):
        assert len(set(angles)) == 5  # a, b and one for each R_Y
        assert set(angles[:3]) == set(angles[9:])
        assert len(set(angles[3:6])) == 1
    assert not set(circuit.angles[:12]) & set(circuit.angles[12:])
    assert circuit.layout.with_theta == dict.fromkeys((0, 1, 2, 9, 10, 11), 1)


def test_independent_depths_have_circuits_of_their_own():
    source = Source("a", 5, True, experiment(ansatz="real_amplitudes"))
    short, long = (draw_gate_circuit(source, qubits=4, index=3, layers=layers) for layers in (2, 5))
    assert not (short.angles == long.angles[: len(short.angles)]).any()


def test_axes_and_angles_have_their_laws():
    source = Source("a", 5, False, experiment(ansatz="pauli_two_design"))
    circuits = [draw_gate_circuit(source, qubits=6, index=index, layers=30) for index in range(30)]
    axes = np.concatenate([circuit.axes for circuit in circuits])
    turns = np.concatenate([circuit.angles for circuit in circuits]) / (2 * np.pi)
    share = np.bincount(axes, minlength=3) / len(axes)
    assert np.abs(share - 1 / 3).max() < 5 * np.sqrt(2 / 9 / len(axes))
    assert np.abs(np.histogram(turns, 10, (0, 1))[0] / len(axes) - 0.1).max() < 5 * np.sqrt(0.09 / len(axes))


def test_the_papers_circuits_are_the_same_bits():
    """As drawn before there were other ansätze."""
    circuit = draw_circuit(Source("paper", 11), qubits=3, index=2, layers=2)
    np.testing.assert_array_equal(circuit.axes, PAPERS_AXES)
    np.testing.assert_array_equal(circuit.angles, PAPERS_ANGLES)


def test_which_gate_belongs_to_a_qubit():
    """Of a two-qubit rotation the one that begins on it, or else ends on it."""
    found = {}
    for qubit in range(1, 5):
        shown = layout(experiment(ansatz="layer=ZZ@linear,X", parameter=f"1:{qubit}:1"), 4, 1)
        found[qubit] = shown.blocks[0][shown.differentiated].qubits
    assert found == {1: (0, 1), 2: (1, 2), 3: (2, 3), 4: (2, 3)}
    with pytest.raises(ValueError, match=r"step 1 of .*, ZZ@even_pairs, has no gate on qubit 5"):
        layout(experiment(ansatz="layer=ZZ@even_pairs,X", parameter="1:5:1"), 5, 1)


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("qubits", [2, 3, 4, 5, 8])
def test_patterns_are_pairs_that_repeat_themselves(name, qubits):
    period = PATTERNS[name].period(qubits)
    for layer in range(2 * period):
        found = pairs(name, qubits, layer, ())
        assert found == pairs(name, qubits, layer + period, ())
        assert all(a != b and min(a, b) >= 0 and max(a, b) < qubits for a, b in found)
    assert all(
        [pairs(name, qubits, layer, ()) for layer in range(shorter)] * period
        != [pairs(name, qubits, layer, ()) for layer in range(period)] * shorter
        for shorter in range(1, period)
    )


@pytest.mark.parametrize("name", GATES)
def test_gates_are_unitary(name):
    matrix = np.array(GATES[name])
    np.testing.assert_allclose(matrix @ matrix.conj().T, np.eye(4), atol=1e-15)
