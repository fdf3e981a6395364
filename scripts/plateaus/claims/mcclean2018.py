"""Claims of McClean, Boixo, Smelyanskiy, Babbush and Neven, Nature Communications 9, 4812 (2018).

Those numbered 1 to 10, A1 and A2 are judged where the main experiment of a run is of the paper's own ensemble, and then
a run that lacks their numbers says so. The others are readings of its text and of its formulas that need experiments
the paper does not show.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite, log, sqrt

import numpy as np
import pandas as pd

from plateaus import paper
from plateaus.claims import parts, words
from plateaus.claims.claim import Finding, MissingError, below, claim, every, verdict
from plateaus.claims.numbers import (
    ENOUGH_SIZES,
    ENOUGH_SPAN,
    FLAT,
    LIMIT,
    at_full_depth,
    curves,
    enough,
    falls,
    points_at,
    power,
    rate,
    rules,
    sampled_points,
    settled,
    variances_at,
)
from plateaus.statistics.fits import Fit, fit_line
from plateaus.statistics.intervals import Z95
from plateaus.statistics.shots import shots_for_the_sign
from plateaus.tables.depth_growth import compare
from plateaus.tables.plateau_depths import ABSOLUTELY_NEAR, RELATIVELY_NEAR, TWICE
from plateaus.tables.results import Results
from plateaus.theory.bounds import LEAST_LAYERS_PER_QUBIT

FULL = f"L = {paper.LAYERS}"
CONVERGED = 0.01
"""A variance that is within such a part of another counts as equal to it."""
ABOUT = (8, 11)
"""Layers a qubit that count as about 10: enough but for a tenth, and not over a fifth too many."""
LARGE = paper.QUBITS[-1] // 2
"""The depth is a line in n that does not go through 0: layers a qubit are told from sizes in the paper's upper half."""
FEW_SIZES = f"fewer than {ENOUGH_SIZES} sizes with a known depth, or within a factor {ENOUGH_SPAN}"
OTHER_ENSEMBLE = "not the paper's ensemble"
PAPER_CIRCUITS = 200
"""Circuits per point assumed for the paper's unstated error; others who repeated it took 200."""
STRAIGHT = 0.25
"""How far ln Var may be from its line and still count as falling exponentially (the fall is 2 to 30 times that)."""


@claim(
    "1",
    "The gradient is zero on average",
    where="main text",
    criterion="the sampled means at all sizes and depths together are consistent with the exact ones at 1 %, and those "
    "are zero",
    always=True,
)
def mean_is_zero(results: Results) -> Finding:
    name = parts.main(results)
    checks = results.of("checks", name)
    p_values = checks.loc[checks["name"] == "mean of the gradient", "p_value"]
    if p_values.empty:
        raise MissingError(f"{name} has no check of the mean of the gradient: too few circuits")
    p = float(p_values.iloc[0])
    last = sampled_points(results, name).sort_values(["qubits", "layers"]).iloc[-1]
    exact = results.of("exact_variance", name)
    largest = float((exact["mean"].abs() / np.sqrt(exact["variance"].clip(lower=1e-300))).max())
    zero = largest < 1e-9
    return Finding(
        f"p = {p:.2g} for all points together; at n = {last['qubits']}, L = {last['layers']}: {last['mean']:.1e} ± "
        f"{last['mean_se']:.1e}; exact mean: {'0' if zero else f'up to {largest:.2g} standard deviations'}",
        verdict(every(p >= 0.01, zero)),
        value=last["mean"],
        low=last["mean"] - Z95 * last["mean_se"],
        high=last["mean"] + Z95 * last["mean_se"],
        exact=last["exact_mean"] if not zero else 0.0,
    )


