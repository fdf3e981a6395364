"""The tables of estimates and of exact values, and how they are joined."""

from dataclasses import replace
from math import e

import numpy as np
import pytest
from small_tables import results_of, rows_of

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source
from plateaus.storage.samples import Samples
from plateaus.storage.tables import write_table
from plateaus.storage.writing import ResultsError
from plateaus.tables import estimates, exact_methods, exact_variance, positions, variance
from plateaus.tables.results import Results

POINT = {"experiment": "zz", "qubits": 4, "layers": 10}
ESTIMATED = POINT | {
    "circuits": 100,
    "mean": 0.3,
    "mean_se": 0.1,
    "variance": 2 * e**0.5,
    "log_variance_se": 0.25,
    "e_mean": -0.1,
    "e_mean_se": 0.2,
    "e_variance": 3.0,
    "e_log_variance_se": 0.1,
}
EXACT = POINT | {"mean": 0.0, "variance": 2.0, "rel_error": 1e-9, "e_mean": 0.1, "e_variance": 3.0, "e_rel_error": 1e-8}


@pytest.fixture
def parts(tmp_path):
    """The files of estimates of two experiments, the second without exact values."""
    paths = []
    for name in ("zz", "other"):
        paths.append(tmp_path / f"{name}.csv")
        table = rows_of(variance.ESTIMATES, [ESTIMATED | {"experiment": name}])
        write_table(paths[-1], table, variance.ESTIMATES)
    return paths


def test_estimates_stand_next_to_exact_values_with_deviations_in_standard_errors(parts):
    table = variance.make(results_of(exact_variance=[EXACT]), parts)
    assert list(table) == [c.name for c in variance.COLUMNS]
    assert table["experiment"].tolist() == ["zz", "other"]
    known, unknown = table.iloc[0], table.iloc[1]
    assert known["deviation"] == pytest.approx(2)  # ln(variance/exact) = 1/2, over 1/4
    assert known["mean_deviation"] == pytest.approx(3)
    assert known["e_deviation"] == 0
    assert known["e_mean_deviation"] == pytest.approx(-1)
    assert known[["exact_rel_error", "e_exact_rel_error"]].tolist() == [1e-9, 1e-8]
    assert unknown[[c.name for c in variance.COLUMNS[len(variance.ESTIMATES) :]]].isna().all()


@pytest.mark.parametrize(("found", "known"), [(0.0, 0.0), (0.0, 2.0), (1e-34, 0.0)])
def test_where_nothing_varies_there_is_no_deviation(tmp_path, found, known):
    """Nor an infinite one, also where samples and theory do not agree whether anything does: that is for the checks."""
    row = ESTIMATED | {"variance": found, "mean_se": 0.0, "log_variance_se": np.nan if found == 0 else 0.1}
    write_table(tmp_path / "zz.csv", rows_of(variance.ESTIMATES, [row]), variance.ESTIMATES)
    table = variance.make(results_of(exact_variance=[EXACT | {"variance": known}]), [tmp_path / "zz.csv"])
    assert table[["deviation", "mean_deviation"]].isna().all(axis=None)
    assert table["e_deviation"].tolist() == [0]


