"""Variance of every derivative, by layer and qubit of the parameter.

As heat maps, sampled and exact, and for three qubits as curves: where the plateau of inner parameters ends, and which
parameters lie outside the light cone of the objective.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.colors import LogNorm

from plateaus.figures import style
from plateaus.figures.style import Drawing
from plateaus.tables.results import Results
from plateaus.theory.deep_circuits import both_sides_limit

NEAR = 0.5
"""Within this relative distance of its typical value a variance counts as on the plateau."""


def figure(results: Results, experiments: Sequence[str], samples: Sequence[Path]) -> Drawing:
    """One experiment at its largest size."""
    (name,) = experiments
    gradients = results.of("gradients", name)
    gradients = gradients[gradients["qubits"] == gradients["qubits"].max()]
    size = int(gradients["qubits"].iloc[0])
    return draw(gradients, inner=both_sides_limit(results.source(name).experiment, size))


def draw(gradients: pd.DataFrame, *, inner: float) -> Drawing:
    """Draw one experiment at one size and depth.

    Parameters
    ----------
    gradients : DataFrame
        Its rows of ``gradients.csv``.
    inner : float
        Limit of the variance of a parameter deep inside, with 2-designs before and after its gate; NaN where circuits
        are no 2-designs.
    """
    style.use()
    known = np.isfinite(inner)
    n, depth = int(gradients["qubits"].iloc[0]), int(gradients["depth"].iloc[0])
    maps = {"sampled": gradients.pivot_table(index="qubit", columns="layer", values="variance").to_numpy()}
    if gradients["exact_variance"].notna().all():
        maps["exact"] = gradients.pivot_table(index="qubit", columns="layer", values="exact_variance").to_numpy()
    figure, panels = plt.subplots(
        len(maps) + 1,
        1,
        figsize=(style.TWO_COLUMNS, 1.25 * len(maps) + 2.1),
        sharex=True,
        height_ratios=[1] * len(maps) + [1.6],
    )
    largest = max(grid.max() for grid in maps.values())
    typical = inner if known else gradients.loc[gradients["variance"] > 0, "variance"].median()
    norm = LogNorm(typical / 1000, largest)
    for axes, (source, grid) in zip(panels, maps.items(), strict=False):
        image = axes.imshow(
            np.where(grid > 0, grid, np.nan),
            norm=norm,
            cmap="viridis",
            aspect="auto",
            origin="lower",
            extent=(0.5, depth + 0.5, 0.5, n + 0.5),
            interpolation="nearest",
        )
        axes.set_facecolor("0.85")
        axes.set_ylabel(f"{source}\nqubit")
        axes.set_yticks(range(1, n + 1, max(1, n // 4)))
    figure.colorbar(image, ax=panels[:-1], label="Var$\\,\\partial_\\theta E$", pad=0.01, extend="min")
    below = panels[-1]
    if known:
        below.axhline(inner, ls=":", color=style.BOTH_SIDES, lw=1.2)
        below.annotate(
            "2-designs on both sides",
            (0.02, inner),
            xycoords=("axes fraction", "data"),
            xytext=(0, 3),
            textcoords="offset points",
            color="0.35",
            fontsize=7,
            va="bottom",
        )
    lines = {1: style.SERIES[1], (n + 1) // 2: style.SERIES[2], n: style.SERIES[0]}
    for qubit, colour in lines.items():
        curve = gradients[gradients["qubit"] == qubit].sort_values("layer")
        value = curve["variance"].where(curve["variance"] > 0)
        bars = [value - curve["variance_low"], curve["variance_high"] - value]
        below.errorbar(curve["layer"], value, yerr=bars, fmt=".", ms=2.5, lw=0.5, capsize=0, color=colour)
        below.plot(curve["layer"], curve["exact_variance"].where(curve["exact_variance"] > 0), lw=0.9, color=colour)
        below.plot([], [], ".-", color=colour, label=f"qubit {qubit}")
    below.set_yscale("log")
    below.set_xlim(0.5, depth + 0.5)
    low, high = np.log(below.get_ylim())
    below.set_ylim(None, np.exp(high + 0.12 * (high - low)))  # room for the words above the line
    below.set_xlabel("layer of the parameter")
    below.set_ylabel("Var$\\,\\partial_\\theta E$")
    below.legend(frameon=False, loc="lower left")
    return Drawing(figure, gradients, {"qubits": n, "depth": depth, "inner": inner} | reach(gradients, inner))


def reach(gradients: pd.DataFrame, inner: float) -> dict:
    """Where the plateau is: how many layers before the end it stops for each qubit, and how flat it is.

    Both over its height `inner`, and neither where that is NaN.
    From the exact variances where they are known, else from the sampled ones.
    """
    exact = gradients["exact_variance"].notna().all()
    column = "exact_variance" if exact else "variance"
    depth = int(gradients["depth"].iloc[0])
    middle = gradients[(gradients["layer"] > depth / 4) & (gradients["layer"] <= depth / 2)][column]
    layers: dict[int, int] = {}
    for qubit, curve in gradients.groupby("qubit") if np.isfinite(inner) else ():
        off = curve[(curve[column] / inner - 1).abs() > NEAR]
        late = off[off["layer"] > depth / 2]
        layers[int(qubit)] = depth - int(late["layer"].min()) + 1 if len(late) else 0
    outside = gradients[gradients[column] == 0]
    ratios = gradients.assign(ratio=gradients["variance"] / gradients["exact_variance"])
    near = (np.log(ratios["ratio"]).abs() < 2 * gradients["log_variance_se"])[gradients[column] > 0]
    return {
        "layers_from_end": layers,
        "flat_low": float(middle.min() / inner),
        "flat_high": float(middle.max() / inner),
        "largest": float(gradients[column].max()),
        "outside": len(outside),
        "within_two": float(near.mean()) if exact else None,
        "circuits": int(gradients["circuits"].iloc[0]),
    }
