"""Figure 1: how E and its gradient close in on their averages as the register grows.

Each size has a row: the distribution over random circuits after the deepest recorded layer, from the samples
themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from scipy.stats import gaussian_kde

from plateaus.figures import style
from plateaus.figures.style import Drawing
from plateaus.storage.samples import Samples, join_samples, read_samples
from plateaus.tables.results import Results

TICKS = {"E": "e_limit", "∂E": "limit"}
"""Where the variances of both are for infinite depth."""
GRID = 601
"""Points at which a density is computed."""


def figure(results: Results, experiments: Sequence[str], samples: Sequence[Path]) -> Drawing:
    """One experiment, from all its samples."""
    (name,) = experiments
    if not samples:
        raise ValueError(f"this figure needs the samples of {name}")
    by_size: dict[int, list[Samples]] = {}
    for path in samples:
        batch = read_samples(path, results.source(name))
        by_size.setdefault(batch.qubits, []).append(batch)
    return draw(
        {n: join_samples(batches) for n, batches in by_size.items()},
        objective=results.experiments.loc[name, "objective_name"],
        limits=results.of("variance", name),
    )


def _density(values: np.ndarray, grid: np.ndarray) -> np.ndarray:
    """Density of values in [−1, 1] by a kernel estimate, reflected at the ends; a spike where nothing varies."""
    if values.std() < 1e-9:
        return (np.abs(grid - values.mean()) <= grid[1] - grid[0]).astype(float)
    estimate = gaussian_kde(values)
    return (estimate(grid) + estimate(2 - grid) + estimate(-2 - grid)) * (np.abs(grid) <= 1)


def draw(samples: dict[int, Samples], *, objective: str, limits: pd.DataFrame) -> Drawing:
    """Draw the distributions at the deepest recorded layer.

    Parameters
    ----------
    samples : dict of int to Samples
        All circuits of each size.
    objective : str
        Name of the objective, for the axis.
    limits : DataFrame
        Rows of ``variance.csv`` of the experiment, for the standard deviations at infinite depth.
    """
    style.use()
    sizes = sorted(samples)
    infinite = limits.drop_duplicates("qubits").set_index("qubits")
    figure, both = plt.subplots(1, 2, figsize=(style.TWO_COLUMNS, 3.1), sharey=True)
    data, spread = [], {}
    panels = (
        (both[0], "objective", TICKS["E"], f"$E=\\langle${objective}$\\rangle$"),
        (both[1], "gradient", TICKS["∂E"], "$\\partial_\\theta E$"),
    )
    for axes, quantity, column, label in panels:
        values = {n: getattr(samples[n], quantity)[:, -1] for n in sizes}
        reach = min(1.0, 1.05 * max(np.abs(v).max() for v in values.values()))
        for row, n in enumerate(sizes):
            grid = np.linspace(-reach, reach, GRID)
            density = _density(values[n], grid)
            height = density / density.max()
            axes.fill_between(grid, row, row + 0.85 * height, color=style.of_size(n), lw=0, zorder=2 * (99 - row))
            deviation = np.sqrt(infinite.loc[n, column])
            for edge in (-deviation, deviation) if np.isfinite(deviation) else ():
                axes.plot([edge, edge], [row - 0.12, row], color="0.1", lw=1.0, zorder=999)
            data.append(
                pd.DataFrame({"quantity": quantity, "qubits": n, "value": grid, "density": density, "height": height})
            )
        spread[quantity] = {n: float(np.mean(np.abs(v) > 0.1)) for n, v in values.items()}
        axes.set_xlabel(label)
        axes.set_xlim(-reach, reach)
    both[0].set_yticks(range(len(sizes)), [str(n) for n in sizes])
    both[0].set_ylabel("qubits $n$")
    both[1].tick_params(left=False)
    numbers = {
        "sizes": sizes,
        "depth": int(samples[sizes[0]].layers[-1]),
        "circuits": {n: len(samples[n].circuit) for n in sizes},
        "ticks": [symbol for symbol, column in TICKS.items() if infinite[column].notna().any()],
        "exceed": spread,
        "deviations": {
            quantity: {n: float(getattr(samples[n], quantity)[:, -1].std(ddof=1)) for n in sizes} for quantity in spread
        },
    }
    return Drawing(figure, pd.concat(data, ignore_index=True), numbers)
