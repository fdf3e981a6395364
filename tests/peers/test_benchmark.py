"""The benchmark: its arithmetic, its gate on wrong answers, and the other simulators where they are installed."""

import doctest
import importlib.util
from dataclasses import replace

import numpy as np
import pytest

from peers import gates, measure, rounds
from peers.contenders import COMPILED, OURS, PEERS, TOLERANCE, Contender, allowed, contenders
from peers.worker import PREPARED, ContenderError, Worker
from plateaus.tables import benchmark
from plateaus.tables.benchmark import ALONE, AS_USED

SHIFT = PEERS[0]


@pytest.fixture(scope="module")
def ours():
    """This workflow, in one process for all tests."""
    with Worker(OURS, 1) as ours:
        yield ours


@pytest.fixture(scope="module")
def qulacs(ours):
    """This workflow and the parameter-shift rule, which need no package of others."""
    with Worker(SHIFT, 1) as shift:
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


def test_slow_ones_leave_time_for_more_rounds_of_the_quick_ones(monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(rounds.time, "monotonic", lambda: clock[0])

    def taking(duration):
        def run(number):
            clock[0] += duration
            return duration

        return run

    times = rounds.interleave({"quick": taking(1), "near": taking(7), "slow": taking(50)}, seconds=30)
    assert {key: len(of) for key, of in times.items()} == {"quick": 7, "near": 7, "slow": 3}
    times = rounds.interleave({"quick": taking(1), "slow": taking(9)}, seconds=100)
    assert {key: len(of) for key, of in times.items()} == {"quick": rounds.MOST, "slow": 11}


def test_there_are_no_more_rounds_than_so_many():
    assert len(rounds.interleave({"a": float}, seconds=60)["a"]) == rounds.MOST


def test_ratios_are_taken_round_by_round_and_against_each_of_our_variants():
    """A machine that slows down by half for a round changes no ratio."""
    spell = np.array([1.0, 1.5, 1.0, 1.0, 1.2, 1.0])
    columns = measure.ratios(6 * spell, {"": 2 * spell, "_native": spell})
    assert columns["ratio_low"] == columns["ratio"] == columns["ratio_high"] == 3
    assert columns["ratio_native"] == 6
    assert measure.ratios(6 * spell, {"": 2 * spell[:3]})["ratio"] == 3  # the rounds that had both


@pytest.mark.parametrize("qubits", [4, 8, 12, 16, 18, 20, 24])
def test_circuits_are_as_deep_as_their_light_cone_is_wide(qubits):
    (circuit,) = measure.circuits(qubits, measure.depth_of(qubits), 0, 1)
    start, first, *_, last = gates.layers(circuit)
    assert {on[0] for _, on, _ in start} == {on[0] for kind, on, _ in first if kind != gates.CZ} == set(range(qubits))
    assert [on for _, on, _ in last] == [(0,), (1,)]
    assert qubits > 12 or circuit.layers == 10 * qubits


def test_the_timed_depths_stand_for_all():
    assert np.mean(measure.SWEEP_TIMED) == np.mean(range(1, measure.SWEEP_LAYERS + 1))


@pytest.mark.parametrize("precision", TOLERANCE)
@pytest.mark.parametrize("qubits", [4, 20])
def test_a_wrong_answer_stops_the_benchmark(precision, qubits):
    contender = Contender("a rival", "rival", "rival", precision)
    ours, most = np.array([0.1, 0.2]), allowed(precision, qubits)
    assert measure.disagreement(contender, ours + most / 2, ours, qubits) == pytest.approx(most / 2)
    some = np.array([np.nan, 0.2])
    assert measure.disagreement(contender, some, ours, qubits) == 0
    for wrong in (ours + 2 * most, np.full(2, np.nan)):
        with pytest.raises(ContenderError, match="a rival"):
            measure.disagreement(contender, wrong, ours, qubits)
    assert allowed("double", qubits) == 1e-10
    assert allowed("single", 14) == 1e-6


def test_what_is_outside_the_light_cone_changes_nothing(ours):
    """Gates that simulators are not given: other angles there, the same gradient."""
    (circuit,) = measure.circuits(5, 6, 0, 1)
    given = {(layer, on[0]) for layer, of in enumerate(gates.layers(circuit)[1:]) for kind, on, _ in of if kind < 3}
    angles = np.array(
        [[a if (layer, q) in given else a + 1 for q, a in enumerate(row)] for layer, row in enumerate(circuit.angles)]
    )
    assert len(given) == gates.rotations_in(circuit) < circuit.angles.size
    one, other = ours("gradient", (circuit,), (replace(circuit, angles=angles),))[0]
    assert one == pytest.approx(other, abs=1e-14)


def test_what_is_prepared_is_not_timed(qulacs):
    """Both ways give the same numbers; ten deep circuits of two qubits are mostly made, hardly simulated."""
    batch = [(circuit,) for circuit in measure.circuits(2, 400, 0, 10)]
    used, alone = ([qulacs[1](function, *batch) for _ in range(3)] for function in ("gradient", PREPARED))
    np.testing.assert_allclose(used[0][0], alone[0][0], atol=1e-13)
    assert min(taken for _, taken in alone) < 0.5 * min(taken for _, taken in used)


def test_whoever_would_take_too_long_is_left_out_of_larger_sizes(qulacs):
    ours, shift = qulacs
    needed = measure.LONGEST / measure.work(16)
    rows = [
        {"task": ALONE, "threads": 1, "contender": worker.contender.name, "qubits": 12}
        | {"ns_per_rotation_and_amplitude": 1e9 * needed * factor}
        for worker, factor in ((ours, 0.9), (shift, 1.1))
    ]
    assert measure.quick_enough(qulacs, rows, qubits=12, task=ALONE, threads=1) == qulacs
    assert measure.quick_enough(qulacs, rows, qubits=16, task=ALONE, threads=1) == [ours]
    assert measure.quick_enough(qulacs, rows, qubits=16, task=AS_USED, threads=1) == qulacs


def test_time_to_a_variance_is_circuits_times_gradient_and_the_exact_method(qulacs):
    rows = measure.gradients(qulacs, task=AS_USED, qubits=3, threads=1, seconds=0)
    found = measure.variances(rows, needed=measure.Needed(plain=700, averaged=300), qubits=3)
    assert [row["contender"] for row in found] == [OURS.name, SHIFT.name, "exact method", OURS.name]
    assert found[1]["seconds"] == pytest.approx(700 * rows[1]["seconds"])
    assert found[1]["ratio"] == rows[1]["ratio"]
    assert found[2]["ratio"] == pytest.approx(found[2]["seconds"] / found[0]["seconds"])
    assert (found[3]["task"], found[3]["seconds"]) == (benchmark.AVERAGED, pytest.approx(300 * rows[0]["seconds"]))


def test_circuits_needed_fall_as_the_square_of_the_error_and_averaging_takes_fewer(qulacs, monkeypatch):
    few = measure.circuits_needed(qulacs[0], qubits=2)
    monkeypatch.setattr(measure, "WITHIN", measure.WITHIN / 2)
    many = measure.circuits_needed(qulacs[0], qubits=2)
    assert (many.plain, many.averaged) == (pytest.approx(4 * few.plain, abs=4), pytest.approx(4 * few.averaged, abs=4))
    assert few.plain > few.averaged > 100


def test_a_contender_that_fails_or_is_absent_is_named():
    with Worker(OURS, 1) as worker, pytest.raises(ContenderError, match=OURS.name):
        worker("gradient", ("no circuit",))
    with pytest.raises(ContenderError, match=r"a rival.*make benchmark"):
        Worker(Contender("a rival", "rival", "rival"), 1)


def test_a_native_build_is_timed_beside_the_installed_one():
    names = [contender.name for contender in contenders("elsewhere")]
    ours = [OURS.name, *(contender.name for contender in COMPILED.values())]
    assert names[:5] == [*ours, f"{OURS.name}, native", f"{SHIFT.name}, native"]
    assert len(set(names)) == len(names) == len(contenders()) + 2


@pytest.mark.parametrize("contender", [*COMPILED.values(), *PEERS], ids=lambda contender: contender.name)
def test_others_agree(contender, ours):
    imports = {
        "panta-sim": "panta_sim",
        "pennylane-lightning": "pennylane_lightning",
        "prism-q": "prism_q",
        "qevedo-simulator": "qevedo",
        "qiskit-aer": "qiskit_aer",
        "tensorcircuit-ng": "tensorcircuit",
    }
    if not importlib.util.find_spec(imports.get(contender.package, contender.package)):
        pytest.skip(f"{contender.package} is not installed: it comes with make benchmark")
    with Worker(contender, 1) as other:
        for qubits, layers in ((2, 1), (3, 4), (5, 12)):
            depths = tuple(range(1, layers + 1))
            for circuit in measure.circuits(qubits, layers, 0, 2):
                expected = ours("sweep", (circuit, depths))[0][0]
                for function in ("gradient", PREPARED):
                    measure.disagreement(contender, np.array(other(function, (circuit,))[0]), expected[-1:], qubits)
                if "sweep" in other.functions:
                    measure.disagreement(contender, other("sweep", (circuit, depths))[0][0], expected, qubits)