@claim(
    "2",
    "The variance falls exponentially with the number of qubits",
    where="Fig. 3",
    criterion=f"at a depth c·n the slope of ln Var has a 95 % interval below −{FLAT}, and the exact ln Var is a line "
    f"to within {STRAIGHT}",
    choice="the depth rule",
    always=True,
)
def falls_exponentially(results: Results) -> Finding:
    name, drawn = parts.main(results), parts.depth_rule(results)
    sampled, exact = rate(results, name, "sampled", drawn), rate(results, name, "exact", drawn)
    scaling = [rule for rule in rules(results, name) if rule.endswith("*n")]
    slopes = {rule: rate(results, name, "sampled", rule) for rule in dict.fromkeys([drawn, *scaling])}
    bends = {rule: _bend(results, rule) for rule in slopes}
    fixed = [
        f"at fixed {words.depth(rule)} the exact slope is "
        f"{words.number(rate(results, name, 'exact', rule, most=True)['slope'])}: "
        "correlations spread too slowly to reach the other qubits, and the decay stops"
        for rule in rules(results, name)
        if rule.isdigit()
    ]
    return Finding(
        f"slope at {', '.join(f'{words.depth(rule)}: {words.slope(row)}' for rule, row in slopes.items())}, "
        f"{words.sizes(sampled)}; exact at {words.depth(drawn)} over the same sizes {words.number(exact['slope'])}; "
        f"exact ln Var departs from a line by {max(bends.values()):.2f} at most",
        verdict(*(every(falls(row), bends[rule] <= STRAIGHT) for rule, row in slopes.items())),
        value=sampled["slope"],
        low=sampled["low"],
        high=sampled["high"],
        exact=exact["slope"],
        remark="; ".join(fixed),
    )


def _bend(results: Results, rule: str) -> float:
    """Largest distance of the main experiment's exact ln Var from its line over all sizes."""
    name = parts.main(results)
    line = rate(results, name, "exact", rule, most=True)
    variances = variances_at(curves(results, name), rule)
    known = {n: v for n, v in variances.items() if line["qubits_from"] <= n <= line["qubits_to"]}
    if not known:
        raise MissingError(f"the exact curves end before {words.depth(rule)}")
    return max(abs(log(variance) - line["intercept"] - line["slope"] * n) for n, variance in known.items())


@claim(
    "3",
    f"The slope is {words.number(paper.SLOPE)}",
    where="Fig. 3",
    criterion=f"the exact slope over the paper's sizes is within two standard errors (of {PAPER_CIRCUITS} circuits a "
    f"point) of the printed one, at each depth from 10n to 20n and at L = {paper.LAYERS}",
    choice="the depth",
    always=True,
)
def slope_is_the_printed_one(results: Results) -> Finding:
    name, drawn = parts.main(results), parts.depth_rule(results)
    known = {n: curve for n, curve in curves(results, name).items() if n in paper.QUBITS}
    if len(known) < len(paper.QUBITS):
        ends = f"{paper.QUBITS[0]}…{paper.QUBITS[-1]}"
        raise MissingError(f"the printed slope is over n = {ends}: the run has exact curves of {len(known)} of them")
    wanted = {f"{factor:g}n": f"{factor}*n" for factor in (10, 10.5, 11, 11.5, 12, 13, 14, 16, 20)}
    found = {text: _exact_slope(known, rule) for text, rule in (wanted | {FULL: str(paper.LAYERS)}).items()}
    slopes = {text: slope for text, slope in found.items() if slope is not None}
    if not slopes:
        raise MissingError("the exact curves end before 10n")
    sizes = np.array(paper.QUBITS)
    error = sqrt(2.7 / PAPER_CIRCUITS) / sqrt(((sizes - np.mean(sizes)) ** 2).sum())
    near = {text: abs(slope - paper.SLOPE) <= 2 * error for text, slope in slopes.items()}
    sampled, same = rate(results, name, "sampled", drawn), rate(results, name, "exact", drawn)
    listed = ", ".join(
        f"{words.number(s)} at {text}" for text, s in slopes.items() if text in ("10n", "11n", "12n", "20n", FULL)
    )
    return Finding(
        f"exact over n = {min(known)}…{max(known)}: {listed}; sampled {words.slope(sampled)} at {words.depth(drawn)}, "
        f"{words.sizes(sampled)} (exact there {words.number(same['slope'])})",
        verdict(*near.values()),
        value=sampled["slope"],
        low=sampled["low"],
        high=sampled["high"],
        exact=same["slope"],
        remark=f"the depth of Fig. 3 is not stated: with twice the error of {PAPER_CIRCUITS} circuits a point "
        f"({2 * error:.3f}) the printed value fits {_listed(t for t, fits in near.items() if fits)}, but not "
        f"{_listed(t for t, fits in near.items() if not fits)}{_crossing(slopes)}",
    )


