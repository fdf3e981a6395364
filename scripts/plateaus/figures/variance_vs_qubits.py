"""Figures 3 and S1: variance of the gradient against the number of qubits, and its decay rate.

Above the variance at one depth rule with the fits through it, below the same over the limit of infinite depth.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.lines import Line2D

from plateaus.claims.words import circuits, number, sampled_chains
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
    inner = results.source(name).experiment.parameter[0] > 1
    drawing = draw(points, rates, limits, objective=known["objective_name"], rule=known["depth_rule"], inner=inner)
    by_size = results.of("variance", name).groupby("qubits")["circuits"].min()
    drawing.numbers["few"] = int(by_size.min()) if by_size.min() < ENOUGH else None
    drawing.numbers["circuits"] = circuits(by_size.to_dict())
    drawing.numbers["unsampled"] = by_size.empty
    drawing.numbers["chains"] = sampled_chains(results.of("exact_methods", name))
    diagnoses = results.of("diagnosis", name)
    at_the_rule = diagnoses[diagnoses["depth_rule"] == known["depth_rule"]]
    drawing.numbers["diagnoses"] = {row["source"]: row.to_dict() for _, row in at_the_rule.iterrows()}
    return drawing


def draw(
    points: pd.DataFrame, rates: pd.DataFrame, limits: pd.DataFrame, *, objective: str, rule: str, inner: bool = False
) -> Drawing:
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
    inner : bool
        Whether there are layers before the parameter's, and so a limit with a 2-design before its gate, too.
    """
    style.use()
    sampled, exact = (points[points["source"] == source].sort_values("qubits") for source in ("sampled", "exact"))
    size = sampled["qubits"].to_numpy()
    fits = {row["source"]: row.to_dict() for _, row in rates.iterrows()}
    if points.empty:
        fits.pop("paper", None)  # there is no first point to draw it through
    infinite = limits.drop_duplicates("qubits").sort_values("qubits")
    words = style.limit_words(infinite)
    compared = bool(points["qubits"].isin(infinite.loc[infinite["limit"].notna(), "qubits"]).any())
    both_sides = inner and bool(infinite["limit_both_sides"].notna().any())
    if compared:
        figure, (axes, below) = plt.subplots(2, 1, figsize=(style.ONE_COLUMN, 4.3), sharex=True, height_ratios=(2.1, 1))
    else:  # nothing to divide, or to divide by
        figure, axes = plt.subplots(figsize=(style.ONE_COLUMN, 3.0))
        below = axes
    looks: dict[str, dict] = {
        "sampled": {"color": style.SAMPLED, "marker": "o", "ms": 2.5, "lw": 0.9},
        "exact": {"color": style.EXACT, "marker": ".", "ms": 3, "lw": 0.8},
        "limit": {"color": style.LIMIT, "ls": ":"},
        "both": {"color": style.BOTH_SIDES, "ls": ":", "lw": 0.9},
        "paper": {"color": style.PAPER, "ls": "--", "lw": 0.9},
    }
    key = {"sampled": "sampled"} if len(sampled) else {}
    panels = {axes: 1.0} | ({below: infinite.set_index("qubits")["limit"]} if compared else {})
    for panel, over in panels.items():
        _points(panel, sampled, over, looks["sampled"])
        if len(exact):
            panel.plot(exact["qubits"], exact["variance"] / _at(exact, over), zorder=3, **looks["exact"])
        if words:
            panel.plot(infinite["qubits"], infinite["limit"] / _at(infinite, over), zorder=2, **looks["limit"])
    if "sampled" in fits:
        fit = fits["sampled"]
        axes.plot(size, np.exp(fit["intercept"] + fit["slope"] * size), color=style.SAMPLED, lw=0.9, zorder=3)
        key["sampled"] = f"sampled: slope {number(fit['slope'])} ± {(fit['high'] - fit['low']) / 2:.3f} {_range(fit)}"
    if len(exact):
        slopes = rates[rates["source"] == "exact"].sort_values("points").to_dict("records")
        listed = ", ".join(f"{number(row['slope'])} {_range(row)}" for row in slopes)
        key["exact"] = f"exact: {listed}" if listed else "exact"
    if "limit" in fits:
        key["limit"] = f"{words}: {number(fits['limit']['slope'])} {_range(fits['limit'])}"
    elif words:
        key["limit"] = words
    if both_sides:
        axes.plot(infinite["qubits"], infinite["limit_both_sides"], zorder=1, **looks["both"])
        key["both"] = "2-designs before and after the gate"
    if "paper" in fits:  # no intercept is printed: through the first point, for its slope
        start = (exact if len(exact) else sampled).iloc[0]
        steep = start["variance"] * np.exp(fits["paper"]["slope"] * (infinite["qubits"] - start["qubits"]))
        axes.plot(infinite["qubits"], steep, zorder=2.5, **looks["paper"])
        key["paper"] = f"paper: {number(fits['paper']['slope'])}, through the first point"
    axes.set_yscale("log")
    axes.legend(
        handles=[Line2D([], [], label=text, **looks[name]) for name, text in key.items()],
        loc="lower left",
        bbox_to_anchor=(0, 1),
        frameon=False,
    )
    below.set_xticks(infinite["qubits"][:: max(1, len(infinite) // 12)])
    below.set_xlabel("qubits $n$")
    axes.set_ylabel(f"Var$\\,\\partial_\\theta E$, $E=\\langle${objective}$\\rangle$")
    if compared:
        below.set_ylabel("Var$\\,\\partial_\\theta E$\nover its limit")
    same = rates[(rates["source"] == "exact") & (rates["qubits_to"] == size.max(initial=0))]
    numbers = {
        "rule": rule,
        "sizes": size.tolist(),
        "fits": fits,
        "exact_same": same["slope"].iloc[0] if len(same) else None,
        "unreliable": int((~sampled["reliable"]).sum()),
        "limit": words,
        "compared": compared,
        "both_sides": both_sides,
    }
    columns = ["qubits", "limit", "limit_kind", "limit_both_sides"]
    return Drawing(figure, points.merge(infinite[columns], on="qubits"), numbers)


def _points(axes, sampled: pd.DataFrame, over: pd.Series | float, look: dict) -> None:
    """Sampled variances with their intervals, over a number at every size."""
    value, low, high = (sampled[key] / _at(sampled, over) for key in ("variance", "low", "high"))
    axes.errorbar(sampled["qubits"], value, [value - low, high - value], zorder=4, **(look | {"ls": ""}))


def _at(table: pd.DataFrame, over: pd.Series | float) -> pd.Series | float:
    """A number by size in the rows of a table."""
    return table["qubits"].map(over) if isinstance(over, pd.Series) else over


def _range(fit: dict) -> str:
    return f"($n$ = {fit['qubits_from']:.0f}…{fit['qubits_to']:.0f})"
