"""What it takes to see a gradient: measurements for its sign and for a tenth of it, predicted and simulated.

Left the number of measurements against the number of qubits; right how the error of simulated measurements compares
with what the variances of each circuit predict.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from matplotlib import pyplot as plt

from plateaus.figures import style
from plateaus.figures.style import Drawing
from plateaus.tables.results import Results

TARGETS = {"sign": ("sign, at 2 σ", style.SERIES[1]), "tenth": ("10 % of it", style.SERIES[4])}


def figure(results: Results, experiments: Sequence[str], samples: Sequence[Path]) -> Drawing:
    """One experiment."""
    return draw(results.of("shots", *experiments))


def draw(shots: pd.DataFrame) -> Drawing:
    """Draw one experiment.

    Parameters
    ----------
    shots : DataFrame
        Its rows of ``shots.csv``.
    """
    style.use()
    figure, (left, right) = plt.subplots(1, 2, figsize=(style.TWO_COLUMNS, 3.0))
    most = shots["shots"].max()
    best = shots[shots["shots"] == most].sort_values("qubits")
    for target, (name, colour) in TARGETS.items():
        value = best[f"shots_{target}"]
        bars = [value - best[f"shots_{target}_low"], best[f"shots_{target}_high"] - value]
        left.errorbar(best["qubits"], value, yerr=bars, fmt="o", ms=3, color=colour, zorder=3)
        left.plot(best["qubits"], best[f"exact_shots_{target}"], "-", lw=0.9, color=colour)
        left.text(
            best["qubits"].iloc[-1], value.iloc[-1] / 3, name, color=style.ink(colour), fontsize=7, ha="right", va="top"
        )
    left.set_yscale("log")
    left.set_xticks(best["qubits"])
    left.set_xlabel("qubits $n$")
    left.set_ylabel("measurements")
    right.axhline(1, ls=":", color="0.4", lw=1)
    sizes = sorted(shots["qubits"].unique().tolist())
    for place, n in enumerate(sizes):
        curve = shots[shots["qubits"] == n].sort_values("shots")
        value = curve["error_ratio"]
        bars = [value - curve["error_ratio_low"], curve["error_ratio_high"] - value]
        right.errorbar(
            curve["shots"] * 1.12 ** (place - len(sizes) / 2),
            value,
            yerr=bars,
            fmt="o",
            ms=3,
            color=style.of_size(n),
            label=f"$n={n}$",
        )
    right.set_xscale("log")
    right.set_xlabel("measurements")
    right.set_ylabel("squared error over predicted")
    right.legend(frameon=False, ncols=2)
    inside = (shots["error_ratio_low"] <= 1) & (shots["error_ratio_high"] >= 1)
    numbers = {
        "sizes": sizes,
        "circuits": int(shots["circuits"].min()),
        "needed": {
            int(row["qubits"]): {target: float(row[f"shots_{target}"]) for target in TARGETS}
            for _, row in best.iterrows()
        },
        "exact": {int(row["qubits"]): float(row["exact_shots_sign"]) for _, row in best.iterrows()},
        "inside": int(inside.sum()),
        "points": len(shots),
        "ratio_low": float(shots["error_ratio"].min()),
        "ratio_high": float(shots["error_ratio"].max()),
        "sign": {int(r["qubits"]): float(r["sign_right"]) for _, r in best.iterrows()},
        "most": int(most),
    }
    return Drawing(figure, shots, numbers)