def _exact_slope(curves: Mapping[int, pd.DataFrame], rule: str) -> float | None:
    """Slope of the exact ln Var at a depth rule; None if a curve ends before."""
    variances = variances_at(curves, rule)
    if len(variances) < len(curves):
        return None
    return fit_line(np.array(list(variances), dtype=float), np.array([log(v) for v in variances.values()])).slope


def _crossing(slopes: Mapping[str, float]) -> str:
    """Between 10n and 20n the depth at which the printed slope is exact, where there is one."""
    factors = [float(text.removesuffix("n")) for text in slopes if text != FULL]
    steepness = [-slope for text, slope in slopes.items() if text != FULL]
    if not factors or not steepness[0] <= -paper.SLOPE <= steepness[-1]:
        return ""
    return f"; it is exact at {np.interp(-paper.SLOPE, steepness, factors):.1f}n"


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(texts) or "none"


@claim(
    "4",
    "With depth the variance converges to a value fixed by n, that of a 2-design",
    where="Fig. 4",
    criterion=f"at the deepest layer the exact variance of every size is within {100 * CONVERGED:g} % of the closed "
    "form; sizes whose variance still changes by more over the second half of the depth do not count",
    always=True,
)
def converges_to_the_2_design(results: Results) -> Finding:
    name = parts.main(results)
    known = {n: c for n, c in curves(results, name).items() if isfinite(c[LIMIT].iloc[-1])}
    end = at_full_depth(results, name).iloc[-1]
    if not known or not isfinite(end[LIMIT]):
        raise MissingError("there is no limit of infinite depth that the variance could converge to")
    ratios = {n: float(c["variance"].iloc[-1] / c[LIMIT].iloc[-1]) for n, c in known.items()}
    near = {n: abs(ratio - 1) < CONVERGED for n, ratio in ratios.items()}
    on_the_way = [n for n, c in known.items() if not near[n] and _changes(c["variance"]) > CONVERGED]
    told = [n for n in known if n not in on_the_way]
    worst = max(told or known, key=lambda n: abs(ratios[n] - 1))
    low, value, high, exact = (
        end[key] / end[LIMIT] for key in ("variance_low", "variance", "variance_high", "exact_variance")
    )
    both = end["limit_both_sides"] / end[LIMIT]
    without = {f"n = {n}": f"still changing at L = {known[n].index[-1]}" for n in on_the_way}
    return Finding(
        f"exact variance over limit at L = {known[worst].index[-1]}: {ratios[worst]:.6f} at worst (n = {worst}, of n = "
        f"{min(told or known)}…{max(told or known)}); at n = {end['qubits']}, L = {end['layers']}: sampled "
        f"{words.interval(value, low, high, digits=2)}, exact {exact:.3f}{words.left_out(without)}",
        verdict(every(*(near[n] for n in told)) if told else None),
        value=value,
        low=low,
        high=high,
        exact=exact,
        remark="the limit is the formula with a 2-design after the gate only; the one with 2-designs on both sides, "
        f"which the dotted lines of Fig. 4 may be, is {both:.2f} times as high",
    )


def _changes(curve: pd.Series) -> float:
    """By which part of itself a curve still changes over the second half of the depth."""
    half = curve[curve.index >= curve.index[-1] / 2]
    return float(half.max() / half.min() - 1)


@claim(
    "5",
    "In 1D the depth needed is about 10n",
    where="main text, Fig. 4",
    criterion=f"at the paper's sizes from n = {LARGE} on the variance comes to stay near its limit after {ABOUT[0]} to "
    f"{ABOUT[1]} layers a qubit, for each closeness: to a factor 2, to 10 %",
    choice="how close",
    always=True,
)
def depth_is_about_10n(results: Results) -> Finding:
    name = parts.main(results)
    found, readings = [], []
    for text, distance in (("a factor 2", TWICE), ("10 %", RELATIVELY_NEAR)):
        rows = settled(results, name, distance)
        rows = rows[rows["qubits"].isin(paper.QUBITS) & (rows["qubits"] >= LARGE)]
        if rows.empty:
            continue
        each = rows["depth_high"] / rows["qubits"]
        readings.append(bool(each.between(*ABOUT).all()))
        found.append(
            f"to {text} of the limit {each.min():.1f} to {each.max():.1f} layers a qubit "
            f"(n = {rows['qubits'].min()}…{rows['qubits'].max()}){_line(results, name, distance)}"
        )
    if not found:
        raise MissingError(f"the run has no exact curve of a size from {LARGE} on that comes to stay near its limit")
    return Finding("; ".join(found), verdict(*readings), remark=_excess(curves(results, name)))


