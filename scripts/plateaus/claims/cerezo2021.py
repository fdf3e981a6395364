"""Claims of Cerezo, Sone, Volkoff, Cincio and Coles, Nature Communications 12, 1791 (2021): local and global costs.

A global cost compares the whole register with a state, a local one each qubit by itself.
"""

from __future__ import annotations

import numpy as np

from plateaus.claims import parts, words
from plateaus.claims.claim import Finding, MissingError, claim, every, verdict
from plateaus.claims.numbers import sampled_points
from plateaus.statistics.laws import CANNOT_TELL, EXPONENTIAL, IS_ZERO, DecayLaw, decay_law
from plateaus.tables.results import Results

LOGARITHMIC = "log2(n)"
SHALLOW = ("1", "2", LOGARITHMIC)
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
        verdict(every(worst < 1e-8, inside >= 0.8 * count)),
        value=worst,
        remark="sampled points whose tails are too heavy for the number of circuits are left out",
    )


@claim(
    "C2",
    "A global cost has a barren plateau even in shallow circuits",
    where="Cerezo et al. 2021",
    criterion="the diagnosis of the exact variances (docs/statistics.md) is an exponential at each of L = 1, "
    "2 and log n",
    choice="which depth is shallow",
)
def global_cost_falls_exponentially(results: Results) -> Finding:
    laws = {}
    for rule in SHALLOW:
        known, _ = _laws(results, rule)
        if "projector" in known:
            laws[rule] = known["projector"]
    if not laws:
        raise MissingError("this run has no global cost with exact values at shallow depths")
    return Finding(
        "; ".join(f"{words.depth(rule)}: {_words(law)}, {words.sizes(law)}" for rule, law in laws.items()),
        verdict(*map(exponential, laws.values())),
        value=next(iter(laws.values())).slope,
    )


@claim(
    "C3",
    "Local costs fall no faster than a power of n up to L = O(log n)",
    where="Cerezo et al. 2021",
    criterion="the diagnosis of the exact variances (docs/statistics.md) is that they fall as a power of n or not at "
    "all, for each local cost at each of the depths L = 1, 2 and log n",
    choice="the local cost and which depth is shallow",
)
def local_costs_fall_as_a_power(results: Results) -> Finding:
    laws: dict[str, DecayLaw] = {}
    without: dict[str, str] = {}
    for rule in SHALLOW:
        known, without = _laws(results, rule)
        laws |= {f"{cost} at {words.depth(rule)}": law for cost, law in known.items() if _local(cost)}
    if not laws:
        raise MissingError("this run has no local cost with exact values at shallow depths")
    told = {where: exponential(law) for where, law in laws.items()}
    unknown = [where for where, falls in told.items() if falls is None]
    remark = (
        "of a sum that is not divided by the number of its terms, terms far from the parameter do not count: constant"
    )
    if unknown:
        remark += f". These sizes do not tell the laws apart for {', '.join(unknown)}"
    return Finding(
        "; ".join(f"{where}: {_words(law)}" for where, law in laws.items()) + words.left_out(without),
        verdict(*(None if falls is None else not falls for falls in told.values())),
        remark=remark,
    )


@claim(
    "C4",
    "In deep circuits every cost has a barren plateau",
    where="McClean et al. 2018; Cerezo et al. 2021",
    criterion="at the deepest rule c·n the diagnosis of the exact variances (docs/statistics.md) is an exponential, "
    "for every cost of the run whose sizes tell",
)
def deep_circuits_spare_no_cost(results: Results) -> Finding:
    compared = parts.costs(results)
    points = results.of("decay_points", *compared)
    rules = [rule for rule in points["depth_rule"].unique() if rule.endswith("*n")]
    if not rules:
        raise MissingError("this run compares no costs at a depth rule c*n")
    deepest = max(rules, key=lambda rule: float(rule.removesuffix("*n")))
    laws, without = _laws(results, deepest)
    if not laws:
        raise MissingError(f"this run has no cost with exact values at {words.depth(deepest)}")
    told = {cost: exponential(law) for cost, law in laws.items()}
    without |= {cost: "its sizes do not tell the laws apart" for cost, plateau in told.items() if plateau is None}
    known = [plateau for plateau in told.values() if plateau is not None]
    return Finding(
        f"{words.depth(deepest)}: "
        + "; ".join(f"{cost}: {_words(law)} ({words.sizes(law)})" for cost, law in laws.items())
        + words.left_out(without),
        verdict(every(*known) if known else None),
        value=max(law.slope for law in laws.values()),
    )


