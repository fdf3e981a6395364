"""Figure 6: the depth needed to come near the limit, against the number of qubits.

The exact variance says from which depth on it stays within 50, 10 or 1 % of its limit; samples can only say that it
does not do so before some depth.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.lines import Line2D

from plateaus import paper
from plateaus.figures import style
from plateaus.figures.style import Drawing
from plateaus.tables.results import Results

COLOURS = {0.5: "#56B4E9", 0.1: "#0072B2", 0.01: "#CC79A7"}
"""By how near to the limit."""


def figure(results: Results, experiments: Sequence[str], samples: Sequence[Path]) -> Drawing:
    """One experiment."""
    (name,) = experiments
    papers = bool(results.experiments.loc[name, "papers"])
    return draw(results.of("plateau_depths", name), results.of("plateau_fits", name), papers=papers)


def draw(depths: pd.DataFrame, fits: pd.DataFrame, *, papers: bool) -> Drawing:
    """Draw one experiment.

    Parameters
    ----------
    depths : DataFrame
        Its rows of ``plateau_depths.csv``.
    fits : DataFrame
        Its rows of ``plateau_fits.csv``.
    papers : bool
        Whether it is the paper's ensemble: then the depth that the paper states is drawn.
    """
    style.use()
    depths, fits = (
        table[(table["closeness"] == "relative") & table["within"].isin(COLOURS)] for table in (depths, fits)
    )
    exact, sampled = (depths[depths["source"] == source] for source in ("exact", "sampled"))
    lines = fits.set_index("within")
    figure, axes = plt.subplots(figsize=(style.ONE_COLUMN, 3.1))
    if exact.empty:
        axes.set_axis_off()
        axes.text(0.5, 0.5, "no limit is known to come near to", transform=axes.transAxes, ha="center", va="center")
        return Drawing(figure, depths, {"papers": papers, "sizes": [], "lines": {}, "largest": {}, "sampled": False})
    sizes = np.array(sorted(exact["qubits"].unique()), dtype=float)
    key = []
    for within, colour in reversed(COLOURS.items()):
        points = exact[exact["within"] == within]
        axes.plot(points["qubits"], points["depth_high"], "o", ms=2.6, color=colour)
        text, line = f"within {100 * within:g} %", ""
        if within in lines.index:
            slope, intercept = lines.loc[within, ["slope", "intercept"]]
            axes.plot(sizes, intercept + slope * sizes, "-", lw=0.8, color=colour)
            text += f": {slope:.1f}$n$ {'−' if intercept < 0 else '+'} {abs(intercept):.0f}"
            line = "-"
        key.append(Line2D([], [], marker="o", ms=2.6, ls=line, lw=0.8, color=colour, label=text))
    least = sampled[sampled["within"] == 0.1]
    look: dict[str, Any] = {"marker": "^", "mfc": "none", "ms": 5, "mew": 0.7, "color": "0.3", "ls": ""}
    if least["depth_low"].notna().any():
        axes.plot(least["qubits"], least["depth_low"], zorder=1, **look)
        key.append(Line2D([], [], label="within 10 %: by samples, not before", **look))
    if papers:
        axes.plot(sizes, paper.LAYERS_PER_QUBIT * sizes, "--", color=style.PAPER, lw=0.9)
        text = f"paper: about {paper.LAYERS_PER_QUBIT}$n$"
        key.append(Line2D([], [], ls="--", color=style.PAPER, lw=0.9, label=text))
    axes.legend(handles=key, loc="lower left", bbox_to_anchor=(0, 1), frameon=False)
    axes.set_xlabel("qubits $n$")
    axes.set_ylabel("layers $L$ needed")
    axes.set_ylim(0, None)
    axes.set_xticks(sizes[:: max(1, len(sizes) // 12)])
    numbers = {
        "papers": papers,
        "settled": bool(exact["depth_high"].notna().any()),
        "sampled": bool(least["depth_low"].notna().any()),
        "sizes": [int(n) for n in sizes],
        "lines": {f"{100 * w:g}": line.to_dict() for w, line in lines.iterrows()},
        "largest": {
            f"{100 * w:g}": int(d)
            for w, d in exact[exact["qubits"] == exact["qubits"].max()][["within", "depth_high"]].dropna().to_numpy()
        },
    }
    return Drawing(figure, depths, numbers)