def _line(results: Results, name: str, distance: tuple[str, float]) -> str:
    """The line through the depths of all sizes, where the run has one."""
    fits = results.of("plateau_fits", name)
    fits = fits[(fits["closeness"] == distance[0]) & (fits["within"] == distance[1])]
    if fits.empty:
        return ""
    line = fits.iloc[0]
    sign = "−" if line["intercept"] < 0 else "+"
    return f", {line['slope']:.1f} n {sign} {abs(line['intercept']):.0f} through {words.sizes(line)}"


def _excess(known: Mapping[int, pd.DataFrame]) -> str:
    """How the part by which the variance at 10n exceeds its limit grows with n, as the remark says it."""
    at_10n = variances_at(known, f"{paper.LAYERS_PER_QUBIT}*n")
    excess = {n: float(v / known[n][LIMIT].iloc[0]) - 1 for n, v in at_10n.items() if n >= LARGE and n in paper.QUBITS}
    excess = {n: e for n, e in excess.items() if e > 0}
    how = (
        "how close is close enough is not stated: on a logarithm over seven decades, as Fig. 4 has, 10n looks converged"
    )
    if len(excess) < 2:
        return how
    last = max(excess)
    growth = fit_line(np.array(list(excess), dtype=float), np.log(list(excess.values()))).slope
    return (
        f"{how}. At 10n the variance is {1 + excess[last]:.2f} times its limit at n = {last}, and what it has above it "
        f"grows as e^({words.number(growth)} n) over n = {min(excess)}…{last}"
    )


@claim(
    "6",
    "On a d-dimensional array O(n^(1/d)) layers are enough",
    where="main text",
    criterion=f"on the paper's circuits with a lattice of d > 1 dimensions, {ENOUGH_SIZES} sizes or more that span a "
    f"factor {ENOUGH_SPAN}, over the larger half of them: to within 10 % of the limit the depth grows by less than "
    f"{LEAST_LAYERS_PER_QUBIT:.3f} layers a qubit, the least of any law that keeps to the bound; to within 0.001 of it "
    "the depth grows no faster than n^(1/d)",
    choice="whether close means a part of the limit or a fixed distance",
    always=True,
)
def depth_on_grids(results: Results) -> Finding:
    parts.main(results)
    lattices = parts.lattices(results)
    if not lattices:
        raise MissingError("this run has no experiment that is the paper's but for a lattice of two dimensions or more")
    found, relative, absolute, without = [], [], [], {}
    for name, dimension in lattices.items():
        near, fixed = settled(results, name, RELATIVELY_NEAR), settled(results, name, ABSOLUTELY_NEAR)
        told = []
        if enough(near):
            line, root = compare(near, {name: dimension})
            relative.append(below(line["slope_low"], line["slope_high"], LEAST_LAYERS_PER_QUBIT))
            told.append(
                f"to within 10 % of the limit {_depths(near)}, over the last {line['points']} sizes "
                f"{words.interval(line['slope'], line['slope_low'], line['slope_high'], 2)} layers a qubit "
                f"({line['residual']:.1f} layers off a line, {root['residual']:.1f} off n^(1/{dimension:.0f}))"
            )
        if enough(fixed):
            absolute.append(power(fixed) <= 1 / dimension)
            told.append(f"to within 0.001 {_depths(fixed)}, like n^{words.number(power(fixed), 2)}")
        if told:
            found.append(f"{name}, d = {dimension:.0f}: {'; '.join(told)}")
        else:
            without[name] = FEW_SIZES
    if not found:
        raise MissingError(f"this run has no lattice of enough sizes{words.left_out(without)}")
    return Finding(
        "; ".join(found) + words.left_out(without),
        verdict(*(every(*told) for told in (relative, absolute) if told)),
        remark="on every graph E[(∂E)²] ≥ (5/48)(4/9)^(L−1), the string Z₁Z₂ surviving, so relative closeness to 2⁻ⁿ/3 "
        f"takes at least {LEAST_LAYERS_PER_QUBIT:.3f} n layers in any dimension, whichever law lies nearer to a few "
        "sizes; for an additive closeness O(n^(1/d)) "
        "is a theorem on random two-qubit gates (Harrow and Mehraban 2018)",
    )


