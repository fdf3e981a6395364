"""How the variance falls with the number of qubits, by objective and depth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.ticker import MaxNLocator

from ..decay_laws import decay_law
from . import style
from .style import Drawing


def draw(points: pd.DataFrame, labels: Mapping[str, str], rules: Sequence[str]) -> Drawing:
    """Draw experiments that differ in their objective, one panel a depth rule.

    Parameters
    ----------
    points : DataFrame
        Their rows of ``decay_points.csv``.
    labels : mapping of str to str
        What to call each experiment, in the order of drawing.
    rules : sequence of str
        Depth rules, the shallowest first.
    """
    style.use()
    points = points.assign(depth_rule=points["depth_rule"].astype(str))
    points = points[points["depth_rule"].isin(rules)]
    figure, panels = plt.subplots(1, len(rules), figsize=(style.TWO_COLUMNS, 2.7), sharey=True, squeeze=False)
    laws: dict[str, dict[str, dict]] = {}
    ends, texts, colours = [], [], []
    for axes, rule in zip(panels[0], rules, strict=True):
        here = points[points["depth_rule"] == rule]
        for (name, label), colour in zip(labels.items(), style.SERIES, strict=False):
            sampled, exact = (
                here[(here["experiment"] == name) & (here["source"] == source)].sort_values("qubits")
                for source in ("sampled", "exact")
            )
            axes.plot(exact["qubits"], exact["variance"], "-", lw=0.9, color=colour)
            seen = sampled[sampled["reliable"].astype(str) == "True"]
            bars = [seen["variance"] - seen["low"], seen["high"] - seen["variance"]]
            axes.errorbar(seen["qubits"], seen["variance"], yerr=bars, fmt="o", ms=2.4, lw=0.8, color=colour)
            law = decay_law(here[here["experiment"] == name])
            if law:
                laws.setdefault(rule, {})[label] = asdict(law) | {"kind": law.kind}
            shown = exact if len(exact) else sampled
            if rule == rules[-1] and len(shown):
                ends.append(shown["variance"].iloc[-1])
                texts.append(label)
                colours.append(colour)
        axes.set_yscale("log")
        axes.set_title("deepest" if rule == "deepest" else style.depth_rule(rule, 0))
        axes.set_xlabel("qubits $n$")
        axes.xaxis.set_major_locator(MaxNLocator(5, integer=True, steps=[2, 4, 10]))
    panels[0, 0].set_ylabel("Var$\\,\\partial_\\theta E$")
    low, high = np.log(panels[0, -1].get_ylim())
    places = style.spread((np.log(ends) - low) / (high - low), 0.075)
    for place, text, colour in zip(places, texts, colours, strict=True):
        panels[0, -1].text(1.03, place, text, transform=panels[0, -1].transAxes, color=colour, va="center", fontsize=7)
    return Drawing(figure, points, {"laws": laws})
