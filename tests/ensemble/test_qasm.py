"""OpenQASM files, 3 and 2: what is read of them, that it is the circuit meant, and what is refused with which line."""

import io
from math import pi

import numpy as np
import pytest
from own_circuits import source_of

from plateaus.engines.sampling import sample
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.own_circuits import OwnGate
from plateaus.ensemble.own_gates import OwnCircuitError
from plateaus.ensemble.qasm import gates_of
from plateaus.ensemble.source import Source
from plateaus.theory.curve import exact_curve

HEAD = 'OPENQASM 3.0;\ninclude "stdgates.inc";\ninput float a;\nqubit[2] q;\n'


def real_amplitudes(version, qubits, layers):
    """Qiskit's circuit as its exporters write it."""
    angles = [[f"t{layer}_{q}" for q in range(qubits)] for layer in range(layers + 1)]
    if version == 3:
        lines = ["OPENQASM 3.0;", 'include "stdgates.inc";', f"qubit[{qubits}] q;"]
        lines[2:2] = [f"input float[64] {name};" for row in angles for name in row]
    else:
        lines = ["OPENQASM 2.0;", 'include "qelib1.inc";', f"qreg q[{qubits}];", f"creg c[{qubits}];"]
    for layer, row in enumerate(angles):
        lines += [f"ry({name}) q[{q}];" for q, name in enumerate(row)]
        if layer < layers:
            lines += [f"cx q[{q}],q[{q + 1}];" for q in reversed(range(qubits - 1))]
    return "\n".join([*lines, "barrier q;", "measure q -> c;" if version == 2 else "bit[1] m = measure q[0];"])


@pytest.mark.parametrize("version", [3, 2])
def test_a_file_of_a_template_is_the_preset(tmp_path, version):
    own = source_of(tmp_path / "a.qasm", real_amplitudes(version, 3, 2), 3, [1], exact=1, objective="YYI")
    preset = Source("test", 3, False, Experiment.from_words({"ansatz": "real_amplitudes", "objective": "YYI"}))
    curve, expected = (
        exact_curve(own.experiment, qubits=3, layers=1),
        exact_curve(preset.experiment, qubits=3, layers=2),
    )
    for name in ("variance", "e_mean", "e_variance"):
        assert getattr(curve, name)[0] == pytest.approx(getattr(expected, name)[1], abs=1e-14)
    found = sample(own, qubits=3, layers=[1], first=0, circuits=2, log=io.StringIO())
    again = sample(preset, qubits=3, layers=[2], first=0, circuits=2, log=io.StringIO())
    np.testing.assert_allclose(found["gradient"], again["gradient"], atol=1e-14)


def test_a_function_may_return_qasm(tmp_path):
    text = f"TEXT = {real_amplitudes(3, 2, 1)!r}\ndef circuit(qubits, layers):\n    return TEXT\n"
    (found,) = source_of(tmp_path / "a.py", text, 2, [1]).experiment.ansatz.circuits
    (other,) = source_of(tmp_path / "a.qasm", real_amplitudes(3, 2, 1), 2, [1]).experiment.ansatz.circuits
    assert found.trunk == other.trunk
    assert (found.unit, found.angle) == ("line", "t0_0")


