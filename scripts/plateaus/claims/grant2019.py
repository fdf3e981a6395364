"""Claims of Grant, Wossnig, Ostaszewski and Benedetti, Quantum 3, 214 (2019): circuits started as identity blocks.

A block is a random circuit followed by its inverse, so that the whole circuit is the identity before training.
"""

from __future__ import annotations

import pandas as pd

from plateaus.claims import parts, words
from plateaus.claims.claim import Finding, MissingError, claim, verdict
from plateaus.claims.numbers import FLAT, at_full_depth, is_flat, slope_with_size
from plateaus.tables.results import Results

PAPER = "Grant et al., Quantum 3, 214 (2019)"


@claim(
    "S1",
    "Started as identity blocks, a circuit's gradient does not vanish with its size",
    where=PAPER,
    criterion=f"the slope of ln Var per qubit has a 95 % interval within ±{FLAT}, "
    f"that of random angles one below −{FLAT}",
)
def identity_blocks_do_not_vanish(results: Results) -> Finding:
    points = at_full_depth(results, parts.started(results, "identity"))
    fit = slope_with_size(points)
    others = at_full_depth(results, parts.started(results, "random"))
    other = slope_with_size(others)
    inside = points["exact_variance"].between(points["variance_low"], points["variance_high"])
    last = points.iloc[-1]
    variance = words.interval(last["variance"], last["variance_low"], last["variance_high"], digits=4)
    return Finding(
        f"slope {words.slope(fit)}, of random angles {words.slope(other)}; at n = {last['qubits']} "
        f"variance {variance}, exact {last['exact_variance']:.4f}, "
        f"{last['variance'] / others.iloc[-1]['limit']:.0f} times the 2-design's; "
        f"{inside.sum()} of {len(points)} intervals contain the exact value",
        verdict(is_flat(fit) and other.high < -FLAT),
        value=fit.slope,
        low=fit.low,
        high=fit.high,
        exact=0.0,
        remark="of a parameter of the first layer; the block really is the identity, and the variance (i/2)⟨[P, H]⟩ "
        "gives depends on neither n nor L",
    )


@claim(
    "S3",
    "From identity blocks training makes progress where it stalls from random angles",
    where=PAPER,
    criterion="at the largest size the median of E after training has a 95 % interval below that from random angles",
)
def training_escapes(results: Results) -> Finding:
    found = {start: _trained(results, start) for start in ("random", "identity")}
    medians = {
        s: words.interval(row["e_median"], row["e_median_low"], row["e_median_high"], 2) for s, row in found.items()
    }
    row, other = found["identity"], found["random"]
    return Finding(
        f"median E after {row['step']} steps at n = {row['qubits']}, L = {row['depth']}: "
        + ", ".join(f"{median} from {start}" for start, median in medians.items()),
        verdict(row["e_median_high"] < other["e_median_low"], row["e_median_low"] > other["e_median_high"]),
        value=row["e_median"],
        low=row["e_median_low"],
        high=row["e_median_high"],
        remark=f"one learning rate, {row['circuits']} circuits, E = ⟨Z₁Z₂⟩ with minimum −1; E starts at +1/2 from "
        "identity blocks and near 0 from random angles. So few qubits still train from random angles: the whole "
        "gradient is √(nL) times a component",
    )


def _trained(results: Results, beginning: str) -> pd.Series:
    """The last step of training at the largest size, from such a start."""
    rows = results.of("training", parts.started(results, beginning))
    if rows.empty:
        raise MissingError(f"nothing was trained from {beginning}")
    return rows.sort_values(["qubits", "step"]).iloc[-1]