def _depths(rows: pd.DataFrame) -> str:
    """Depths by size, in words; known up to statistical errors where there are two."""
    known = rows[["qubits", "depth_low", "depth_high"]].itertuples(index=False, name=None)
    return ", ".join(f"{low:.0f}{f'…{high:.0f}' if high > low else ''} (n = {n})" for n, low, high in known)


@claim(
    "7",
    "The probability that a gradient component exceeds a fixed ε falls exponentially",
    where="main text",
    criterion="for every ε that is counted at two sizes or more where the standard deviation is below it, the slope of "
    f"the logarithm of the share of circuits beyond ±ε has a 95 % interval below −{FLAT}",
    always=True,
)
def tails_are_exponentially_small(results: Results) -> Finding:
    name = parts.main(results)
    tails = results.of("tails", name)
    tails = tails[(tails["exceed"] > 0) & (tails["chebyshev"] < 1)].sort_values("qubits")
    lines, seen = {}, {}
    for epsilon, rows in tails.groupby("epsilon"):
        if len(rows) >= 2:
            # of ln(k/N) for k of N circuits; with one more where all are beyond, lest the error be 0
            error = np.sqrt((1 - rows["probability"] + 1 / rows["circuits"]) / rows["exceed"])
            lines[epsilon] = fit_line(rows["qubits"].to_numpy(float), np.log(rows["probability"]), error.to_numpy())
            seen[epsilon] = rows
    if not lines:
        raise MissingError(
            "the run counts gradients beyond no ε at two sizes where the standard deviation is below it: the tail is "
            "too rare for its circuits"
        )
    rarest = max(lines)
    listed = "; ".join(
        f"P(|∂E| > {epsilon:g}) falls from {rows['probability'].iloc[0]:.2g} (n = {rows['qubits'].iloc[0]}) to "
        f"{rows['probability'].iloc[-1]:.2g} (n = {rows['qubits'].iloc[-1]}), slope {words.slope(lines[epsilon])}"
        for epsilon, rows in seen.items()
    )
    fit = lines[rarest]
    return Finding(
        listed,
        verdict(every(*(falls(line) for line in lines.values()))),
        value=fit.slope,
        low=fit.low,
        high=fit.high,
        remark="sizes at which no circuit is beyond ε are not in the fit: counted tails fall faster than these slopes, "
        "and Chebyshev's bound Var/ε² falls like the variance",
    )


@claim(
    "8",
    "The objective itself concentrates on its average",
    where="main text, Fig. 1",
    criterion=f"the slope of ln Var(E) against n has a 95 % interval below −{FLAT}",
    always=True,
)
def objective_concentrates(results: Results) -> Finding:
    table, drawn = sampled_points(results, parts.main(results)), parts.depth_rule(results)
    points = points_at(table, drawn)
    points = points[points["e_log_variance_se"] > 0]
    if len(points) < 2:
        raise MissingError("a line needs two sizes")
    size = points["qubits"].to_numpy(float)
    fit = fit_line(size, np.log(points["e_variance"].to_numpy()), points["e_log_variance_se"].to_numpy())
    exact = fit_line(size, np.log(points["e_exact_variance"].to_numpy())).slope
    return Finding(
        f"slope {words.slope(fit)} at {words.depth(drawn)}, n = {size[0]:.0f}…{size[-1]:.0f}; "
        f"exact over the same sizes {words.number(exact)}",
        verdict(falls(fit)),
        value=fit.slope,
        low=fit.low,
        high=fit.high,
        exact=exact,
    )


