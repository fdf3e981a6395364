"""The depth that several graphs need to reach their limits of infinite depth, against the number of qubits.

By a relative closeness to the limit, with the laws fitted to the depths of large sizes; by an absolute one; and where
graphs are large, layers a qubit from one size to the next, beside what their slowest droplets take.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.ticker import MaxNLocator

from plateaus.claims.words import sampled_chains
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.same_law import differences
from plateaus.figures import style
from plateaus.figures.style import Drawing
from plateaus.tables.results import Results
from plateaus.theory.bounds import SINGLE_LAYERS_PER_QUBIT, single_letter_depth, surviving_string_depth

PANELS = (("relative", 0.1, "within 10 % of the limit"), ("absolute", 0.001, "within 0.001 of the limit"))
MARKERS = {"o": "●", "s": "■", "^": "▲", "D": "◆", "v": "▼", "P": "✚", "X": "✖"}
"""Of the curves, in this order, and what stands for them in labels, whose colours are darker and less far apart."""
FAR_APART = 6
"""Sizes between which layers a qubit are told, at least: depths are whole numbers."""


def figure(results: Results, experiments: Sequence[str], samples: Sequence[Path]) -> Drawing:
    """Experiments that differ in their graph; the lower bounds are shown where they differ in nothing else."""
    depths = results.of("plateau_depths", *experiments)
    exact = results.of("exact_variance", *experiments)
    limits = exact.drop_duplicates("qubits").set_index("qubits")["limit"].dropna().sort_index()
    found = {name: exact.loc[exact["experiment"] == name, "qubits"].unique().tolist() for name in experiments}
    bounded = all(
        differences(results.source(name).experiment, Experiment(), sizes) <= {"gates"} for name, sizes in found.items()
    )
    papers = [name for name in experiments if bounded and bool(results.experiments.loc[name, "papers"])]
    drawing = draw(
        depths[depths["source"] == "exact"],
        results.of("depth_growth", *experiments),
        results.titles(experiments),
        limits if bounded else None,
        papers[0] if papers else "",
    )
    drawing.numbers["chains"] = sampled_chains(results.of("exact_methods", *experiments))
    return drawing


def draw(
    depths: pd.DataFrame,
    growth: pd.DataFrame,
    labels: Mapping[str, str],
    limits: pd.Series | None = None,
    papers: str = "",
) -> Drawing:
    """Draw experiments that differ in their graph.

    Parameters
    ----------
    depths : DataFrame
        Their exact rows of ``plateau_depths.csv``.
    growth : DataFrame
        Their rows of ``depth_growth.csv``.
    labels : mapping of str to str
        What to call each experiment, in the order of drawing.
    limits : Series, optional
        The limit by number of qubits, for the depth below which the string Z₁Z₂ alone keeps the variance above
        1.1 times it: where the experiments are the paper's but for the graph.
    papers : str
        The experiment that is the paper's, for the bound by a single Z; empty for none.
    """
    style.use()
    lines = growth[growth["power"] == 1]
    derived = lines[(lines["within"] == PANELS[0][1]) & (lines["closeness"] == "relative")]
    derived = derived.set_index("experiment")["derived"].dropna()
    if len(derived):
        figure, places = plt.subplot_mosaic(
            [["a", "b"], ["c", "c"]], figsize=(style.TWO_COLUMNS, 5.4), height_ratios=(1.2, 1)
        )
        panels = list(places.values())
    else:
        figure, together = plt.subplots(1, 2, figsize=(style.TWO_COLUMNS, 3.0))
        panels = list(together)
    for axes, (closeness, within, words) in zip(panels, PANELS, strict=False):
        here = depths[(depths["closeness"] == closeness) & (depths["within"] == within) & depths["depth_high"].notna()]
        laws = growth[(growth["closeness"] == closeness) & (growth["within"] == within)]
        saturates = closeness == "absolute"  # no law is drawn
        ends = []
        for (name, label, colour), marker in zip(style.curves(labels), MARKERS, strict=False):
            points = here[here["experiment"] == name].sort_values("qubits")
            if points.empty:
                continue
            size, middle = points["qubits"], (points["depth_low"] + points["depth_high"]) / 2
            spread = points["depth_high"] - middle
            axes.errorbar(size, middle, spread, fmt=marker, ms=3, color=colour, elinewidth=0.7, capsize=0)
            if saturates:
                axes.plot(size, middle, "-", lw=0.4, color=colour)
            for law in () if saturates else laws[laws["experiment"] == name].itertuples():
                fitted = np.linspace(law.qubits_from, law.qubits_to, 60)
                line = "-" if law.power == 1 else "--"
                axes.plot(fitted, law.intercept + law.slope * fitted**law.power, line, lw=0.8, color=colour)
            ends.append((middle.iloc[-1], f"{MARKERS[marker]} {label}", colour))
        if closeness == "relative" and limits is not None and len(limits):
            bound = [surviving_string_depth(limit, within) for limit in limits]
            axes.plot(limits.index, bound, ":", lw=1.3, color="0.35")
            ends.append((bound[-1], "lower bound", "0.35"))
            if papers:
                bound = [single_letter_depth(limit, within) for limit in limits]
                axes.plot(limits.index, bound, "-.", lw=1.0, color=style.SERIES[list(labels).index(papers)])
        axes.set_ylim(0, None)
        style.label_ends(axes, ends, gap=0.065)
        axes.set_title(words)
    panels[0].set_ylabel("layers $L$ needed")
    if len(derived):
        _layers_a_qubit(panels[2], depths, labels, derived)
    for axes in panels:
        axes.set_xlabel("qubits $n$")
        axes.xaxis.set_major_locator(MaxNLocator(5, integer=True, steps=[2, 4, 10]))
    numbers = {
        "laws": [
            {"label": labels[law.experiment], "square_root": law.power != 1} | law._asdict()
            for law in growth.itertuples()
            if law.closeness == "relative" and law.within == PANELS[0][1]
        ],
        "absolute": {label: _range(depths, name) for name, label in labels.items() if _range(depths, name)},
        "bound": limits is not None and len(limits) > 0,
        "single": bool(papers) and limits is not None and len(limits) > 0,
        # with every qubit the limit halves
        "layers_per_qubit": surviving_string_depth(0.5, PANELS[0][1]) - surviving_string_depth(1, PANELS[0][1]),
        "single_layers_per_qubit": SINGLE_LAYERS_PER_QUBIT,
        "derived": len(derived) > 0,
    }
    return Drawing(figure, depths, numbers)


def _layers_a_qubit(axes, depths: pd.DataFrame, labels: Mapping[str, str], derived: pd.Series) -> None:
    """How much deeper from one size to the next, by graph; dotted what the slowest droplet takes at least."""
    closeness, within, _ = PANELS[0]
    here = depths[(depths["closeness"] == closeness) & (depths["within"] == within) & depths["depth_high"].notna()]
    ends = []
    for (name, _, colour), marker in zip(style.curves(labels), MARKERS, strict=False):
        points = here[here["experiment"] == name].sort_values("qubits")
        if name not in derived or len(points) < 2:
            continue
        kept = [0]
        for row in range(1, len(points)):
            if points["qubits"].iloc[row] - points["qubits"].iloc[kept[-1]] >= FAR_APART:
                kept.append(row)
        size = points["qubits"].to_numpy(float)[kept]
        low, high = (points[column].to_numpy(float)[kept] for column in ("depth_low", "depth_high"))
        middle, spread = (low + high) / 2, np.hypot((high - low) / 2, 0.5)
        apart = np.diff(size)
        axes.errorbar(
            (size[1:] + size[:-1]) / 2,
            np.diff(middle) / apart,
            np.hypot(spread[1:], spread[:-1]) / apart,
            fmt=f"{marker}-",
            ms=3,
            lw=0.5,
            color=colour,
            elinewidth=0.7,
            capsize=0,
        )
        axes.plot([size[0], size[-1]], [derived[name]] * 2, ":", lw=1.1, color=colour)
        ends.append((derived[name], f"{MARKERS[marker]} {derived[name]:.2f}", colour))
    style.label_ends(axes, ends, gap=0.085)
    axes.set_title("within 10 %, from one size to the next")
    axes.set_ylabel("layers a qubit")


def _range(depths: pd.DataFrame, name: str) -> dict[str, float]:
    """First and last depth of an experiment for the absolute closeness; empty where none is known."""
    closeness, within, _ = PANELS[1]
    rows = depths[(depths["experiment"] == name) & (depths["closeness"] == closeness) & (depths["within"] == within)]
    rows = rows.dropna(subset="depth_high").sort_values("qubits")
    if rows.empty:
        return {}
    first, last = rows.iloc[0], rows.iloc[-1]
    return {"n": last["qubits"], "depth": last["depth_high"], "from": first["qubits"], "first": first["depth_high"]}
