"""Figures 4 and S2: variance of the gradient against depth, one line for every size."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.lines import Line2D

from . import style
from .style import Drawing

SHOWN_POINTS = 21
"""At most so many sampled depths are drawn for a size; the table holds them all."""


def draw(variance: pd.DataFrame, *, objective: str) -> Drawing:
    """Draw the rows of the table of variances that belong to one experiment.

    Parameters
    ----------
    variance : DataFrame
        Columns as in ``variance.csv``.
    objective : str
        Name of the objective, for the axis.
    """
    style.use()
    sizes = sorted(variance["qubits"].unique().tolist())
    colours = style.by_size(sizes)
    deepest = int(variance["layers"].max())
    figure, axes = plt.subplots(figsize=(style.TWO_COLUMNS * 0.75, 3.9))
    ends, shown = [], []
    for n in sizes:
        curve = variance[variance["qubits"] == n].sort_values("layers")
        points = _spaced(curve)
        axes.plot(curve["layers"], curve["variance"], color=colours[n], lw=0.8, alpha=0.55)
        _error_bars(axes, points, colours[n])
        limit, both = curve[["haar_variance", "haar_variance_both_sides"]].iloc[0]
        axes.hlines(limit, 0, deepest * 1.02, colors=[colours[n]], linestyles=":", lw=1.1)
        axes.hlines(both, 0, deepest * 1.02, colors=style.BOTH_SIDES, linestyles=":", lw=0.7)
        ends.append(curve["variance"].iloc[-1])
        shown.append(points)
    axes.set_yscale("log")
    axes.set_xlim(0, deepest * 1.02)
    _label_ends(axes, sizes, np.array(ends), colours)
    axes.set_xlabel("layers $L$")
    axes.set_ylabel(f"Var$\\,\\partial_\\theta E$, $E=\\langle${objective}$\\rangle$")
    axes.legend(handles=_key(), loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3, frameon=False)
    settled = variance[variance["layers"] == deepest]
    ratio = settled["variance"] / settled["haar_variance"]
    numbers = {
        "sizes": sizes,
        "deepest": deepest,
        "circuits": variance.groupby("qubits")["circuits"].max().to_dict(),
        "ratio_low": ratio.min(),
        "ratio_high": ratio.max(),
        "relative_error": settled["log_variance_se"].max(),
        "unreliable": int((~variance["variance_reliable"]).sum()),
        "points": len(variance),
    }
    return Drawing(figure, pd.concat(shown, ignore_index=True), numbers)


def _spaced(curve: pd.DataFrame) -> pd.DataFrame:
    """Rows at about even distances in depth, the first and the last among them."""
    rows = np.unique(np.linspace(0, len(curve) - 1, SHOWN_POINTS).round().astype(int))
    return curve.iloc[rows]


def _error_bars(axes, points: pd.DataFrame, colour) -> None:
    value = points["variance"]
    axes.errorbar(
        points["layers"],
        value,
        yerr=[value - points["variance_low"], points["variance_high"] - value],
        fmt="o",
        ms=2.2,
        color=colour,
        elinewidth=0.7,
    )


def _label_ends(axes, sizes: list[int], ends: np.ndarray, colours: dict) -> None:
    low, high = np.log(axes.get_ylim())
    places = style.spread((np.log(ends) - low) / (high - low), 0.035)
    for n, place in zip(sizes, places, strict=True):
        label = f"$n={n}$" if n == sizes[0] else f"${n}$"
        axes.text(1.01, place, label, transform=axes.transAxes, color=colours[n], va="center", fontsize=7)


def _key() -> list[Line2D]:
    return [
        Line2D([], [], color="0.2", lw=0.8, marker="o", ms=2.2, label="sampled, 95 % interval"),
        Line2D([], [], color="0.2", lw=1.1, ls=":", label="2-design after the gate"),
        Line2D([], [], color=style.BOTH_SIDES, lw=0.7, ls=":", label="2-design before and after"),
    ]
