"""Claims of Cerezo, Sone, Volkoff, Cincio and Coles, Nature Communications 12, 1791 (2021): local and global costs.

A global cost compares the whole register with a state, a local one each qubit by itself.
"""

from __future__ import annotations

import numpy as np

from plateaus.claims import parts, words
from plateaus.claims.claim import Finding, MissingError, claim, verdict
from plateaus.claims.numbers import sampled_points
from plateaus.statistics.laws import DecayLaw, decay_law
from plateaus.tables.results import Results

SHALLOW = ("1", "2", "log2(n)")
"""The depth rules of shallow circuits."""
WARM_UP = {
    "projector": lambda n: (1 / 8) * (3 / 8) ** (n - 1),
    "local_projector": lambda n: 1 / (8 * n**2),
}
"""Var of the warm-up circuits, by the word of the objective and the number of qubits."""


@claim(
    "C1",
    "Warm-up circuits: Var = (1/8)(3/8)^(n−1) for the global cost, 1/(8n²) for the local one",
    where="Cerezo et al. 2021, Nature Communications 12, 1791, warm-up example",
    criterion="exact values agree to 1e-8, at least 80 % of the sampled 95 % intervals contain them",
)
def warm_up_is_exact(results: Results) -> Finding:
    found, worst, inside, count = [], 0.0, 0, 0
    for name, objective in parts.warm_ups(results).items():
        if objective not in WARM_UP:
            continue
        rows = sampled_points(results, name)
        rows = rows[rows["layers"] == 1].sort_values("qubits")
        wanted = np.array([WARM_UP[objective](n) for n in rows["qubits"]])
        worst = max(worst, float(np.abs(rows["exact_variance"] / wanted - 1).max()))
        reliable = rows["variance_reliable"]
        hits = (rows["variance_low"] <= wanted) & (wanted <= rows["variance_high"])
        inside, count = inside + int(hits[reliable].sum()), count + int(reliable.sum())
        first, last = rows["qubits"].iloc[[0, -1]]
        found.append(f"{objective}: {wanted[0]:.3g} (n = {first}) to {wanted[-1]:.3g} (n = {last})")
    if not found:
        raise MissingError("this run has no warm-up circuits")
    return Finding(
        f"{'; '.join(found)}; the exact engine is off by {worst:.0e} relatively at most; "
        f"{inside} of {count} sampled intervals contain the closed form",
        verdict(worst < 1e-8 and inside >= 0.8 * count),
        value=worst,
        remark="sampled points whose tails are too heavy for the number of circuits are left out",
    )


@claim(
    "C2",
    "A global cost has a barren plateau even in shallow circuits",
    where="Cerezo et al. 2021",
    criterion="at L = 1, 2 and log n an exponential lies nearer to the exact variances than a power of n",
)
def global_cost_falls_exponentially(results: Results) -> Finding:
    laws = {rule: _law(results, "projector", rule) for rule in SHALLOW}
    return Finding(
        "; ".join(f"{words.depth(rule)}: {_words(law)}, {words.sizes(law)}" for rule, law in laws.items()),
        verdict(all(law.kind == "exponential" for law in laws.values())),
        value=laws["1"].slope,
    )


@claim(
    "C3",
    "Local costs fall no faster than a power of n up to L = O(log n)",
    where="Cerezo et al. 2021",
    criterion="at L = 1, 2 and log n the exact variances are constant or nearer to a power of n than to an "
    "exponential; otherwise: cannot be decided",
)
def local_costs_fall_as_a_power(results: Results) -> Finding:
    local = [cost for cost in _laws(results, "1") if cost != "projector" and not cost.startswith("random")]
    laws = {f"{cost} at {words.depth(rule)}": _law(results, cost, rule) for rule in SHALLOW for cost in local}
    exponential = [where for where, law in laws.items() if law.kind == "exponential"]
    remark = (
        "of a sum that is not divided by the number of its terms, terms far from the parameter do not count: constant"
    )
    if exponential:
        remark = (
            f"an exponential lies nearer for {', '.join(exponential)}: over few sizes the rounding of log2(n) decides"
        )
    return Finding(
        "; ".join(f"{where}: {_words(law)}" for where, law in laws.items()),
        verdict(not exponential, bad=False),
        remark=remark,
    )


@claim(
    "C4",
    "In deep circuits every cost has a barren plateau",
    where="McClean et al. 2018; Cerezo et al. 2021",
    criterion="at the deepest rule c·n an exponential lies nearer than a power, for every cost of the run",
)
def deep_circuits_spare_no_cost(results: Results) -> Finding:
    rules = [rule for rule in results["decay_points"]["depth_rule"].unique() if rule.endswith("*n")]
    if not rules:
        raise MissingError("this run has no depth rule c·n")
    deepest = sorted(rules, key=lambda rule: float(rule.removesuffix("*n")))[-1]
    laws = _laws(results, deepest)
    return Finding(
        f"L = {deepest}: " + "; ".join(f"{cost}: {_words(law)} ({words.sizes(law)})" for cost, law in laws.items()),
        verdict(all(law.kind == "exponential" and law.slope < 0 for law in laws.values())),
        value=max(law.slope for law in laws.values()),
    )


def _laws(results: Results, rule: str) -> dict[str, DecayLaw]:
    """How the exact variance of every compared cost falls at a depth rule, where at least three sizes show it."""
    found: dict[str, DecayLaw] = {}
    for name, cost in parts.costs(results).items():
        points = results.of("decay_points", name)
        law = decay_law(points[points["depth_rule"] == rule])
        if law:
            found.setdefault(cost, law)
    if not found:
        raise MissingError(f"this run compares no costs at {words.depth(rule)}")
    return found


def _law(results: Results, cost: str, rule: str) -> DecayLaw:
    """The same of one cost."""
    laws = _laws(results, rule)
    if cost not in laws:
        raise MissingError(f"this run has no exact {cost} at {words.depth(rule)}")
    return laws[cost]


def _words(law: DecayLaw) -> str:
    if law.kind == "constant":
        return f"constant to within a factor {law.spread:.2f}"
    if law.kind == "exponential":
        return f"exponential, slope {words.number(law.slope)}"
    return f"power, exponent {words.number(law.exponent, 2)}"
