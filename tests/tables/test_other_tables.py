"""Nested against independent depths, tails, and the verdicts on checks."""

from dataclasses import replace

import numpy as np
import pytest
from small_tables import results_of, rows_of

from plateaus.checks import check
from plateaus.ensemble.objectives import PauliString
from plateaus.ensemble.source import Source
from plateaus.storage.samples import Samples, write_samples
from plateaus.storage.tables import write_table
from plateaus.storage.writing import ResultsError
from plateaus.tables import checks, depth_sampling, tails
from plateaus.tables.results import Results

ZZ = Source(name="zz", master_seed=7)
ALONE = replace(ZZ, name="alone", independent=True)
OTHER = replace(ALONE, name="other", experiment=replace(ZZ.experiment, objective=PauliString("XX")))


def point(name, qubits, layers, variance, error):
    return {
        "experiment": name,
        "qubits": qubits,
        "layers": layers,
        "variance": variance,
        "log_variance_se": error,
    }


def test_nested_and_independent_depths_of_one_ensemble_are_compared_where_both_have_a_point():
    results = results_of(
        experiments=[source.words() for source in (ALONE, ZZ, OTHER)],
        variance=[
            point("zz", 4, 1, 0.2, 0.3),
            point("zz", 4, 10, 0.1, 0.3),
            point("alone", 4, 10, 0.05, 0.4),
            point("alone", 6, 10, 0.05, 0.4),
            point("other", 4, 10, 0.05, 0.4),
        ],
    )
    found = depth_sampling.make(results, [])
    assert list(found) == [c.name for c in depth_sampling.COLUMNS]
    assert found[["nested", "independent", "qubits", "layers"]].to_numpy().tolist() == [["zz", "alone", 4, 10]]
    assert found.iloc[0][["ratio", "ratio_se", "deviation"]].tolist() == pytest.approx([2, 1, np.log(2) / 0.5])
    assert depth_sampling.make(results_of(experiments=[ZZ.words()]), []).empty


def gradients(source=ZZ, first=0):
    """Ten circuits of 4 qubits; after 12 layers three gradients are beyond 0.1, one of them beyond 0.3."""
    gradient = np.zeros((10, 2))
    gradient[:3, 0] = 0.2, -0.5, 0.11
    return Samples(
        source=source,
        qubits=4,
        circuit=np.arange(first, first + 10),
        axis=np.zeros(10, dtype=int),
        layers=np.array([12, 20]),
        objective=np.zeros((10, 2)),
        gradient=gradient,
        curvature=np.zeros((10, 2)),
    )


@pytest.fixture
def batches(tmp_path):
    paths = [tmp_path / f"n4_L20_s{seed}.parquet" for seed in range(2)]
    for seed, path in enumerate(paths):
        write_samples(path, gradients(first=10 * seed))
    return paths


MAIN = ZZ.words() | {"main": True, "depth_rule": "3*n"}


def test_tails_are_counted_at_the_depth_of_the_figure_over_all_batches(batches):
    exact = {"experiment": "zz", "qubits": 4, "layers": 12, "variance": 0.04}
    results = results_of(experiments=[OTHER.words(), MAIN], exact_variance=[exact])
    found = tails.make(results, batches[::-1])
    assert list(found) == [c.name for c in tails.COLUMNS]
    assert found["epsilon"].tolist() == [0.01, 0.03, 0.1, 0.3]
    assert found["exceed"].tolist() == [6, 6, 6, 2]
    assert set(found["circuits"]) == {20} and set(found["layers"]) == {12}
    assert found["probability"].tolist() == pytest.approx([0.3, 0.3, 0.3, 0.1])
    assert found["chebyshev"].tolist() == pytest.approx([400, 400 / 9, 4, 4 / 9])
    assert ((found["low"] < found["probability"]) & (found["probability"] < found["high"])).all()


def test_tails_without_exact_values_have_no_bound(batches):
    found = tails.make(results_of(experiments=[MAIN]), batches)
    assert found["exceed"].tolist() == [6, 6, 6, 2]
    assert found["chebyshev"].isna().all()


def test_samples_of_another_experiment_are_refused_by_name(batches):
    write_samples(batches[1], gradients(replace(ZZ, master_seed=8)))
    with pytest.raises(ResultsError, match=r"n4_L20_s1\.parquet: made for master_seed = 8, but 7 is asked for"):
        tails.make(results_of(experiments=[MAIN]), batches)


def test_statistical_checks_of_all_files_share_one_level_and_the_others_hold_or_do_not(tmp_path):
    rows = [
        {"name": "a", "experiment": "zz", "statistical": True, "p_value": 0.004},
        {"name": "b", "experiment": "zz", "statistical": False, "p_value": 1.0, "detail": "nan"},
        {"name": "a", "experiment": "yy", "statistical": True, "p_value": 0.006},
        {"name": "b", "experiment": "yy", "statistical": False, "p_value": 0.0},
    ]
    paths = [tmp_path / "zz.csv", tmp_path / "yy.csv", tmp_path / "none.csv"]
    for path, part in zip(paths, (rows[:2], rows[2:], []), strict=True):
        write_table(path, rows_of(check.COLUMNS, part), check.COLUMNS)
    found = checks.make(Results(), paths)
    assert list(found) == [c.name for c in checks.COLUMNS]
    assert found["threshold"].tolist() == [0.005, 0.5, 0.005, 0.5]
    assert found["passed"].tolist() == [False, True, True, False]
    assert found["detail"].tolist() == ["", "nan", "", ""]
