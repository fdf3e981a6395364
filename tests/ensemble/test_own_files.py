"""Reading a user's file of circuits: what is read of it, which angle is differentiated by, and what is refused."""

import numpy as np
import pytest
from own_circuits import EVERYTHING, REAL_AMPLITUDES, SHARED, source_of

from plateaus.ensemble import own_circuits
from plateaus.ensemble.ansatz import VOCABULARY, parse
from plateaus.ensemble.experiment import VOCABULARY as EXPERIMENTS
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.gate_circuits import draw_gate_circuit, layout
from plateaus.ensemble.own_files import read_circuits


def circuits_of(*arguments, **words):
    (found,) = source_of(*arguments, **words).experiment.ansatz.circuits
    return found


def test_words_come_back():
    assert VOCABULARY.word({"python": "my circuits/a.py"}) == "python=my circuits/a.py"
    assert parse("python=my circuits/a{n}.py").file_of(12) == "my circuits/a12.py"
    for word, text in (("first", {"layer": 1, "qubit": 1}), ("angle=θ_1", {"angle": "θ_1"})):
        experiment = Experiment.from_words({"ansatz": "python=a.py", "parameter": EXPERIMENTS["parameter"].word(text)})
        assert experiment.words()["parameter"] == word
        assert Experiment.from_words(experiment.words()) == experiment
        assert experiment.initial_state == "none"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({"ansatz": "python="}, "ansatz 'python=': allowed are mcclean"),
        ({"ansatz": "python=a\nb"}, "ansatz"),
        (
            {"ansatz": "python=a.py", "parameter": "2:1"},
            "parameter: 2:1 is a layer and a qubit, which circuits of a.py",
        ),
        ({"ansatz": "python=a.py", "parameter": "angle=a b"}, "parameter 'angle=a b'"),
        ({"ansatz": "python=a.py", "initial_state": "neel"}, "initial_state: neel is not for circuits of your own"),
        ({"ansatz": "python=a.py", "axes": "X"}, "axes: X is not for the ansatz python=a.py"),
        ({"ansatz": "real_amplitudes", "parameter": "angle=a"}, "parameter.angle: a is for circuits of your own"),
    ],
)
def test_words_that_are_refused(words, reason):
    with pytest.raises(ValueError, match=reason):
        Experiment.from_words(words)


def test_what_is_read_comes_back_from_its_file(tmp_path):
    found = circuits_of(tmp_path / "a.py", EVERYTHING, 3, [1, 2, 4], depths="nested", parameter="angle=before")
    own_circuits.write(tmp_path / "a.json", found)
    again = own_circuits.read(tmp_path / "a.json")
    assert vars(again) == vars(found)
    assert len(again.sha256) == 64
    assert {depth: fork for depth, (fork, _) in found.forks.items()} == {1: 12, 2: 16, 4: 26}
    (tmp_path / "a.json").write_text("{}")
    with pytest.raises(ValueError, match=r"a\.json: not the circuits of a file, or damaged"):
        own_circuits.read(tmp_path / "a.json")
    with pytest.raises(ValueError, match=r"its circuit of 3 qubits and 3 layers was not read"):
        found.gates(3)


def test_circuits_that_begin_alike_have_the_same_angles_there(tmp_path):
    source = source_of(tmp_path / "a.py", REAL_AMPLITUDES, 3, [1, 2, 5])
    short, long = (draw_gate_circuit(source, qubits=3, index=4, layers=layers) for layers in (2, 5))
    for depth in (1, 2):
        for one, other in zip(short.layout.gates(depth), long.layout.gates(depth), strict=True):
            assert (one.name, one.qubits) == (other.name, other.qubits)
            assert one.place < 0 or short.angles[one.place] == long.angles[other.place]


def test_an_angle_by_its_multiple_and_in_a_tail(tmp_path):
    source = source_of(tmp_path / "a.py", EVERYTHING, 3, [3], depths="independent", parameter="angle=end")
    assert list(layout(source.experiment, 3, 3).with_theta.values()) == [1]
    source = source_of(tmp_path / "a.py", EVERYTHING, 3, [2, 3], parameter="angle=a0")
    drawn = draw_gate_circuit(source, qubits=3, index=0, layers=3)
    assert list(drawn.layout.with_theta.values()) == [2]
    other = source_of(tmp_path / "b.py", EVERYTHING.replace("2*a", "a"), 3, [2, 3], parameter="angle=a0")
    single = draw_gate_circuit(other, qubits=3, index=0, layers=3)
    np.testing.assert_allclose(
        drawn.angles - drawn.layout.offsets,
        drawn.layout.factors / single.layout.factors * (single.angles - single.layout.offsets),
    )


