"""Figure 5: exact variance against the number of qubits at several depths, also to sizes that no simulator reaches.

Left the variance, right the variance over its limit of infinite depth.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from math import log
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt

from plateaus import paper
from plateaus.figures import style
from plateaus.figures.style import Drawing
from plateaus.statistics.laws import DOES_NOT_FALL
from plateaus.tables.results import Results

COLOURS = ("#CC79A7", "#0072B2", "#E69F00", "#56B4E9", "#000000")
STATE_VECTOR_QUBITS = 30
"""Larger registers than this are not simulated (plan/config.schema.yaml): 2³⁰ amplitudes are 16 gigabytes."""
TICKS = (1, 10, 2, 5, 20, 50, 3, 1.5, 1.2, 0.9)
"""Of the ratios, those first that stay where there is no room for all."""
TICK_GAP = 0.036
"""Least distance of two ticks with numbers, as a part of the height of the axes."""


def figure(results: Results, experiments: Sequence[str], samples: Sequence[Path]) -> Drawing:
    """One experiment at all its depth rules."""
    (name,) = experiments
    points, rates = (
        table[table["source"] == "exact"]
        for table in (results.of("decay_points", name), results.of("decay_rates", name))
    )
    known, diagnoses = results.experiments.loc[name], results.of("diagnosis", name)
    flat = diagnoses[(diagnoses["source"] == "exact") & (diagnoses["kind"] == DOES_NOT_FALL)]
    drawing = draw(
        points,
        rates,
        results.of("exact_variance", name),
        objective=known["objective_name"],
        papers=bool(known["papers"]),
    )
    drawing.numbers["flat"] = flat.set_index("depth_rule")[["qubits_from", "qubits_to"]].to_dict("index")
    return drawing


def draw(points: pd.DataFrame, rates: pd.DataFrame, limits: pd.DataFrame, *, objective: str, papers: bool) -> Drawing:
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
    papers : bool
        Whether it is the paper's ensemble: then the slope that the paper prints is drawn.
    """
    style.use()
    infinite = limits.drop_duplicates("qubits").sort_values("qubits").set_index("qubits")["limit"]
    slopes = rates.sort_values("qubits_to").groupby("depth_rule")["slope"].last()
    words = style.limit_words(limits)
    if words:
        figure, (left, right) = plt.subplots(1, 2, figsize=(style.TWO_COLUMNS, 3.2), width_ratios=(1.25, 1))
        left.plot(infinite.index, infinite, ":", color=style.LIMIT, lw=2, zorder=9, label=words)
    else:  # nothing to divide by
        figure, left = plt.subplots(figsize=(style.TWO_COLUMNS * 0.6, 3.2))
        right = None
    data, ratios, ends = [], {}, []
    rules = points["depth_rule"].unique()
    for rule, colour in zip(rules, cycle(COLOURS), strict=False):
        curve = points[points["depth_rule"] == rule].sort_values("qubits").set_index("qubits")
        ratio = curve["variance"] / infinite.reindex(curve.index)  # curves may end before a rule's depth at some sizes
        label = style.depth_rule(rule, points[points["depth_rule"] == rule]["layers"].max())
        left.plot(curve.index, curve["variance"], "-", marker=".", color=colour, lw=0.9, label=label)
        ratios[rule] = ratio
        data.append(curve.reset_index().assign(ratio=ratio.to_numpy()))
        if right and ratio.max() < 100:
            right.plot(ratio.index, ratio, "-", marker=".", color=colour, lw=0.9)
            ends.append((ratio.iloc[-1], label, colour))
    sizes = infinite.index.to_numpy(float)
    if papers:  # no intercept is printed: through the first point, for its slope
        steep = infinite.iloc[0] * np.exp(paper.SLOPE * (sizes - sizes[0]))
        label = f"paper's slope {paper.SLOPE}".replace("-", "−")
        left.plot(sizes, steep, "--", color=style.PAPER, lw=0.9, zorder=9.5, label=label)
    left.set_yscale("log")
    left.legend(frameon=False, loc="lower left")
    left.set_xlabel("qubits $n$")
    left.set_ylabel(f"exact Var$\\,\\partial_\\theta E$, $E=\\langle${objective}$\\rangle$")
    if right:
        right.axhspan(0.9, 1.1, color="0.9", zorder=0, lw=0)
        right.set_yscale("log")
        style.label_ends(right, ends, gap=0.04, x=1.02)
        right.text(sizes[0], 1.11, "± 10 %", fontsize=7, color="0.35", va="bottom")
        right.set_xlabel("qubits $n$")
        right.set_ylabel("Var$\\,\\partial_\\theta E$ over its limit")
        shown = _ticks(*right.get_ylim())
        right.set_yticks(shown, [f"{tick:g}" for tick in shown])
        right.minorticks_off()
    for axes in figure.axes:
        axes.set_xticks(sizes[:: max(1, len(sizes) // 8)])
    largest = int(sizes[-1])
    numbers = {
        "papers": papers,
        "smallest": int(sizes[0]),
        "largest": largest,
        "beyond": largest > STATE_VECTOR_QUBITS,
        "error": float(((points["high"] - points["low"]) / 2 / points["variance"]).max()),
        "slopes": slopes.to_dict(),
        "short": {rule: int(ratio.index[-1]) for rule, ratio in ratios.items() if ratio.index[-1] < largest},
        "limit": words,
        "ratios": {rule: float(ratio[largest]) for rule, ratio in ratios.items() if ratio.notna().get(largest, False)},
    }
    return Drawing(figure, pd.concat(data, ignore_index=True) if data else points, numbers)


def _ticks(low: float, high: float) -> list[float]:
    """The ticks between two ratios that have room for their numbers on a logarithmic axis."""
    shown: list[float] = []
    for tick in TICKS:
        room = all(abs(log(tick / other)) > TICK_GAP * log(high / low) for other in shown)
        if low < tick < high and room:
            shown.append(tick)
    return sorted(shown)
