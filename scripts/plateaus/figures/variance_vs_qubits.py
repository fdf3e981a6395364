"""Figures 3 and S1: variance of the gradient against the number of qubits, and its decay rate."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt

from . import style
from .style import Drawing


def draw(points: pd.DataFrame, rates: pd.DataFrame, limits: pd.DataFrame, *, objective: str) -> Drawing:
    """Draw one experiment at one depth rule.

    Parameters
    ----------
    points : DataFrame
        Rows of ``decay_points.csv``: the sampled variance at the rule's depth for every size.
    rates : DataFrame
        Rows of ``decay_rates.csv``: the fits through them.
    limits : DataFrame
        Rows of ``variance.csv`` of the same sizes, for their columns of infinite depth.
    objective : str
        Name of the objective, for the axis.
    """
    style.use()
    points = points.sort_values("qubits")
    size = points["qubits"].to_numpy()
    fits = rates.set_index("source")
    infinite = limits.drop_duplicates("qubits").sort_values("qubits")
    figure, axes = plt.subplots(figsize=(style.ONE_COLUMN, 3.0))
    axes.plot(infinite["qubits"], infinite["haar_variance"], ":", color=style.LIMIT, zorder=1)
    axes.plot(infinite["qubits"], infinite["haar_variance_both_sides"], ":", color=style.BOTH_SIDES, lw=0.9, zorder=1)
    value = points["variance"]
    axes.errorbar(
        size, value, yerr=[value - points["low"], points["high"] - value], fmt="o", color=style.SAMPLED, zorder=4
    )
    lines = []
    if "sampled" in fits.index:
        fit = fits.loc["sampled"]
        axes.plot(size, np.exp(fit["intercept"] + fit["slope"] * size), color=style.SAMPLED, lw=0.9, zorder=3)
        half = (fit["high"] - fit["low"]) / 2
        lines.append((f"sampled, slope = {_signed(fit['slope'])} ± {half:.3f}", style.SAMPLED))
        lines.append((f"2-design after the gate, {_signed(fits.loc['limit', 'slope'])}", style.LIMIT))
    if "paper" in fits.index:
        slope = fits.loc["paper", "slope"]
        middle = np.log(value).mean() - 1.1  # the paper prints no intercept: drawn apart, to compare steepness
        axes.plot(size, np.exp(middle + slope * (size - size.mean())), "--", color=style.PAPER, lw=0.9, zorder=2)
        lines.append((f"paper's slope, {_signed(slope)} (shifted down)", style.PAPER))
    lines.append(("2-design before and after", style.BOTH_SIDES))
    axes.set_yscale("log")
    for row, (text, colour) in enumerate(lines):
        height = 0.97 - 0.07 * row
        axes.text(0.98, height, text, transform=axes.transAxes, color=colour, ha="right", va="top", size=7)
    axes.set_xticks(size)
    low, high = axes.get_ylim()
    axes.set_ylim(low, high * 5)  # room for the lines of text
    axes.set_xlabel("qubits $n$")
    axes.set_ylabel(f"Var$\\,\\partial_\\theta E$, $E=\\langle${objective}$\\rangle$")
    numbers = {
        "rule": str(points["depth_rule"].iloc[0]),
        "sizes": size.tolist(),
        "fits": {source: row.to_dict() for source, row in fits.iterrows()},
        "unreliable": int((~points["reliable"]).sum()),
    }
    columns = ["qubits", "haar_variance", "haar_variance_both_sides", "circuits"]
    return Drawing(figure, points.merge(infinite[columns], on="qubits"), numbers)


def _signed(value: float) -> str:
    return f"{value:.3f}".replace("-", "−")
