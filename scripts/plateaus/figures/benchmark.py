"""The benchmark: what one gradient and one sweep over the depth cost here and in other simulators."""

from __future__ import annotations

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from . import style
from .style import Drawing

WAYS = {"sweep, once per depth": "o", "sweep, on the way": "D"}


def draw(table: pd.DataFrame) -> Drawing:
    """Draw the times of one gradient and the ratios of the sweeps, both with one thread.

    Parameters
    ----------
    table : DataFrame
        ``benchmark.csv``; the first contender is this workflow.
    """
    style.use()
    single = table[table["threads"] == 1]
    gradients = single[single["task"] == "gradient"]
    sweeps = single[single["task"].isin(WAYS)]
    names = list(gradients["contender"].unique())
    ours = names[0]
    others = [name for name in names if not name.startswith(ours)]
    colours = dict(zip(others, sns.color_palette("colorblind", len(others)), strict=True))
    colours = {name: colours.get(name, style.EXACT if name == ours else "0.45") for name in names}
    figure, (left, right) = plt.subplots(1, 2, figsize=(style.TWO_COLUMNS, 3.2), width_ratios=(1, 1.1))
    _times(left, gradients, colours, ours)
    _ratios(right, sweeps, colours, ours)
    once, on_the_way = (sweeps[(sweeps["task"] == way) & sweeps["contender"].isin(others)] for way in WAYS)
    against = gradients[gradients["contender"].isin(others)]
    variance = single[single["task"].str.startswith("variance")].set_index("contender")
    best = against.loc[against.groupby("qubits")["ratio"].idxmin()].set_index("qubits")
    numbers = {
        "machine": table["machine"].iloc[0],
        "ours": ours,
        "fastest": best[["layers", "contender", "ratio", "ratio_low", "ratio_high"]].to_dict("index"),
        "once": _ends(once),
        "on_the_way": _ends(on_the_way),
        "variance": {
            "qubits": int(variance["qubits"].iloc[0]),
            "layers": int(variance["layers"].iloc[0]),
            "circuits": int(variance["circuits"].max()),
            "ours": float(variance.loc[ours, "seconds"]),
            "exact": float(variance.loc["exact method", "seconds"]),
        },
        "disagreement": {p: float(rows["disagreement"].max()) for p, rows in against.groupby("precision")},
        "rounds": int(gradients["rounds"].min()),
    }
    return Drawing(figure, pd.concat([gradients, sweeps]), numbers)


def _times(axes: Axes, gradients: pd.DataFrame, colours: dict[str, tuple], ours: str) -> None:
    last = {}
    for name, colour in colours.items():
        curve = gradients[gradients["contender"] == name].sort_values("qubits")
        rotations = curve["qubits"] * curve["layers"]
        values, low, high = (1e6 * curve[key] / rotations for key in ("seconds", "seconds_low", "seconds_high"))
        errors = [values - low, high - values]
        width = 1.8 if name == ours else 0.9
        axes.errorbar(curve["qubits"], values, errors, fmt="o-", color=colour, lw=width, ms=3, elinewidth=0.7)
        last[name] = np.log10(values.iloc[-1])
    axes.set_yscale("log")
    axes.set_xticks(sorted(gradients["qubits"].unique()))
    axes.set_xlabel("qubits $n$")
    axes.set_ylabel("µs a rotation, for one gradient")
    low, high = np.log10(axes.get_ylim())
    places = style.spread(np.array(list(last.values())), 0.062 * (high - low))
    for (name, _), place in zip(last.items(), places, strict=True):
        axes.annotate(
            name,
            (1.02, 10**place),
            xycoords=("axes fraction", "data"),
            color=colours[name],
            va="center",
            fontsize=6.5,
            fontweight="bold" if name == ours else "normal",
            annotation_clip=False,
        )


def _ratios(axes: Axes, sweeps: pd.DataFrame, colours: dict[str, tuple], ours: str) -> None:
    shown = sweeps[sweeps["contender"] != ours]
    names = [name for name in colours if name in set(shown["contender"])]
    sizes = sorted(shown["qubits"].unique())
    for (way, size, name), row in shown.set_index(["task", "qubits", "contender"]).iterrows():
        height = names.index(name) + 0.24 * (sizes.index(size) - (len(sizes) - 1) / 2)
        error = [[row["ratio"] - row["ratio_low"]], [row["ratio_high"] - row["ratio"]]]
        face = colours[name] if way == "sweep, once per depth" else "white"
        axes.errorbar(
            row["ratio"], height, xerr=error, fmt=WAYS[way], color=colours[name], mfc=face, ms=4, elinewidth=0.7
        )
        axes.annotate(
            f"n={size}", (row["ratio"], height), xytext=(5, 3), textcoords="offset points", fontsize=6, color="0.4"
        )
    for way, (marker, fill) in {"once per depth": ("o", "0.3"), "read on the way": ("D", "white")}.items():
        axes.plot([], [], marker, color="0.3", mfc=fill, ms=4, label=way)
    axes.axvline(1, color=colours[ours], lw=1.8)
    axes.set_xscale("log")
    axes.margins(x=0.12)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_yticks(range(len(names)), names)
    for label, name in zip(axes.get_yticklabels(), names, strict=True):
        label.set_color(colours[name])
    axes.set_xlabel("time for all depths, over this workflow's")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.12), ncols=2, frameon=False)


def _ends(rows: pd.DataFrame) -> dict[str, float]:
    """The smallest and the largest ratio; none without rows."""
    return {} if rows.empty else {"low": float(rows["ratio"].min()), "high": float(rows["ratio"].max())}
