"""The tables of a run, as a figure, a claim or another table reads them: typed, and empty where a run has none.

A program is given the files that it may read. Asking for a table that was not given gives one without rows, of the
declared types, so that nobody has to ask whether a run has exact values, probes or comparisons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from importlib import import_module
from pathlib import Path

import pandas as pd

from plateaus.ensemble.source import Source
from plateaus.probes.registry import KINDS
from plateaus.storage.columns import Columns
from plateaus.storage.tables import empty, read_table


def columns_of(module: str) -> Columns:
    """The declared columns of a table, by the module that makes it."""
    return import_module(module).COLUMNS


class Results:
    """Some tables of a run.

    Parameters
    ----------
    paths : iterable of path
        CSV files, each named like its table.
    tables : mapping of str to DataFrame, optional
        Tables at hand, instead of files.
    """

    def __init__(
        self,
        paths: Iterable[Path | str] = (),
        tables: Mapping[str, pd.DataFrame] | None = None,
    ) -> None:
        self._paths = {Path(path).stem: Path(path) for path in paths}
        self._tables = dict(tables or {})

    def __getitem__(self, name: str) -> pd.DataFrame:
        """A table by its name."""
        if name not in self._tables:
            columns = columns_of(module_of(name))
            self._tables[name] = read_table(self._paths[name], columns) if name in self._paths else empty(columns)
        return self._tables[name]

    def of(self, name: str, *experiments: str) -> pd.DataFrame:
        """The rows of a table that belong to an experiment, or to any of several."""
        table = self[name]
        return table[table["experiment"].isin(experiments)]

    @cached_property
    def experiments(self) -> pd.DataFrame:
        """What the run's experiments are, a row each, by name (see `tables.experiments`)."""
        return self["experiments"].set_index("experiment", drop=False)

    def source(self, experiment: str) -> Source:
        """The source of an experiment's circuits."""
        row = self.experiments.loc[experiment]
        return Source.from_words({key: str(row[key]) for key in Source().words()})

    def titles(self, experiments: Iterable[str]) -> dict[str, str]:
        """What to call experiments in a figure, in this order."""
        return {name: self.experiments.loc[name, "title"] for name in experiments}


def module_of(name: str) -> str:
    """The module that declares and makes a table: in a probe's folder for a probe's, else in `plateaus.tables`."""
    return f"plateaus.probes.{name}.table" if name in KINDS else f"plateaus.tables.{name}"
