"""Figures 4 and S2: variance of the gradient against depth, one line for every size.

Points are sampled, lines exact where the theory has them; dotted are the limits of infinite depth. Where the exact
theory samples its chain, its curves have bands: statistical intervals of 95 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.lines import Line2D

from plateaus.claims.words import circuits, sampled_chains
from plateaus.figures import style
from plateaus.figures.style import Drawing
from plateaus.tables.results import Results

MARGIN = 1.03
"""Where the axis of depths ends, over the deepest."""
SHOWN_POINTS = 21
"""At most so many sampled depths are drawn for a size; the table holds them all."""


def figure(results: Results, experiments: Sequence[str], samples: Sequence[Path]) -> Drawing:
    """One experiment."""
    (name,) = experiments
    known = results.experiments.loc[name]
    variance = results.of("variance", name)
    drawing = draw(
        variance,
        results.of("exact_variance", name),
        objective=known["objective_name"],
        independent=known["depths"] == "independent",
        inner=results.source(name).experiment.parameter[0] > 1,
    )
    drawing.numbers["circuits"] = circuits(variance.groupby("qubits")["circuits"].min().to_dict())
    drawing.numbers["chains"] = sampled_chains(results.of("exact_methods", name))
    return drawing


def draw(
    variance: pd.DataFrame, exact: pd.DataFrame, *, objective: str, independent: bool, inner: bool = False
) -> Drawing:
    """Draw one experiment.

    Parameters
    ----------
    variance : DataFrame
        Its rows of ``variance.csv``.
    exact : DataFrame
        Its rows of ``exact_variance.csv``; none where the theory does not cover it.
    objective : str
        Name of the objective, for the axis.
    independent : bool
        Whether every depth has circuits of its own, for the caption.
    inner : bool
        Whether there are layers before the parameter's, and so a limit with a 2-design before its gate, too.
    """
    style.use()
    sampled_sizes = sorted(variance["qubits"].unique().tolist())
    curves = exact if len(exact) else variance
    sizes = sorted(curves["qubits"].unique().tolist())
    deepest = int(curves["layers"].max())
    figure, axes = plt.subplots(figsize=(style.TWO_COLUMNS, 4.4))
    ends: list = []
    data = []
    for n in sizes:
        colour = style.of_size(n)
        curve = curves[curves["qubits"] == n].sort_values("layers")
        seen = curve["variance"].where(curve["variance"] > 0)  # before θ reaches the objective there is no logarithm
        axes.plot(curve["layers"], seen, color=colour, lw=0.9, alpha=1 if len(exact) else 0.55)
        if len(exact) and (curve["standard_error"] > 0).any():
            axes.fill_between(curve["layers"], curve["low"], curve["high"], color=colour, alpha=0.3, lw=0)
        limit, both = curve[["limit", "limit_both_sides"]].iloc[0]
        if inner and np.isfinite(both):  # marks in the margin: lines across the panel would be taken for more curves
            axes.hlines(both, deepest * 1.005, deepest * MARGIN, colors=style.BOTH_SIDES, lw=1.3)
        if np.isfinite(limit):
            axes.hlines(limit, 0, deepest * MARGIN, colors=[colour], linestyles=":", lw=1.1, zorder=1)
        if seen.notna().any():
            ends.append((seen.dropna().iloc[-1], f"$n={n}$" if not ends else f"${n}$", colour))
        data.append(curve.assign(source="exact" if len(exact) else "sampled"))
        if n in sampled_sizes:
            points = _spaced(variance[variance["qubits"] == n].sort_values("layers"))
            _error_bars(axes, points[points["variance"] > 0], colour)
            data.append(points.assign(source="sampled"))
    axes.set_yscale("log")
    axes.set_xlim(0, deepest * MARGIN)
    style.label_ends(axes, ends, gap=0.035)
    axes.set_xlabel("layers $L$")
    axes.set_ylabel(f"Var$\\,\\partial_\\theta E$, $E=\\langle${objective}$\\rangle$")
    words = style.limit_words(curves)
    both_sides = inner and bool(curves["limit_both_sides"].notna().any())
    key = _key(bool(len(exact)), bool(len(variance)), words, both_sides)
    axes.legend(handles=key, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=4, frameon=False)
    columns = [
        *("source", "qubits", "layers", "variance", "variance_low", "variance_high"),
        *("rel_error", "limit", "limit_kind", "limit_both_sides"),
    ]
    numbers = _numbers(variance, exact) | {"independent": independent, "limit": words, "both_sides": both_sides}
    return Drawing(figure, pd.concat(data, ignore_index=True).reindex(columns=columns), numbers)


def _numbers(variance: pd.DataFrame, exact: pd.DataFrame) -> dict:
    deepest = variance["layers"].max() if len(variance) else 0
    settled = variance[(variance["layers"] == deepest) & (variance["variance"] > 0)]
    ratios = (settled["variance"] / settled["limit"]).dropna()
    numbers = {
        "sizes": sorted(variance["qubits"].unique().tolist()),
        "deepest": int(deepest),
        "selected": variance["layers"].nunique() > SHOWN_POINTS,
        "ratios": {"low": ratios.min(), "high": ratios.max()} if len(ratios) else {},
        "relative_error": settled["log_variance_se"].max(),
        "unreliable": int((~variance["variance_reliable"] & (variance["variance"] > 0)).sum()),
        "points": int((variance["variance"] > 0).sum()),
        "exact": {},
    }
    if len(exact):
        reliable = variance[variance["variance_reliable"] & variance["deviation"].notna()]
        numbers["exact"] = {
            "sizes": sorted(exact["qubits"].unique().tolist()),
            "layers": int(exact["layers"].max()),
            "error": exact["rel_error"].max(),
            "within_two": float((reliable["deviation"].abs() < 2).mean()),
        }
    return numbers


def _spaced(curve: pd.DataFrame) -> pd.DataFrame:
    """Rows at about even distances in depth, the first and the last among them."""
    rows = np.unique(np.linspace(0, len(curve) - 1, SHOWN_POINTS).round().astype(int))
    return curve.iloc[rows]


def _error_bars(axes, points: pd.DataFrame, colour) -> None:
    value = points["variance"]
    axes.errorbar(
        points["layers"],
        value,
        yerr=[value - points["variance_low"], points["variance_high"] - value],
        fmt="o",
        ms=2.0,
        color=colour,
        elinewidth=0.7,
        capsize=0,
    )


def _key(exact: bool, sampled: bool, limit: str, both_sides: bool) -> list[Line2D]:
    lines = [Line2D([], [], color="0.2", lw=0.9, label="exact")] if exact else []
    if sampled:
        lines.append(Line2D([], [], color="0.2", lw=0, marker="o", ms=2.2, label="sampled, 95 %"))
    if limit:
        lines.append(Line2D([], [], color="0.2", lw=1.1, ls=":", label=limit))
    if both_sides:
        lines.append(Line2D([], [], color=style.BOTH_SIDES, lw=1.3, label="before and after"))
    return lines
