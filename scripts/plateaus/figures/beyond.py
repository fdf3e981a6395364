"""Figure 5: the plateau beyond state vectors, exact variance against the number of qubits at several depths."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt

from .. import paper
from . import style
from .style import Drawing

COLOURS = ("#CC79A7", "#0072B2", "#E69F00", "#56B4E9", "#000000")


def draw(points: pd.DataFrame, rates: pd.DataFrame, limits: pd.DataFrame, *, objective: str) -> Drawing:
    """Draw one experiment at all its depth rules.

    Parameters
    ----------
    points : DataFrame
        Rows of ``decay_points.csv`` with source ``exact``.
    rates : DataFrame
        Rows of ``decay_rates.csv`` with source ``exact``, over all sizes.
    limits : DataFrame
        Rows with the columns of infinite depth for every size.
    objective : str
        Name of the objective, for the axis.
    """
    style.use()
    infinite = limits.drop_duplicates("qubits").sort_values("qubits").set_index("qubits")["haar_variance"]
    slopes = rates.sort_values("qubits_to").groupby("depth_rule")["slope"].last()
    figure, (left, right) = plt.subplots(1, 2, figsize=(style.TWO_COLUMNS, 3.2), width_ratios=(1.25, 1))
    left.plot(infinite.index, infinite, ":", color=style.LIMIT, lw=2, zorder=9, label="2-design after the gate")
    data, ratios = [], {}
    rules = points["depth_rule"].unique()
    for rule, colour in zip(rules, COLOURS, strict=False):
        curve = points[points["depth_rule"] == rule].sort_values("qubits").set_index("qubits")
        ratio = curve["variance"] / infinite
        label = style.depth_rule(rule, points[points["depth_rule"] == rule]["layers"].max())
        left.plot(curve.index, curve["variance"], "-", marker=".", color=colour, lw=0.9, label=label)
        ratios[rule] = ratio
        data.append(curve.reset_index().assign(ratio=ratio.to_numpy()))
        if ratio.max() < 100:
            right.plot(ratio.index, ratio, "-", marker=".", color=colour, lw=0.9)
            right.annotate(
                label,
                (1.02, ratio.iloc[-1]),
                xycoords=("axes fraction", "data"),
                color=colour,
                va="center",
                fontsize=7,
                annotation_clip=False,
            )
    sizes = infinite.index.to_numpy(float)
    middle = np.log(infinite).mean() - 2.0
    steep = np.exp(middle + paper.SLOPE * (sizes - sizes.mean()))
    left.plot(
        sizes, steep, "--", color=style.PAPER, lw=0.9, label=f"paper's slope {paper.SLOPE}, shifted".replace("-", "−")
    )
    left.set_yscale("log")
    left.legend(frameon=False, loc="lower left")
    left.set_xlabel("qubits $n$")
    left.set_ylabel(f"exact Var$\\,\\partial_\\theta E$, $E=\\langle${objective}$\\rangle$")
    right.axhspan(0.9, 1.1, color="0.9", zorder=0, lw=0)
    right.text(sizes[0], 1.11, "± 10 %", fontsize=7, color="0.4", va="bottom")
    right.set_yscale("log")
    right.set_xlabel("qubits $n$")
    right.set_ylabel("Var$\\,\\partial_\\theta E$ over its limit")
    shown = [
        tick for tick in (0.9, 1, 1.2, 1.5, 2, 3, 5, 10, 20, 50) if right.get_ylim()[0] < tick < right.get_ylim()[1]
    ]
    right.set_yticks(shown, [f"{tick:g}" for tick in shown])
    right.minorticks_off()
    for axes in (left, right):
        axes.set_xticks(sizes[:: max(1, len(sizes) // 8)])
    largest = int(sizes[-1])
    numbers = {
        "largest": largest,
        "error": float(((points["high"] - points["low"]) / 2 / points["variance"]).max()),
        "slopes": slopes.to_dict(),
        "ratios": {rule: float(ratio.loc[largest]) for rule, ratio in ratios.items() if largest in ratio.index},
    }
    return Drawing(figure, pd.concat(data, ignore_index=True), numbers)
