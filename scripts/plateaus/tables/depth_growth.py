"""How the depth of the plateau grows with the number of qubits on different graphs: two laws compared.

A graph of dimension d is crossed in about n^(1/d) layers, so the depth may grow as a + b·n^(1/d) rather than as a +
b·n. Both laws are fitted to the exact depths of the experiments that are compared by their graph; the one with the
smaller residual lies nearer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite
from pathlib import Path

import numpy as np
import pandas as pd

from plateaus.statistics.fits import fit_line
from plateaus.storage.columns import Column
from plateaus.tables.common import EXPERIMENT, POINTS, SIZES
from plateaus.tables.plateau_depths import CLOSENESS, WITHIN, exact_curves
from plateaus.tables.results import Results

CAPTION = """
Two laws for the depth from which the exact variance stays close to its limit: a + b·n (power 1) and a + b·n^(1/d) for
graphs of a finite dimension d above 1. ``residual`` is the root-mean-square distance of the depths from the law, in
layers. Sizes without such a depth are left out.
"""

COLUMNS = (
    EXPERIMENT,
    CLOSENESS,
    WITHIN,
    Column(
        "dimension",
        "number",
        "of the graph's family: 1 for a line, inf for the complete graph; empty for a single graph",
    ),
    Column("power", "number", "the law is intercept + slope·n^power, power 1 or 1/`dimension`: a row each"),
    Column("slope", "number", "layers per qubit to that power"),
    Column("intercept", "number", "the law at n = 0", "layers"),
    Column("residual", "number", "root mean square distance of the depths from the law", "layers"),
    POINTS,
    *SIZES,
)


def make(results: Results, parts: list[Path]) -> pd.DataFrame:
    """One row an experiment, closeness, distance and law, where at least three sizes have such a depth."""
    experiments = results.experiments
    compared = experiments.loc[experiments["dimension_place"] > 0, "dimension"].to_dict()
    return pd.DataFrame(compare(results["plateau_depths"], compared), columns=[c.name for c in COLUMNS])


def compare(depths: pd.DataFrame, dimensions: Mapping[str, float]) -> Iterator[dict]:
    """Rows of the table.

    Parameters
    ----------
    depths : DataFrame
        The table of plateau depths.
    dimensions : dict of str to float
        Experiments to compare, with the dimension of their graphs: infinite, or NaN for a single graph.
    """
    for (experiment, closeness, within), points in exact_curves(depths.sort_values("qubits", kind="stable")):
        if experiment not in dimensions or len(points) < 3:  # two points lie on any line
            continue
        dimension = dimensions[experiment]
        size, depth = points["qubits"].to_numpy(float), points["depth_high"].to_numpy(float)
        powers = [1.0, 1 / dimension] if isfinite(dimension) and dimension > 1 else [1.0]
        for power in powers:
            fit = fit_line(size**power, depth)
            yield {
                "experiment": experiment,
                "closeness": closeness,
                "within": within,
                "dimension": dimension,
                "power": power,
                "slope": fit.slope,
                "intercept": fit.intercept,
                "residual": np.sqrt(np.mean((depth - fit.intercept - fit.slope * size**power) ** 2)),
                "points": fit.points,
                "qubits_from": int(size[0]),
                "qubits_to": int(size[-1]),
            }
