"""Circuits of one's own, exact and sampled: as presets where they are the same, as plain averages where not."""

import io
from itertools import product

import numpy as np
import pytest
from own_circuits import EVERYTHING, HAMILTONIAN, QAOA, REAL_AMPLITUDES, SHARED, SIMPLIFIED, source_of

from plateaus.engines import reference
from plateaus.engines.descent import circuit_of
from plateaus.engines.sampling import sample
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.gate_circuits import GateCircuit, draw_gate_circuit
from plateaus.ensemble.source import Source
from plateaus.statistics.averaging import not_averaged
from plateaus.theory.coverage import NotCovered, require_covered
from plateaus.theory.curve import exact_curve
from plateaus.theory.infinite_depth import limits_at

MOMENTS = ("mean", "variance", "e_mean", "e_variance")


@pytest.mark.parametrize("objective", ["ZZ", "projector", "local_projector", "heisenberg", "XXYY"])
@pytest.mark.parametrize(
    ("text", "preset", "angle"),
    [
        (REAL_AMPLITUDES, "real_amplitudes", "first"),
        (HAMILTONIAN, "hamiltonian_layers", "first"),
        (SIMPLIFIED, "simplified_two_design", "angle=t0_0_0"),
    ],
)
def test_a_preset_written_by_hand_has_its_exact_curve(tmp_path, text, preset, objective, angle):
    own = source_of(tmp_path / "a.py", text, 4, [1, 4], exact=4, objective=objective, parameter=angle)
    found = exact_curve(own.experiment, qubits=4, layers=4)
    expected = exact_curve(Experiment.from_words({"ansatz": preset, "objective": objective}), qubits=4, layers=4)
    for name in MOMENTS:
        np.testing.assert_allclose(getattr(found, name), getattr(expected, name), atol=1e-14)


def test_the_same_circuits_are_drawn_as_of_the_preset(tmp_path):
    own = source_of(tmp_path / "a.py", REAL_AMPLITUDES, 3, [1, 2, 4])
    preset = Source("test", 3, False, Experiment.from_words({"ansatz": "real_amplitudes"}))
    found, expected = (
        sample(source, qubits=3, layers=[1, 2, 4], first=2, circuits=2, log=io.StringIO()) for source in (own, preset)
    )
    for name in ("objective", "gradient", "curvature"):
        np.testing.assert_allclose(found[name], expected[name], atol=1e-14)


@pytest.mark.parametrize(
    ("parameter", "depths"), [("first", "nested"), ("angle=a0", "nested"), ("angle=end", "independent")]
)
@pytest.mark.parametrize("objective", ["XYZ", "ising", "projector"])
def test_samples_are_those_of_the_reference(tmp_path, parameter, depths, objective):
    layers = [1, 3, 4] if depths == "nested" else [3]
    words = {"parameter": parameter, "depths": depths, "objective": objective}
    source = source_of(tmp_path / "a.py", EVERYTHING, 3, layers, **words)
    found = sample(source, qubits=3, layers=layers, first=0, circuits=2, log=io.StringIO())
    assert np.abs(found["gradient"]).min() > 1e-9
    for index, (column, depth) in product(range(2), enumerate(layers)):
        circuit = circuit_of(source, qubits=3, index=index, layers=layers[-1])
        for name, expected in (
            ("objective", reference.expectation(circuit, objective, depth)),
            ("gradient", reference.gradient(circuit, objective, (1, 1), depth)),
            ("curvature", reference.curvature(circuit, objective, (1, 1), depth)),
        ):
            assert found[name][index, column] == pytest.approx(expected, abs=1e-12)


