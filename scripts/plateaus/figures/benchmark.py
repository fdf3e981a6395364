"""The benchmark: what one gradient and one sweep over the depth cost here and in other simulators.

Left the time of a gradient by size; right a row for each simulator with its time for all depths over this workflow's.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from plateaus.figures import style
from plateaus.figures.style import Drawing
from plateaus.tables import benchmark as timings
from plateaus.tables.results import Results

COLOURS = (style.EXACT, style.LIMIT, "#0072B2", "#009E73", "#E69F00", "#CC79A7", "#56B4E9", style.BOTH_SIDES)
"""Okabe and Ito's, but for grey in place of their yellow."""
NATIVE = ", native"
WAYS: dict[str, tuple[dict[str, Any], str]] = {
    timings.ONCE: ({"marker": "o", "ms": 4}, "one circuit a depth"),
    timings.ON_THE_WAY: ({"marker": "D", "ms": 4, "mfc": "white"}, "values read on the way"),
}


def figure(results: Results, experiments: Sequence[str], samples: Sequence[Path]) -> Drawing:
    """The benchmark of this machine, which is of no experiment."""
    return draw(results["benchmark"])


def draw(table: pd.DataFrame) -> Drawing:
    """Draw the times of one gradient and the ratios of the sweeps, both with one thread.

    Parameters
    ----------
    table : DataFrame
        ``benchmark.csv``; the first contender is this workflow.
    """
    style.use()
    ours = timings.variants(table)
    single = table[table["threads"] == 1]
    gradients = single[single["task"] == "gradient"]
    sweeps = single[single["task"].isin(WAYS)]
    sizes = sorted(sweeps["qubits"].unique())
    at_the_end = gradients[gradients["qubits"] == gradients["qubits"].max()].sort_values("seconds")
    rows = {name: row for row, name in enumerate(at_the_end["contender"])}
    looks = _looks(gradients["contender"].unique())
    figure, (left, *right) = plt.subplots(
        1, 1 + len(sizes), figsize=(style.TWO_COLUMNS, 3.3), width_ratios=(1.2, *[1.6 / len(sizes)] * len(sizes))
    )
    _times(left, gradients, rows, looks, bold=ours)
    for axes, size in zip(right, sizes, strict=True):
        axes.sharex(right[0])
        _ratios(axes, sweeps[sweeps["qubits"] == size], rows, looks, lines=ours)
        axes.set_title(f"all depths, $n={size}$")
    marks = [Line2D([], [], ls="", color="0.3", label=label, **mark) for mark, label in WAYS.values()]
    figure.legend(handles=marks, loc="outside upper right", ncols=2, frameon=False)
    fastest = timings.fastest(table, 1)
    taken = timings.variance_times(table)
    against = timings.others(gradients)
    numbers = {
        "machine": table["machine"].iloc[0],
        "versions": gradients.drop_duplicates("contender").set_index("contender")["version"].to_dict(),
        "ours": list(ours),
        "fastest": {name: best.to_dict("index") for name, best in fastest.items()},
        "slower_at": {name: best.index[best["ratio"] < 1].tolist() for name, best in fastest.items()},
        "once": timings.range_of_depths(table, timings.ONCE),
        "on_the_way": timings.range_of_depths(table, timings.ON_THE_WAY),
        "variance": {
            "qubits": int(taken["qubits"].iloc[0]),
            "layers": int(taken["layers"].iloc[0]),
            "circuits": int(taken["circuits"].max()),
            "seconds": taken["seconds"].to_dict(),
        },
        "disagreement": {p: float(of["disagreement"].max()) for p, of in against.groupby("precision")},
        "rounds": int(gradients["rounds"].min()),
    }
    return Drawing(figure, pd.concat([gradients, sweeps]), numbers)


def _looks(names: Iterable[str]) -> dict[str, dict]:
    """Colour and line of every contender: a native build has the colour of the installed one, and dashes."""
    bases = dict.fromkeys(name.removesuffix(NATIVE) for name in names)
    colours = dict(zip(bases, COLOURS * len(bases), strict=False))
    return {
        name: {"color": colours[name.removesuffix(NATIVE)], "ls": "--" if name.endswith(NATIVE) else "-"}
        for name in names
    }


def _times(axes: Axes, gradients: pd.DataFrame, rows: dict[str, int], looks: dict[str, dict], bold: Container) -> None:
    """The curves, and in the rows of the panels beside them everybody's name, joined to the end of their curve."""
    for name, row in rows.items():
        curve = gradients[gradients["contender"] == name].sort_values("qubits")
        amplitudes = curve["layers"] * curve["qubits"] * 2 ** curve["qubits"]
        values, low, high = (1e9 * curve[key] / amplitudes for key in ("seconds", "seconds_low", "seconds_high"))
        axes.errorbar(
            curve["qubits"],
            values,
            [values - low, high - values],
            marker="o",
            ms=2.5,
            lw=1.8 if name in bold else 0.9,
            elinewidth=0.7,
            **looks[name],
        )
        axes.annotate(
            name,
            (curve["qubits"].iloc[-1], values.iloc[-1]),
            xytext=(1.18, (row + 0.5) / len(rows)),
            textcoords="axes fraction",
            color=style.ink(looks[name]["color"]),
            va="center",
            fontsize=6.5,
            fontweight="bold" if name in bold else "normal",
            arrowprops={"arrowstyle": "-", "lw": 0.5, "relpos": (0, 0.5), "patchA": None, "shrinkB": 2, **looks[name]},
        )
    axes.set_yscale("log")
    axes.set_xticks(sorted(gradients["qubits"].unique()))
    axes.set_xlabel("qubits $n$")
    axes.set_ylabel("ns a rotation and amplitude")
    axes.set_title("one gradient")


def _ratios(axes: Axes, sweep: pd.DataFrame, rows: dict[str, int], looks: dict[str, dict], lines: Iterable) -> None:
    """Everybody's ratios to the default engine in a row of their own, and a line for each of ours."""
    for name in lines:
        at = sweep.loc[sweep["contender"] == name, "ratio"].item()
        axes.axvline(at, lw=0.8, zorder=0, **looks[name])
    for row in rows.values():
        axes.axhline(row, color="0.9", lw=0.5, zorder=-1)
    for _, point in sweep.iterrows():
        colour = looks[point["contender"]]["color"]
        mark, _ = WAYS[point["task"]]
        error = [[point["ratio"] - point["ratio_low"]], [point["ratio_high"] - point["ratio"]]]
        axes.errorbar(point["ratio"], rows[point["contender"]], xerr=error, color=colour, elinewidth=0.7, **mark)
    axes.set_xscale("log")
    axes.set_ylim(-0.5, len(rows) - 0.5)
    axes.set_yticks([])
    axes.set_xlabel("ratio to this workflow")
