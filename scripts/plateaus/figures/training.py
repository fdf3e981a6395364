"""Plain gradient descent from different starts: length of the whole gradient, and E, after every step.

A column of panels for each size; lines are medians over circuits, bands their quartiles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
from matplotlib import pyplot as plt

from plateaus.figures import style
from plateaus.figures.style import Drawing
from plateaus.tables.results import Results


def figure(results: Results, experiments: Sequence[str], samples: Sequence[Path]) -> Drawing:
    """Experiments that differ in their start."""
    return draw(results.of("training", *experiments), results.titles(experiments))


def draw(training: pd.DataFrame, labels: Mapping[str, str]) -> Drawing:
    """Draw experiments that differ in their start, a column of panels for each size.

    Parameters
    ----------
    training : DataFrame
        Their rows of ``training.csv``.
    labels : mapping of str to str
        What to call each experiment, in the order of drawing.
    """
    style.use()
    sizes = sorted(training["qubits"].unique().tolist())
    figure, panels = plt.subplots(
        2, len(sizes), figsize=(style.TWO_COLUMNS, 4.0), sharex=True, sharey="row", squeeze=False
    )
    found: dict = {}
    for n, (above, below) in zip(sizes, panels.T, strict=True):
        rows = training[training["qubits"] == n]
        above.set_title(f"$n={n}$, $L={rows['depth'].iloc[0]}$")
        for name, label, colour in style.curves(labels):
            curve = rows[rows["experiment"] == name].sort_values("step")
            for axes, prefix in ((above, "norm"), (below, "e")):
                axes.plot(curve["step"], curve[f"{prefix}_median"], color=colour, lw=1.1, label=label)
                axes.fill_between(
                    curve["step"],
                    curve[f"{prefix}_lower_quartile"],
                    curve[f"{prefix}_upper_quartile"],
                    color=colour,
                    alpha=0.15,
                    lw=0,
                )
            if len(curve):
                end = curve.iloc[-1]
                found[labels[name]] = {  # the largest size comes last, and stays
                    "qubits": n,
                    "first_norm": float(curve["norm_median"].iloc[0]),
                    "e": float(end["e_median"]),
                    "e_low": float(end["e_median_low"]),
                    "e_high": float(end["e_median_high"]),
                }
        below.set_xlabel("step")
    panels[0, 0].set_yscale("log")
    panels[0, 0].set_ylabel("$|\\nabla E|$")
    panels[1, 0].set_ylabel("$E$")
    figure.legend(*panels[0, 0].get_legend_handles_labels(), loc="outside upper center", ncols=3, frameon=False)
    numbers = {"starts": found, "last": int(training["step"].max()), "circuits": int(training["circuits"].min())}
    return Drawing(figure, training, numbers)