@claim(
    "9",
    "To see such a gradient on a device takes O(1/ε^α) measurements, ε exponentially small",
    where="main text",
    criterion="the shots for the sign of a typical component at 2 σ grow exponentially with n: slope of their "
    f"logarithm above {FLAT}, exact and by its 95 % interval",
    always=True,
)
def measurements_needed(results: Results) -> Finding:
    name, drawn = parts.main(results), parts.depth_rule(results)
    moments = ["variance", "mean", "e_variance", "e_mean"]
    exact = points_at(results.of("exact_variance", name), drawn)
    sampled = points_at(sampled_points(results, name), drawn)
    sampled = sampled[sampled["log_variance_se"] > 0]
    if exact.empty:
        raise MissingError(f"the exact curves end before {words.depth(drawn)}")
    exact = exact.assign(shots=shots_for_the_sign(**exact[moments]))
    sampled = sampled.assign(shots=shots_for_the_sign(**sampled[moments]))
    same = exact[exact["qubits"].isin(sampled["qubits"])].sort_values("qubits")
    sampled = sampled[sampled["qubits"].isin(same["qubits"])].sort_values("qubits")
    if len(same) < 2:
        raise MissingError(f"a line needs two sizes, sampled and exact, at {words.depth(drawn)}")
    # of ln(1 − E[E²]) and of ln Var, taken as independent: the first is small beyond two qubits
    left = 1 - sampled["e_variance"] - sampled["e_mean"] ** 2
    sigma = np.hypot(sampled["log_variance_se"], sampled["e_log_variance_se"] * sampled["e_variance"] / left)
    fit = _growth(sampled, sigma.to_numpy())
    # the shots bend at two qubits, so that a line through them depends on the weights
    most, exact_same = _growth(exact), _growth(same, sigma.to_numpy())
    rows = exact.iloc[[0, len(exact) // 2, -1]]
    listed = ", ".join(f"{row['shots']:.2g} (n = {row['qubits']})" for row in rows.to_dict("records"))
    return Finding(
        f"exact shots at {words.depth(drawn)}: {listed}; slope of their logarithm {words.number(most.slope)} over "
        f"n = {exact['qubits'].iloc[0]}…{exact['qubits'].iloc[-1]}; sampled {words.slope(fit)} over "
        f"n = {sampled['qubits'].iloc[0]}…{sampled['qubits'].iloc[-1]}, exact with the same weights "
        f"{words.number(exact_same.slope)}",
        verdict(every(below(-fit.high, -fit.low, -FLAT), most.slope > FLAT)),
        value=fit.slope,
        low=fit.low,
        high=fit.high,
        exact=exact_same.slope,
        remark="α = 2 with the parameter-shift rule and shot noise alone: 4 (1 − E[E²])/Var(∂E) shots, shared by the "
        "two shifted circuits; 12 (2ⁿ − 1) on the plateau",
    )


def _growth(points: pd.DataFrame, sigma: np.ndarray | None = None) -> Fit:
    """The line through the logarithm of the shots against the number of qubits."""
    return fit_line(points["qubits"].to_numpy(float), np.log(points["shots"].to_numpy()), sigma)


@claim(
    "10",
    "An objective that projects on a target state behaves alike",
    where="Supplementary Figs. 1, 2",
    criterion=f"the slope of ln Var has a 95 % interval below −{FLAT}",
    always=True,
)
def projector_behaves_alike(results: Results) -> Finding:
    drawn, name = parts.depth_rule(results), parts.projector(results)
    rule = drawn if drawn in rules(results, name) else rules(results, name)[-1]
    sampled, exact = rate(results, name, "sampled", rule), rate(results, name, "exact", rule)
    most = rate(results, name, "exact", rule, most=True)
    return Finding(
        f"slope {words.slope(sampled)} at {words.depth(rule)}, {words.sizes(sampled)}; exact over the same sizes "
        f"{words.number(exact['slope'])}, over {words.sizes(most)} {words.number(most['slope'])}",
        verdict(falls(sampled)),
        value=sampled["slope"],
        low=sampled["low"],
        high=sampled["high"],
        exact=exact["slope"],
        remark="its variance falls twice as fast as that of a Pauli string. Target state and depth are not stated; "
        "|0…0⟩ here",
    )


@claim(
    "A1",
    "The gradient vanishes along any reasonable direction",
    where="Abstract",
    criterion="in an experiment that differs in the parameter alone the slope of ln Var has a 95 % interval below "
    f"−{FLAT}",
    choice="the direction",
    always=True,
)
def any_direction(results: Results) -> Finding:
    return _family(results, parts.directions(results))


@claim(
    "A2",
    "It does for a wide class of circuits and objectives",
    where="Abstract",
    criterion="in an experiment with another circuit or objective the slope of ln Var has a 95 % interval below "
    f"−{FLAT}",
    choice="the circuit or objective",
    always=True,
)
def wide_class(results: Results) -> Finding:
    return _family(results, parts.classes(results))


def _family(results: Results, names: Sequence[str]) -> Finding:
    """Whether the variance falls in each of some experiments, at its last depth rule."""
    parts.main(results)
    sampled, exact, without = {}, {}, {}
    for name in names:
        try:
            rule = rules(results, name)[-1]
            sampled[name] = rate(results, name, "sampled", rule)
            exact[name] = float(rate(results, name, "exact", rule)["slope"])
        except MissingError as reason:
            without[name] = str(reason).removeprefix(f"{name} has ")
            sampled.pop(name, None)
    if not sampled:
        raise MissingError(f"this run has no such experiment{words.left_out(without)}")
    worst = max(sampled, key=lambda name: sampled[name]["high"])
    return Finding(
        "; ".join(
            f"{name}: {words.slope(row)}, exact {words.number(exact[name])}, {words.sizes(row)}"
            for name, row in sampled.items()
        )
        + words.left_out(without),
        verdict(*(falls(row) for row in sampled.values())),
        value=sampled[worst]["slope"],
        low=sampled[worst]["low"],
        high=sampled[worst]["high"],
        exact=exact[worst],
        remark="as far as the experiments of this run go; others are a few lines of configuration",
    )


@claim(
    "D2",
    "O(n^(1/d)) layers are enough for absolute closeness",
    where="McClean et al. 2018, text, read as a distance of 0.001",
    criterion=f"of every graph of d dimensions, {ENOUGH_SIZES} sizes or more that span a factor {ENOUGH_SPAN}, the "
    "depth grows no faster than n^(1/d) over the larger half of the sizes",
)
def absolute_closeness_is_cheap(results: Results) -> Finding:
    dimensions, graphs = results.experiments["dimension"], parts.graphs(results)
    found, readings, without = [], [], parts.left_out(results, "dimension", graphs)
    for name, graph in graphs.items():
        rows = settled(results, name, ABSOLUTELY_NEAR)
        if not isfinite(dimensions[name]):
            without[name] = "of no finite dimension"
        elif not enough(rows):
            without[name] = FEW_SIZES
        else:
            readings.append(power(rows) <= 1 / dimensions[name])
            first, last = rows.iloc[0], rows.iloc[-1]
            found.append(
                f"{graph}, d = {dimensions[name]:.0f}: {first['depth_high']:.0f} (n = {first['qubits']}) to "
                f"{last['depth_high']:.0f} (n = {last['qubits']}), like n^{words.number(power(rows), 2)}"
            )
    if not found:
        raise MissingError("this run compares no graphs of enough sizes")
    return Finding(
        "; ".join(found) + words.left_out(without),
        verdict(every(*readings)),
        remark="the powers are those of the larger half of the sizes. For an additive closeness it is a theorem on "
        "random two-qubit gates (Harrow and Mehraban 2018). Nothing is gained over the light cone: at fixed "
        "L the variance stops depending on n, and a fixed distance to a limit that vanishes is reached at a fixed "
        "depth",
    )


@claim(
    "G1",
    "Deep inside a circuit all parameters have the same vanishing gradient",
    where="McClean et al. 2018, formula for 2-designs on both sides",
    criterion="between a quarter and a half of the depth every variance is within half of 2^−(n+1)",
)
def every_direction(results: Results) -> Finding:
    # the experiment's own parameter is none of the probe's, which differentiates by all
    known = results["gradients"]["experiment"].unique()
    used = parts.own(results, known, "parameter")
    rows = results.of("gradients", *used)
    if rows.empty:
        raise MissingError("this run has no whole gradient of the paper's circuits and objective")
    rows = rows[rows["qubits"] == rows["qubits"].max()]
    without = {name: OTHER_ENSEMBLE for name in known if name not in used}
    n, depth = int(rows["qubits"].iloc[0]), int(rows["depth"].iloc[0])
    exact = rows["exact_variance"].notna().all()
    column = "exact_variance" if exact else "variance"
    inner = 2.0 ** -(n + 1)
    middle = rows[(rows["layer"] > depth / 4) & (rows["layer"] <= depth / 2)][column] / inner
    source = "sampled"
    if exact:
        seen = rows[rows["variance"] > 1e-20]  # what rounding leaves outside the light cone is no variance
        agrees = np.log(seen["variance"] / seen["exact_variance"]).abs() < 2 * seen["log_variance_se"]
        source = f"exact; {100 * agrees.mean():.0f} % of the sampled variances within two standard errors of it"
    off = rows[((rows[column] / inner - 1).abs() > 0.5) & (rows["layer"] > depth / 2)]
    last = depth - int(off["layer"].min()) + 1 if len(off) else 0
    return Finding(
        f"n = {n}, L = {depth}: between a quarter and a half of the depth the variance is {middle.min():.2f} to "
        f"{middle.max():.2f} times 2^−(n+1) for all parameters ({source}); it differs by more than half for the last "
        f"{last} layers only{words.left_out(without)}",
        verdict(every(middle.min() > 0.5, middle.max() < 1.5)),
        value=float(middle.mean()),
        remark="the formula with 2-designs on both sides, which does not apply to the first layers or the last; near "
        "the end parameters outside the light cone of the objective have no gradient at all; those inside are on the "
        "plateau too, for the state that reaches them is a 2-design's",
    )


@claim(
    "M1",
    "A gradient on the plateau takes exponentially many measurements",
    where="McClean et al. 2018, main text; prediction derived, docs/derivations.md",
    criterion="simulated errors agree with the prediction (8 of 10 intervals contain 1), and the measurements needed "
    f"grow exponentially with n: slope of their logarithm above {FLAT} by its 95 % interval",
)
def measurements_as_predicted(results: Results) -> Finding:
    known = results["shots"]["experiment"].unique()
    used = parts.own(results, known)
    shots = results.of("shots", *used)
    if shots.empty:
        raise MissingError("this run measures nothing of the paper's experiment")
    without = {name: OTHER_ENSEMBLE for name in known if name not in used}
    inside = (shots["error_ratio_low"] <= 1) & (shots["error_ratio_high"] >= 1)
    best = shots[shots["shots"] == shots["shots"].max()].sort_values("qubits")
    if len(best) < 2:
        raise MissingError("a line needs two sizes")
    size = best["qubits"].to_numpy(float)
    sigma = np.log(best["shots_sign_high"] / best["shots_sign_low"]).to_numpy() / (2 * Z95)
    fit = fit_line(size, np.log(best["shots_sign"].to_numpy()), sigma)
    exact = fit_line(size, np.log(best["exact_shots_sign"].to_numpy()))
    listed = ", ".join(
        f"{row['shots_sign']:.2g} (n = {row['qubits']}, exact {row['exact_shots_sign']:.2g})"
        for _, row in best.iterrows()
    )
    return Finding(
        f"simulated measurements for the sign at 2 σ: {listed}, 25 times as many for 10 %; slope of their logarithm "
        f"{words.slope(fit)}, exact {words.number(exact.slope)}; squared error over prediction "
        f"{shots['error_ratio'].min():.2f} to {shots['error_ratio'].max():.2f}, "
        f"{inside.sum()} of {len(inside)} intervals contain 1{words.left_out(without)}",
        verdict(every(inside.mean() >= 0.8, below(-fit.high, -fit.low, -FLAT))),
        value=fit.slope,
        low=fit.low,
        high=fit.high,
        exact=exact.slope,
        remark=f"ln 2 = {log(2):.3f} per qubit on the plateau",
    )
