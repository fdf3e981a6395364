"""Tabulating: what the tables of all kinds have in common, the columns of a point and where to find exact values.

The table of a kind holds the estimates of all experiments that have it, with exact values of the same points beside
them. Each kind makes its own, in its module ``table``.
"""

from __future__ import annotations

from typing import Protocol

import pandas as pd

from plateaus.probes.kind import Kind
from plateaus.storage.columns import Column, Columns


class Tables(Protocol):
    """Other tables of a run, by name; without rows where it has none (see `tables.results`)."""

    def __getitem__(self, name: str, /) -> pd.DataFrame: ...


def of_points(kind: Kind, *own: Column) -> Columns:
    """Columns of the estimates of a kind: the point, the number of circuits, and what the kind estimates."""
    place = (Column(c.name, "integer", c.meaning, c.unit) for c in kind.columns if c.name in kind.point)
    return (
        Column("experiment", "text", "name of the experiment"),
        Column("qubits", "integer", "size of the register"),
        Column("depth", "integer", "depth of the circuits", "layers"),
        *place,
        Column("circuits", "integer", "number of random circuits at this point"),
        *own,
    )


def interval(prefix: str, of: str, unit: str = "") -> tuple[Column, Column]:
    """Columns of the ends of a 95 % interval."""
    return (
        Column(f"{prefix}_low", "number", f"lower end of the 95 % interval of {of}", unit),
        Column(f"{prefix}_high", "number", "upper end of that interval", unit),
    )
