"""Claims about dimension and about local and global costs; judged like those of `claims`.

A run without the experiments that a claim is about leaves it out. To add one, add a `Statement` to `STATEMENTS` and the
function that judges it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .claims import NOT_REPRODUCED, REPRODUCED, UNDECIDED, Finding, MissingError, Statement, judge_present
from .decay_laws import DecayLaw, decay_law

RELATIVE = ("relative", 0.1)
ABSOLUTE = ("absolute", 0.001)
CLEAR = 2.0
"""One law is told from the other where its distance from the depths is so many times smaller."""
LEAST_SLOPE = float(np.log(2) / np.log(9 / 4))
"""Layers a qubit below which no graph can come relatively close: ln 2 / ln(9/4) = 0.855."""


@dataclass(frozen=True)
class GraphsAndCosts:
    """The tables of a run and the parts that its experiments play.

    Attributes
    ----------
    depths, growth, points, variance : DataFrame
        ``plateau_depths.csv``, ``depth_growth.csv`` (empty where a run has none), ``decay_points.csv``, ``variance.csv``.
    graphs, costs, warm_ups : dict of str to str
        Connectivity of the experiments of figures.dimension; objective of those of figures.costs, and of those that are
        warm-up circuits.
    """

    depths: pd.DataFrame
    growth: pd.DataFrame
    points: pd.DataFrame
    variance: pd.DataFrame
    graphs: Mapping[str, str]
    costs: Mapping[str, str]
    warm_ups: Mapping[str, str]

    def law(self, objective: str, rule: str) -> DecayLaw:
        """How the variance of a cost falls at a depth rule."""
        for name, word in self.costs.items():
            rows = self.points[(self.points["experiment"] == name) & (self.points["depth_rule"].astype(str) == rule)]
            law = decay_law(rows) if word == objective else None
            if law:
                return law
        raise MissingError(f"this run has no exact {objective} at {rule}")

    def laws(self, rule: str) -> dict[str, DecayLaw]:
        """The same for every cost that has one."""
        found = {}
        for name, word in self.costs.items():
            rows = self.points[(self.points["experiment"] == name) & (self.points["depth_rule"].astype(str) == rule)]
            law = decay_law(rows)
            if law:
                found[word] = law
        if not found:
            raise MissingError(f"this run compares no costs at {rule}")
        return found


def _f(value: float, digits: int = 3) -> str:
    return f"{value:.{digits}f}".replace("-", "−")


def _law(law: DecayLaw) -> str:
    if law.kind == "constant":
        return f"constant to within a factor {law.spread:.2f}"
    if law.kind == "exponential":
        return f"exponential, slope {_f(law.slope)}"
    return f"power, exponent {_f(law.exponent, 2)}"


def relative_closeness_is_linear(t: GraphsAndCosts) -> Finding:
    rows = t.growth[(t.growth["closeness"] == RELATIVE[0]) & (t.growth["within"] == RELATIVE[1])]
    if rows.empty:
        raise MissingError("this run compares no graphs")
    lines, roots = rows[rows["power"] == 1].set_index("experiment"), rows[rows["power"] < 1].set_index("experiment")
    parts = [
        f"{t.graphs[name]}: {line['slope']:.2f} layers a qubit, {line['residual']:.1f} layers off a line"
        + (
            f" and {roots.loc[name, 'residual']:.1f} off n^(1/{roots.loc[name, 'dimension']:.0f})"
            if name in roots.index
            else ""
        )
        + f", n = {line['qubits_from']:.0f}…{line['qubits_to']:.0f}"
        for name, line in lines.iterrows()
    ]
    slowest = lines["slope"].min()
    told = [
        name
        for name in roots.index
        if max(lines.loc[name, "residual"], roots.loc[name, "residual"])
        > CLEAR * min(lines.loc[name, "residual"], roots.loc[name, "residual"])
    ]
    words = (
        f"the fits alone tell the two laws apart for {', '.join(t.graphs[name] for name in told)}"
        if told
        else "over so few sizes the fits alone do not tell n from its root: the bound decides"
    )
    return Finding(
        "; ".join(parts),
        REPRODUCED if slowest >= LEAST_SLOPE else NOT_REPRODUCED,
        value=slowest,
        remark=f"{words}. O(n^(1/d)) cannot hold for relative closeness on any graph",
    )


def absolute_closeness_is_cheap(t: GraphsAndCosts) -> Finding:
    parts, bad = [], False
    for name, graph in t.graphs.items():
        rows = t.depths[(t.depths["experiment"] == name) & (t.depths["source"] == "exact")]
        rows = rows[(rows["closeness"] == ABSOLUTE[0]) & (rows["within"] == ABSOLUTE[1]) & rows["depth_high"].notna()]
        if len(rows) < 3:
            continue
        rows = rows.sort_values("qubits")
        size, depth = rows["qubits"].to_numpy(), rows["depth_high"].to_numpy()
        # growth over the larger half of the sizes, as a power of n: a root of n would give 1/d
        half = len(size) // 2
        power = np.log(depth[-1] / depth[half]) / np.log(size[-1] / size[half])
        bad |= power > 1
        parts.append(
            f"{graph}: {depth[0]:.0f} (n = {size[0]}) to {depth[-1]:.0f} (n = {size[-1]}), like n^{_f(power, 2)}"
        )
    if not parts:
        raise MissingError("this run compares no graphs")
    return Finding(
        "; ".join(parts),
        NOT_REPRODUCED if bad else REPRODUCED,
        remark="the powers are those of the larger half of the sizes. Nothing is gained over the light cone: at fixed L the variance "
        "stops depending on n, and a fixed distance to a limit that vanishes is reached at a fixed depth",
    )


def warm_up_is_exact(t: GraphsAndCosts) -> Finding:
    closed = {
        "projector": lambda n: (1 / 8) * (3 / 8) ** (n - 1),
        "local_projector": lambda n: 1 / (8 * n**2),
    }
    parts, worst, inside, count = [], 0.0, 0, 0
    for name, objective in t.warm_ups.items():
        if objective not in closed:
            continue
        rows = t.variance[(t.variance["experiment"] == name) & (t.variance["layers"] == 1)].sort_values("qubits")
        wanted = np.array([closed[objective](n) for n in rows["qubits"]])
        worst = max(worst, float(np.abs(rows["exact_variance"] / wanted - 1).max()))
        reliable = rows["variance_reliable"].astype(str) == "True"
        hits = (rows["variance_low"] <= wanted) & (wanted <= rows["variance_high"])
        inside, count = inside + int(hits[reliable].sum()), count + int(reliable.sum())
        parts.append(
            f"{objective}: {wanted[0]:.3g} (n = {rows['qubits'].iloc[0]}) to {wanted[-1]:.3g} (n = {rows['qubits'].iloc[-1]})"
        )
    if not parts:
        raise MissingError("this run has no warm-up circuits")
    return Finding(
        f"{'; '.join(parts)}; the exact engine is off by {worst:.0e} relatively at most; {inside} of {count} sampled intervals contain the closed form",
        REPRODUCED if worst < 1e-8 and inside >= 0.8 * count else NOT_REPRODUCED,
        value=worst,
        remark="sampled points whose tails are too heavy for the number of circuits are left out",
    )


def global_cost_falls_exponentially(t: GraphsAndCosts) -> Finding:
    laws = {rule: t.law("projector", rule) for rule in ("1", "2", "log2(n)")}
    return Finding(
        "; ".join(f"L = {rule}: {_law(law)}, n = {law.qubits_from}…{law.qubits_to}" for rule, law in laws.items()),
        REPRODUCED if all(law.kind == "exponential" for law in laws.values()) else NOT_REPRODUCED,
        value=laws["1"].slope,
    )


def local_costs_fall_as_a_power(t: GraphsAndCosts) -> Finding:
    words = [word for word in t.laws("1") if word not in ("projector",) and not word.startswith("random")]
    laws = {(word, rule): t.law(word, rule) for rule in ("1", "2", "log2(n)") for word in words}
    bad = [key for key, law in laws.items() if law.kind == "exponential"]
    return Finding(
        "; ".join(f"{word} at L = {rule}: {_law(law)}" for (word, rule), law in laws.items()),
        REPRODUCED if not bad else UNDECIDED,
        remark=(
            "an exponential lies nearer for "
            + ", ".join(f"{word} at L = {rule}" for word, rule in bad)
            + ": over few sizes the rounding "
            "of log2(n) decides"
            if bad
            else "of a sum that is not divided by the number of its terms, terms far from the parameter do not count: constant"
        ),
    )


def deep_circuits_spare_no_cost(t: GraphsAndCosts) -> Finding:
    rule = sorted(
        (r for r in t.points["depth_rule"].astype(str).unique() if r.endswith("*n")), key=lambda r: float(r[:-2])
    )
    if not rule:
        raise MissingError("this run has no depth rule c*n")
    laws = t.laws(rule[-1])
    return Finding(
        f"L = {rule[-1]}: "
        + "; ".join(f"{word}: {_law(law)} (n = {law.qubits_from}…{law.qubits_to})" for word, law in laws.items()),
        REPRODUCED if all(law.kind == "exponential" and law.slope < 0 for law in laws.values()) else NOT_REPRODUCED,
        value=max(law.slope for law in laws.values()),
    )


STATEMENTS = (
    Statement(
        "D1",
        "To come relatively close to the 2-design value takes a number of layers proportional to n on every graph",
        "derived, docs/theory.md; against the text of McClean et al. 2018",
        f"the depth to stay within 10 % grows by at least {LEAST_SLOPE:.3f} layers a qubit on every graph of the run",
        relative_closeness_is_linear,
    ),
    Statement(
        "D2",
        "O(n^(1/d)) layers are enough for absolute closeness",
        "McClean et al. 2018, text, read as a distance of 0.001",
        "over the larger half of its sizes the depth of no graph grows faster than n",
        absolute_closeness_is_cheap,
    ),
    Statement(
        "C1",
        "Warm-up circuits: Var = (1/8)(3/8)^(n−1) for the global cost, 1/(8n²) for the local one",
        "Cerezo et al. 2021, Nature Communications 12, 1791, warm-up example",
        "exact values agree to 1e-8, at least 80 % of the sampled 95 % intervals contain them",
        warm_up_is_exact,
    ),
    Statement(
        "C2",
        "A global cost has a barren plateau even in shallow circuits",
        "Cerezo et al. 2021",
        "at L = 1, 2 and log n an exponential lies nearer to the exact variances than a power of n",
        global_cost_falls_exponentially,
    ),
    Statement(
        "C3",
        "Local costs fall no faster than a power of n up to L = O(log n)",
        "Cerezo et al. 2021",
        "at L = 1, 2 and log n the exact variances are constant or nearer to a power of n than to an exponential; otherwise: cannot be decided",
        local_costs_fall_as_a_power,
    ),
    Statement(
        "C4",
        "In deep circuits every cost has a barren plateau",
        "McClean et al. 2018; Cerezo et al. 2021",
        "at the deepest rule c·n an exponential lies nearer than a power, for every cost of the run",
        deep_circuits_spare_no_cost,
    ),
)


def judge(tables: GraphsAndCosts) -> list[dict]:
    """Every claim that the run has experiments for, with its finding, as rows of the table of claims."""
    return judge_present(STATEMENTS, tables)
