"""The benchmark: what one gradient and one sweep over the depth cost here and in other simulators.

Left the time of a gradient by size, as used and of the simulation alone; right a row for each simulator with its time
for all depths over this workflow's.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import NullFormatter

from plateaus.figures import style
from plateaus.figures.style import Drawing
from plateaus.tables import benchmark as timings
from plateaus.tables.results import Results

COLOURS = (
    *(style.EXACT, style.LIMIT, "#0072B2", "#009E73", "#E69F00", "#CC79A7", "#56B4E9", style.BOTH_SIDES),
    *("#882255", "#999933", "#44AA99", "#661100", "#332288"),
)
"""Okabe and Ito's, but for grey in place of their yellow, and then some of Paul Tol's."""
LINES = {", native": "--", ", single": ":"}
"""How the curve of a variant is drawn, in the colour of what it is a variant of."""
WAYS_ALONE = {timings.AS_USED: "one gradient,\nas used", timings.ALONE: "one gradient,\nsimulation alone"}
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
    gradients = single[single["task"].isin(WAYS_ALONE)]
    sweeps = single[single["task"].isin(WAYS)]
    sizes = sorted(sweeps["qubits"].unique())
    alone = timings.gradients(table, timings.ALONE, 1)
    # Everybody by their time at the largest size that they have done.
    at_the_end = alone.sort_values("qubits").drop_duplicates("contender", keep="last")
    at_the_end = at_the_end.sort_values("ns_per_rotation_and_amplitude")
    rows = {name: row for row, name in enumerate(at_the_end["contender"])}
    looks = _looks(gradients["contender"].unique())
    figure, (left, middle, *right) = plt.subplots(
        1,
        2 + len(sizes),
        figsize=(style.TWO_COLUMNS, 4.4),
        width_ratios=(1.0, 1.0, *[1.5 / len(sizes)] * len(sizes)),
    )
    middle.sharey(left)
    for axes, (task, title) in zip((left, middle), WAYS_ALONE.items(), strict=True):
        _times(axes, gradients[gradients["task"] == task], looks, bold=ours)
        axes.set_title(title)
    left.set_ylabel("ns a rotation and amplitude")
    middle.tick_params(labelleft=False)
    _names(middle, alone, rows, looks, bold=ours)
    for axes, size in zip(right, sizes, strict=True):
        axes.sharex(right[0])
        _ratios(axes, sweeps[sweeps["qubits"] == size], rows, looks, lines=ours)
        axes.set_title(f"all depths,\n$n={size}$")
    marks = [Line2D([], [], ls="", color="0.3", label=label, **mark) for mark, label in WAYS.values()]
    figure.legend(handles=marks, loc="outside upper right", ncols=2, frameon=False)
    ways = {
        "as used": timings.fastest(table, timings.AS_USED, 1),
        "simulation alone": timings.fastest(table, timings.ALONE, 1),
    }
    taken, averaged = timings.variance_times(table), timings.variance_times(table, timings.AVERAGED)
    against = timings.others(gradients)
    numbers = {
        "machine": table["machine"].iloc[0],
        "date": table["date"].iloc[0],
        "versions": gradients.drop_duplicates("contender").set_index("contender")["version"].to_dict(),
        "ours": list(ours),
        "fastest": {way: {name: best.to_dict("index") for name, best in found.items()} for way, found in ways.items()},
        "left_out": timings.left_out(table, timings.ALONE),
        "once": timings.range_of_depths(table, timings.ONCE),
        "on_the_way": timings.range_of_depths(table, timings.ON_THE_WAY),
        "targets": [vars(target) for target in timings.targets(table)],
        "variance": {
            "qubits": int(taken["qubits"].iloc[0]),
            "layers": int(taken["layers"].iloc[0]),
            "circuits": int(taken["circuits"].max()),
            "seconds": taken["seconds"].to_dict(),
            "averaged": averaged["seconds"].to_dict(),
            "averaged_circuits": int(averaged["circuits"].max()),
        },
        "disagreement": {p: float(of["disagreement"].max()) for p, of in against.groupby("precision")},
        "rounds": int(gradients["rounds"].min()),
    }
    return Drawing(figure, pd.concat([gradients, sweeps]), numbers)


def _base(name: str) -> str:
    for variant in LINES:
        name = name.removesuffix(variant)
    return name


def _looks(names: Iterable[str]) -> dict[str, dict]:
    """Colour and line of every contender: variants in native builds and single precision share a colour."""
    colours = dict(zip(dict.fromkeys(map(_base, names)), COLOURS * 2, strict=False))
    return {
        name: {"color": colours[_base(name)], "ls": LINES.get(name.removeprefix(_base(name)), "-")} for name in names
    }


def _times(axes: Axes, gradients: pd.DataFrame, looks: dict[str, dict], bold: Container) -> None:
    for name, curve in gradients.groupby("contender", sort=False):
        points = curve.sort_values("qubits")
        values = points["ns_per_rotation_and_amplitude"]
        low, high = (values * (points[f"seconds_{end}"] / points["seconds"]) for end in ("low", "high"))
        axes.errorbar(
            points["qubits"],
            values,
            [values - low, high - values],
            marker="o",
            ms=2,
            lw=1.8 if name in bold else 0.9,
            elinewidth=0.7,
            **looks[str(name)],
        )
    axes.set_yscale("log")
    sizes = sorted(gradients["qubits"].unique())
    axes.set_xticks([n for n in sizes if n % 4 == 0] or sizes)
    axes.set_xticks(sizes, minor=True)
    axes.set_xlabel("qubits $n$")


def _names(axes: Axes, gradients: pd.DataFrame, rows: dict[str, int], looks: dict[str, dict], bold: Container) -> None:
    """In the rows of the panels beside the curves everybody's name, joined to the end of their curve."""
    for name, row in rows.items():
        last = gradients[gradients["contender"] == name].sort_values("qubits").iloc[-1]
        axes.annotate(
            name,
            (last["qubits"], last["ns_per_rotation_and_amplitude"]),
            xytext=(1.18, (row + 0.5) / len(rows)),
            textcoords="axes fraction",
            color=style.ink(looks[name]["color"]),
            va="center",
            fontsize=6.5,
            fontweight="bold" if name in bold else "normal",
            arrowprops={"arrowstyle": "-", "lw": 0.5, "relpos": (0, 0.5), "patchA": None, "shrinkB": 2, **looks[name]},
        )


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
    axes.xaxis.set_minor_formatter(NullFormatter())  # no room for numbers between powers of ten
    axes.set_ylim(-0.5, len(rows) - 0.5)
    axes.set_yticks([])
    axes.set_xlabel("time over ours")
