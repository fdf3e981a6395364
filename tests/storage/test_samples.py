"""Samples on disk: what is written is read back, and what does not belong is refused by name."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source
from plateaus.storage.columns import Column
from plateaus.storage.samples import (
    VALUES,
    Samples,
    by_grid_point,
    join_samples,
    read_probe,
    read_samples,
    write_probe,
    write_samples,
)
from plateaus.storage.writing import ResultsError

SOURCE = Source("zz", 7)
COLUMNS = (Column("circuit", "int32", "which"), Column("slope", "float64", "dE", "per radian"))
DETAILS = {"probe": "slopes", "qubits": "4", "depth": "9"}


def batch(first=0, circuits=3, seed=7):
    rng = np.random.default_rng(first)
    return Samples(
        source=replace(SOURCE, master_seed=seed),
        qubits=4,
        circuit=np.arange(first, first + circuits),
        axis=rng.integers(0, 3, circuits),
        layers=np.array([1, 5, 9]),
        objective=rng.normal(size=(circuits, 3)),
        gradient=rng.normal(size=(circuits, 3)),
        curvature=rng.normal(size=(circuits, 3)),
    )


def test_samples_come_back_bit_for_bit(tmp_path):
    written = replace(batch(), engine="numba", precision="single")
    write_samples(tmp_path / "a.parquet", written)
    read = read_samples(tmp_path / "a.parquet", SOURCE)
    assert (read.source, read.qubits) == (written.source, written.qubits)
    assert (read.engine, read.precision) == (written.engine, written.precision) == ("numba", "single")
    for key in ("circuit", "axis", "layers", *VALUES):
        np.testing.assert_array_equal(getattr(read, key), getattr(written, key))


def test_the_same_samples_are_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        write_samples(tmp_path / f"{name}.parquet", batch())
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_files_carry_units_and_provenance(tmp_path):
    write_samples(tmp_path / "a.parquet", batch())
    schema = pq.read_schema(tmp_path / "a.parquet")
    assert all(b"unit" in schema.field(name).metadata for name in schema.names)
    assert b"qulacs" in schema.metadata[b"software"]
    assert b"master_seed" in schema.metadata[b"source"]
    assert pd.read_parquet(tmp_path / "a.parquet")["axis"].isin(["X", "Y", "Z"]).all()


def truncate(path):
    path.write_bytes(path.read_bytes()[:-200])


def empty(path):
    path.write_bytes(b"")


def text(path):
    path.write_text("experiment,qubits\n")


def other_columns(path):
    pd.DataFrame({"circuit": [1]}).to_parquet(path)


def drop_rows(path):
    table = pq.read_table(path)
    pq.write_table(table.slice(0, table.num_rows - 1), path)


def not_finite(path):
    samples = batch()
    samples.gradient[1, 1] = np.nan
    write_samples(path, samples)


@pytest.mark.parametrize("damage", [truncate, empty, text, other_columns, drop_rows, not_finite])
def test_a_damaged_file_is_refused_by_name(tmp_path, damage):
    path = tmp_path / "n4_L9_s0.parquet"
    write_samples(path, batch())
    damage(path)
    with pytest.raises(ResultsError, match=r"n4_L9_s0\.parquet: .*Delete it and run again"):
        read_samples(path)


def test_a_file_of_another_experiment_is_refused_by_name(tmp_path):
    path = tmp_path / "n4_L9_s0.parquet"
    write_samples(path, batch(seed=8))
    with pytest.raises(ResultsError, match=r"n4_L9_s0\.parquet: made for master_seed = 8, but 7 is asked for"):
        read_samples(path, SOURCE)
    ring = replace(SOURCE, experiment=Experiment(connectivity="ring"), master_seed=8)
    with pytest.raises(ResultsError, match=r"made for connectivity = chain, but ring is asked for"):
        read_samples(path, ring)


def test_batches_are_joined_in_order_and_overlaps_refused():
    joined = join_samples([batch(3), batch(0)])
    assert joined.circuit.tolist() == [0, 1, 2, 3, 4, 5]
    np.testing.assert_array_equal(joined.gradient[:3], batch(0).gradient)
    with pytest.raises(ResultsError, match="appears in two batches"):
        join_samples([batch(0), batch(2)])
    with pytest.raises(ResultsError, match="do not belong together"):
        join_samples([batch(0), batch(3, seed=8)])
    with pytest.raises(ResultsError, match="do not belong together"):
        join_samples([batch(0), replace(batch(3), qubits=5)])
    with pytest.raises(ResultsError, match=r"by qulacs in double precision and by numba in double; delete"):
        join_samples([batch(0), replace(batch(3), engine="numba")])


def test_batches_of_a_grid_point_are_found_in_order():
    small, large = batch(), replace(batch(), qubits=6)
    shallow = replace(small, layers=np.array([1, 5, 8]))
    points = by_grid_point([large, small, shallow, batch(3)])
    assert [[(b.qubits, b.layers[-1], b.circuit[0]) for b in point] for point in points] == [
        [(4, 8, 0)],
        [(4, 9, 0), (4, 9, 3)],
        [(6, 9, 0)],
    ]


def test_what_a_probe_recorded_comes_back_with_its_size_and_depth(tmp_path):
    path, rows = tmp_path / "p.parquet", {"circuit": np.arange(3), "slope": np.array([0.1, -0.2, 1e-300])}
    write_probe(path, rows, COLUMNS, SOURCE, DETAILS)
    read = read_probe(path, COLUMNS, SOURCE, DETAILS)
    assert list(read) == ["circuit", "slope", "qubits", "depth"]
    for key, values in (rows | {"qubits": np.full(3, 4), "depth": np.full(3, 9)}).items():
        np.testing.assert_array_equal(read[key], values)
    assert pq.read_schema(path).field("slope").metadata == {b"unit": b"dE, per radian"}


def test_a_probe_of_other_details_or_without_a_number_is_refused_by_name(tmp_path):
    path = tmp_path / "p.parquet"
    write_probe(path, {"circuit": np.arange(1), "slope": np.array([np.nan])}, COLUMNS, SOURCE, DETAILS)
    with pytest.raises(ResultsError, match=r"p\.parquet: column slope is empty or not finite. Delete it and run again"):
        read_probe(path, COLUMNS, SOURCE, DETAILS)
    with pytest.raises(ResultsError, match=r"p\.parquet: made for depth = 9, but 8 is asked for"):
        read_probe(path, COLUMNS, SOURCE, DETAILS | {"depth": "8"})
