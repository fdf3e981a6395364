"""The compiled kernels against Qulacs: same circuits, same numbers to within rounding."""

from dataclasses import replace

import numpy as np
import pytest
from engine_cases import EXPERIMENTS, draw

from plateaus.engines import kernels
from plateaus.engines.kernels import PRECISIONS, CompiledCurve
from plateaus.engines.statevector import GradientCurve
from plateaus.ensemble.experiment import Experiment


def assert_equal(experiment, qubits, circuit, layers):
    expected = GradientCurve(experiment, qubits=qubits, layers=layers)(circuit)
    found = CompiledCurve(experiment, qubits=qubits, layers=layers)(circuit)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)


def fits(words, qubits):
    """Whether there is a graph of that kind and size."""
    try:
        Experiment.from_words(words).edges(qubits)
    except ValueError:
        return False
    return True


CASES = [(name, n) for name, words in EXPERIMENTS.items() for n in (4, 8, 9, 12) if fits(words, n)]


@pytest.mark.parametrize(("name", "qubits"), CASES)
def test_agrees_with_qulacs(name, qubits):
    experiment = Experiment.from_words(EXPERIMENTS[name])
    for layers in (range(experiment.parameter[0], 31), [30], [7, 8, 20]):
        assert_equal(experiment, qubits, draw(experiment, qubits, 30), layers)


@pytest.mark.parametrize("qubits", [2, 3, 17])
def test_agrees_with_qulacs_at_the_ends_of_its_range(qubits):
    experiment = Experiment()
    assert_equal(experiment, qubits, draw(experiment, qubits, 6), range(1, 7))


@pytest.mark.parametrize("words", [{}, {"connectivity": "ring", "objective": "YIX"}, {"objective": "projector"}])
def test_agrees_with_qulacs_where_the_state_is_larger_than_the_caches(words):
    experiment = Experiment.from_words(words)
    assert_equal(experiment, 18, draw(experiment, 18, 20), [1, 2, 10, 19, 20])


@pytest.mark.parametrize("whole", [0, 16])
@pytest.mark.parametrize("objective", ["ZZ", "YIX", "IIXIIIZ", "heisenberg", "projector", "local_projector"])
def test_agrees_with_qulacs_where_turns_by_pi_and_more_are_exact(objective, whole, monkeypatch):
    """These are not made but passed on, so all quarter turns and signs of angles are tried."""
    monkeypatch.setattr(kernels, "TILE", 4)
    monkeypatch.setattr(kernels, "WHOLE", {4: whole, 8: whole})
    for parameter in ("1:1", "3:5"):
        experiment = Experiment.from_words({"objective": objective, "parameter": parameter})
        circuit = draw(experiment, 8, 12)
        circuit = replace(circuit, angles=np.round(circuit.angles / (np.pi / 2) - 6) * (np.pi / 2) + 1e-3)
        assert_equal(experiment, 8, circuit, range(int(parameter[0]), 13))
        assert_equal(experiment, 8, replace(circuit, inverted=frozenset({1, 3, 4})), range(int(parameter[0]), 13))


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"connectivity": "grid", "objective": "YIX"},
        {"connectivity": "complete"},
        {"connectivity": "ring", "objective": "IZIIIIZIZI"},
        {"objective": "projector"},
        {"objective": "local_projector"},
    ],
)
@pytest.mark.parametrize("tile", [2, 3, 4, 6, 8])
def test_agrees_with_qulacs_with_tiles_of_any_size(words, tile, monkeypatch):
    monkeypatch.setattr(kernels, "TILE", tile)
    monkeypatch.setattr(kernels, "WHOLE", {4: 0, 8: 0})
    experiment = Experiment.from_words(words)
    circuit, layers = draw(experiment, 10, 30), [1, 2, 3, 11, 12, 30]
    assert_equal(experiment, 10, circuit, layers)
    double, single = (
        np.array(CompiledCurve(experiment, qubits=10, layers=layers, precision=precision)(circuit))
        for precision in PRECISIONS
    )
    assert 0 < abs(single - double).max() < 2e-6


