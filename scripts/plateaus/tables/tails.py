"""How often a component of the gradient of the main experiment exceeds fixed values, next to Chebyshev's bound.

A small variance says that large gradients are rare; how rare they really are is counted here, at the depth at which the
main experiment is drawn against the number of qubits.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from plateaus.ensemble.depths import depth_at
from plateaus.statistics.intervals import proportion
from plateaus.storage.columns import Column
from plateaus.storage.samples import by_grid_point, join_samples, read_samples
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

EPSILONS = (0.01, 0.03, 0.1, 0.3)


def make(results: Results, parts: list[Path]) -> pd.DataFrame:
    """One row a size and ε; `parts` are the samples of the main experiment.

    Raises
    ------
    ResultsError
        A file is damaged, or of another experiment.
    """
    main = results.experiments.query("main").iloc[0]
    exact = results.of("exact_variance", main["experiment"]).set_index(["qubits", "layers"])["variance"]
    source = results.source(main["experiment"])
    batches = [read_samples(path, source) for path in sorted(parts)]
    rows = []
    for part in map(join_samples, by_grid_point(batches)):
        depth = depth_at(main["depth_rule"], part.qubits, int(part.layers[-1]))
        gradient = np.abs(part.gradient[:, np.searchsorted(part.layers, depth)])
        for epsilon in EPSILONS:
            exceed = int((gradient > epsilon).sum())
            low, high = proportion(exceed, len(gradient))
            rows.append(
                {
                    "experiment": main["experiment"],
                    "qubits": part.qubits,
                    "layers": depth,
                    "epsilon": epsilon,
                    "circuits": len(gradient),
                    "exceed": exceed,
                    "probability": exceed / len(gradient),
                    "low": low,
                    "high": high,
                    "chebyshev": exact.get((part.qubits, depth), np.nan) / epsilon**2,
                }
            )
    return pd.DataFrame(rows)
