"""The checks pass on what is right, at their level, and each mutation of the code makes a named check fail."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from qulacs import QuantumCircuit

from plateaus.checks import experiment as experiment_checks
from plateaus.checks.check import RESAMPLES, table
from plateaus.checks.experiment import against_exact, checks, distinct, other_engines, redrawn, table_of_variances
from plateaus.engines import descent, sampling
from plateaus.engines import statevector as simulator
from plateaus.engines.sampling import sample
from plateaus.engines.statevector import GradientCurve
from plateaus.ensemble.circuits import draw_circuit, stream
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.objectives import PauliString, parse
from plateaus.ensemble.source import Source
from plateaus.statistics import intervals
from plateaus.statistics.intervals import zero_mean_p_values
from plateaus.statistics.moments import Moments
from plateaus.storage.samples import VALUES, Samples
from plateaus.tables.checks import judged
from plateaus.tables.estimates import estimates
from plateaus.theory.curve import exact_curve
from plateaus.theory.infinite_depth import limits_at

PAPER = Source("test")
HALF_TURNS = replace(PAPER, experiment=Experiment.from_words({"angles": "uniform:-0.5:0.5"}))
"""Of which only E and ∂E are held against the theory."""
SIZES = (2, 4)
LAYERS = [1, 2, 3, 4, 6, 8, 16]
CIRCUITS = 1200
"""Of so many circuits each mutation fails its check by the least p-value there is, whatever the seed.

Angles in [0, π) are seen by E at few layers alone, and of half as many circuits by one seed in two.
"""
FEW = 300
"""Enough for every check to be made; those below do not depend on chance, and fail of any number of circuits."""
CERTAIN = ("redrawn circuits", "distinct circuits", "table of variances")
DEEPEST = 40


ERRORS = ("rel_error", "e_rel_error", "standard_error", "e_standard_error")
CURVE = ("layers", "variance", "mean", "e_variance", "e_mean", *ERRORS)


def exact_table(experiment=PAPER.experiment):
    """The exact moments as the table of them has them."""
    tables = []
    for n in SIZES:
        curve = exact_curve(experiment, qubits=n, layers=DEEPEST)
        table = pd.DataFrame({column: getattr(curve, column) for column in CURVE})
        tables.append(table.assign(experiment="test", qubits=n, **limits_at(experiment, n, curve.layers[-1])))
    return pd.concat(tables)


EXACT = exact_table()


def run(seed=0, batches=((0, CIRCUITS),), alter=lambda samples: samples):
    """Names of the checks that fail on samples of the paper's experiment as the code now makes them."""
    source = replace(PAPER, master_seed=seed)
    samples = []
    for n in SIZES:
        parts = [sample(source, qubits=n, layers=LAYERS, first=f, circuits=c) for f, c in batches]
        arrays: dict[str, Any] = {key: np.concatenate([part[key] for part in parts]) for key in ("axis", *VALUES)}
        indices = np.arange(sum(c for _, c in batches))
        samples.append(alter(Samples(source, n, circuit=indices, layers=parts[0]["layers"], **arrays)))
    found = judged(table(checks(samples, estimates(source, samples), EXACT, tolerance=1e-6)))
    assert len(found) == 12
    return set(found[~found["passed"]]["name"])


def test_what_is_right_passes():
    assert run() == set()


class OtherEdges(Experiment):
    """An experiment whose entangling gates a mutant changes."""

    change = staticmethod(lambda edges: edges)

    def edges(self, qubits):
        return self.change(super().edges(qubits))


class Mutant(GradientCurve):
    """A simulator with one thing wrong, by replacing what it is built from."""

    edges = staticmethod(lambda edges: edges)
    parameter = None
    objective = None

    def __init__(self, experiment, *, qubits, layers):
        other = {"parameter": self.parameter, "objective": self.objective(qubits) if self.objective else None}
        wrong = type("Wrong", (OtherEdges,), {"change": staticmethod(self.edges)})
        words = vars(experiment) | {key: value for key, value in other.items() if value}
        super().__init__(wrong(**words), qubits=qubits, layers=layers)


def mutate_simulator(**parts):
    return lambda monkeypatch: monkeypatch.setattr(simulator, "GradientCurve", type("Mutated", (Mutant,), parts))


class OtherSign(QuantumCircuit):
    """Rotations exp(+iθP/2): of RX and RY the angle, of RZ what is left of λ without the frame of its RX."""

    def add_U3_gate(self, qubit, theta, phi, lam):
        super().add_U3_gate(qubit, -theta, phi, -phi - (lam + phi))


