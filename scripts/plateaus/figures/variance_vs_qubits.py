"""Figures 3 and S1: variance of the gradient against the number of qubits, and its decay rate.

Above the variance at one depth rule with the fits through it, below the same over the limit of infinite depth.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt

from plateaus.claims.words import number
from plateaus.figures import style
from plateaus.figures.style import Drawing
from plateaus.statistics.moments import ENOUGH
from plateaus.tables.results import Results


def figure(results: Results, experiments: Sequence[str], samples: Sequence[Path]) -> Drawing:
    """One experiment at the depth rule that it is drawn at."""
    (name,) = experiments
    known = results.experiments.loc[name]
    points, rates = (
        table[table["depth_rule"] == known["depth_rule"]]
        for table in (results.of("decay_points", name), results.of("decay_rates", name))
    )
    exact = results.of("exact_variance", name)
    limits = exact if len(exact) else results.of("variance", name)  # the exact ones are for more sizes
    drawing = draw(points, rates, limits, objective=known["objective_name"], rule=known["depth_rule"])
    circuits = results.of("variance", name)["circuits"].min()
    drawing.numbers["few"] = int(circuits) if circuits < ENOUGH else None
    diagnoses = results.of("diagnosis", name)
    at_the_rule = diagnoses[diagnoses["depth_rule"] == known["depth_rule"]]
    drawing.numbers["diagnoses"] = {row["source"]: row.to_dict() for _, row in at_the_rule.iterrows()}
    return drawing


def draw(points: pd.DataFrame, rates: pd.DataFrame, limits: pd.DataFrame, *, objective: str, rule: str) -> Drawing:
    """Draw one experiment at one depth rule.

    Parameters
    ----------
    points : DataFrame
        Rows of ``decay_points.csv``: the sampled and the exact variance at the rule's depth for every size.
    rates : DataFrame
        Rows of ``decay_rates.csv``: the fits through them; of two with the same source the one over more sizes last.
    limits : DataFrame
        Rows with the columns of infinite depth for every size.
    objective : str
        Name of the objective, for the axis.
    rule : str
        The depth rule. Where nothing varies at its depths, there are no points.
    """
    style.use()
    sampled, exact = (points[points["source"] == source].sort_values("qubits") for source in ("sampled", "exact"))
    size, value = sampled["qubits"].to_numpy(), sampled["variance"]
    fits = {row["source"]: row.to_dict() for _, row in rates.iterrows()}
    infinite = limits.drop_duplicates("qubits").sort_values("qubits")
    if infinite["limit"].notna().any():
        figure, (axes, below) = plt.subplots(2, 1, figsize=(style.ONE_COLUMN, 4.0), sharex=True, height_ratios=(2.6, 1))
    else:  # nothing to divide by
        figure, axes = plt.subplots(figsize=(style.ONE_COLUMN, 3.0))
        below = axes
    words, both_sides = style.limit_words(infinite), bool(infinite["limit_both_sides"].notna().any())
    axes.plot(infinite["qubits"], infinite["limit_both_sides"], ":", color=style.BOTH_SIDES, lw=0.9, zorder=1)
    axes.plot(infinite["qubits"], infinite["limit"], ":", color=style.LIMIT, zorder=2)
    bars = [value - sampled["low"], sampled["high"] - value]
    axes.errorbar(size, value, yerr=bars, fmt="o", ms=2.5, color=style.SAMPLED, zorder=4)
    if below is not axes:
        _ratios(below, sampled, exact, infinite.set_index("qubits")["limit"])
    lines = []
    if "sampled" in fits:
        fit = fits["sampled"]
        axes.plot(size, np.exp(fit["intercept"] + fit["slope"] * size), color=style.SAMPLED, lw=0.9, zorder=3)
        half = (fit["high"] - fit["low"]) / 2
        lines.append((f"sampled, {_range(fit)}: slope {number(fit['slope'])} ± {half:.3f}", style.SAMPLED))
    if "exact" in fits:
        axes.plot(exact["qubits"], exact["variance"], "-", color=style.EXACT, lw=0.8, marker=".", ms=3, zorder=2.5)
        lines += [
            (f"exact, {_range(row)}: {number(row['slope'])}", style.EXACT)
            for _, row in rates[rates["source"] == "exact"].sort_values("points").iterrows()
        ]
    if "limit" in fits:
        lines.append((f"{words}, {_range(fits['limit'])}: {number(fits['limit']['slope'])}", style.LIMIT))
    elif words:
        lines.append((words, style.LIMIT))
    if "paper" in fits:
        slope, ends = fits["paper"]["slope"], infinite["qubits"].to_numpy(float)
        middle = np.log(infinite["limit"]).mean() - 1.8  # no intercept is printed: drawn apart, for steepness
        axes.plot(ends, np.exp(middle + slope * (ends - ends.mean())), "--", color=style.PAPER, lw=0.9, zorder=2)
        lines.append((f"paper, {_range(fits['paper'])}: {number(slope)} (shifted down)", style.PAPER))
    if both_sides:
        lines.append(("2-design before and after the gate", style.BOTH_SIDES))
    axes.set_yscale("log")
    for row, (text, colour) in enumerate(lines):
        height = 0.98 - 0.068 * row
        axes.text(0.98, height, text, transform=axes.transAxes, color=colour, ha="right", va="top", size=7)
    low, high = np.log(axes.get_ylim())
    axes.set_ylim(np.exp(low), np.exp(high + 0.5 * (high - low)))  # room for the lines of text
    below.set_xticks(infinite["qubits"])
    below.set_xlabel("qubits $n$")
    axes.set_ylabel(f"Var$\\,\\partial_\\theta E$, $E=\\langle${objective}$\\rangle$")
    same = rates[(rates["source"] == "exact") & (rates["qubits_to"] == size.max(initial=0))]
    numbers = {
        "rule": rule,
        "sizes": size.tolist(),
        "fits": fits,
        "exact_same": same["slope"].iloc[0] if len(same) else None,
        "unreliable": int((~sampled["reliable"]).sum()),
        "limit": words,
    }
    columns = ["qubits", "limit", "limit_kind", "limit_both_sides"]
    return Drawing(figure, points.merge(infinite[columns], on="qubits"), numbers)


def _ratios(axes, sampled: pd.DataFrame, exact: pd.DataFrame, limit: pd.Series) -> None:
    """The same over the limit, where differences of a few per cent show."""
    axes.axhline(1, ls=":", color=style.LIMIT, zorder=1)
    at = sampled["qubits"].map(limit)
    value = sampled["variance"] / at
    bars = [value - sampled["low"] / at, sampled["high"] / at - value]
    axes.errorbar(sampled["qubits"], value, yerr=bars, fmt="o", ms=2.5, color=style.SAMPLED, zorder=4)
    axes.plot(exact["qubits"], exact["variance"] / exact["qubits"].map(limit), "-", color=style.EXACT, lw=0.8, zorder=3)
    axes.set_ylabel("over limit")


def _range(fit: dict) -> str:
    return f"$n$ = {fit['qubits_from']:.0f}…{fit['qubits_to']:.0f}"
