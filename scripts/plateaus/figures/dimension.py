"""The depth that several graphs need to reach their limits of infinite depth, against the number of qubits.

Left by a relative closeness to the limit, with the laws fitted to the depths; right by an absolute one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.ticker import MaxNLocator

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.same_law import differences
from plateaus.figures import style
from plateaus.figures.style import Drawing
from plateaus.tables.results import Results
from plateaus.theory.bounds import surviving_string_depth

PANELS = (("relative", 0.1, "within 10 % of the limit"), ("absolute", 0.001, "within 0.001 of the limit"))
MARKERS = "os^DvPX"


def figure(results: Results, experiments: Sequence[str], samples: Sequence[Path]) -> Drawing:
    """Experiments that differ in their graph; the lower bound is shown where they differ in nothing else."""
    depths = results.of("plateau_depths", *experiments)
    exact = results.of("exact_variance", *experiments)
    limits = exact.drop_duplicates("qubits").set_index("qubits")["limit"].dropna().sort_index()
    found = {name: exact.loc[exact["experiment"] == name, "qubits"].unique().tolist() for name in experiments}
    bounded = all(
        differences(results.source(name).experiment, Experiment(), sizes) <= {"gates"} for name, sizes in found.items()
    )
    return draw(
        depths[depths["source"] == "exact"],
        results.of("depth_growth", *experiments),
        results.titles(experiments),
        limits if bounded else None,
    )


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
        The limit by number of qubits, for the depth below which the string Z₁Z₂ alone keeps the variance above
        1.1 times it: where the experiments are the paper's but for the graph.
    """
    style.use()
    figure, panels = plt.subplots(1, 2, figsize=(style.TWO_COLUMNS, 3.0))
    for axes, (closeness, within, words) in zip(panels, PANELS, strict=True):
        here = depths[(depths["closeness"] == closeness) & (depths["within"] == within) & depths["depth_high"].notna()]
        laws = growth[(growth["closeness"] == closeness) & (growth["within"] == within)]
        saturates = closeness == "absolute"  # no law is drawn
        ends = []
        for (name, label, colour), marker in zip(style.curves(labels), MARKERS, strict=False):
            points = here[here["experiment"] == name].sort_values("qubits")
            if points.empty:
                continue
            axes.plot(points["qubits"], points["depth_high"], marker, ms=3, color=colour)
            if saturates:
                axes.plot(points["qubits"], points["depth_high"], "-", lw=0.4, color=colour)
            for law in () if saturates else laws[laws["experiment"] == name].itertuples():
                size = np.linspace(law.qubits_from, law.qubits_to, 60)
                line = "-" if law.power == 1 else "--"
                axes.plot(size, law.intercept + law.slope * size**law.power, line, lw=0.8, color=colour)
            ends.append((points["depth_high"].iloc[-1], label, colour))
        if closeness == "relative" and limits is not None and len(limits):
            bound = [surviving_string_depth(limit, within) for limit in limits]
            axes.plot(limits.index, bound, ":", lw=1.3, color="0.35")
            ends.append((bound[-1], "lower bound", "0.35"))
        axes.set_ylim(0, None)
        style.label_ends(axes, ends, gap=0.065)
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
        "bound": limits is not None and len(limits) > 0,
        # with every qubit the limit halves
        "layers_per_qubit": surviving_string_depth(0.5, PANELS[0][1]) - surviving_string_depth(1, PANELS[0][1]),
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
