"""Small tables for tests: only the columns that matter are written down, declared ones fill the rest."""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from plateaus.storage.columns import Columns
from plateaus.storage.tables import DTYPES, empty
from plateaus.tables.results import Results, columns_of, module_of

FILLS = {"text": "", "integer": 0, "number": np.nan, "truth": False}


def rows_of(columns: Columns, rows: Iterable[Mapping]) -> pd.DataFrame:
    """Rows with all declared columns, of their types; those left out are empty, 0 or False."""
    filled = [{c.name: FILLS[c.type] for c in columns} | dict(row) for row in rows]
    return pd.DataFrame(filled).astype({c.name: DTYPES[c.type] for c in columns}) if filled else empty(columns)


def results_of(**tables: Iterable[Mapping]) -> Results:
    """Results with these tables, by name."""
    return Results(tables={name: rows_of(columns_of(module_of(name)), rows) for name, rows in tables.items()})
