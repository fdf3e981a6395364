"""Tables of probes: the declared columns, and exact values beside the estimates where there are any."""

import numpy as np
import pandas as pd
import pytest

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source
from plateaus.probes.estimating import estimates
from plateaus.probes.recording import record
from plateaus.probes.registry import KINDS
from plateaus.storage.columns import Column
from plateaus.storage.tables import read_table, write_table
from plateaus.tables import exact_variance, experiments, positions
from plateaus.tables.results import Results

SETTINGS: dict[str, dict] = {
    "gradients": {},
    "training": {"steps": 1, "rate": 0.1},
    "trajectories": {"layers": [1, 4], "each": 2},
    "shots": {"shots": [20, 100]},
}
FILL = {"text": "", "integer": 0, "number": np.nan, "truth": False}


def table(columns: tuple[Column, ...], *rows: dict) -> pd.DataFrame:
    """A table with the given entries, the others empty."""
    return pd.DataFrame([{c.name: FILL[c.type] for c in columns} | row for row in rows])


def made(kind, tmp_path, tables, **words):
    """The table of a kind from 20 circuits of 2 qubits and 4 layers of an experiment ``e``."""
    source = Source("e", 1, experiment=Experiment.from_words(words))
    found = record(KINDS[kind], source, qubits=2, depth=4, first=0, circuits=20, **SETTINGS[kind])
    samples = pd.DataFrame(found).assign(qubits=2, depth=4)
    module = KINDS[kind].module("table")
    part = tmp_path / "e.csv"
    write_table(part, estimates(KINDS[kind], source, samples), module.ESTIMATES)
    words = table(experiments.COLUMNS, source.words())
    return source, module.make(Results(tables={"experiments": words, **tables}), [part]), module.COLUMNS


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_has_its_declared_columns_and_survives_a_file(kind, tmp_path):
    noise = "depolarizing:0.1" if kind == "trajectories" else "none"
    _, found, columns = made(kind, tmp_path, {}, noise=noise)
    assert list(found) == [c.name for c in columns]
    exact = [name for name in found if name.startswith("exact_")]
    assert found[exact].isna().all(axis=None)
    write_table(tmp_path / "table.csv", found, columns)
    pd.testing.assert_frame_equal(read_table(tmp_path / "table.csv", columns), found, check_exact=False, rtol=1e-15)


def test_derivatives_stand_beside_their_own_exact_variances(tmp_path):
    known = {"experiment": "e", "qubits": 2, "depth": 4}
    exact = table(
        positions.COLUMNS,
        *(known | {"layer": m, "qubit": q, "variance": 10.0 * m + q} for q in (1, 2) for m in (4, 3, 2, 1)),
    )
    _, found, _ = made("gradients", tmp_path, {"positions": exact})
    assert len(found) == 8
    assert (found["exact_variance"] == 10 * found["layer"] + found["qubit"]).all()


def test_trajectories_stand_beside_the_exact_moments_of_their_depth(tmp_path):
    known = {"experiment": "e", "qubits": 2}
    exact = table(
        exact_variance.COLUMNS, *(known | {"layers": n, "mean": -n, "variance": 2.0 * n} for n in (1, 2, 3, 4))
    )
    _, found, _ = made("trajectories", tmp_path, {"exact_variance": exact}, noise="depolarizing:0.1")
    assert found["layers"].tolist() == [1, 4]
    assert (found["exact_mean"] == -found["layers"]).all()
    assert (found["exact_variance"] == 2 * found["layers"]).all()


MOMENTS = {"experiment": "e", "qubits": 2, "layers": 4, "mean": 0.0, "variance": 0.1, "e_mean": 0.0, "e_variance": 0.2}


@pytest.mark.parametrize("words", [{}, {"angles": "uniform:-1.0:1.0"}])
def test_exact_measurements_follow_from_the_moments(words, tmp_path):
    """(1 − 0.2)/0.1 = 8 is the variance of a measured gradient over that of the gradient, times the measurements."""
    _, found, _ = made("shots", tmp_path, {"exact_variance": table(exact_variance.COLUMNS, MOMENTS)}, **words)
    assert found["exact_shots_sign"].tolist() == pytest.approx([32.0, 32.0])
    assert found["exact_shots_tenth"].tolist() == pytest.approx([800.0, 800.0])


@pytest.mark.parametrize("words", [{"objective": "projector"}, {"angles": "small"}, {"start": "identity:2"}])
def test_moments_do_not_tell_the_measurements_of_every_experiment(words, tmp_path):
    _, found, _ = made("shots", tmp_path, {"exact_variance": table(exact_variance.COLUMNS, MOMENTS)}, **words)
    assert found[["exact_shots_sign", "exact_shots_tenth"]].isna().all(axis=None)
