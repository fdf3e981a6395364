"""The look that all figures share: widths, fonts, colours, labels where curves end, titles and letters of panels.

A figure's module returns a `Drawing`; what is written of it, and how, is in `publish`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import log2
from string import ascii_lowercase

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from plateaus.claims import words

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
SERIES = ("#000000", "#0072B2", "#E69F00", "#56B4E9", "#CC79A7", "#009E73", "#D55E00")
"""Colours of curves that are told apart by a word, in this order; a figure compares at most so many experiments."""

LIMITS = {
    "unitary": "2-design after the gate",
    "orthogonal": "orthogonal 2-design after the gate",
    "parity sector": "limit of a conserved parity",
    "other": "limit of the separate parts",
}
"""What a limit of each kind is called where all sizes have it (see `theory.kinds`)."""
_SHORT = {"unitary": "2-design", "orthogonal": "orthogonal 2-design", "other": "separate parts"}
SIZES = (2, 64)
"""The numbers of qubits with the lightest and with the darkest colour; those beyond have the same."""
SHADES = (0.6, 0.0)
"""Where these colours lie on Matplotlib's map viridis: at 3 : 1 on white and more, for every kind of vision."""

EMPTY = "no values to draw"
"""What a panel says that nothing is drawn in."""

LUMINANCE = 1.05 / 4.6 - 0.05
"""Of text on white, at most: a little more than the contrast of 4.5 : 1 that WCAG 2.2 asks for (criterion 1.4.3)."""

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


@dataclass(frozen=True)
class Drawing:
    """What a figure's module returns.

    Attributes
    ----------
    figure : Figure
    data : DataFrame
        All that is drawn in it.
    numbers : dict
        What its caption fills in.
    """

    figure: Figure
    data: pd.DataFrame
    numbers: dict


@contextmanager
def _missing(module: str) -> Iterator[None]:
    """A module that is not loaded yet cannot be imported here."""
    here = sys.modules.setdefault(module, None)  # type: ignore[arg-type]  # what Python's import takes for missing
    try:
        yield
    finally:
        if here is None:
            del sys.modules[module]


def use() -> None:
    """Set the style for everything drawn from here on, whatever a user's matplotlibrc says."""
    with _missing("scipy"):  # Seaborn does with it or without; to import it takes as long as to draw a figure
        import seaborn as sns
    mpl.rcdefaults()
    sns.set_theme(context="paper", style="ticks", rc=STYLE)


def of_size(qubits: int) -> tuple[float, float, float]:
    """The colour of a number of qubits, the same in all figures: the darker the more.

    Examples
    --------
    >>> of_size(64) == of_size(100) != of_size(24)
    True
    """
    fewest, most = map(log2, SIZES)
    part = min(max((log2(qubits) - fewest) / (most - fewest), 0), 1)
    return mpl.colormaps["viridis"](SHADES[0] + part * (SHADES[1] - SHADES[0]))[:3]


def luminance(colour: str | tuple) -> float:
    """The relative luminance of a colour, 0 for black, 1 for white (WCAG 2.2).

    Examples
    --------
    >>> luminance("white")
    1.0
    """
    return float(_linear(colour) @ (0.2126, 0.7152, 0.0722))


def ink(colour: str | tuple) -> tuple[float, float, float]:
    """The colour for text about what is drawn in a colour: that one, darkened where text would be too pale to read.

    Examples
    --------
    >>> ink("#000000"), round(luminance(ink("#E69F00")), 3)
    ((0.0, 0.0, 0.0), 0.178)
    """
    light = _linear(colour) * min(1, LUMINANCE / max(luminance(colour), LUMINANCE))
    return tuple(np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055).tolist())


def _linear(colour: str | tuple) -> np.ndarray:
    """Red, green and blue of a colour in proportion to light, between 0 and 1 (sRGB, IEC 61966-2-1)."""
    values = np.array(to_rgb(colour))
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def finish(figure: Figure, title: str) -> None:
    """Give a figure what all have: the title of its experiment, letters where it has several panels.

    A panel for which there are no values, for nothing varies or no limit is known, says so.

    Parameters
    ----------
    figure : Figure
    title : str
        Of the one experiment that it shows; empty for a figure that names several in it, or none.
    """
    if title:
        figure.suptitle(literal(title), x=0.01, ha="left", fontsize=8, wrap=True)
    panels = [axes for axes in figure.axes if axes.get_subplotspec()]  # a colour bar has no place among them
    for axes in panels:
        if axes.axison and not np.isfinite(axes.dataLim.get_points()).any():
            axes.text(0.5, 0.5, EMPTY, transform=axes.transAxes, ha="center", va="center")
    for letter, axes in zip(ascii_lowercase, panels if len(panels) > 1 else (), strict=False):
        axes.annotate(
            letter,
            (0, 1),
            xycoords="axes fraction",
            xytext=(-3, 7),
            textcoords="offset points",
            ha="right",
            fontweight="bold",
        )


