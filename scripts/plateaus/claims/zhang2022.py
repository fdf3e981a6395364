"""A claim of Zhang, Liu, Hsieh and Tao, NeurIPS 2022: circuits started with small normal angles.

The variance of the angles falls with the depth, so that a deep circuit begins close to the identity.
"""

from __future__ import annotations

import numpy as np

from plateaus.claims import parts, words
from plateaus.claims.claim import Finding, claim, every, verdict
from plateaus.claims.numbers import FLAT, LIMIT, falls, is_flat, slope_with_size, started_points
from plateaus.statistics.fits import fit_line
from plateaus.tables.results import Results


@claim(
    "S2",
    "Started with small angles, σ² = 1/(S(L + 2)), it vanishes no faster than a power of the depth",
    where="Zhang et al., NeurIPS 2022, Theorem 4.1",
    criterion=f"at fixed depth the slope of ln Var per qubit has a 95 % interval within ±{FLAT}, "
    f"that of random angles one below −{FLAT}",
)
def small_angles_do_not_vanish(results: Results) -> Finding:
    points, without = started_points(results, "small")
    others, without_others = started_points(results, "random")
    fit, other = slope_with_size(points), slope_with_size(others)
    without |= without_others | parts.left_out(results, "starts", parts.starts(results))
    last = points.iloc[-1]
    power = fit_line(
        np.log(points["qubits"].to_numpy(float)),
        np.log(points["variance"].to_numpy()),
        points["log_variance_se"].to_numpy(),
    )
    return Finding(
        f"slope {words.slope(fit)} per qubit at L = {last['layers']}, of random angles {words.slope(other)}; "
        f"as a power of n: {words.slope(power)}; "
        f"at n = {last['qubits']} {last['variance'] / others.iloc[-1][LIMIT]:.0f} times the 2-design's"
        f"{words.left_out(without)}",
        verdict(every(is_flat(fit), falls(other))),
        value=fit.slope,
        low=fit.low,
        high=fit.high,
        remark="their bound is for the squared norm of the whole gradient and an objective that acts on S qubits, "
        "and falls as (L + 2)^−S at fixed n; here S = 2",
    )
