"""How a start keeps away from the plateau: variance of the gradient against the number of qubits, by start.

Before any training, with the exact values where there are any.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt

from plateaus.figures import style
from plateaus.figures.style import Drawing
from plateaus.statistics.fits import fit_line
from plateaus.statistics.moments import ENOUGH
from plateaus.tables.results import Results


def figure(results: Results, experiments: Sequence[str], samples: Sequence[Path]) -> Drawing:
    """Experiments that differ in their start."""
    return draw(results.of("variance", *experiments), results.titles(experiments))


def draw(variance: pd.DataFrame, labels: Mapping[str, str]) -> Drawing:
    """Draw experiments that differ in their start.

    Parameters
    ----------
    variance : DataFrame
        Their rows of ``variance.csv``; of each size the deepest are drawn.
    labels : mapping of str to str
        What to call each experiment, in the order of drawing.
    """
    style.use()
    deepest = variance.groupby(["experiment", "qubits"])["layers"].transform("max")
    points = variance[variance["layers"] == deepest].sort_values("qubits")
    figure, axes = plt.subplots(figsize=(style.ONE_COLUMN * 1.35, 3.2))
    limits = _limits(points, labels)
    limit, words = limits.set_index("qubits")["limit"], style.limit_words(limits)
    axes.plot(limit.index, limit, ":", color=style.LIMIT, lw=1.6, zorder=1)
    ends: list = [(limit.iloc[-1], words.removesuffix(" after the gate"), style.LIMIT)] if words else []
    found = {}
    for name, label, colour in style.curves(labels):
        curve = points[(points["experiment"] == name) & (points["variance"] > 0)]
        if curve.empty:
            continue
        value = curve["variance"]
        bars = [value - curve["variance_low"], curve["variance_high"] - value]
        axes.errorbar(curve["qubits"], value, yerr=bars, fmt="o", ms=2.8, color=colour, zorder=4)
        axes.plot(curve["qubits"], value, "-", lw=0.5, color=colour, zorder=2)
        axes.plot(curve["qubits"], curve["exact_variance"], "_", ms=9, mew=1.4, color=colour, alpha=0.7, zorder=3)
        ends.append((value.iloc[-1], label, colour))
        size, logs = curve["qubits"].to_numpy(float), np.log(value.to_numpy())
        found[labels[name]] = {
            "slope": fit_line(size, logs, curve["log_variance_se"].to_numpy()) if len(curve) > 1 else None,
            "qubits": int(curve["qubits"].iloc[-1]),
            "limit_ratio": float(value.iloc[-1] / limit.get(curve["qubits"].iloc[-1], np.nan)),
        }
    axes.set_yscale("log")
    style.label_ends(axes, ends, gap=0.06, x=1.02)
    axes.set_xticks(sorted(points["qubits"].unique()))
    axes.set_xlabel("qubits $n$")
    axes.set_ylabel("Var$\\,\\partial_\\theta E$ at the start")
    circuits = int(points["circuits"].min())
    numbers = {"starts": found, "depths": sorted(points["layers"].unique().tolist()), "limit": words}
    return Drawing(figure, points, numbers | {"few": circuits if circuits < ENOUGH else None})


def _limits(points: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """The limits of the first experiment that has any, to compare all with: that of random angles."""
    known = [points[(points["experiment"] == name) & points["limit"].notna()] for name in labels]
    return next((rows for rows in known if len(rows)), points[:0])
