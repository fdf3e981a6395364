"""Tables on disk, written without pandas: it takes longer to import than most exact curves take to compute.

Who reads a table finds no difference, for the files are the same bytes as those of `storage.tables`.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from plateaus.storage.columns import Columns
from plateaus.storage.writing import replacing


def write_rows(path: Path | str, table: Mapping[str, Sequence[Any]], columns: Columns) -> None:
    """Write a table as `tables.write_table` does, to the byte; of it, the values in each declared column, plain ones.

    Raises
    ------
    KeyError
        A declared column is absent.
    """
    names = [c.name for c in columns]
    with replacing(path) as draft, draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        for values in zip(*(table[name] for name in names), strict=True):
            writer.writerow(["" if value != value else value for value in values])  # NaN is not equal to itself