def use(circuit):
    return lambda monkeypatch: monkeypatch.setattr(simulator, "QuantumCircuit", circuit)


def rx_and_ry_mixed_up(monkeypatch):
    """RX where RY is meant and the other way round."""
    monkeypatch.setattr(simulator, "RZ_AROUND_RY", simulator.RZ_AROUND_RY[::-1])


def generator_p(monkeypatch):
    """∂E four times too large in variance: the generator taken as P instead of P/2."""
    monkeypatch.setattr(simulator, "PAULI", 2 * simulator.PAULI)


def redraw(change):
    """Circuits other than drawn."""

    def mutate(monkeypatch):
        def draw(source, **key):
            return change(draw_circuit(source, **key))

        monkeypatch.setattr(sampling, "first_circuit", draw)

    return mutate


def start_twice(monkeypatch):
    original = GradientCurve.__init__

    def init(self, experiment, **key):
        original(self, experiment, **key)
        for qubit in range(key["qubits"]):
            self._start.add_RY_gate(qubit, -np.pi / 4)

    monkeypatch.setattr(GradientCurve, "__init__", init)


def half_the_angles(monkeypatch):
    """Angles in [0, π), in the seeds' own drawing: circuits redrawn from them agree, their law does not."""

    def draw(source, **key):
        circuit = draw_circuit(source, **key)
        return replace(circuit, angles=circuit.angles / 2)

    monkeypatch.setattr(descent, "draw_circuit", draw)


def axes_never_y(monkeypatch):
    def draw(source, **key):
        circuit = draw_circuit(source, **key)
        return replace(circuit, axes=np.where(circuit.axes == 1, 0, circuit.axes).astype(np.int8))

    monkeypatch.setattr(descent, "draw_circuit", draw)


def standard_deviation(monkeypatch):
    monkeypatch.setattr(Moments, "variance", property(lambda self: np.sqrt(self.central[2] / (self.count - 1))))