def test_phases_of_a_qubit_that_is_turned_about_z_at_last_count_where_the_objective_flips_it(monkeypatch):
    monkeypatch.setattr(kernels, "TILE", 2)
    monkeypatch.setattr(kernels, "WHOLE", {4: 0, 8: 0})
    experiment = Experiment.from_words({"objective": "ZIXI"})
    circuit = draw(experiment, 6, 8)
    circuit.axes[-3:, 2:] = 2
    assert_equal(experiment, 6, circuit, [1, 6, 8])


@pytest.mark.parametrize(
    ("words", "reached"),
    [({}, 5), ({"objective": "random:2:5"}, 12), ({"parameter": "2:9"}, 9), ({"connectivity": "ring"}, 12)],
)
def test_agrees_with_qulacs_where_the_light_cone_leaves_qubits_out(words, reached):
    experiment = Experiment.from_words(words)
    circuit = draw(experiment, 12, 4)
    layers = range(experiment.parameter[0], 5)
    assert len(CompiledCurve(experiment, qubits=12, layers=layers)._work(False).register.neighbours) == reached
    assert_equal(experiment, 12, circuit, layers)
    assert_equal(experiment, 12, replace(circuit, inverted=frozenset({1, 3})), layers)


@pytest.mark.parametrize("inverted", [{0}, {1, 2}, {4}, {0, 1, 2, 3, 4, 5}])
@pytest.mark.parametrize("qubits", [4, 10])
@pytest.mark.parametrize("parameter", ["1:1", "3:2"])
def test_agrees_with_qulacs_where_gates_come_before_rotations(inverted, qubits, parameter):
    experiment = Experiment.from_words({"parameter": parameter, "objective": "YXZ"})
    circuit = replace(draw(experiment, qubits, 6), inverted=frozenset(inverted))
    assert_equal(experiment, qubits, circuit, range(experiment.parameter[0], 7))


def test_what_is_read_along_the_way_changes_nothing_but_rounding():
    experiment = Experiment()
    circuit = draw(experiment, 10, 100)
    whole = np.array(CompiledCurve(experiment, qubits=10, layers=range(1, 101))(circuit))
    last = np.array(CompiledCurve(experiment, qubits=10, layers=[100])(circuit))
    np.testing.assert_allclose(last[:, 0], whole[:, -1], atol=1e-13)


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_single_precision_is_as_near_as_its_rounding_lets_it(name):
    """Thirty layers of four or eight qubits: a few hundred roundings of 6e-8 each, of numbers of size 1 or less."""
    experiment = Experiment.from_words(EXPERIMENTS[name])
    layers = range(experiment.parameter[0], 31)
    for qubits in (4, 8) if fits(EXPERIMENTS[name], 8) else (4,):
        circuit = draw(experiment, qubits, 30)
        double, single = (
            np.array(CompiledCurve(experiment, qubits=qubits, layers=layers, precision=precision)(circuit))
            for precision in PRECISIONS
        )
        assert 0 < abs(single - double).max() < 2e-6
        assert single.dtype == float


@pytest.mark.parametrize("qubits", [8, 13, 16])
def test_after_500_layers_single_precision_is_off_by_little_of_the_spread(qubits):
    """On the plateau, where the spread over depths is that over circuits. Measured: 5e-5 at worst, 4e-6 mostly."""
    experiment = Experiment()
    circuit = draw(experiment, qubits, 500)
    double, single = (
        np.array(CompiledCurve(experiment, qubits=qubits, layers=range(301, 501), precision=precision)(circuit))
        for precision in PRECISIONS
    )
    spread = double.std(axis=1)
    assert (abs(single - double).max(axis=1) < 2e-4 * spread).all()
    assert (np.sqrt(((single - double) ** 2).mean(axis=1)) > 1e-7 * spread).all()


def test_repeated_runs_give_the_same_bits():
    experiment = Experiment()
    curve = CompiledCurve(experiment, qubits=9, layers=range(1, 31))
    first = curve(draw(experiment, 9, 30))
    curve(draw(experiment, 9, 30, index=1))
    np.testing.assert_array_equal(first, curve(draw(experiment, 9, 30)))