def curves(titles: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Name, label and colour of each of some experiments that a figure compares."""
    for (name, title), colour in zip(titles.items(), SERIES[: len(titles)], strict=True):
        yield name, literal(title), colour


def literal(title: str) -> str:
    """A title as a label that shows it as it is: dollars are dollars, and a first underscore does not hide it.

    Examples
    --------
    >>> literal("$x$ for 5 $")
    '\\\\$x\\\\$ for 5 \\\\$'
    """
    # matplotlib leaves labels with an underscore first out of legends; before it, a space without width
    return re.sub(r"^_", "\u200b_", title.replace("$", r"\$"))


def depth_rule(rule: str, deepest: int) -> str:
    """A depth rule as a label: L = 12n, L = 50, or the deepest layer there is."""
    depth = str(deepest) if rule == "deepest" else words.depth(rule).removeprefix("L = ").replace("log₂", "\\log_2")
    return f"$L={depth}$"


def limit_words(limits: pd.DataFrame) -> str:
    """What a legend calls the limits of infinite depth, by their kind; empty where there are none.

    Parameters
    ----------
    limits : DataFrame
        Rows with the columns ``qubits``, ``limit`` and ``limit_kind``.

    Examples
    --------
    >>> kinds = ["parity sector", "unitary", "unitary"]
    >>> limit_words(pd.DataFrame({"qubits": [4, 6, 9], "limit": [0.03, 0.01, 0.001], "limit_kind": kinds}))
    '2-design (n = 4: parity sector)'
    """
    known = limits[limits["limit"].notna()].drop_duplicates("qubits")
    if known.empty:
        return ""
    usual, *others = known["limit_kind"].value_counts().index
    if not others:
        return LIMITS[usual]
    exceptions = []
    for kind in others:
        sizes = ", ".join(map(str, sorted(known.loc[known["limit_kind"] == kind, "qubits"])))
        exceptions.append(f"n = {sizes}: {_SHORT.get(kind, kind)}")
    return f"{_SHORT.get(usual, usual)} ({'; '.join(exceptions)})"


def label_ends(axes: Axes, ends: Sequence[tuple[float, str, str | tuple]], *, gap: float, x: float = 1.01) -> None:
    """Write what curves are called to the right of their axes, each where its curve ends, moved apart where needed.

    Parameters
    ----------
    axes : Axes
        With its limits as they will stay.
    ends : sequence of (float, str, colour)
        The last value of each curve, its name and its colour.
    gap : float
        Least distance of two names, as a part of the height of the axes.
    x : float
        Where the names begin, as a part of the width of the axes.
    """
    if not ends:
        return
    values, names, colours = zip(*ends, strict=True)
    scale = np.log if axes.get_yscale() == "log" else np.asarray
    bottom, top = axes.get_ylim()
    low, high = scale(bottom), scale(top)
    places = spread((scale(np.maximum(values, bottom)) - low) / (high - low), gap)
    for place, name, colour in zip(places, names, colours, strict=True):
        axes.text(x, place, name, transform=axes.transAxes, color=ink(colour), va="center", fontsize=7)


def spread(positions: np.ndarray, gap: float) -> np.ndarray:
    """Positions of labels, moved apart to at least `gap`, as near to where they belong as that allows.

    Examples
    --------
    >>> spread(np.array([0.0, 0.1, 5.0]), 1.0).tolist()
    [-0.45, 0.55, 5.0]
    """
    from scipy.optimize import isotonic_regression  # takes a quarter of a second that most figures can do without

    order = np.argsort(positions, kind="stable")
    steps = gap * np.arange(len(positions))
    # Least squares under an order is isotonic regression; subtracting the steps turns "gap apart" into "not below".
    moved = np.empty(len(positions))
    moved[order] = isotonic_regression(positions[order] - steps).x + steps
    return moved
