"""The benchmark: its arithmetic, its gate on wrong answers, and the other simulators where they are installed."""

import doctest
import importlib.util

import numpy as np
import pytest

from peers import measure, rounds
from peers.contenders import COMPILED, OURS, PEERS, Contender, contenders
from peers.worker import ContenderError, Worker

SHIFT = PEERS[0]


@pytest.fixture
def qulacs():
    """This workflow and the parameter-shift rule, which need no package of others."""
    with Worker(OURS, 1) as ours, Worker(SHIFT, 1) as shift:
        yield [ours, shift]


@pytest.mark.parametrize("module", [rounds, measure])
def test_the_examples_in_the_docstrings(module):
    failed, tried = doctest.testmod(module)
    assert (failed, tried) == (0, 1)


def test_intervals_of_a_median_cover_it_as_often_as_they_say():
    """On log-normal times, whose median is 1."""
    generator = np.random.default_rng(5)
    for count in (3, 5, 6, 9, 15):
        found = [rounds.median(np.exp(generator.normal(size=count))) for _ in range(4000)]
        covered = np.mean([m.low <= 1 <= m.high for m in found])
        assert covered == pytest.approx(found[0].coverage, abs=0.02)
        assert found[0].coverage >= (rounds.LEVEL if count >= 6 else 0.7)


def test_rounds_are_interleaved_and_bounded():
    order = []

    def timed(name):
        def run(number):
            order.append((number, name))
            return float(number)

        return run

    times = rounds.interleave({"a": timed("a"), "b": timed("b")}, seconds=0)
    assert order == [(0, "a"), (0, "b"), (1, "b"), (1, "a"), (2, "a"), (2, "b")]
    np.testing.assert_array_equal(times["b"], [0.0, 1.0, 2.0])
    assert len(rounds.interleave({"a": timed("a")}, seconds=60)["a"]) == rounds.MOST


def test_ratios_are_taken_round_by_round_and_against_each_of_our_variants():
    """A machine that slows down by half for a round changes no ratio."""
    spell = np.array([1.0, 1.5, 1.0, 1.0, 1.2, 1.0])
    columns = measure.ratios(6 * spell, {"": 2 * spell, "_native": spell})
    assert columns["ratio_low"] == columns["ratio"] == columns["ratio_high"] == 3
    assert columns["ratio_native"] == 6


def test_circuits_are_deep_up_to_the_limit_and_the_timed_depths_stand_for_all():
    assert [measure.depth_of(n) for n in (4, 8, 12, 16)] == [40, 80, 120, 160]
    assert 20 * measure.depth_of(20) * 2**20 <= measure.LARGEST_CIRCUIT
    assert np.mean(measure.SWEEP_TIMED) == np.mean(range(1, measure.SWEEP_LAYERS + 1))


@pytest.mark.parametrize("precision", measure.TOLERANCE)
def test_a_wrong_answer_stops_the_benchmark(precision):
    contender = Contender("a rival", "rival", "rival", precision)
    ours, allowed = np.array([0.1, 0.2]), measure.TOLERANCE[precision]
    assert measure.disagreement(contender, ours + allowed / 2, ours) == pytest.approx(allowed / 2)
    some = np.array([np.nan, 0.2])
    assert measure.disagreement(contender, some, ours) == 0
    for wrong in (ours + 2 * allowed, np.full(2, np.nan)):
        with pytest.raises(ContenderError, match="a rival"):
            measure.disagreement(contender, wrong, ours)


def test_time_to_a_variance_is_circuits_times_gradient_and_the_exact_method(qulacs):
    rows = measure.gradients(qulacs, qubits=3, threads=1, seconds=0)
    found = measure.variances(rows, needed=700, qubits=3)
    assert [row["contender"] for row in found] == [OURS.name, SHIFT.name, "exact method"]
    assert found[1]["seconds"] == pytest.approx(700 * rows[1]["seconds"])
    assert found[1]["ratio"] == rows[1]["ratio"]
    assert found[2]["ratio"] == pytest.approx(found[2]["seconds"] / found[0]["seconds"])


def test_circuits_needed_fall_as_the_square_of_the_error(qulacs, monkeypatch):
    few = measure.circuits_needed(qulacs[0], qubits=2)
    monkeypatch.setattr(measure, "WITHIN", measure.WITHIN / 2)
    assert measure.circuits_needed(qulacs[0], qubits=2) == pytest.approx(4 * few, abs=4)
    assert few > 100


def test_a_contender_that_fails_or_is_absent_is_named():
    with Worker(OURS, 1) as worker, pytest.raises(ContenderError, match=OURS.name):
        worker("gradient", ("no circuit",))
    with pytest.raises(ContenderError, match=r"a rival.*make benchmark"):
        Worker(Contender("a rival", "rival", "rival"), 1)


def test_a_native_build_is_timed_beside_the_installed_one():
    names = [contender.name for contender in contenders("elsewhere")]
    assert names[:4] == [OURS.name, COMPILED.name, f"{OURS.name}, native", f"{SHIFT.name}, native"]
    assert len(set(names)) == len(names) == len(contenders()) + 2


@pytest.mark.parametrize("contender", PEERS, ids=lambda contender: contender.name)
def test_other_simulators_agree(contender):
    imports = {
        "pennylane-lightning": "pennylane_lightning",
        "qiskit-aer": "qiskit_aer",
        "tensorcircuit-ng": "tensorcircuit",
    }
    if not importlib.util.find_spec(imports.get(contender.package, contender.package)):
        pytest.skip(f"{contender.package} is not installed: it comes with make benchmark")
    with Worker(OURS, 1) as ours, Worker(contender, 1) as other:
        for qubits, layers in ((2, 1), (3, 4), (5, 12)):
            depths = tuple(range(1, layers + 1))
            for circuit in measure.circuits(qubits, layers, 0, 2):
                expected = ours("sweep", (circuit, depths))[0][0]
                measure.disagreement(contender, np.array(other("gradient", (circuit,))[0]), expected[-1:])
                if "sweep" in other.functions:
                    measure.disagreement(contender, other("sweep", (circuit, depths))[0][0], expected)
