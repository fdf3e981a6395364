"""Tables on disk: every digit, the declared types and nothing guessed, whole or not at all."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from plateaus.storage.columns import Column
from plateaus.storage.rows import write_rows
from plateaus.storage.tables import empty, read_table, read_tables, write_table
from plateaus.storage.writing import ResultsError

X, Y = Column("x", "number", "a number"), Column("y", "number", "another")
ALL = (X, Column("name", "text", "a word"), Column("count", "integer", "so many"), Column("passed", "truth", "whether"))
ROWS = pd.DataFrame({"x": [1.5, np.nan], "name": ["none", ""], "count": [3, 4], "passed": [True, False]})


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "a.csv"
    write_table(path, pd.DataFrame({"x": [1.0]}), [X])

    class Broken(pd.DataFrame):
        @property
        def _constructor(self):
            return Broken

        def to_csv(self, where, **_):
            Path(where).write_text("half")
            raise OSError("disk full")

    with pytest.raises(ResultsError, match=r"a\.csv: cannot be written: disk full"):
        write_table(path, Broken({"x": [2.0]}), [X])
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]
    assert read_table(path, [X])["x"].tolist() == [1.0]


def test_a_file_where_a_folder_has_to_be_is_named(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ResultsError, match=r"file/a\.csv: cannot be written: (File exists|Not a directory)"):
        write_table(tmp_path / "file" / "a.csv", pd.DataFrame({"x": [1.0]}), [X])
    assert (tmp_path / "file").read_text() == "mine"


def test_tables_keep_every_digit(tmp_path):
    values = np.random.default_rng(0).normal(size=100) * 10.0 ** np.arange(-50, 50)
    columns = [X, ALL[1]]
    write_table(tmp_path / "t.csv", pd.DataFrame({"x": values, "name": "none"}), columns)
    read = read_table(tmp_path / "t.csv", columns)
    np.testing.assert_array_equal(read["x"], values)
    assert (read["name"] == "none").all()
    with pytest.raises(ResultsError, match=r"t\.csv: column y is missing"):
        read_table(tmp_path / "t.csv", [Y])


def test_rows_written_without_pandas_are_the_same_bytes(tmp_path):
    values = [0.1, -0.0, 1e-300, 1e22, 123456789.0, float("inf"), float("nan"), np.float64(1) / 3, 5.0]
    words = ["none", "", "a, b", 'said "so"', "ZZ, ring", "é", "two\nlines", " ", "nan"]
    truths = [True, False, np.True_] * 3
    table: dict[str, list] = {"x": values, "name": words, "count": list(range(-4, 5)), "passed": truths}
    for rows in (0, 1, 9):
        some = {name: column[:rows] for name, column in table.items()}
        write_rows(tmp_path / "rows.csv", some, ALL)
        write_table(tmp_path / "table.csv", pd.DataFrame(some), ALL)
        assert (tmp_path / "rows.csv").read_bytes() == (tmp_path / "table.csv").read_bytes()
    with pytest.raises(KeyError, match="passed"):
        write_rows(tmp_path / "rows.csv", {name: table[name] for name in ("x", "name", "count")}, ALL)


def test_columns_come_back_with_their_types_in_the_declared_order_and_others_behind(tmp_path):
    path = tmp_path / "t.csv"
    write_table(path, ROWS[["passed", "count", "x", "name"]].assign(more=1), ALL)
    assert path.read_text(encoding="utf-8").splitlines()[0] == "x,name,count,passed,more"
    read = read_table(path, ALL)
    pd.testing.assert_frame_equal(read[[c.name for c in ALL]], ROWS.astype({"name": "str"}))
    assert read.dtypes[["x", "count", "passed"]].astype(str).tolist() == ["float64", "int64", "bool"]


def test_words_that_look_like_numbers_or_nothing_stay_words(tmp_path):
    words = ["12", "1e3", "nan", "None", "True", "", "01"]
    write_table(tmp_path / "t.csv", pd.DataFrame({"name": words}), [ALL[1]])
    assert read_table(tmp_path / "t.csv", [ALL[1]])["name"].tolist() == words


@pytest.mark.parametrize("text", ["", "x,name,count,passed\na,b,1,True\n", "x,name,count,passed\n1,b,,True\n"])
def test_what_is_no_such_table_is_refused_by_name(tmp_path, text):
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(ResultsError, match=r"t\.csv: not a table, or damaged .*Delete it and run again"):
        read_table(tmp_path / "t.csv", ALL)
    with pytest.raises(ResultsError, match=r"none\.csv: not a table"):
        read_table(tmp_path / "none.csv", ALL)


def test_a_table_without_rows_has_its_types_and_counts_for_nothing_among_others(tmp_path):
    write_table(tmp_path / "none.csv", empty(ALL), ALL)
    write_table(tmp_path / "some.csv", ROWS, ALL)
    assert (read_table(tmp_path / "none.csv", ALL).dtypes == empty(ALL).dtypes).all()
    paths = [tmp_path / "none.csv", tmp_path / "some.csv", tmp_path / "some.csv"]
    assert len(read_tables(paths, ALL)) == 4
    both = read_tables(paths[:1], ALL)
    assert len(both) == 0
    assert (both.dtypes == empty(ALL).dtypes).all()