def test_without_exact_values_the_columns_are_there_and_empty(parts):
    table = variance.make(Results(), parts)
    assert list(table) == [c.name for c in variance.COLUMNS]
    assert table[["exact_variance", "deviation", "e_mean_deviation"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("module", "row"),
    [
        (exact_variance, EXACT | {"method": "dense"}),
        (exact_methods, POINT | {"method": "mps", "bond": 8, "rel_error": 1e-7, "tolerance": 1e-6}),
        (positions, {"experiment": "zz", "qubits": 4, "depth": 10, "layer": 1, "qubit": 2, "variance": 0.1}),
    ],
)
def test_files_of_one_size_are_put_under_each_other_and_empty_ones_count_for_nothing(tmp_path, module, row):
    tables = [rows_of(module.COLUMNS, [row]), rows_of(module.COLUMNS, [row | {"qubits": 6}])]
    paths = [tmp_path / f"{number}.csv" for number in range(3)]
    for path, table in zip(paths, (tables[0], tables[0][:0], tables[1]), strict=True):
        write_table(path, table, module.COLUMNS)
    joined = module.make(Results(), paths)
    assert joined["qubits"].tolist() == [4, 6]
    assert list(joined) == [c.name for c in module.COLUMNS]
    nothing = module.make(Results(), [paths[1]])
    assert nothing.empty
    assert list(nothing) == [c.name for c in module.COLUMNS]


def test_a_reason_without_numbers_comes_through(tmp_path):
    row = POINT | {"tolerance": 1e-6, "reason": "angles 0 to 1: the mean of their sine is not zero"}
    write_table(tmp_path / "a.csv", rows_of(exact_methods.COLUMNS, [row]), exact_methods.COLUMNS)
    table = exact_methods.make(Results(), [tmp_path / "a.csv"])
    assert table["reason"].tolist() == [row["reason"]]
    assert table["method"].tolist() == [""]
    assert table["rel_error"].isna().all()


SOURCE = Source(name="zz", master_seed=7)


def batch(qubits=4, first=0, circuits=30, layers=(1, 5), source=SOURCE):
    rng = np.random.default_rng(first + qubits)
    return Samples(
        source=source,
        qubits=qubits,
        circuit=np.arange(first, first + circuits),
        axis=np.zeros(circuits, dtype=int),
        layers=np.array(layers),
        objective=rng.normal(size=(circuits, len(layers))),
        gradient=rng.normal(size=(circuits, len(layers))),
        curvature=rng.normal(size=(circuits, len(layers))),
    )


def test_batches_are_estimated_together_by_increasing_size_and_depth():
    table = estimates.estimates(SOURCE, [batch(6), batch(4, 30), batch(4)])
    assert list(table) == [c.name for c in estimates.COLUMNS]
    assert table[["qubits", "layers", "circuits"]].to_numpy().tolist() == [
        [4, 1, 60],
        [4, 5, 60],
        [6, 1, 30],
        [6, 5, 30],
    ]
    whole = np.concatenate([batch(4).gradient, batch(4, 30).gradient])
    np.testing.assert_allclose(table["mean"][:2], whole.mean(axis=0))
    np.testing.assert_allclose(table["variance"][:2], whole.var(axis=0, ddof=1))
    assert table["e_limit"].tolist() == pytest.approx([1 / 17, 1 / 17, 1 / 65, 1 / 65])


def test_the_variance_averaged_over_theta_stands_beside_the_plain_one_or_the_reason_why_it_does_not():
    batches = [batch(4, 30), batch(4)]
    for part in batches:
        part.gradient[:, 0] *= 1e-16
        part.curvature[:, 0] *= 1e-16
    table = estimates.estimates(SOURCE, batches)
    whole = [np.concatenate([getattr(part, key) for part in batches]) for key in ("gradient", "curvature")]
    half = (whole[0] ** 2 + whole[1] ** 2)[:, 1] / 2
    names = ["averaged_variance_low", "averaged_variance", "averaged_variance_high"]
    low, mean, high = table.loc[1, names]
    assert mean == pytest.approx(half.mean())
    assert high - low == pytest.approx(2 * 1.96 * half.std(ddof=1) / np.sqrt(60), rel=0.2)
    assert mean - low < high - mean  # squares are skewed
    assert table.loc[0, names].tolist() == [0, 0, 0]  # what is rounding is nothing
    assert table["not_averaged"].tolist() == ["", ""]
    blocks = replace(SOURCE, independent=True, experiment=Experiment.from_words({"start": "identity:1"}))
    table = estimates.estimates(blocks, [batch(4, layers=(6,), source=blocks)])
    assert table[names].isna().all(axis=None)
    assert table["not_averaged"].tolist() == ["start identity:1: θ is tied to other angles"]


@pytest.mark.parametrize(("precision", "unit"), [("double", 1e-16), ("single", 1e-8)])
def test_what_only_rounding_moves_is_zero_or_constant(precision, unit):
    """∂E of the first depth is zero, E of the second is 1/2, both but for rounding that differs between batches."""
    batches = [replace(batch(4, first, layers=(1, 5, 6)), precision=precision) for first in (0, 30)]
    for part in batches:
        part.gradient[:, 0] = 0.1 * unit * (part.gradient[:, 0] + part.circuit[0])
        part.objective[:, 1] = 0.5 + unit * (part.objective[:, 1] + part.circuit[0])
    table = estimates.estimates(SOURCE, batches).set_index("layers")
    zero = table.loc[1, ["mean", "mean_se", "variance", "variance_low", "variance_high"]]
    assert zero.tolist() == [0] * 5
    assert table.loc[5, ["e_mean_se", "e_variance", "e_variance_high"]].tolist() == [0] * 3
    assert table.loc[5, "e_mean"] == pytest.approx(0.5)
    assert table.loc[1, ["kurtosis", "log_variance_se"]].isna().all()
    assert table.loc[5, ["e_kurtosis", "e_log_variance_se"]].isna().all()
    assert (table.loc[6, ["variance", "kurtosis", "e_variance", "e_kurtosis"]] > 0.5).all()
    assert set(table["precision"]) == {precision}


def test_a_projector_is_not_zero_because_its_register_is_large():
    """Its values are of 2^−n: at 24 qubits far below what is zero for Z₁Z₂ in single precision."""
    source = replace(SOURCE, experiment=Experiment.from_words({"objective": "projector"}))
    part = replace(batch(24, source=source), precision="single")
    small = replace(part, gradient=2.0**-24 * part.gradient, objective=2.0**-24 * part.objective)
    assert (estimates.estimates(source, [small])[["variance", "e_variance"]] > 0).all(axis=None)


def test_depths_that_are_drawn_by_themselves_are_sorted_as_well():
    source = Source(name="zz", master_seed=7, independent=True)
    batches = [batch(n, 100 * depth, layers=(depth,), source=source) for depth in (10, 2) for n in (6, 4)]
    table = estimates.estimates(source, batches)
    assert table[["qubits", "layers"]].to_numpy().tolist() == [[4, 2], [4, 10], [6, 2], [6, 10]]


def test_a_circuit_that_is_there_twice_is_refused():
    with pytest.raises(ResultsError, match="a circuit of zz at 4 qubits appears in two batches"):
        estimates.estimates(SOURCE, [batch(4), batch(4, 20)])
