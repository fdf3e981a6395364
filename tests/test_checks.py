"""The checks pass on what is right, at their level, and each mutation of the code makes a named check fail."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from qulacs import QuantumCircuit

import simulate
from estimate_variances import estimates
from judge_checks import judged
from plateaus import ensemble
from plateaus import simulate as simulator
from plateaus.checks import RESAMPLES, all_checks, distinct, redrawn
from plateaus.ensemble import draw_circuit
from plateaus.exact import exact_curve, limits_at
from plateaus.experiment import Experiment
from plateaus.files import Samples
from plateaus.objective import PauliString
from plateaus.simulate import GradientCurve
from plateaus.statistics import Moments, zero_mean_p_values

PAPER = Experiment()
SIZES = (2, 4)
LAYERS = [*range(1, 9), 16, 32, 40]
CIRCUITS = 1200


def exact_table(experiment=PAPER):
    """The exact moments as compute_exact_variances.py writes them."""
    tables = []
    for n in SIZES:
        curve = exact_curve(experiment, qubits=n, layers=LAYERS[-1])
        columns = ("layers", "variance", "rel_error", "mean", "e_variance", "e_rel_error", "e_mean")
        table = pd.DataFrame({column: getattr(curve, column) for column in columns})
        tables.append(table.assign(experiment="test", qubits=n, **limits_at(experiment, n)))
    return pd.concat(tables)


EXACT = exact_table()


def run(seed=0, batches=((0, CIRCUITS),), alter=lambda samples: samples):
    """Names of the checks that fail on samples of the paper's experiment as the code now makes them."""
    source = {"experiment": "test", "master_seed": str(seed), "depths": "nested", **PAPER.words()}
    samples = []
    for n in SIZES:
        parts = [simulate.sample(source, qubits=n, layers=LAYERS, first=f, circuits=c) for f, c in batches]
        arrays = {key: np.concatenate([getattr(p, key) for p in parts]) for key in ("axis", "objective", "gradient")}
        indices = np.arange(sum(c for _, c in batches))
        samples.append(alter(Samples(source=parts[0].source, circuit=indices, layers=parts[0].layers, **arrays)))
    table = pd.concat([estimates([part]) for part in samples])
    found = all_checks(samples, table, EXACT, experiment=PAPER, tolerance=1e-6)
    checks = judged(pd.DataFrame(found))
    assert len(checks) == 9
    return set(checks[~checks["passed"]]["name"])


def test_what_is_right_passes():
    assert run() == set()


class Mutant(GradientCurve):
    """A simulator with one thing wrong, by replacing what it is built from."""

    edges = staticmethod(lambda edges: edges)
    parameter = None
    objective = None

    def __init__(self, *, objective, parameter, qubits, edges, layers):
        super().__init__(
            objective=self.objective(qubits) if self.objective else objective,
            parameter=self.parameter or parameter,
            qubits=qubits,
            edges=self.edges(edges),
            layers=layers,
        )


def mutate_simulator(**parts):
    return lambda monkeypatch: monkeypatch.setattr(simulate, "GradientCurve", type("Mutated", (Mutant,), parts))


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
        def draw(*args, **key):
            return change(draw_circuit(*args, **key))

        monkeypatch.setattr(simulate, "draw_circuit", draw)

    return mutate


def start_twice(monkeypatch):
    original = GradientCurve.__init__

    def init(self, **key):
        original(self, **key)
        for qubit in range(key["qubits"]):
            self._start.add_RY_gate(qubit, -np.pi / 4)

    monkeypatch.setattr(GradientCurve, "__init__", init)


def half_the_angles(monkeypatch):
    """Angles in [0, π), in the seeds' own drawing: circuits redrawn from them agree, their law does not."""

    def draw(experiment, **key):
        circuit = draw_circuit(experiment, **key)
        return replace(circuit, angles=circuit.angles / 2)

    monkeypatch.setattr(simulate, "draw_circuit", draw)
    monkeypatch.setattr("plateaus.checks.draw_circuit", draw)


def axes_never_y(monkeypatch):
    def draw(experiment, **key):
        circuit = draw_circuit(experiment, **key)
        return replace(circuit, axes=np.where(circuit.axes == 1, 0, circuit.axes).astype(np.int8))

    monkeypatch.setattr(simulate, "draw_circuit", draw)
    monkeypatch.setattr("plateaus.checks.draw_circuit", draw)


def standard_deviation(monkeypatch):
    monkeypatch.setattr(Moments, "variance", property(lambda self: np.sqrt(self.central[2] / (self.count - 1))))


def first_two_angles_shared(monkeypatch):
    """One random stream for all circuits of a pair: seeds used twice."""

    def draw(experiment, *, index, **key):
        return draw_circuit(experiment, index=index // 2, **key)

    monkeypatch.setattr(simulate, "draw_circuit", draw)
    monkeypatch.setattr("plateaus.checks.draw_circuit", draw)


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
    assert check in run()


def test_seeds_reused_by_every_job_are_seen():
    assert "distinct circuits" in run(batches=((0, CIRCUITS // 2), (0, CIRCUITS // 2)))


def test_a_global_sign_is_seen_by_the_redrawn_circuits_alone():
    failed = run(alter=lambda s: replace(s, gradient=-s.gradient))
    assert failed == {"redrawn circuits"}


@pytest.mark.parametrize("checks", [1, 29, 50, 500])
def test_however_many_checks_there_are_each_can_fail(checks):
    table = pd.DataFrame({"statistical": True, "p_value": [1 / (RESAMPLES + 1)] + [0.5] * (checks - 1)})
    assert judged(table)["passed"].tolist() == [False] + [True] * (checks - 1)


def test_shallow_circuits_that_agree_by_chance_are_not_reused_seeds():
    experiment = Experiment.from_words({"objective": "XX"})
    source = {"experiment": "test", "master_seed": "0", "depths": "nested", **experiment.words()}
    samples = simulate.sample(source, qubits=4, layers=[1], first=0, circuits=1000)
    assert len(np.unique(samples.gradient)) < 990  # many values are discrete
    assert distinct([samples], experiment).p_value == 1


def test_sizes_beyond_the_usual_ones_are_redrawn_too():
    source = {"experiment": "test", "master_seed": "0", "depths": "nested", **PAPER.words()}
    samples = simulate.sample(source, qubits=9, layers=[2, 4], first=0, circuits=3)
    assert redrawn([samples], PAPER).p_value == 1
    wrong = redrawn([replace(samples, gradient=-samples.gradient)], PAPER)
    assert wrong.p_value == 0


def test_a_bad_exact_error_is_seen():
    samples = simulate.sample(
        {"experiment": "test", "master_seed": "0", "depths": "nested", **PAPER.words()},
        qubits=2,
        layers=LAYERS,
        first=0,
        circuits=50,
    )
    exact = EXACT.assign(rel_error=1e-3)
    found = all_checks([samples], estimates([samples]), exact, experiment=PAPER, tolerance=1e-6)
    assert {c.name for c in found if c.p_value == 0} == {"error of the exact variance"}


def test_p_values_are_uniform_under_the_hypothesis():
    """Correlated columns with the tails of Z₁Z₂: about 5 % of p-values below 5 %, no more than 2 % below 1 %."""
    generator = ensemble.stream(1, "level")
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
