"""How often a component of the gradient of the main experiment exceeds fixed values, next to Chebyshev's bound.

A small variance says that large gradients are rare; how rare they really are is counted here, at the depth at which the
main experiment is drawn against the number of qubits.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from plateaus.ensemble.depths import depth_at
from plateaus.ensemble.source import Source
from plateaus.statistics.intervals import proportion
from plateaus.storage.columns import Column
from plateaus.storage.landed import BEYOND, Landed, is_landed, read_landed
from plateaus.storage.samples import Samples, by_grid_point, join_samples, read_samples
from plateaus.tables.common import POINT
from plateaus.tables.results import Results

CAPTION = r"""
P(\|∂E\| > ε) at the depth of figure 3 with Clopper–Pearson 95 % intervals, and Chebyshev's bound Var/ε² from the
exact variance.
"""

COLUMNS = (
    *POINT,
    Column("epsilon", "number", "the value ε that a gradient has to exceed", "per radian"),
    Column("circuits", "integer", "number of random circuits"),
    Column("exceed", "integer", "how many of them have a gradient beyond ±ε"),
    Column("probability", "number", "the share of these"),
    Column("low", "number", "lower end of its 95 % interval (Clopper and Pearson)"),
    Column("high", "number", "upper end of that interval"),
    Column("chebyshev", "number", "Chebyshev's bound: the exact variance over ε²; empty where there is none"),
)


def make(results: Results, parts: list[Path]) -> pd.DataFrame:
    """One row a size and ε; `parts` are the samples of the main experiment, or its landed circuits.

    Raises
    ------
    ResultsError
        A file is damaged, or of another experiment.
    """
    main = results.experiments.query("main").iloc[0]
    exact = results.of("exact_variance", main["experiment"]).set_index(["qubits", "layers"])["variance"]
    source = results.source(main["experiment"])
    rows = []
    for part in _points(source, sorted(parts)):
        depth = depth_at(main["depth_rule"], part.qubits, int(part.layers[-1]))
        column = int(np.searchsorted(part.layers, depth))
        for epsilon, (exceed, circuits) in _exceeding(part, column).items():
            low, high = proportion(exceed, circuits)
            rows.append(
                {
                    "experiment": main["experiment"],
                    "qubits": part.qubits,
                    "layers": depth,
                    "epsilon": epsilon,
                    "circuits": circuits,
                    "exceed": exceed,
                    "probability": exceed / circuits,
                    "low": low,
                    "high": high,
                    "chebyshev": exact.get((part.qubits, depth), np.nan) / epsilon**2,
                }
            )
    return pd.DataFrame(rows)


def _points(source: Source, parts: Sequence[Path]) -> list[Samples] | list[Landed]:
    """All circuits of each size."""
    if is_landed(parts[0]):
        return sorted((read_landed(path, source) for path in parts), key=lambda part: part.qubits)
    return [join_samples(group) for group in by_grid_point([read_samples(path, source) for path in parts])]


def _exceeding(part: Samples | Landed, column: int) -> dict[float, tuple[int, int]]:
    """How many circuits have a gradient beyond each ε at one of the depths, of how many."""
    if isinstance(part, Landed):
        return {e: (int(part.sums[f"beyond_{e:g}"][column]), part.circuits) for e in BEYOND}
    gradient = np.abs(part.gradient[:, column])
    return {e: (int((gradient > e).sum()), len(gradient)) for e in BEYOND}
