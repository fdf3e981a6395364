"""The model of costs: it counts what programs do, and gives what their jobs took where that was measured."""

import io
from functools import partial

import pytest

from plateaus.engines.backward import WholeGradient
from plateaus.engines.registry import DENSITY, QULACS
from plateaus.engines.statevector import GradientCurve
from plateaus.ensemble.angles import SmallAngles
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.objectives import RandomString
from plateaus.ensemble.source import Source
from plateaus.plan import resources
from plateaus.plan.resources import EXACT_START, cost, exact_cost, probe_cost
from plateaus.probes.recording import record
from plateaus.probes.registry import KINDS
from plateaus.theory import curve as curves
from plateaus.theory.chain import chain_of
from plateaus.theory.cross_terms import _Blocks
from plateaus.theory.methods import method_for, states_per_qubit
from plateaus.theory.mps_curve import _short_range_order, layer_gates

of = Experiment.from_words
NOISY = of({"noise": "depolarizing:0.01"})
PROBES = {
    "gradients": (Experiment(), {}),
    "training": (Experiment(), {"steps": "5", "rate": "0.1"}),
    "shots": (Experiment(), {"shots": "10,100"}),
    "trajectories": (NOISY, {"each": "3", "layers": "1-4"}),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_probe_takes_states_through_circuits_as_often_as_its_kind_says(name, monkeypatch):
    """Counted while one circuit is recorded: whole gradients, states alone, and curves of state and tangent."""
    counts = dict.fromkeys(("gradient", "state", "built", "curve"), 0)

    def count(owner, method, key):
        original = getattr(owner, method)

        def counted(*args):
            counts[key] += 1
            return original(*args)

        monkeypatch.setattr(owner, method, counted)

    count(WholeGradient, "__init__", "built")
    count(WholeGradient, "__call__", "gradient")
    count(WholeGradient, "state", "state")
    count(GradientCurve, "__call__", "curve")
    kind, (experiment, words) = KINDS[name], PROBES[name]
    settings = {setting.name: setting.parse(words[setting.name]) for setting in kind.settings}
    source = Source("counted", 1, experiment=experiment)
    found = record(kind, source, qubits=3, depth=4, first=0, circuits=1, log=io.StringIO(), **settings)
    work = kind.work(qubits=3, depth=4, **settings)
    assert work.rows == len(found["circuit"])
    assert work.built == counts["built"] + counts["curve"]
    alone = counts["state"] - counts["gradient"]  # a whole gradient begins with the state
    assert work.states == resources.GRADIENT_STATES * counts["gradient"] + alone + 2 * counts["curve"]
    assert work.outcomes == (sum(settings["shots"]) if name == "shots" else 0)


@pytest.mark.parametrize("objective", ["ising", "heisenberg"])
@pytest.mark.parametrize("qubits", [2, 4, 5])
def test_blocks_of_pairs_of_strings_are_counted(objective, qubits):
    x = of({"objective": objective})
    assert resources._products(x, qubits) == len(_Blocks(x, qubits).objective())


@pytest.mark.parametrize("objective", ["ZZ", "projector", "XY", "local_projector", "ising", "random:2:5"])
@pytest.mark.parametrize("axes", ["random", "X"])
def test_dense_vectors_have_as_many_entries_as_planning_says(objective, axes):
    x = of({"objective": objective, "axes": axes})
    assert len(chain_of(x, 3).objective(range(3)).dense()) == states_per_qubit(x, 3) ** 3
    assert curves.exact_curve(x, qubits=3, layers=2).method == method_for(x, 3)


def test_angles_that_depend_on_the_depth_take_a_curve_for_each(monkeypatch):
    followed = []
    dense = curves.METHODS["dense"]

    def counted(experiment, *, qubits, layers, tolerance):
        followed.append(layers)
        return dense(experiment, qubits=qubits, layers=layers, tolerance=tolerance)

    monkeypatch.setattr(curves, "METHODS", {"dense": counted})
    x = Experiment(angles=SmallAngles())
    curves.exact_curve(x, qubits=3, layers=6)
    one, all_of_them = (exact_cost(e, qubits=3, layers=6).seconds - EXACT_START for e in (Experiment(), x))
    assert all_of_them / one == pytest.approx(sum(followed) / 6)


@pytest.mark.parametrize(("graph", "qubits"), [("chain", 20), ("ring", 18), ("ladder", 18), ("grid", 16), ("grid", 20)])
def test_gates_of_matrix_product_states_are_counted_with_their_swaps(graph, qubits):
    """On the chain exactly, on other graphs as many as on a square, which is no less than there are."""
    x = of({"connectivity": graph})
    chain = chain_of(x, qubits)
    gates = len(layer_gates(chain, _short_range_order(chain.edges, qubits)))
    model = resources._gates(x, qubits)
    assert (gates == model) if graph == "chain" else (gates <= model <= 4 * gates)


def test_what_makes_a_circuit_costlier_than_its_gates_counts():
    of_circuits = partial(cost, qubits=6, depth=60, recorded=60, circuits=75)
    plain, noisy = of_circuits(), of_circuits(experiment=NOISY)
    assert DENSITY.speeds["double"].numbers(6) == QULACS.numbers(12) == 4**6
    assert noisy.seconds > 5 * plain.seconds
    trained = of_circuits(experiment=of({"start": "pretrained:20:30:0.1"}))
    longer = of_circuits(experiment=of({"start": "pretrained:20:60:0.1"}))
    # 31 and 61 gradients on the way to as many trained circuits
    assert (longer.seconds - plain.seconds) / (trained.seconds - plain.seconds) == pytest.approx(61 / 31, rel=0.05)


def test_an_exact_curve_that_there_is_none_of_costs_the_start_of_the_program():
    for words in ({"start": "perturbed:2:0.1"}, {"objective": "ising"}):
        assert exact_cost(of(words), qubits=11, layers=100).seconds == EXACT_START


def test_letters_that_are_drawn_are_not_needed_for_a_cost(monkeypatch):
    """With X and Y there are most states: the cost is that, whatever was drawn."""
    monkeypatch.setattr(RandomString, "terms", lambda *_: pytest.fail("drawn"))
    random, fixed = (exact_cost(of({"objective": o}), qubits=8, layers=100) for o in ("random:3:1", "XYX"))
    assert random == fixed
    small = exact_cost(of({"objective": "random:3:1", "angles": "small"}), qubits=8, layers=100)
    assert small.seconds > random.seconds


# Seconds and peak MB of jobs of config/config.yaml, config/beyond.yaml and config/exact.yaml on one core of an AMD
# EPYC (Zen 3). Processor time where other jobs ran beside them.
MEASURED_CURVES = [
    ({}, 12, 840, 6.2, 55),
    ({}, 16, 840, 6.6, 134),
    ({}, 24, 840, 14.9, 137),
    ({}, 40, 840, 32.4, 137),
    ({}, 60, 840, 55.1, 141),
    ({"objective": "projector"}, 10, 500, 1.5, 72),
    ({"objective": "projector"}, 20, 500, 8.2, 138),
    ({"connectivity": "ring", "objective": "XYZ"}, 10, 120, 2.7, 72),
    ({"connectivity": "complete"}, 14, 40, 5.3, 222),
    ({"connectivity": "grid"}, 16, 60, 100.3, 1296),
    ({"objective": "ising"}, 10, 120, 43.8, 490),
    ({"objective": "heisenberg"}, 10, 120, 69.5, 658),
    ({"angles": "small"}, 8, 120, 1.4, 38),
]


@pytest.mark.parametrize(("words", "qubits", "layers", "seconds", "megabytes"), MEASURED_CURVES)
def test_exact_curves_cost_what_was_measured(words, qubits, layers, seconds, megabytes):
    model = exact_cost(of(words), qubits=qubits, layers=layers)
    assert seconds / 2 < model.seconds < 2 * seconds
    assert megabytes < model.megabytes < megabytes + 500


MEASURED_PROBES = [
    ("gradients", {}, 8, 96, 500, 4.9),
    ("training", {"steps": "50", "rate": "0.02"}, 10, 120, 10, 12.7),
    ("training", {"steps": "50", "rate": "0.02"}, 7, 84, 10, 2.3),
    ("shots", {"shots": "100,1000,10000"}, 10, 120, 200, 3.0),
    ("trajectories", {"each": "2", "layers": "1-60"}, 10, 60, 1000, 13.5),
]


@pytest.mark.parametrize(("kind", "words", "qubits", "depth", "circuits", "seconds"), MEASURED_PROBES)
def test_probes_cost_what_was_measured(kind, words, qubits, depth, circuits, seconds):
    x = PROBES[kind][0]
    model = probe_cost(KINDS[kind], words, qubits=qubits, depth=depth, circuits=circuits, experiment=x)
    assert seconds / 2 < model.seconds < 2 * seconds


def test_many_measurements_are_given_the_memory_they_take():
    few, many = (
        probe_cost(KINDS["shots"], {"shots": shots}, qubits=4, depth=10, circuits=1, experiment=Experiment())
        for shots in ("100", "100000000")
    )
    assert many.megabytes - few.megabytes > 2000
    assert many.seconds - few.seconds == pytest.approx(10, rel=0.01)
