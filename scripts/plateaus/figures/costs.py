"""How the variance falls with the number of qubits, by objective and depth: local against global costs.

A panel for each depth rule of the first experiment, a curve for each experiment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.ticker import MaxNLocator

from plateaus.figures import style
from plateaus.figures.style import Drawing
from plateaus.statistics.laws import decay_law
from plateaus.tables.results import Results


def figure(results: Results, experiments: Sequence[str], samples: Sequence[Path]) -> Drawing:
    """Experiments that differ in their objective, at the depth rules of the first."""
    rules = results.experiments.loc[experiments[0], "depth_rules"].split()
    return draw(results.of("decay_points", *experiments), results.titles(experiments), rules)


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
    points = points[points["depth_rule"].isin(rules)]
    figure, panels = plt.subplots(1, len(rules), figsize=(style.TWO_COLUMNS, 2.7), sharey=True, squeeze=False)
    laws: dict[str, dict[str, dict]] = {}
    ends = []
    for axes, rule in zip(panels[0], rules, strict=True):
        here = points[points["depth_rule"] == rule]
        for name, label, colour in style.curves(labels):
            sampled, exact = (
                here[(here["experiment"] == name) & (here["source"] == source)].sort_values("qubits")
                for source in ("sampled", "exact")
            )
            axes.plot(exact["qubits"], exact["variance"], "-", lw=0.9, color=colour)
            seen = sampled[sampled["reliable"]]
            bars = [seen["variance"] - seen["low"], seen["high"] - seen["variance"]]
            axes.errorbar(seen["qubits"], seen["variance"], yerr=bars, fmt="o", ms=2.4, lw=0.8, color=colour)
            law = decay_law(here[here["experiment"] == name])
            if law:
                laws.setdefault(rule, {})[labels[name]] = asdict(law)
            shown = exact if len(exact) else sampled
            if rule == rules[-1] and len(shown):
                ends.append((shown["variance"].iloc[-1], label, colour))
        axes.set_yscale("log")
        axes.set_title("deepest" if rule == "deepest" else style.depth_rule(rule, 0))
        axes.set_xlabel("qubits $n$")
        axes.xaxis.set_major_locator(MaxNLocator(5, integer=True, steps=[2, 4, 10]))
    panels[0, 0].set_ylabel("Var$\\,\\partial_\\theta E$")
    style.label_ends(panels[0, -1], ends, gap=0.075, x=1.03)
    return Drawing(figure, points, {"laws": laws})
