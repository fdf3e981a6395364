"""The depth that several graphs need to reach the 2-design value, by a relative and by an absolute closeness."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.ticker import MaxNLocator

from ..limits import surviving_string_depth
from . import style
from .style import Drawing

PANELS = (("relative", 0.1, "within 10 % of the limit"), ("absolute", 0.001, "within 0.001 of the limit"))
MARKERS = "os^DvPX*"


def draw(
    depths: pd.DataFrame, growth: pd.DataFrame, labels: Mapping[str, str], limits: pd.Series | None = None
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
        The 2-design value by number of qubits, for the depth below which the string Z₁Z₂ alone keeps the variance above
        1.1 times it: where the experiments are the paper's but for the graph.
    """
    style.use()
    figure, panels = plt.subplots(1, 2, figsize=(style.TWO_COLUMNS, 3.0))
    for axes, (closeness, within, words) in zip(panels, PANELS, strict=True):
        here = depths[(depths["closeness"] == closeness) & (depths["within"] == within) & depths["depth_high"].notna()]
        laws = growth[(growth["closeness"] == closeness) & (growth["within"] == within)]
        ends, texts, colours = [], [], []
        for (name, label), colour, marker in zip(labels.items(), style.SERIES, MARKERS, strict=False):
            points = here[here["experiment"] == name].sort_values("qubits")
            if points.empty:
                continue
            axes.plot(points["qubits"], points["depth_high"], marker, ms=3, color=colour)
            if closeness == "absolute":  # these saturate: no law is drawn
                axes.plot(points["qubits"], points["depth_high"], "-", lw=0.4, color=colour)
                laws = laws[:0]
            for law in laws[laws["experiment"] == name].itertuples():
                size = np.linspace(law.qubits_from, law.qubits_to, 60)
                line = "-" if law.power == 1 else "--"
                axes.plot(size, law.intercept + law.slope * size**law.power, line, lw=0.8, color=colour)
            ends.append(points["depth_high"].iloc[-1])
            texts.append(label)
            colours.append(colour)
        if closeness == "relative" and limits is not None:
            bound = [surviving_string_depth(limit, within) for limit in limits]
            axes.plot(limits.index, bound, ":", lw=1.3, color="0.35")
            ends.append(bound[-1])
            texts.append("lower bound")
            colours.append("0.35")
        axes.set_ylim(0, None)
        top = axes.get_ylim()[1]
        for place, text, colour in zip(style.spread(np.array(ends) / top, 0.065), texts, colours, strict=True):
            axes.text(1.01, place, text, transform=axes.transAxes, color=colour, va="center", fontsize=7)
        axes.set_title(words)
        axes.set_xlabel("qubits $n$")
        axes.xaxis.set_major_locator(MaxNLocator(5, integer=True, steps=[2, 4, 10]))
    panels[0].set_ylabel("layers $L$ needed")
    numbers = {
        "laws": [
            {"label": labels[law.experiment], "square_root": law.power != 1} | law._asdict()
            for law in growth.itertuples()
            if law.closeness == "relative" and law.within == PANELS[0][1]
        ],
        "absolute": {label: _range(depths, name) for name, label in labels.items() if _range(depths, name)},
        "bound": limits is not None,
    }
    return Drawing(figure, depths, numbers)


def _range(depths: pd.DataFrame, name: str) -> dict[str, float]:
    """First and last depth of an experiment for the absolute closeness; empty where none is known."""
    closeness, within, _ = PANELS[1]
    rows = depths[(depths["experiment"] == name) & (depths["closeness"] == closeness) & (depths["within"] == within)]
    rows = rows.dropna(subset="depth_high").sort_values("qubits")
    if rows.empty:
        return {}
    first, last = rows.iloc[0], rows.iloc[-1]
    return {"n": last["qubits"], "depth": last["depth_high"], "from": first["qubits"], "first": first["depth_high"]}
