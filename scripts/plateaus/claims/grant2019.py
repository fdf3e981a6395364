"""Claims of Grant, Wossnig, Ostaszewski and Benedetti, Quantum 3, 214 (2019): circuits started as identity blocks.

A block is a random circuit followed by its inverse, so that the whole circuit is the identity before training.
"""

from __future__ import annotations

import pandas as pd

from plateaus.claims import parts, words
from plateaus.claims.claim import Finding, MissingError, below, claim, every, verdict
from plateaus.claims.numbers import FLAT, LIMIT, falls, is_flat, slope_with_size, started_points
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
    points, without = started_points(results, "identity")
    others, without_others = started_points(results, "random")
    fit, other = slope_with_size(points), slope_with_size(others)
    without |= without_others | parts.left_out(results, "starts", parts.starts(results))
    inside = points["exact_variance"].between(points["variance_low"], points["variance_high"])
    last = points.iloc[-1]
    variance = words.interval(last["variance"], last["variance_low"], last["variance_high"], digits=4)
    return Finding(
        f"slope {words.slope(fit)}, of random angles {words.slope(other)}; at n = {last['qubits']} "
        f"variance {variance}, exact {last['exact_variance']:.4f}, "
        f"{last['variance'] / others.iloc[-1][LIMIT]:.0f} times the 2-design's; "
        f"{inside.sum()} of {len(points)} intervals contain the exact value{words.left_out(without)}",
        verdict(every(is_flat(fit), falls(other))),
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
    trained = {start: _trained(results, start) for start in ("random", "identity")}
    common = set.intersection(*(set(rows.index) for rows in trained.values()))
    if not common:
        raise MissingError("nothing was trained from random angles and from identity blocks at one size and depth")
    found = {start: rows.loc[max(common)] for start, rows in trained.items()}
    medians = {
        s: words.interval(row["e_median"], row["e_median_low"], row["e_median_high"], 2) for s, row in found.items()
    }
    row, other = found["identity"], found["random"]
    return Finding(
        f"median E after {row['step']} steps at n = {row['qubits']}, L = {row['depth']}: "
        + ", ".join(f"{median} from {start}" for start, median in medians.items()),
        verdict(below(row["e_median_low"] - other["e_median_high"], row["e_median_high"] - other["e_median_low"], 0)),
        value=row["e_median"],
        low=row["e_median_low"],
        high=row["e_median_high"],
        remark=f"one learning rate, {row['circuits']} circuits, E = ⟨Z₁Z₂⟩ with minimum −1; E starts at +1/2 from "
        "identity blocks and near 0 from random angles. So few qubits still train from random angles: the whole "
        "gradient is √(nL) times a component",
    )


def _trained(results: Results, beginning: str) -> pd.DataFrame:
    """The last step of training from the first such start that was trained, by size, depth and number of steps."""
    for name in parts.started(results, beginning):
        rows = results.of("training", name)
        if not rows.empty:
            last = rows[rows["step"] == rows["step"].max()]
            return last.set_index(["qubits", "depth", "step"], drop=False).sort_index()
    raise MissingError(f"nothing was trained from {beginning}")
