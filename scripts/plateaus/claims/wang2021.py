"""A claim of Wang, Fontana, Cerezo, Sharma, Sone, Cincio and Coles, Nature Communications 12, 6961 (2021): noise.

Local noise after every layer takes the state to the maximally mixed one, and the gradient with it.
"""

from __future__ import annotations

from math import sqrt

import numpy as np

from plateaus.claims import parts, words
from plateaus.claims.claim import Finding, MissingError, below, claim, every, verdict
from plateaus.claims.numbers import sampled_points
from plateaus.statistics.intervals import Z95
from plateaus.tables.results import Results


@claim(
    "N1",
    "With local noise gradients vanish exponentially with depth, without end",
    where="Wang et al., Nature Communications 12, 6961 (2021)",
    criterion="with every noise rate ln Var falls over the second half of the depth, its 95 % interval below 0",
)
def noise_plateau(results: Results) -> Finding:
    found, falling, without = [], [], {}
    for name, noise in (compared := parts.noise(results)).items():
        if noise == "none":
            continue
        try:
            rows = sampled_points(results, name)
        except MissingError as reason:
            without[name] = str(reason)
            continue
        rows = rows[(rows["qubits"] == rows["qubits"].max()) & (rows["variance"] > 0)]
        half = rows[rows["layers"] >= rows["layers"].max() / 2]
        if len(half) < 2:
            without[name] = "fewer than two depths in the second half: no slope"
            continue
        ends = half.iloc[[0, -1]]
        span = float(ends["layers"].diff().iloc[-1])
        slope = float(np.diff(np.log(ends["variance"]))[0] / span)
        error = Z95 * sqrt(float((ends["log_variance_se"] ** 2).sum())) / span
        exact = float(np.diff(np.log(ends["exact_variance"]))[0] / span)
        falling.append(below(slope - error, slope + error, 0))
        found.append(
            f"{noise.replace('depolarizing:', 'p = ')}: {words.interval(slope, slope - error, slope + error)} "
            f"per layer, exact {words.number(exact)}"
        )
    without |= parts.left_out(results, "noise", compared)
    if not found:
        raise MissingError(f"this run compares no noise{words.left_out(without)}")
    return Finding(
        f"slope of ln Var over the second half of the depth, L = {ends['layers'].iloc[0]}…{ends['layers'].iloc[-1]}, "
        f"n = {ends['qubits'].iloc[0]}: {'; '.join(found)}{words.left_out(without)}",
        verdict(every(*falling)),
        remark="the two ends share circuits, so the intervals are wide; a lasting factor of (1 − 4p/3)² per letter of "
        "a Pauli string and layer makes every string fall, and the shortest ones slowest",
    )
