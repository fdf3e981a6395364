"""Figure 6: the depth needed to come near the limit, against the number of qubits.

The exact variance says from which depth on it stays within 50, 10 or 1 % of its limit; samples can only say that it
does not do so before some depth.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt

from plateaus import paper
from plateaus.figures import style
from plateaus.figures.style import Drawing
from plateaus.tables.results import Results

COLOURS = {0.5: "#56B4E9", 0.1: "#0072B2", 0.01: "#CC79A7"}


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
    if papers:
        axes.plot(sizes, paper.LAYERS_PER_QUBIT * sizes, "--", color=style.PAPER, lw=0.9)
    texts = []
    for within, colour in COLOURS.items():
        points = exact[exact["within"] == within]
        axes.plot(points["qubits"], points["depth_high"], "o", ms=2.6, color=colour)
        if within in lines.index:
            slope, intercept = lines.loc[within, ["slope", "intercept"]]
            axes.plot(sizes, intercept + slope * sizes, "-", lw=0.8, color=colour)
            sign = "−" if intercept < 0 else "+"
            texts.append((f"within {100 * within:g} %: {slope:.1f}$\\,n$ {sign} {abs(intercept):.0f}", colour))
    bars = sampled[sampled["within"] == 0.1]
    axes.plot(bars["qubits"] + 0.35, bars["depth_low"], "^", color="0.45", ms=3)
    if bars["depth_low"].notna().any():
        texts.append(("within 10 %: not before, by the samples", "0.45"))
    if papers:
        texts.append((f"paper: about {paper.LAYERS_PER_QUBIT}$\\,n$", style.PAPER))
    for row, (text, colour) in enumerate(reversed(texts[:3])):
        axes.text(0.03, 0.97 - 0.07 * row, text, transform=axes.transAxes, color=colour, va="top", fontsize=7)
    for row, (text, colour) in enumerate(texts[3:]):
        axes.text(0.03, 0.97 - 0.07 * (3 + row), text, transform=axes.transAxes, color=colour, va="top", fontsize=7)
    axes.set_xlabel("qubits $n$")
    axes.set_ylabel("layers $L$ needed")
    axes.set_ylim(0, None)
    axes.set_xticks(sizes[:: max(1, len(sizes) // 12)])
    numbers = {
        "papers": papers,
        "settled": bool(exact["depth_high"].notna().any()),
        "sampled": bool(bars["depth_low"].notna().any()),
        "sizes": [int(n) for n in sizes],
        "lines": {f"{100 * w:g}": line.to_dict() for w, line in lines.iterrows()},
        "largest": {
            f"{100 * w:g}": int(d)
            for w, d in exact[exact["qubits"] == exact["qubits"].max()][["within", "depth_high"]].dropna().to_numpy()
        },
    }
    return Drawing(figure, depths, numbers)
