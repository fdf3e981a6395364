"""Columns that several tables have: the experiment, size and depth of a row, and the sizes and points of a fit."""

from __future__ import annotations

from plateaus.storage.columns import Column

EXPERIMENT = Column("experiment", "text", "name of the experiment")
QUBITS = Column("qubits", "integer", "size of the register")
LAYERS = Column("layers", "integer", "depth of the circuits", "layers")
POINT = (EXPERIMENT, QUBITS, LAYERS)
"""Experiment, size and depth."""

SIZES = (
    Column("qubits_from", "integer", "smallest size of the fit"),
    Column("qubits_to", "integer", "largest size of the fit"),
)
POINTS = Column("points", "integer", "number of points that were fitted")