def test_what_a_program_has_is_taken_apart():
    text = HEAD + (
        "const float half = pi / 2; input angle θ; output bit c;\n"
        "gate pair(x, y) r, s { ry(2 * x) r; cx r, s; rz(-y + half) s; }\n"
        "h q;\n"
        "inv @ pair(a, 0.5) q[0], q[-1];\n"
        "ctrl @ x q[1], q[0]; pow(2) @ sx q[0];\n"
        "barrier q; gphase(0.3);\n"
        "inv @ t q[1]; rx(sin(half) * θ) q[1];\n"
        "c = measure q[1]; z q[0];\n"
    )
    assert gates_of(text, 2) == [
        OwnGate("h", (0,), line=7),
        OwnGate("h", (1,), line=7),
        OwnGate(f"Z({0.5 - pi / 2!r})", (1,), line=8),
        OwnGate("cx", (0, 1), line=8),
        OwnGate("Y", (0,), "a", -2, -0.0, 8),
        OwnGate("cx", (1, 0), line=9),
        OwnGate("sx", (0,), line=9),
        OwnGate("sx", (0,), line=9),
        OwnGate("tdg", (1,), line=11),
        OwnGate("X", (1,), "θ", 1, 0.0, 11),
        OwnGate("z", (0,), line=12),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (HEAD + "ry(a q[0];", "line 5: no OpenQASM, at 'q'"),
        (HEAD + "qft q[0], q[1];", "line 5: the gate qft, which is not known; there are"),
        (HEAD + "\nry(b) q[0];", "line 6: b, which is not declared; angles are declared as input float b;"),
        (HEAD + "ry(a/2) q[0];", r"line 5: a rotation by 0\.5 times a"),
        (HEAD + "crz(a) q[0], q[1];", r"line 5: a rotation by 0\.5 times a"),
        (HEAD + "ry(1/2*pi) q[0];", "line 5: a division of whole numbers, which OpenQASM 3 rounds"),
        (HEAD + "x q[2];", r"line 5: the qubit q\[2\]; there are 0 to 1"),
        (HEAD + "x r;", "line 5: the qubits r, which are not declared"),
        (HEAD + "cx q[0], q[0];", "line 5: cx with the same qubit twice"),
        (HEAD + "qubit[2] r;\ncx q, r;", "line 5: 4 qubits are declared, the size is 2"),
        (HEAD + "x q[{0, 1}];", "line 5: several qubits of q at once"),
        (HEAD + "bit c;\nc = measure q[0];\nx q[0];", "line 7: x on qubit 0 behind its measurement"),
        (HEAD + "bit c;\nif (c == 1) x q[0];", "line 6: classical control"),
        (HEAD + "for int i in [0:1] { x q[i]; }", "line 5: a loop; write it out"),
        (HEAD + "reset q[0];", "line 5: a reset"),
        (HEAD + "int k = 3;", "line 5: the classical variable k; const is allowed, and input"),
        (HEAD + "input int k;", "line 5: the input k, which is no float and no angle"),
        (HEAD + "input array[float[64], 2] k;", "line 5: "),
        (HEAD + "def f(qubit r) { x r; }", "line 5: a subroutine"),
        (HEAD + "negctrl @ x q[0], q[1];", "line 5: the modifier negctrl of x; write the gate itself"),
        (HEAD + "inv @ iswap q[0], q[1];", "line 5: the inverse of iswap"),
        (HEAD + "gate f r { f r; }\nf q[0];", "line 6: f, which is defined by itself"),
        (HEAD + "gate f(x) r { rx(x) r; }\nf q[0];", "line 6: f with 0 angles and 1 qubits; it takes 1 angles"),
        (HEAD + "x §;", "line 5: no OpenQASM: token recognition error"),
        ('OPENQASM 3.0;\ninclude "mine.inc";', "line 2: the file mine.inc; stdgates.inc and qelib1.inc"),
        ("OPENQASM 3.0;\nqubit q;\nx q;", "line 1: 1 qubits are declared, the size is 2"),
        ("OPENQASM 2.0;\nqreg q[2];\nopaque f q;", "line 3: no OpenQASM, at"),
    ],
)
def test_what_cannot_be_simulated_is_refused_with_its_line(text, reason):
    with pytest.raises(OwnCircuitError, match=reason):
        gates_of(text, 2)


def test_an_angle_may_be_in_several_gates(tmp_path):
    (found,) = source_of(tmp_path / "a.qasm", HEAD + "ry(a) q[0];\nry(-a) q[1];", 2, [1]).experiment.ansatz.circuits
    assert found.factors(1) == [1, -1]


def test_refusals_have_the_name_of_the_file(tmp_path):
    with pytest.raises(ValueError, match=r"a\.qasm, line 5: the gate spam"):
        source_of(tmp_path / "a.qasm", HEAD + "spam q;", 2, [1])
    with pytest.raises(ValueError, match=r"a\.py: circuit\(2, 1\), line 5: a reset"):
        text = f"def circuit(qubits, layers):\n    return {HEAD + 'reset q;'!r}\n"
        source_of(tmp_path / "a.py", text, 2, [1])