def test_the_derivative_is_by_the_angle_not_by_the_turn(tmp_path):
    """A difference quotient of E in θ itself, which its gate has twice."""
    source = source_of(tmp_path / "a.py", EVERYTHING, 3, [3], parameter="angle=a0", objective="YXZ")
    circuit = draw_gate_circuit(source, qubits=3, index=0, layers=3)
    place, step = circuit.layout.differentiated, 1e-4
    values = []
    for turn in (-step, 0, step):
        angles = circuit.angles.copy()
        angles[place] += 2 * turn
        values.append(reference.expectation(circuit, "YXZ", 3, angles))
    found = sample(source, qubits=3, layers=[3], first=0, circuits=1, log=io.StringIO())
    assert found["gradient"].item() == pytest.approx((values[2] - values[0]) / 2 / step, abs=1e-6)
    assert found["curvature"].item() == pytest.approx((values[2] - 2 * values[1] + values[0]) / step**2, abs=1e-5)


@pytest.mark.parametrize(("parameter", "depths"), [("angle=a", "nested"), ("angle=end", "independent")])
def test_an_angle_of_several_gates(tmp_path, parameter, depths):
    """∂E and ∂²E against the reference, and against differences of E in θ itself."""
    layers = [1, 3] if depths == "nested" else [3]
    source = source_of(tmp_path / "a.py", SHARED, 3, layers, parameter=parameter, depths=depths, objective="heisenberg")
    found = sample(source, qubits=3, layers=layers, first=0, circuits=2, log=io.StringIO())
    assert np.abs(found["gradient"]).min() > 1e-9
    for index, (column, depth) in product(range(2), enumerate(layers)):
        circuit = circuit_of(source, qubits=3, index=index, layers=layers[-1])
        assert isinstance(circuit, GateCircuit)
        values, step = [], 1e-4
        for turn in (-step, 0, step):
            angles = circuit.angles.copy()
            for place, factor in circuit.layout.with_theta.items():
                angles[place] += factor * turn
            values.append(reference.expectation(circuit, "heisenberg", depth, angles))
        slope, bend = (values[2] - values[0]) / 2 / step, (values[2] - 2 * values[1] + values[0]) / step**2
        for name, derivative, quotient in (
            ("gradient", reference.gradient, slope),
            ("curvature", reference.curvature, bend),
        ):
            value = found[name][index, column]
            assert value == pytest.approx(derivative(circuit, "heisenberg", (1, 1), depth), abs=1e-12)
            assert value == pytest.approx(quotient, abs=1e-5)


@pytest.mark.parametrize("parameter", ["first", "angle=beta0"])
def test_a_layer_of_qaoa_from_a_file(tmp_path, parameter):
    """Of every edge of a ring (1 − sin 4β sin γ cos γ)/2 is cut, with R_X(2β) (Wang et al., PRA 97, 022304, 2018)."""
    words = {"parameter": parameter, "objective": "maxcut", "connectivity": "ring"}
    source = source_of(tmp_path / "a.py", QAOA, 5, [1], **words)
    found = sample(source, qubits=5, layers=[1], first=0, circuits=5, log=io.StringIO())
    drawn = [draw_gate_circuit(source, qubits=5, index=i, layers=1).angles[[0, -1]] for i in range(5)]
    gamma, turn = 2 * np.array(drawn).T
    wave = np.sin(turn) * np.sin(gamma)
    np.testing.assert_allclose(found["objective"][:, 0], 2.5 - 1.25 * wave, atol=1e-12)
    slope = 2 * np.sin(turn) * np.cos(gamma) if parameter == "first" else 4 * np.cos(turn) * np.sin(gamma)
    np.testing.assert_allclose(found["gradient"][:, 0], -1.25 * slope, atol=1e-12)
    np.testing.assert_allclose(found["curvature"][:, 0], 1.25 * wave * (4 if parameter == "first" else 16), atol=1e-12)


