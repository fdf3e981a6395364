"""Results files: what is written is read back, and what does not belong is refused by name."""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from plateaus.files import ResultsError, Samples, join_samples, read_samples, read_table, write_samples, write_table


def batch(first=0, circuits=3, seed="7"):
    rng = np.random.default_rng(first)
    return Samples(
        source={"experiment": "zz", "master_seed": seed, "qubits": "4"},
        circuit=np.arange(first, first + circuits),
        axis=rng.integers(0, 3, circuits),
        layers=np.array([1, 5, 9]),
        objective=rng.normal(size=(circuits, 3)),
        gradient=rng.normal(size=(circuits, 3)),
    )


def test_samples_come_back_bit_for_bit(tmp_path):
    written = batch()
    write_samples(tmp_path / "a.parquet", written)
    read = read_samples(tmp_path / "a.parquet", {"experiment": "zz", "master_seed": "7"})
    assert read.source == written.source
    for key in ("circuit", "axis", "layers", "objective", "gradient"):
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


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a.csv"
    write_table(path, pd.DataFrame({"x": [1.0]}))

    class Broken(pd.DataFrame):
        def to_csv(self, where, **_):
            Path(where).write_text("half")
            raise OSError("disk full")

    with pytest.raises(ResultsError, match=r"a\.csv: cannot be written: disk full"):
        write_table(path, Broken())
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]
    assert read_table(path)["x"].tolist() == [1.0]


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
    write_samples(path, batch(seed="8"))
    with pytest.raises(ResultsError, match=r"n4_L9_s0\.parquet: made for master_seed = 8, but 7 is asked for"):
        read_samples(path, {"master_seed": "7"})


def test_batches_are_joined_in_order_and_overlaps_refused():
    joined = join_samples([batch(3), batch(0)])
    assert joined.circuit.tolist() == [0, 1, 2, 3, 4, 5]
    np.testing.assert_array_equal(joined.gradient[:3], batch(0).gradient)
    with pytest.raises(ResultsError, match="appears in two batches"):
        join_samples([batch(0), batch(2)])
    with pytest.raises(ResultsError, match="do not belong together"):
        join_samples([batch(0), batch(3, seed="8")])


def test_tables_keep_every_digit(tmp_path):
    values = np.random.default_rng(0).normal(size=100) * 10.0 ** np.arange(-50, 50)
    write_table(tmp_path / "t.csv", pd.DataFrame({"x": values, "name": "none"}))
    read = read_table(tmp_path / "t.csv", ["x"])
    np.testing.assert_array_equal(read["x"], values)
    assert (read["name"] == "none").all()
    with pytest.raises(ResultsError, match=r"t\.csv: column y is missing"):
        read_table(tmp_path / "t.csv", ["y"])
