"""Tables on disk: CSV whose columns have declared types, so that a word stays a word and nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from plateaus.storage.columns import Columns
from plateaus.storage.writing import ResultsError, replacing

DTYPES = {"text": "str", "integer": "int64", "number": "float64", "truth": "bool"}


def empty(columns: Columns) -> pd.DataFrame:
    """A table without rows, its columns of the declared types."""
    return pd.DataFrame({c.name: pd.Series(dtype=DTYPES[c.type]) for c in columns})


def write_table(path: Path | str, table: pd.DataFrame, columns: Columns) -> None:
    """Write a table as CSV, in the declared order of its columns, numbers with all their digits.

    Columns that are not declared follow the others.

    Raises
    ------
    KeyError
        A declared column is absent.
    """
    names = [c.name for c in columns]
    with replacing(path) as draft:
        table[[*names, *(name for name in table if name not in names)]].to_csv(draft, index=False)


def read_table(path: Path | str, columns: Columns) -> pd.DataFrame:
    """Read a table back, each column with its declared type.

    Raises
    ------
    ResultsError
        The file is no table, lacks a column, or has something else in it than its type allows.
    """
    try:
        header = pd.read_csv(path, nrows=0, dtype="str")
        missing = [c.name for c in columns if c.name not in header]
        if missing:
            raise ResultsError(f"{path}: column {', '.join(missing)} is missing. Delete the file and run again.")
        words = {c.name for c in columns if c.type == "text"}
        return pd.read_csv(
            path,
            dtype={c.name: DTYPES[c.type] for c in columns},
            keep_default_na=False,
            na_values={name: ["", "nan"] for name in header if name not in words},
        )
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise ResultsError(f"{path}: not a table, or damaged ({reason}). Delete it and run again.") from error


def read_tables(paths: Iterable[Path | str], columns: Columns) -> pd.DataFrame:
    """Several tables with the same columns under each other; those without rows count for nothing."""
    found = [table for path in paths if len(table := read_table(path, columns))]
    return pd.concat(found, ignore_index=True) if found else empty(columns)