def test_gates_that_share_an_angle_have_it_in_every_circuit(tmp_path):
    """In tails as well, which number what is new in them from their fork on."""
    source = source_of(tmp_path / "a.py", SHARED, 3, [1, 2, 4], parameter="angle=a")
    for longest in (2, 4):
        drawn = draw_gate_circuit(source, qubits=3, index=1, layers=longest)
        layout_of = drawn.layout
        for depth in (1, 2):
            names = [gate.angle for gate in source.experiment.ansatz.circuits_of(3).gates(depth) if gate.angle]
            places = [gate.place for gate in layout_of.gates(depth) if gate.place >= 0]
            turns = (drawn.angles[places] - layout_of.offsets[places]) / layout_of.factors[places]
            values = dict(zip(names, turns, strict=True))
            np.testing.assert_allclose(turns, [values[name] for name in names])
            assert len(set(values.values())) == len(values) == depth + 3
            with_a = [place for place, name in zip(places, names, strict=True) if name == "a"]
            assert len(with_a) == depth + 2
            assert [place for place in places if place in layout_of.with_theta] == with_a


@pytest.mark.parametrize(
    ("gates", "objective", "angle"),
    [
        ([("rz", "a", 0), ("rx", "b", 0)], "ZI", "b"),  # R_Z does not change |0…0⟩
        ([("rx", "a", 1), ("rx", "b", 0)], "ZI", "b"),  # nothing takes the first to the objective
        ([("rx", "a", 1), ("cx", 1, 0), ("rx", "b", 0)], "ZI", "a"),
        ([("h", 0), ("rx", "a", 0), ("rz", "b", 0)], "ZI", "b"),
        ([("h", 0), ("cx", 0, 1), ("rzz", "a", 0, 1)], "ZZ", "a"),  # entangled: taken to change
        ([("x", 0), ("cx", 0, 1), ("rzz", "a", 0, 1), ("cz", 0, 1), ("ry", "b", 1)], "ZZ", "b"),
        ([("rz", "a", 0), ("rzz", "b", 0, 1), ("ryy", "c", 0, 1)], "ZZ", "c"),
        ([("h", 0), ("cz", 0, 1), ("rx", "a", 0), ("ry", "b", 0)], "projector", "b"),
    ],
)
def test_the_first_angle_that_can_have_a_gradient(tmp_path, gates, objective, angle):
    text = f"def circuit(qubits, layers):\n    return {gates}\n"
    assert circuits_of(tmp_path / "a.py", text, 2, [1], objective=objective).angle == angle


def function(gates):
    return f"def circuit(qubits, layers):\n    return {gates}\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("def circuit(:", r"a\.py:1: "),
        ("x = 1", r"a\.py: has no function circuit.qubits, layers."),
        ("import nowhere", r"a\.py failed in line 1: ModuleNotFoundError: No module named 'nowhere'"),
        (
            "def circuit(n, m):\n    return 1 / 0",
            r"circuit.2, 1. failed in line 2: ZeroDivisionError: division by zero",
        ),
        ("def circuit(n):\n    return []", r"circuit.2, 1. failed: TypeError: circuit.. takes 1 positional"),
        (function([("ry", "a", 2)]), r"gate 1: ry on qubit 2; there are 0 to 1"),
        (function([("h", 0), ("ry", "a")]), r"gate 2: ry with 1 angles and 0 qubits; it takes 1 angles and 1 qubits"),
        (function([("h", "0")]), r"gate 1: h on '0', which is no qubit"),
        (function(["h"]), r"gate 1: 'h' is no gate; write it as"),
        (function([("spam", 0)]), r"gate 1: the gate spam, which is not known; there are"),
        (function([("ry", "a/2", 0)]), r"gate 1: a rotation by 0\.5 times a; a whole number"),
        (function([("rz", "a", 0)]), r"none of its angles changes the state where ZZ sees it"),
        (function([("ry", "b", 0)]), r"2 qubits and 1 layers has no angle a .parameter\.angle.; it begins with b"),
    ],
)
def test_what_is_refused(tmp_path, text, reason):
    words = {"parameter": "angle=a"} if reason.startswith("2 qubits") else {}
    with pytest.raises(ValueError, match=reason):
        source_of(tmp_path / "a.py", text, 2, [1], **words)


def test_an_angle_at_the_end_of_circuits_of_several_depths_is_refused(tmp_path):
    with pytest.raises(ValueError, match="has the angle end after gates that those of other depths have not"):
        source_of(tmp_path / "a.py", EVERYTHING, 3, [1, 2], parameter="angle=end")


def test_a_file_that_is_not_there(tmp_path):
    experiment = Experiment.from_words({"ansatz": f"python={tmp_path / 'none.py'}"})
    with pytest.raises(ValueError, match=r"none\.py: cannot be read: No such file"):
        read_circuits(experiment, 2, [], recorded=[1], nested=True)
    with pytest.raises(ValueError, match="its circuits of 2 qubits were not read"):
        layout(experiment, 2, 1)
