"""Variance of the gradient for several ansätze, a row of two panels each: against depth and against size.

The first experiment of an ansatz is drawn against depth, a colour for each size; all of its experiments against the
number of qubits, at the deepest recorded layer, a colour for each objective.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

from plateaus.figures import style
from plateaus.figures.style import Drawing
from plateaus.tables.results import Results

SHOWN_DEPTHS = 9
"""At most so many depths are drawn of a curve of points; the table holds them all."""
MARKERS = "os^"
"""Of objectives, in turn where there are more of them than colours."""
DECADES = 40
"""A row whose variances lie less than so many times apart has ticks between powers of ten."""
FAINT = 0.5
"""How lines through points are drawn that no exact curve goes with."""
ROW = 1.15
"""Height of a row of panels, inches."""


def figure(results: Results, experiments: Sequence[str], samples: Sequence[Path]) -> Drawing:
    """Experiments of several ansätze."""
    table = results.experiments.loc[list(experiments)]
    variance, exact = (results.of(name, *experiments) for name in ("variance", "exact_variance"))
    rows: dict[str, dict[str, str]] = {}
    for name, word, objective in table[["experiment", "ansatz", "objective_name"]].itertuples(index=False):
        rows.setdefault(word, {})[name] = objective
    drawing = draw(variance, exact, rows)
    for word, numbers in drawing.numbers["ansatze"].items():
        numbers["gate"] = table["parameter_gate"][next(iter(rows[word]))]
    return drawing


def draw(variance: pd.DataFrame, exact: pd.DataFrame, rows: Mapping[str, Mapping[str, str]]) -> Drawing:
    """Draw experiments of several ansätze.

    Parameters
    ----------
    variance, exact : DataFrame
        Their rows of the tables ``variance`` and ``exact_variance``; there may be no exact ones.
    rows : mapping of str to mapping of str to str
        For each ansatz, by its word, its experiments and what each measures, in the order of drawing.
    """
    style.use()
    figure, panels = plt.subplots(
        len(rows), 2, figsize=(style.TWO_COLUMNS, 0.6 + ROW * len(rows)), sharex="col", sharey="row", squeeze=False
    )
    objectives = list(dict.fromkeys(objective for names in rows.values() for objective in names.values()))
    looks = {
        objective: (style.SERIES[i % len(style.SERIES)], MARKERS[i // len(style.SERIES) % len(MARKERS)])
        for i, objective in enumerate(objectives)
    }
    found = {}
    for (word, names), (depth, size) in zip(rows.items(), panels, strict=True):
        first = next(iter(names))
        points, curve = (table[table["experiment"] == first] for table in (variance, exact))
        _against_depth(depth, points, curve)
        depth.set_title(word, fontsize=7)
        depth.set_ylabel("Var$\\,\\partial_\\theta E$")
        deepest = {name: int(variance.loc[variance["experiment"] == name, "layers"].max()) for name in names}
        for name, objective in names.items():
            points, curve = (
                table[(table["experiment"] == name) & (table["layers"] == deepest[name])].sort_values("qubits")
                for table in (variance, exact)
            )
            _against_size(size, points, curve, *looks[objective])
        for axes in (depth, size):
            axes.set_yscale("log")
            axes.yaxis.set_minor_locator(NullLocator())
        low, high = depth.get_ylim()  # of both panels
        depth.yaxis.set_major_locator(LogLocator(numticks=4))
        if high < DECADES * low:
            depth.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
            depth.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        found[word] = _numbers(variance[variance["experiment"] == first], deepest[first], names[first])
    panels[-1, 0].set_xlabel("layers $L$")
    panels[-1, 1].set_xlabel("qubits $n$")
    shown = [next(iter(names)) for names in rows.values()]  # of these every exact size has a curve of its colour
    sizes = sorted({*variance["qubits"], *exact.loc[exact["experiment"].isin(shown), "qubits"]})
    handles = [Line2D([], [], color=style.of_size(n), label=f"$n={n}$") for n in sizes]
    handles += [
        Line2D([], [], color=colour, marker=marker, ms=3, label=label) for label, (colour, marker) in looks.items()
    ]
    figure.legend(handles=handles, loc="outside upper center", ncols=6, frameon=False)
    data = pd.concat([exact.assign(source="exact"), variance.assign(source="sampled")], ignore_index=True)
    columns = ["source", "experiment", "qubits", "layers", "variance", "variance_low", "variance_high", "limit"]
    return Drawing(figure, data.reindex(columns=columns), {"ansatze": found})


def _against_depth(axes: Axes, points: pd.DataFrame, curve: pd.DataFrame) -> None:
    for n in sorted({*points["qubits"], *curve["qubits"]}):
        colour = style.of_size(int(n))
        line = curve[curve["qubits"] == n].sort_values("layers")
        line = line[line["variance"] > 0]
        axes.plot(line["layers"], line["variance"], "-", lw=0.8, color=colour)
        if len(line) and pd.notna(line["limit"].iloc[-1]):
            axes.axhline(line["limit"].iloc[-1], color=colour, lw=0.6, ls=":")
        dots = points[(points["qubits"] == n) & (points["variance"] > 0)].sort_values("layers")
        dots = dots.iloc[:: max(1, len(dots) // SHOWN_DEPTHS)]
        if curve.empty:
            axes.plot(dots["layers"], dots["variance"], "-", lw=0.8, color=colour, alpha=FAINT)
        _dots(axes, dots["layers"], dots, colour)


def _against_size(axes: Axes, points: pd.DataFrame, curve: pd.DataFrame, colour: str, marker: str) -> None:
    curve = curve[curve["variance"] > 0]
    axes.plot(curve["qubits"], curve["variance"], "-", lw=0.8, color=colour)
    axes.plot(curve["qubits"], curve["limit"], ":", lw=0.8, color=colour)
    points = points[points["variance"] > 0]
    if curve.empty:
        axes.plot(points["qubits"], points["variance"], "-", lw=0.8, color=colour, alpha=FAINT)
    _dots(axes, points["qubits"], points, colour, marker)


def _dots(axes: Axes, x: pd.Series, points: pd.DataFrame, colour: str | tuple, marker: str = "o") -> None:
    value = points["variance"]
    bars = [value - points["variance_low"], points["variance_high"] - value]
    axes.errorbar(x, value, yerr=bars, fmt=marker, ms=1.8, color=colour, elinewidth=0.6, capsize=0, zorder=4)


def _numbers(variance: pd.DataFrame, deepest: int, objective: str) -> dict:
    last = variance[(variance["layers"] == deepest) & (variance["qubits"] == variance["qubits"].max())].iloc[0]
    limit = float(last["limit"])
    return {
        "objective": objective,
        "qubits": int(last["qubits"]),
        "layers": deepest,
        "kind": str(last["limit_kind"]),
        "ratio": float(last["exact_variance"]) / limit if limit > 0 else None,
    }
