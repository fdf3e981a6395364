"""How the depth of the plateau grows with the number of qubits on different graphs: two laws compared.

A graph of dimension d is crossed in about n^(1/d) layers, so the depth may grow as a + b·n^(1/d) rather than as a +
b·n. Both laws are fitted to the exact depths of the experiments that are compared by their graph, over the larger half
of their sizes, for small ones have not yet the slope of large ones; the one with the smaller residual lies nearer.
Depths are whole numbers, and where the chain is sampled known up to its errors: slopes have intervals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite, nan
from pathlib import Path

import numpy as np
import pandas as pd

from plateaus.statistics.fits import fit_line
from plateaus.statistics.intervals import Z95
from plateaus.storage.columns import Column
from plateaus.tables.common import EXPERIMENT, POINTS, SIZES
from plateaus.tables.plateau_depths import CLOSENESS, RELATIVE, WITHIN, exact_curves
from plateaus.tables.results import Results
from plateaus.theory.coverage import population_refusal
from plateaus.theory.droplets import SIZE, layers_per_qubit

CAPTION = """
Two laws for the depth from which the exact variance stays close to its limit, over the larger half of the sizes: a +
b·n (power 1) and a + b·n^(1/d) for graphs of a finite dimension d above 1. ``residual`` is the root-mean-square
distance of the depths from the law, in layers. Sizes without such a depth are left out. ``derived`` is how many layers
a qubit the slowest droplet takes at least, in large graphs and for relative closeness.
"""

LEAST = 4
"""The larger half of the sizes are at least so many, where there are so many."""
ROUNDING = 12**-0.5
"""Standard error of a depth for its being a whole number."""

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
    Column("slope_low", "number", "lower end of its 95 % interval, for the errors of the depths and their rounding"),
    Column("slope_high", "number", "upper end of that interval"),
    Column("intercept", "number", "the law at n = 0", "layers"),
    Column("residual", "number", "root mean square distance of the depths from the law", "layers"),
    Column(
        "derived",
        "number",
        f"−ln 2/ln λ, λ of the slowest droplet of {SIZE} qubits on the largest graph: the depth for relative closeness "
        "grows at least so fast; empty for another closeness, and for graphs too small",
        "layers per qubit",
    ),
    POINTS,
    *SIZES,
)


def make(results: Results, parts: list[Path]) -> pd.DataFrame:
    """One row an experiment, closeness, distance and law, where at least three sizes have such a depth."""
    experiments, depths = results.experiments, results["plateau_depths"]
    compared = experiments.loc[experiments["dimension_place"] > 0, "dimension"].to_dict()
    largest = depths.groupby("experiment")["qubits"].max()
    derived = {name: _derived(results, name, int(largest[name])) for name in compared if name in largest}
    return pd.DataFrame(compare(depths, compared, derived), columns=[c.name for c in COLUMNS])


def _derived(results: Results, name: str, qubits: int) -> float:
    """Layers a qubit by the slowest droplet, of a string of I and Z without noise."""
    experiment = results.source(name).experiment
    letters = set("".join(experiment.objective.letters_by_qubit(qubits)))
    if population_refusal(experiment, qubits) or experiment.noise.probability or letters & set("XY"):
        return nan
    return layers_per_qubit(experiment, qubits)


def compare(
    depths: pd.DataFrame, dimensions: Mapping[str, float], derived: Mapping[str, float] | None = None
) -> Iterator[dict]:
    """Rows of the table.

    Parameters
    ----------
    depths : DataFrame
        The table of plateau depths.
    dimensions : dict of str to float
        Experiments to compare, with the dimension of their graphs: infinite, or NaN for a single graph.
    derived : dict of str to float, optional
        Layers a qubit by the slowest droplet, for relative closeness.
    """
    for (experiment, closeness, within), points in exact_curves(depths.sort_values("qubits", kind="stable")):
        if experiment not in dimensions or len(points) < 3:  # two points lie on any line
            continue
        dimension = dimensions[experiment]
        large = points.tail(max(LEAST, -(-len(points) // 2)))
        size, low, depth = (large[column].to_numpy(float) for column in ("qubits", "depth_low", "depth_high"))
        depth, error = (low + depth) / 2, np.hypot(ROUNDING, (depth - low) / (2 * Z95))
        powers = [1.0, 1 / dimension] if isfinite(dimension) and dimension > 1 else [1.0]
        for power in powers:
            fit = fit_line(size**power, depth, error)
            yield {
                "experiment": experiment,
                "closeness": closeness,
                "within": within,
                "dimension": dimension,
                "power": power,
                "slope": fit.slope,
                "slope_low": fit.low,
                "slope_high": fit.high,
                "intercept": fit.intercept,
                "derived": (derived or {}).get(experiment, nan) if closeness == RELATIVE else nan,
                "residual": np.sqrt(np.mean((depth - fit.intercept - fit.slope * size**power) ** 2)),
                "points": fit.points,
                "qubits_from": int(size[0]),
                "qubits_to": int(size[-1]),
            }