LAYERED = "simplified_two_design"
"""The ansatz of their numerical simulations: R_Y, then layers of CZ and R_Y on even and on odd pairs."""


@claim(
    "C5",
    "Layers of CZ and R_Y on alternating pairs: a local cost falls no faster than a power of n up to L = O(log n)",
    where="Cerezo et al. 2021, the ansatz of its simulations, SimplifiedTwoDesign in PennyLane",
    criterion="the diagnosis of the exact variances of the mean of local projectors at L = log n "
    "(docs/statistics.md) is that they fall as a power of n or not at all",
)
def layered_local_cost_falls_as_a_power(results: Results) -> Finding:
    law = _layered(results, "local_projector")
    falls = exponential(law)
    return Finding(
        f"{words.depth(LOGARITHMIC)}: {_words(law)}, {words.sizes(law)}",
        verdict(None if falls is None else not falls),
        value=law.exponent,
    )


@claim(
    "C6",
    "Layers of CZ and R_Y on alternating pairs: a global cost falls exponentially at any depth",
    where="Cerezo et al. 2021, the ansatz of its simulations, SimplifiedTwoDesign in PennyLane",
    criterion="the diagnosis of the exact variances of the projector at L = log n (docs/statistics.md) is an "
    "exponential",
)
def layered_global_cost_falls_exponentially(results: Results) -> Finding:
    law = _layered(results, "projector")
    return Finding(
        f"{words.depth(LOGARITHMIC)}: {_words(law)}, {words.sizes(law)}", verdict(exponential(law)), value=law.slope
    )


def _layered(results: Results, objective: str) -> DecayLaw:
    """How the exact variance of a cost falls in the layered ansatz at logarithmic depth."""
    for name, word in parts.of_ansatz(results, LAYERED).items():
        points = results.of("decay_points", name)
        law = decay_law(points[points["depth_rule"] == LOGARITHMIC]) if word == objective else None
        if law:
            return law
    raise MissingError(f"this run has no {objective} of {LAYERED} with exact values of three sizes at log n layers")


def exponential(law: DecayLaw) -> bool | None:
    """Whether a variance falls exponentially, rather than as a power of n or not at all; None if it cannot be told."""
    return None if law.kind == CANNOT_TELL else law.kind == EXPONENTIAL


def _local(cost: str) -> bool:
    """Whether a cost is a sum of terms on few neighbouring qubits."""
    return cost != "projector" and not cost.startswith("random")


def _laws(results: Results, rule: str) -> tuple[dict[str, DecayLaw], dict[str, str]]:
    """How the exact variance of every compared cost falls at a depth rule; which experiments do not say, and why."""
    found: dict[str, DecayLaw] = {}
    compared = parts.costs(results)
    without = parts.left_out(results, "costs", compared)
    for name, cost in compared.items():
        points = results.of("decay_points", name)
        law = decay_law(points[points["depth_rule"] == rule])
        if law:
            found.setdefault(cost, law)
        else:
            without[name] = "a law needs exact values of three sizes"
    return found, without


def _words(law: DecayLaw) -> str:
    if law.kind in (CANNOT_TELL, IS_ZERO):
        return law.kind
    if law.kind == EXPONENTIAL:
        return f"exponential, slope {words.number(law.slope)}"
    return f"{law.kind}, exponent {words.number(law.exponent, 2)}"
