"""Noise-induced plateaus: variance of the gradient against depth at several noise rates, and without noise.

A panel for each size: exact curves, samples from density matrices, and pairs of Pauli trajectories where there are any.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.lines import Line2D

from plateaus.figures import style
from plateaus.figures.style import Drawing
from plateaus.tables.results import Results

SHOWN_POINTS = 13
"""At most so many depths are drawn of a curve of points; the table holds them all."""


def figure(results: Results, experiments: Sequence[str], samples: Sequence[Path]) -> Drawing:
    """Experiments that differ in their noise."""
    variance, exact, trajectories = (
        results.of(name, *experiments) for name in ("variance", "exact_variance", "trajectories")
    )
    return draw(variance, exact, trajectories, results.titles(experiments))


def draw(variance: pd.DataFrame, exact: pd.DataFrame, trajectories: pd.DataFrame, labels: Mapping[str, str]) -> Drawing:
    """Draw experiments that differ in their noise, a panel for each size.

    Parameters
    ----------
    variance, exact, trajectories : DataFrame
        Their rows of the tables of these names; there may be no exact ones and no trajectories.
    labels : mapping of str to str
        What to call each experiment, in the order of drawing; the one without noise first.
    """
    style.use()
    sizes = sorted({*variance["qubits"], *trajectories["qubits"]})
    figure, panels = plt.subplots(
        1, len(sizes), figsize=(style.TWO_COLUMNS, 3.3), sharex=True, sharey=True, squeeze=False
    )
    for n, axes in zip(sizes, panels[0], strict=True):
        for name, label, colour in style.curves(labels):
            curve, points, pairs = (
                table[(table["experiment"] == name) & (table["qubits"] == n)].sort_values("layers")
                for table in (exact, variance, trajectories)
            )
            axes.plot(curve["layers"], curve["variance"], "-", lw=0.9, color=colour, label=label)
            _points(axes, points, "o", colour, 0.0)
            _points(axes, pairs[(pairs["variance_low"] > 0).cummin()], "^", colour, 0.5)
            if len(pairs):
                few = pairs.iloc[::8]
                axes.plot(few["layers"], few["single_variance"], "x", ms=3.5, mew=0.7, color=colour, zorder=3)
        axes.set_title(f"$n={n}$")
        axes.set_xlabel("layers $L$")
    panels[0, 0].set_yscale("log")
    panels[0, 0].set_ylabel("Var$\\,\\partial_\\theta E$")
    kinds = [
        Line2D([], [], color="0.3", lw=0.9, label="exact"),
        Line2D([], [], color="0.3", lw=0, marker="o", ms=2.5, label="density matrices"),
        Line2D([], [], color="0.3", lw=0, marker="^", ms=3, label="pairs of trajectories"),
        Line2D([], [], color="0.3", lw=0, marker="x", ms=3.5, label="single ones, squared"),
    ]
    handles, names = panels[0, 0].get_legend_handles_labels()
    figure.legend(
        handles=[*handles, *kinds],
        labels=[*names, *(k.get_label() for k in kinds)],
        loc="outside upper center",
        ncols=4,
        frameon=False,
    )
    data = pd.concat(
        [
            exact.assign(source="exact"),
            variance.assign(source="density matrices"),
            trajectories.assign(source="trajectories"),
        ],
        ignore_index=True,
    )
    columns = [
        *("source", "experiment", "qubits", "layers"),
        *("variance", "variance_low", "variance_high", "single_variance"),
    ]
    return Drawing(figure, data.reindex(columns=columns), _numbers(variance, trajectories, labels, sizes))


def _points(axes, curve: pd.DataFrame, marker: str, colour: str, shift: float) -> None:
    if curve.empty:
        return
    rows = np.unique(np.linspace(0, len(curve) - 1, SHOWN_POINTS).round().astype(int))
    curve = curve.iloc[rows]
    value = curve["variance"]
    bars = [value - curve["variance_low"], curve["variance_high"] - value]
    axes.errorbar(
        curve["layers"] + shift, value, yerr=bars, fmt=marker, ms=2.4, color=colour, elinewidth=0.7, capsize=0, zorder=4
    )


def _numbers(variance: pd.DataFrame, trajectories: pd.DataFrame, labels: Mapping[str, str], sizes: list[int]) -> dict:
    found = {}
    for name, label in labels.items():
        points = variance[variance["experiment"] == name]
        pairs = trajectories[trajectories["experiment"] == name]
        last = points[points["layers"] == points["layers"].max()].iloc[-1]
        known = pairs["exact_variance"].notna()
        deviation = (pairs["variance"] - pairs["exact_variance"]) / pairs["variance_se"]
        found[label] = {
            "last": float(last["variance"]),
            "low": float(last["variance_low"]),
            "high": float(last["variance_high"]),
            "exact": float(last["exact_variance"]),
            "layers": int(last["layers"]),
            "qubits": int(last["qubits"]),
            "pairs_within_two": float((deviation[known].abs() < 2).mean()) if known.any() else None,
        }
    return {"curves": found, "sizes": [int(n) for n in sizes]}