@pytest.mark.parametrize(
    ("objective", "parameter"),
    [("XYZ", "first"), ("XXZ", "angle=a0"), ("ising", "angle=before"), ("projector", "angle=b0"), ("XI", "angle=end")],
)
def test_moments_are_averages_over_a_grid_of_all_angles(tmp_path, objective, parameter):
    """E² has frequencies up to 4 in an angle that is taken twice: over five angles each its mean is exact."""
    source = source_of(tmp_path / "a.py", EVERYTHING, 3, [1], exact=1, objective=objective, parameter=parameter)
    circuit = draw_gate_circuit(source, qubits=3, index=0, layers=1)
    curve = exact_curve(source.experiment, qubits=3, layers=1)
    turns = 2 * np.pi / 5 * np.arange(5)
    place, factors = circuit.layout.differentiated, circuit.layout.factors
    others = [i for i in range(len(factors)) if i != place]
    values, slopes = [], []
    for grid in product(turns, repeat=len(others)):
        e = []
        for theta in turns:
            angles = circuit.angles.copy()
            angles[others], angles[place] = grid, theta
            e.append(reference.expectation(circuit, objective, 1, angles * factors + circuit.layout.offsets))
        waves = np.fft.fft(e) / 5  # frequencies 0, ±1, ±2
        values += e
        slopes.append(np.sum(np.abs(waves) ** 2 * np.array([0, 1, 4, 4, 1])))
    assert curve.e_mean.item() == pytest.approx(np.mean(values), abs=1e-12)
    assert curve.e_variance.item() == pytest.approx(np.var(values), abs=1e-12)
    assert curve.variance.item() == pytest.approx(np.mean(slopes), abs=1e-12)


def test_what_the_theory_does_not_cover_it_names(tmp_path):
    late = (
        'def circuit(n, layers):\n    return [("ry", "a", 0), ("cx", 0, 1), ("t", 1), ("rx", 0.1, 0), ("ry", "b", 1)]\n'
    )
    source = source_of(tmp_path / "a.py", late, 2, [1])
    with pytest.raises(
        NotCovered, match=r"a\.py, 3: t is no Clifford gate, and stands after its first gate with another"
    ):
        require_covered(source.experiment, 2)
    require_covered(Experiment.from_words({"ansatz": "python=a.py"}), 12)  # while it is planned
    with pytest.raises(NotCovered, match="is for at most 12"):
        require_covered(Experiment.from_words({"ansatz": "python=a.py"}), 13)
    one = 'def circuit(n, layers):\n    return [("ry", "a", 0), *[("h", q) for q in range(n)], ("cx", 0, 1)]\n'
    source = source_of(tmp_path / "a.py", one, 10, [1], objective="projector")
    with pytest.raises(NotCovered, match=r"projector has 1023 products of two strings that .*a\.py does not average"):
        require_covered(source.experiment, 10)


def test_angles_that_gates_share_are_sampled_only(tmp_path):
    source = source_of(tmp_path / "a.py", SHARED, 3, [1, 2])
    reason = r"a\.py, 5: the angle a is in 3 already, and the exact theory is for angles of their own"
    with pytest.raises(NotCovered, match=reason):
        require_covered(source.experiment, 3)
    assert "θ is in several gates" in not_averaged(source.experiment)
    once = source_of(tmp_path / "b.py", SHARED, 3, [1], parameter="angle=c0", objective="heisenberg")
    assert not_averaged(once.experiment) == ""


def test_a_gradient_that_is_zero_is_named(tmp_path):
    text = 'def circuit(n, layers):\n    return [("ry", "a", 0), ("cx", 0, 1), ("rz", "b", 1)]\n'
    source = source_of(tmp_path / "a.py", text, 2, [1], exact=1, parameter="angle=b")
    with pytest.raises(
        ValueError, match=r"parameter\.angle: E does not depend on b in any circuit of .*a\.py with 2 qubits"
    ):
        exact_curve(source.experiment, qubits=2, layers=1)


def test_a_limit_is_not_claimed_and_theta_is_averaged_over_where_it_turns_once(tmp_path):
    source = source_of(tmp_path / "a.py", REAL_AMPLITUDES, 3, [1, 2])
    assert limits_at(source.experiment, 3, 2)["limit_kind"] == "unknown"
    assert not_averaged(source.experiment) == ""
    double = source_of(tmp_path / "a.py", EVERYTHING, 3, [1, 2], parameter="angle=a0")
    assert "not by θ itself" in not_averaged(double.experiment)
