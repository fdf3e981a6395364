"""Probes: columns that agree with plain linear algebra, and statistics of them that agree with closed forms."""

import numpy as np
import pytest

from plateaus import dense
from plateaus.experiment import Experiment
from plateaus.files import PROBE_COLUMNS, ResultsError, read_probe, write_probe
from plateaus.probes import PROBES, probe
from plateaus.training import first_circuit


def source(kind, **words):
    words = Experiment.from_words(words).words()
    return {"experiment": "test", "master_seed": "4", "depths": "nested", "probe": kind, **words}


OPTIONS: dict[str, dict] = {
    "gradients": {},
    "training": {"steps": 3, "rate": 0.1},
    "trajectories": {"layers": [2, 4], "each": 3},
    "shots": {"shots": [10, 1000]},
}
NOISE: dict[str, dict] = {"trajectories": {"noise": "depolarizing:0.1"}}


@pytest.mark.parametrize("kind", PROBES)
def test_a_probe_has_its_columns_repeats_to_the_bit_and_survives_a_file(kind, tmp_path):
    wanted = source(kind, **NOISE.get(kind, {}))
    columns = probe(wanted, qubits=3, depth=4, index=7, **OPTIONS[kind])
    assert list(columns) == list(PROBE_COLUMNS[kind])
    again = probe(wanted, qubits=3, depth=4, index=7, **OPTIONS[kind])
    other = probe(wanted, qubits=3, depth=4, index=8, **OPTIONS[kind])
    for key, values in columns.items():
        np.testing.assert_array_equal(values, again[key])
    assert any(not np.array_equal(columns[key], other[key]) for key in columns if key != "circuit")
    write_probe(tmp_path / "a.parquet", wanted | {"qubits": "3", "depth": "4"}, columns)
    found = read_probe(tmp_path / "a.parquet", wanted)
    for key, values in columns.items():
        np.testing.assert_array_equal(values, found[key])
    with pytest.raises(ResultsError, match="made for master_seed = 4, but 5 is asked for"):
        read_probe(tmp_path / "a.parquet", wanted | {"master_seed": "5"})
    (tmp_path / "b.parquet").write_bytes((tmp_path / "a.parquet").read_bytes()[:300])
    with pytest.raises(ResultsError, match="damaged"):
        read_probe(tmp_path / "b.parquet", wanted)


@pytest.mark.parametrize(("objective", "start"), [("ZZ", "random"), ("XYZ", "identity:1"), ("projector", "random")])
def test_gradients_are_those_of_the_parameter_shift_rule(objective, start):
    wanted = source("gradients", objective=objective, start=start)
    columns = probe(wanted, qubits=3, depth=4, index=0)
    circuit = first_circuit(wanted, qubits=3, index=0, layers=4)
    for layer, qubit, slope in zip(columns["layer"], columns["qubit"], columns["gradient"], strict=True):
        assert slope == pytest.approx(dense.gradient(circuit, objective, (layer, qubit), 4), abs=1e-13)


@pytest.mark.parametrize("objective", ["ZZ", "XYZ", "projector"])
def test_measured_gradients_scatter_around_the_exact_one_as_predicted(objective):
    """A thousand repetitions with seeds of their own: mean and variance of the estimates."""
    wanted = source("shots", objective=objective)
    circuit = first_circuit(wanted, qubits=3, index=0, layers=4)
    exact = dense.gradient(circuit, objective, (1, 1), 4)
    experiment, generator = Experiment.from_words({"objective": objective}), np.random.default_rng(1)
    runs = [PROBES["shots"](circuit, experiment, generator, shots=[40]) for _ in range(1000)]
    assert runs[0]["gradient"][0] == pytest.approx(exact, abs=1e-13)
    estimates = np.array([run["estimate"][0] for run in runs])
    predicted = runs[0]["predicted_variance"][0]
    assert abs(estimates.mean() - exact) < 4 * np.sqrt(predicted / 1000)
    assert estimates.var() == pytest.approx(predicted, rel=4 * np.sqrt(2 / 1000))
    values = [dense.expectation(circuit, objective, 4, moved(circuit, s)) for s in (1, -1)]
    spread = [e * (1 - e) if objective == "projector" else 1 - e**2 for e in values]
    assert predicted == pytest.approx(sum(spread) / (2 * 40), rel=1e-10)


def moved(circuit, sign):
    angles = circuit.angles.copy()
    angles[0, 0] += sign * np.pi / 2
    return angles


@pytest.mark.parametrize(
    ("kind", "words", "message"),
    [
        ("trajectories", {}, "no noise"),
        ("trajectories", {"noise": "depolarizing:0.1", "objective": "projector"}, "Pauli strings, not for projector"),
        ("training", {"noise": "depolarizing:0.1"}, "without noise"),
    ],
)
def test_a_probe_that_does_not_apply_is_refused(kind, words, message):
    with pytest.raises(ValueError, match=message):
        probe(source(kind, **words), qubits=3, depth=4, index=0, **OPTIONS[kind])
