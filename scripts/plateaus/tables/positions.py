"""The table of exact variances by position: of every component of the gradient, by layer and qubit of its parameter."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from plateaus.storage.columns import Column
from plateaus.storage.tables import read_tables
from plateaus.tables.common import EXPERIMENT, QUBITS
from plateaus.tables.results import Results

COLUMNS = (
    EXPERIMENT,
    QUBITS,
    Column("depth", "integer", "depth of the circuits", "layers"),
    Column("layer", "integer", "layer of the parameter, from 1"),
    Column("qubit", "integer", "qubit of the parameter, from 1"),
    Column("variance", "number", "exact variance of ∂E/∂θ(layer, qubit) over the ensemble", "per radian squared"),
)


def make(results: Results, parts: list[Path]) -> pd.DataFrame:
    """All maps under each other; `parts` are the files, one an experiment, size and depth."""
    return read_tables(parts, COLUMNS)
