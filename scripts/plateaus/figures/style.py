"""The look that all figures share, and how they are written."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import jinja2
import matplotlib as mpl
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure
from scipy.optimize import isotonic_regression

from ..files import replacing, write_table

mpl.use("Agg")

ONE_COLUMN = 3.5
"""Width of one column of a paper, inches."""
TWO_COLUMNS = 7.2
"""Width of two columns, inches."""

SAMPLED = "#0072B2"
EXACT = "#000000"
LIMIT = "#D55E00"
BOTH_SIDES = "#7A7A7A"
PAPER = "#009E73"
"""Okabe and Ito's palette: told apart with every kind of colour vision, and in grey."""
SERIES = ("#000000", "#0072B2", "#E69F00", "#56B4E9", "#CC79A7", "#009E73")
"""Colours of curves that are told apart by a word, in this order."""

STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "axes.labelsize": 8,
    "axes.titlesize": 8,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "legend.fontsize": 7,
    "axes.linewidth": 0.6,
    "lines.linewidth": 1.1,
    "lines.markersize": 3.5,
    "errorbar.capsize": 1.5,
    "figure.dpi": 150,
    "savefig.dpi": 300,
    "figure.constrained_layout.use": True,  # the width on paper is the width asked for
    "pdf.fonttype": 42,
    "svg.fonttype": "path",
    "svg.hashsalt": "plateaus",
}


def use() -> None:
    """Set the style for everything drawn from here on."""
    sns.set_theme(context="paper", style="ticks", rc=STYLE)


def by_size(sizes: list[int]) -> dict[int, tuple]:
    """A colour for every number of qubits: even steps of one light-to-dark map that reads in grey."""
    return dict(zip(sizes, sns.color_palette("viridis_r", len(sizes) + 2)[2:], strict=True))


@dataclass(frozen=True)
class Drawing:
    """A figure, the data in it, and the numbers for its caption."""

    figure: Figure
    data: pd.DataFrame
    numbers: dict


def publish(drawing: Drawing, *, output: Path | str, caption: Path | str, title: str, answers: str) -> None:
    """Write a figure as PDF, PNG and SVG, its data as CSV, its caption as reStructuredText.

    The same figure is the same bytes: no date, no random element names.

    Parameters
    ----------
    drawing : Drawing
    output : path
        Where the figure goes; its ending is replaced by each of the five.
    caption : path
        Template of the caption (reStructuredText with Jinja's braces), filled with the drawing's numbers.
    title : str
        Title of the experiment, for the template.
    answers : str
        Which figure of the paper it answers, for the template; empty for none.

    Raises
    ------
    jinja2.UndefinedError
        The template names a number that there is none of.
    """
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    output = Path(output)
    for ending, metadata in (
        (".pdf", {"Creator": None, "Producer": None, "CreationDate": None}),
        (".png", {"Software": None}),
        (".svg", {"Creator": None, "Date": None}),
    ):
        with replacing(output.with_suffix(ending)) as draft:
            drawing.figure.savefig(draft, metadata=metadata)
        drawing.figure.set_layout_engine("none")  # laid out once: the same in every format
    write_table(output.with_suffix(".csv"), drawing.data)
    words = {"title": re.sub(r"([\\*`|_])", r"\\\1", title), "answers": answers}  # no markup in a title
    text = fill(Path(caption).read_text(encoding="utf-8"), words | drawing.numbers)
    with replacing(output.with_suffix(".rst")) as draft:
        draft.write_text(text, encoding="utf-8")


def fill(template: str, numbers: Mapping) -> str:
    """A template with its numbers filled in; ``fixed`` and ``sig`` round to decimals and to significant digits.

    Examples
    --------
    >>> fill("slope {{ slope | fixed }}", {"slope": -0.68512})
    'slope −0.685'
    """
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["sig"] = lambda value, digits=2: f"{value:.{digits}g}"
    environment.filters["fixed"] = lambda value, digits=3: f"{value:.{digits}f}".replace("-", "−")
    return environment.from_string(template).render(**numbers)


def depth_rule(rule: str, deepest: int) -> str:
    """A depth rule as a label: L = 12 n, L = 50, or the deepest layer there is."""
    depth = str(deepest) if rule == "deepest" else rule.replace("*n", "\\,n").replace("log2", "\\log_2")
    return f"$L={depth}$"


def spread(positions: np.ndarray, gap: float) -> np.ndarray:
    """Positions of labels, moved apart to at least `gap`, as near to where they belong as that allows.

    Examples
    --------
    >>> spread(np.array([0.0, 0.1, 5.0]), 1.0).tolist()
    [-0.45, 0.55, 5.0]
    """
    order = np.argsort(positions, kind="stable")
    steps = gap * np.arange(len(positions))
    # Least squares under an order is isotonic regression; subtracting the steps turns "gap apart" into "not below".
    moved = np.empty(len(positions))
    moved[order] = isotonic_regression(positions[order] - steps).x + steps
    return moved