def first_two_angles_shared(monkeypatch):
    """One random stream for all circuits of a pair: seeds used twice."""

    def draw(source, *, index, **key):
        return draw_circuit(source, index=index // 2, **key)

    monkeypatch.setattr(descent, "draw_circuit", draw)


MUTATIONS = {
    "sign of the rotations": (use(OtherSign), "redrawn circuits"),
    "generator P instead of P/2": (generator_p, "variance of the gradient"),
    "RX and RY mixed up": (rx_and_ry_mixed_up, "redrawn circuits"),
    "a missing CZ": (mutate_simulator(edges=staticmethod(lambda edges: edges[1:])), "variance of the gradient"),
    "a doubled CZ": (mutate_simulator(edges=staticmethod(lambda edges: (*edges, edges[0]))), "redrawn circuits"),
    "parameter of another qubit": (mutate_simulator(parameter=(1, 2)), "redrawn circuits"),
    "wrong qubit order": (
        mutate_simulator(objective=staticmethod(lambda n: PauliString("I" * (n - 2) + "ZZ"))),
        "variance of the gradient",
    ),
    "another objective": (mutate_simulator(objective=staticmethod(lambda n: PauliString("ZI"))), "variance of E"),
    "RY layer repeated": (start_twice, "variance of the gradient"),
    "RY layer left out": (redraw(lambda c: replace(c, initial_state="none")), "variance of the gradient"),
    "angles in [0, π)": (half_the_angles, "mean of E"),
    "axes never Y": (axes_never_y, "variance of the gradient"),
    "reused seeds": (first_two_angles_shared, "distinct circuits"),
    "std for variance": (standard_deviation, "table of variances"),
}


@pytest.mark.parametrize(("mutate", "check"), MUTATIONS.values(), ids=MUTATIONS)
def test_a_mutation_fails_a_named_check(mutate, check, monkeypatch):
    mutate(monkeypatch)
    assert check in run(batches=((0, FEW if check in CERTAIN else CIRCUITS),))


def test_seeds_reused_by_every_job_are_seen():
    assert "distinct circuits" in run(batches=((0, FEW // 2), (0, FEW // 2)))


def test_a_global_sign_is_seen_by_the_redrawn_circuits_alone():
    failed = run(alter=lambda s: replace(s, gradient=-s.gradient))
    assert failed == {"redrawn circuits"}


@pytest.mark.parametrize("number", [1, 29, 50, 500])
def test_however_many_checks_there_are_each_can_fail(number):
    found = pd.DataFrame({"statistical": True, "p_value": [1 / (RESAMPLES + 1)] + [0.5] * (number - 1)})
    assert judged(found)["passed"].tolist() == [False] + [True] * (number - 1)


def sampled(source, **grid):
    return Samples(source, grid["qubits"], **sample(source, first=0, **grid))


def test_shallow_circuits_that_agree_by_chance_are_not_reused_seeds():
    source = replace(PAPER, experiment=Experiment.from_words({"objective": "XX"}))
    samples = sampled(source, qubits=4, layers=[1], circuits=1000)
    assert len(np.unique(samples.gradient)) < 990  # many values are discrete
    assert distinct([samples]).p_value == 1


def test_signs_of_the_curvature_are_seen_by_the_redrawn_circuits():
    samples = sampled(PAPER, qubits=4, layers=LAYERS, circuits=20)
    assert redrawn([samples]).p_value == 1
    assert redrawn([replace(samples, curvature=-samples.curvature)]).p_value == 0


@cache
def with_curvature():
    return sampled(PAPER, qubits=4, layers=[2, 8, DEEPEST], circuits=1500)


@pytest.mark.parametrize(
    ("wrong", "seen"),
    [
        (lambda s: s.curvature, set()),
        (lambda s: s.curvature + s.objective / 2, {"variance of the curvature", "averaged variance of the gradient"}),
        (lambda s: s.curvature + 0.02, {"mean of the curvature"}),
    ],
    ids=["right", "without E/2", "shifted"],
)
def test_a_wrong_curvature_is_seen_by_its_moments(wrong, seen, monkeypatch):
    monkeypatch.setattr(experiment_checks, "RESAMPLES", 999)
    samples = with_curvature()
    found = against_exact([replace(samples, curvature=wrong(samples))], EXACT)
    assert {check.name for check in found if check.p_value < 0.002} == seen


def test_a_wrong_average_in_the_table_is_seen():
    samples = sampled(PAPER, qubits=2, layers=[1, 5], circuits=20)
    rows = estimates(PAPER, [samples])
    assert table_of_variances([samples], rows).p_value == 1
    for wrong in (1.001 * rows["averaged_variance"], np.nan, rows["variance"]):
        assert table_of_variances([samples], rows.assign(averaged_variance=wrong)).p_value == 0
    half = replace(samples, source=HALF_TURNS)
    empty = estimates(HALF_TURNS, [half])
    assert table_of_variances([half], empty).p_value == 1
    assert table_of_variances([half], empty.assign(averaged_variance=rows["averaged_variance"])).p_value == 0


def test_sizes_beyond_the_usual_ones_are_redrawn_too():
    samples = sampled(PAPER, qubits=9, layers=[2, 4], circuits=3)
    assert redrawn([samples]).p_value == 1
    wrong = redrawn([replace(samples, gradient=-samples.gradient)])
    assert wrong.p_value == 0


@pytest.mark.parametrize("precision", ["double", "single"])
@pytest.mark.parametrize("words", [{}, {"objective": "local_projector"}], ids=["ZZ", "local projector"])
def test_samples_of_another_engine_are_held_against_the_default_one(precision, words):
    """A fault of a thousandth is seen in single precision, of 1e-8 in double; and a circuit that is missing."""
    source = replace(PAPER, experiment=Experiment.from_words(words))
    samples = sampled(source, qubits=4, layers=[1, 3, 60], circuits=40, engine="numba", precision=precision)
    again = sampled(source, qubits=4, layers=[1, 3], circuits=1)
    assert other_engines([samples], [again]).p_value == redrawn([samples]).p_value == 1
    fault = {"double": 1e-8, "single": 1e-3}[precision]
    for quantity in VALUES:
        values = getattr(samples, quantity)
        wrong = replace(samples, **{quantity: values + fault * np.array([0, 1, 0]) * values.std(axis=0)})
        assert other_engines([wrong], [again]).p_value == 0
    missing: tuple[list[Samples], ...] = (
        [],
        [samples],
        [replace(again, qubits=6)],
        [replace(again, layers=np.array([1, 4]))],
    )
    assert [other_engines([samples], wrong).p_value for wrong in missing] == [0] * len(missing)
    found = checks([samples], estimates(source, [samples]), EXACT, tolerance=None)
    assert {check.name for check in found if check.p_value == 0} == {"other engines"}


def failed(samples, exact, tolerance=1e-6):
    """Names of the checks that do not hold."""
    found = checks([samples], estimates(samples.source, [samples]), exact, tolerance=tolerance)
    return {check.name for check in found if check.p_value == 0}


def test_a_bad_exact_error_is_seen():
    samples = sampled(PAPER, qubits=2, layers=LAYERS, circuits=50)
    assert failed(samples, EXACT.assign(rel_error=1e-3)) == {"error of the exact variance"}


@pytest.mark.parametrize("lost", [EXACT["qubits"] > 0, EXACT["qubits"] == 2, EXACT["layers"] == LAYERS[-1]])
def test_exact_values_that_are_missing_are_seen(lost):
    samples = sampled(PAPER, qubits=2, layers=LAYERS, circuits=150)
    assert failed(samples, EXACT[~lost]) == {"error of the exact variance"}
    assert failed(samples, EXACT[~lost], tolerance=None) == set()  # none were asked for


@pytest.mark.parametrize(
    ("size", "exactly", "seen"), [(0.0, 0.0, False), (1e-15, 0.0, False), (1e-15, 1e-60, False), (1e-6, 0.0, True)]
)
def test_a_gradient_that_is_zero_is_held_against_rounding(size, exactly, seen):
    """θ of layer 3 commutes with all that follows it in layer 3; what is simulated there instead has a given size."""
    later = Experiment(parameter=(3, 3))
    samples = sampled(replace(PAPER, experiment=later), qubits=4, layers=[3, 6], circuits=200)
    samples.gradient[:, 0] = size * stream(3, "rounding").normal(size=200)
    exact = pd.DataFrame(
        {"qubits": 4} | {key: getattr(exact_curve(later, qubits=4, layers=6), key)[[2, 5]] for key in CURVE}
    )
    assert exact["variance"].tolist()[0] == 0
    exact.loc[0, "variance"] = exactly
    found = checks([samples], estimates(samples.source, [samples]), exact.assign(limit=np.nan), tolerance=1e-6)
    failing = {check.name for check in found if check.p_value < 0.01}
    names = {"variance of the gradient", "averaged variance of the gradient", "redrawn circuits"}
    assert failing == (names if seen else set())


def test_there_is_nothing_to_miss_where_the_theory_does_not_cover_the_experiment():
    experiment = Experiment.from_words({"start": "perturbed:1:0.05"})
    samples = sampled(Source("test", independent=True, experiment=experiment), qubits=2, layers=[8], circuits=150)
    assert failed(samples, EXACT[:0]) == set()


def test_p_values_are_uniform_under_the_hypothesis():
    """Correlated columns with the tails of Z₁Z₂: about 5 % of p-values below 5 %, no more than 2 % below 1 %."""
    generator = stream(1, "level")
    p_values = []
    for _ in range(200):
        groups = []
        for _ in range(3):
            walk = generator.normal(size=(400, 10)).cumsum(axis=1) / np.sqrt(np.arange(1, 11))
            groups.append([walk**2 - 1])
        p_values += zero_mean_p_values(groups, resamples=299, generator=generator)
    below = np.array(p_values)
    assert 0.02 < (below <= 0.05).mean() < 0.10
    assert (below <= 0.01).mean() < 0.03


def test_fewer_resamples_do_where_the_p_value_is_not_small(monkeypatch):
    columns = stream(2, "resamples").normal(size=(300, 5))
    shifts = (0.05, 0.085, 0.115, 0.3)

    def p_values():
        return [zero_mean_p_values([[columns + s]], resamples=4999, generator=stream(3, f"{s}"))[0] for s in shifts]

    few = p_values()
    monkeypatch.setattr(intervals, "ENOUGH", np.inf)
    every = p_values()
    assert every[0] > 0.5 > every[1] > 0.03 > 0.02 > every[2]
    np.testing.assert_allclose(few, every, rtol=0.2)
    assert few[2:] == every[2:]  # of as many: the same numbers
    assert few[3] == 1 / 5000


@pytest.mark.parametrize("circuits", [100, 300, 800])
@pytest.mark.parametrize("factors", [1, 2, 3], ids=["ZZ", "projector", "shallow projector"])
def test_variances_are_held_against_theory_at_their_level_whatever_their_tails(factors, circuits, monkeypatch):
    """Values of unit variance, correlated along the depth, with the kurtosis 3 of deep Z₁Z₂, 9 and 27."""
    monkeypatch.setattr(experiment_checks, "RESAMPLES", 999)
    generator, layers = stream(1, f"level {factors} {circuits}"), np.arange(1, 13)
    exact = pd.DataFrame({"qubits": np.repeat(SIZES, len(layers)), "layers": np.tile(layers, len(SIZES))})
    exact = exact.assign(mean=0.0, variance=1.0, e_mean=0.0, e_variance=1.0)

    def curves():
        normal = generator.normal(size=(factors, circuits, len(layers)))
        for depth in range(1, len(layers)):
            normal[..., depth] = 0.9 * normal[..., depth - 1] + np.sqrt(1 - 0.9**2) * normal[..., depth]
        return normal.prod(axis=0)

    p_values = []
    for seed in range(100):
        index = np.arange(circuits)
        samples = [
            Samples(
                replace(HALF_TURNS, master_seed=seed), n, index, index % 3, layers, curves(), curves(), np.array([])
            )
            for n in SIZES
        ]
        p_values += [c.p_value for c in against_exact(samples, exact) if c.name.startswith("variance")]
    below = np.array(p_values)
    assert len(below) == 200
    assert (below <= 0.05).mean() <= 0.06 + 2 * 0.017  # two standard errors of 200 runs
    assert (below <= 0.001).mean() <= 0.01


@pytest.mark.parametrize(("circuits", "compared"), [(100, 4), (3000, 6)])
def test_tails_that_so_few_circuits_miss_are_not_held_against_theory_before_the_plateau(
    circuits, compared, monkeypatch
):
    """Shallow projectors on 12 qubits have a kurtosis of 2900: of 100 circuits none may be of those that count."""
    monkeypatch.setattr(experiment_checks, "RESAMPLES", 999)
    projector = replace(HALF_TURNS, experiment=replace(HALF_TURNS.experiment, objective=parse("projector")))
    layers = np.arange(1, 7)
    variance = np.array([50.0, 8.0, 1.0, 1.0, 1.0, 1.0])  # two depths before the plateau, of the limit 1
    exact = pd.DataFrame({"qubits": 12, "layers": layers, "variance": variance, "limit": 1.0, "mean": 0.0})
    exact = exact.assign(e_variance=variance, e_limit=1.0, e_mean=0.0)
    normal = stream(1, f"tails {circuits}").normal(size=(2, circuits, 6)) * np.where(variance > 1, 0.1, 1.0)
    index = np.arange(circuits)

    def failing(values):
        samples = Samples(projector, 12, index, index % 3, layers, values[0], values[1], np.array([]))
        found = [c for c in against_exact([samples], exact) if c.name.startswith("variance")]
        assert [c.detail for c in found] == [f"{compared} points, 1 independent groups of circuits"] * 2
        return [c.p_value < 0.002 for c in found]

    assert failing(normal) == ([False, False] if circuits == 100 else [True, True])
    assert failing(2 * normal) == [True, True]


@pytest.mark.parametrize(("factors", "circuits"), [(1, 100), (2, 300)], ids=["ZZ", "projector"])
def test_what_is_averaged_over_theta_is_held_against_theory_at_its_level(factors, circuits, monkeypatch):
    """As above, where ∂E and ∂²E have all factors but one in common: as B cos θ + C sin θ has, B and C normal."""
    monkeypatch.setattr(experiment_checks, "RESAMPLES", 999)
    generator, layers = stream(1, f"level of turns {factors} {circuits}"), np.arange(1, 7)
    exact = pd.DataFrame(
        {"qubits": 4, "layers": layers, "mean": 0.0, "variance": 1.0, "e_mean": 0.0, "e_variance": 1.0}
    )
    found, index = [], np.arange(circuits)
    for seed in range(200):
        normal = generator.normal(size=(factors + 1, circuits, len(layers)))
        for depth in range(1, len(layers)):
            normal[..., depth] = 0.9 * normal[..., depth - 1] + np.sqrt(1 - 0.9**2) * normal[..., depth]
        gradient, curvature = normal[:2] * normal[2:].prod(axis=0)
        source = replace(PAPER, master_seed=seed)
        samples = [Samples(source, 4, index, index % 3, layers, gradient, gradient, curvature)]
        found.append({check.name: check.p_value for check in against_exact(samples, exact)})
    for name in ("mean of the curvature", "variance of the curvature", "averaged variance of the gradient"):
        below = np.array([p_values[name] for p_values in found])
        assert 0.01 < (below <= 0.05).mean() <= 0.06 + 2 * 0.017  # two standard errors of 200 runs
        assert (below <= 0.001).mean() <= 0.01
