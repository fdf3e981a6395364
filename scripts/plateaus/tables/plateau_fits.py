"""How the depth of the plateau grows with the number of qubits: lines through the exact depths.

The depths are those of the table `plateau_depths`. The lines have no intervals: exact depths have no errors, and what
is left over is no noise.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from plateaus.statistics.fits import fit_line
from plateaus.storage.columns import Column
from plateaus.tables.common import EXPERIMENT, POINTS, SIZES
from plateaus.tables.plateau_depths import CLOSENESS, WITHIN, exact_curves
from plateaus.tables.results import Results

CAPTION = """
Lines through the exact plateau depths against the number of qubits: ``slope`` in layers per qubit.
"""

COLUMNS = (
    EXPERIMENT,
    CLOSENESS,
    WITHIN,
    *SIZES,
    Column("slope", "number", "slope of the depth", "layers per qubit"),
    Column("intercept", "number", "the line at n = 0", "layers"),
    POINTS,
)


def make(results: Results, parts: list[Path]) -> pd.DataFrame:
    """One line an experiment, closeness and distance, where at least two sizes have such a depth."""
    rows = []
    for (experiment, closeness, within), points in exact_curves(results["plateau_depths"]):
        if len(points) >= 2:
            fit = fit_line(points["qubits"].to_numpy(float), points["depth_high"].to_numpy(float))
            rows.append(
                {
                    "experiment": experiment,
                    "closeness": closeness,
                    "within": within,
                    "qubits_from": points["qubits"].min(),
                    "qubits_to": points["qubits"].max(),
                    "slope": fit.slope,
                    "intercept": fit.intercept,
                    "points": fit.points,
                }
            )
    return pd.DataFrame(rows, columns=[c.name for c in COLUMNS])
