"""Claims of McClean, Boixo, Smelyanskiy, Babbush and Neven, Nature Communications 9, 4812 (2018).

Those numbered 1 to 10, A1 and A2 are said of the paper's own experiments: a run that lacks their numbers says so. The
others are readings of its text and of its formulas that need experiments the paper does not show.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan, log, nan, sqrt

import numpy as np
import pandas as pd

from plateaus import paper
from plateaus.claims import parts, words
from plateaus.claims.claim import UNDECIDED, Finding, MissingError, claim, verdict
from plateaus.claims.numbers import at_full_depth, curves, points_at, rate, rules, sampled_points, settled, variances_at
from plateaus.statistics.fits import Fit, fit_line
from plateaus.statistics.intervals import Z95
from plateaus.statistics.shots import shots_for_the_sign
from plateaus.tables.plateau_depths import ABSOLUTELY_NEAR, RELATIVELY_NEAR
from plateaus.tables.results import Results
from plateaus.theory.bounds import LEAST_LAYERS_PER_QUBIT

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
        verdict(p >= 0.01 and zero),
        value=last["mean"],
        low=last["mean"] - Z95 * last["mean_se"],
        high=last["mean"] + Z95 * last["mean_se"],
        exact=last["exact_mean"] if not zero else 0.0,
    )


@claim(
    "2",
    "The variance falls exponentially with the number of qubits",
    where="Fig. 3",
    criterion="at every depth rule c·n of the run the slope of ln Var has a 95 % interval below 0, and the exact ln "
    f"Var is a line to within {STRAIGHT}",
    always=True,
)
def falls_exponentially(results: Results) -> Finding:
    name, drawn = parts.main(results), parts.depth_rule(results)
    sampled, exact = rate(results, name, "sampled", drawn), rate(results, name, "exact", drawn)
    scaling = [rule for rule in rules(results, name) if rule.endswith("*n")]
    slopes = {rule: rate(results, name, "sampled", rule) for rule in dict.fromkeys([drawn, *scaling])}
    bend = max(_bend(results, rule) for rule in slopes)
    fixed = [
        f"at fixed {words.depth(rule)} the exact slope is "
        f"{words.number(rate(results, name, 'exact', rule, most=True)['slope'])}: "
        "correlations spread too slowly to reach the other qubits, and the decay stops"
        for rule in rules(results, name)
        if rule.isdigit()
    ]
    return Finding(
        f"slope at {', '.join(f'{words.depth(rule)}: {words.slope(row)}' for rule, row in slopes.items())}, "
        f"{words.sizes(sampled)}; "
        f"exact at {words.depth(drawn)} over the same sizes {words.number(exact['slope'])}; "
        f"exact ln Var departs from a line by {bend:.2f} at most",
        verdict(all(row["high"] < 0 for row in slopes.values()) and bend <= STRAIGHT),
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
    "point) of the printed one for every depth rule from 10n to 20n; for some only: cannot be decided",
    always=True,
)
def slope_is_the_printed_one(results: Results) -> Finding:
    name, drawn = parts.main(results), parts.depth_rule(results)
    known = {n: curve for n, curve in curves(results, name).items() if n in paper.QUBITS}
    found = {factor: _exact_slope(known, factor) for factor in (10, 10.5, 11, 11.5, 12, 13, 14, 16, 20)}
    slopes = {factor: slope for factor, slope in found.items() if slope is not None}
    if not slopes:
        raise MissingError("the exact curves end before 10n, or there are less than two of the paper's sizes")
    sizes = np.array(paper.QUBITS)
    error = sqrt(2.7 / PAPER_CIRCUITS) / sqrt(((sizes - np.mean(sizes)) ** 2).sum())
    near = sorted(factor for factor, slope in slopes.items() if abs(slope - paper.SLOPE) <= 2 * error)
    far = sorted(set(slopes) - set(near))
    sampled, same = rate(results, name, "sampled", drawn), rate(results, name, "exact", drawn)
    listed = ", ".join(
        f"{words.number(s)} at {factor:g}n" for factor, s in slopes.items() if factor in (10, 11, 12, 20)
    )
    crossing = np.interp(-paper.SLOPE, [-slope for slope in slopes.values()], list(slopes))
    return Finding(
        f"exact over n = {min(known)}…{max(known)}: {listed}; sampled {words.slope(sampled)} at {words.depth(drawn)}, "
        f"{words.sizes(sampled)} (exact there {words.number(same['slope'])})",
        verdict(bool(near) and not far, bad=not near),
        value=sampled["slope"],
        low=sampled["low"],
        high=sampled["high"],
        exact=same["slope"],
        remark=f"the depth of Fig. 3 is not stated: the printed value is exact at {crossing:.1f}n, and with twice the "
        f"error of {PAPER_CIRCUITS} circuits a point ({2 * error:.3f}) fits {_multiples(near)}, "
        f"but not {_multiples(far)}",
    )


def _exact_slope(curves: Mapping[int, pd.DataFrame], factor: float) -> float | None:
    """Slope of the exact ln Var at `factor` layers a qubit; None for less than two sizes, or if a curve ends before."""
    variances = variances_at(curves, f"{factor}*n")
    if len(variances) < max(2, len(curves)):
        return None
    return fit_line(np.array(list(variances), dtype=float), np.array([log(v) for v in variances.values()])).slope


def _multiples(factors: Sequence[float]) -> str:
    return ", ".join(f"{factor:g}n" for factor in factors) or "none"


@claim(
    "4",
    "With depth the variance converges to a value fixed by n, that of a 2-design",
    where="Fig. 4",
    criterion="at the deepest layer the exact variance of every size is within 1 % of the closed form",
    always=True,
)
def converges_to_the_2_design(results: Results) -> Finding:
    name = parts.main(results)
    known = curves(results, name)
    ratios = {n: float(c["variance"].iloc[-1] / c["haar_variance"].iloc[-1]) for n, c in known.items()}
    worst = max(ratios, key=lambda n: abs(ratios[n] - 1))
    end = at_full_depth(results, name).iloc[-1]
    low, value, high, exact = (
        end[key] / end["haar_variance"] for key in ("variance_low", "variance", "variance_high", "exact_variance")
    )
    both = end["haar_variance_both_sides"] / end["haar_variance"]
    return Finding(
        f"exact variance over limit at L = {known[worst].index[-1]}: {ratios[worst]:.6f} at worst (n = {worst}, of n = "
        f"{min(ratios)}…{max(ratios)}); at n = {end['qubits']}, L = {end['layers']}: sampled "
        f"{words.interval(value, low, high, digits=2)}, exact {exact:.3f}",
        verdict(abs(ratios[worst] - 1) < 0.01),
        value=value,
        low=low,
        high=high,
        exact=exact,
        remark="the limit is the formula with a 2-design after the gate only; the one with 2-designs on both sides, "
        f"which the dotted lines of Fig. 4 may be, is {both:.2f} times as high",
    )


@claim(
    "5",
    "In 1D the depth needed is about 10n",
    where="main text, Fig. 4",
    criterion="the depth to stay within 10 % of the limit grows by 9 to 11 layers a qubit, and at 10n the variance is "
    "within 10 % at every size",
    always=True,
)
def depth_is_about_10n(results: Results) -> Finding:
    name = parts.main(results)
    fits = results.of("plateau_fits", name)
    closeness, within = RELATIVELY_NEAR
    lines = fits[fits["closeness"] == closeness].set_index("within")
    known = curves(results, name)
    at_10n = variances_at(known, f"{paper.LAYERS_PER_QUBIT}*n")
    ratios = {n: float(variance / known[n]["haar_variance"].iloc[0]) for n, variance in at_10n.items()}
    if not ratios or within not in lines.index:
        raise MissingError("the exact curves end before 10n, or before they settle")
    largest, slope = max(ratios), float(lines.loc[within, "slope"])
    growth = ", ".join(
        f"{line['slope']:.1f} n {'−' if line['intercept'] < 0 else '+'} {abs(line['intercept']):.0f} "
        f"(within {100 * near:g} %)"
        for near, line in lines.iterrows()
    )
    depths = settled(results, name, RELATIVELY_NEAR)
    upper = depths.iloc[len(depths) // 2 :]
    steep = nan
    if len(upper) > 1:
        steep = fit_line(upper["qubits"].to_numpy(float), upper["depth_high"].to_numpy(float)).slope
    return Finding(
        f"exact depths, lines through all sizes: {growth}; "
        f"at L = 10n the variance is {ratios[largest]:.2f} times its limit at n = {largest}",
        verdict(abs(slope - paper.LAYERS_PER_QUBIT) <= 1 and max(ratios.values()) <= 1.1),
        exact=slope,
        remark="how close is close enough is not stated: on the scale of Fig. 4, a logarithm over seven decades, 10n "
        f"looks converged. The growth is nearly linear: within 10 % by {words.number(steep, 1)} layers a qubit over "
        "the larger half of the sizes",
    )


@claim(
    "6",
    "On a d-dimensional array O(n^(1/d)) layers are enough",
    where="main text",
    criterion="decidable only if closeness is defined and sizes with n^(1/2) ≪ n are known; "
    "the paper shows no 2D numbers",
    always=True,
)
def depth_on_grids(results: Results) -> Finding:
    grids = parts.grids(results)
    if not grids:
        raise MissingError("this run has no experiment on a grid")
    found = []
    for grid in grids:
        for distance, text in ((RELATIVELY_NEAR, "10 % of the limit"), (ABSOLUTELY_NEAR, "0.001")):
            rows = settled(results, grid, distance)
            depths = ", ".join(f"{d:.0f} (n = {n})" for n, d in zip(rows["qubits"], rows["depth_high"], strict=True))
            found.append(f"to within {text}: {depths}")
    bound = (
        "on every graph E[(∂E)²] ≥ (5/48)(4/9)^(L−1), the string Z₁Z₂ surviving, so relative closeness to 2⁻ⁿ/3 takes "
        f"at least {LEAST_LAYERS_PER_QUBIT:.3f} n layers in any dimension; O(n^(1/d)) can "
        "hold for absolute closeness only"
    )
    return Finding(
        f"exact depths on a grid {'; '.join(found)}",
        UNDECIDED,
        remark=bound if parts.is_the_papers_own(results) else "",
    )


@claim(
    "7",
    "The probability that a gradient component exceeds a fixed ε falls exponentially",
    where="main text",
    criterion="no Clopper–Pearson interval lies above Chebyshev's bound from the exact variance, and that bound falls "
    "exponentially with n",
    always=True,
)
def tails_are_exponentially_small(results: Results) -> Finding:
    name = parts.main(results)
    tails = results.of("tails", name)
    above = tails[tails["low"] > tails["chebyshev"].clip(upper=1)]
    line = tails[tails["epsilon"] == 0.1].sort_values("qubits")
    if line.empty:
        raise MissingError(f"this run has no tails of {name}")
    first, last = line.iloc[0], line.iloc[-1]
    bound = rate(results, name, "exact", parts.depth_rule(results), most=True)
    none = {e: rows.loc[rows["exceed"] == 0, "qubits"].min() for e, rows in tails.groupby("epsilon")}
    gone = ", ".join(f"{e:g} from n = {n:.0f}" for e, n in none.items() if not isnan(n))
    return Finding(
        f"P(|∂E| > 0.1) = {first['probability']:.2g} ({first['low']:.2g} to {first['high']:.2g}) "
        f"at n = {first['qubits']}, {last['probability']:.2g} ({last['low']:.1g} to {last['high']:.1g}) "
        f"at n = {last['qubits']} where Chebyshev allows {last['chebyshev']:.1g}; "
        f"the bound's exact slope is {words.number(bound['slope'])} over {words.sizes(bound)}; "
        f"{len(above)} of {len(tails)} intervals above it",
        verdict(above.empty and bound["slope"] < 0),
        value=last["probability"],
        low=last["low"],
        high=last["high"],
        remark=f"no circuit of the run exceeds ε = {gone}: there the bound, not the sample, carries the claim"
        if gone
        else "",
    )


@claim(
    "8",
    "The objective itself concentrates on its average",
    where="main text, Fig. 1",
    criterion="the slope of ln Var(E) against n has a 95 % interval below 0",
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
        verdict(fit.high < 0),
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
    "logarithm above 0",
    always=True,
)
def measurements_needed(results: Results) -> Finding:
    name, drawn = parts.main(results), parts.depth_rule(results)
    if not parts.is_the_papers_own(results):
        raise MissingError("the count of shots here is for the paper's ±1-valued objective")
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
        verdict(fit.low > 0 and most.slope > 0),
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
    criterion="the slope of ln Var has a 95 % interval below 0",
    always=True,
)
def projector_behaves_alike(results: Results) -> Finding:
    name, drawn = parts.projector(results), parts.depth_rule(results)
    rule = drawn if drawn in rules(results, name) else rules(results, name)[-1]
    sampled, exact = rate(results, name, "sampled", rule), rate(results, name, "exact", rule)
    most = rate(results, name, "exact", rule, most=True)
    return Finding(
        f"slope {words.slope(sampled)} at {words.depth(rule)}, {words.sizes(sampled)}; exact over the same sizes "
        f"{words.number(exact['slope'])}, over {words.sizes(most)} {words.number(most['slope'])}",
        verdict(sampled["high"] < 0),
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
    criterion="in every experiment that differs in the parameter alone the slope of ln Var has a 95 % interval below 0",
    always=True,
)
def any_direction(results: Results) -> Finding:
    return _family(results, parts.directions(results))


@claim(
    "A2",
    "It does for a wide class of circuits and objectives",
    where="Abstract",
    criterion="in every experiment with another circuit or objective the slope of ln Var has a 95 % interval below 0",
    always=True,
)
def wide_class(results: Results) -> Finding:
    return _family(results, parts.classes(results))


def _family(results: Results, names: Sequence[str]) -> Finding:
    """That the variance falls in every one of some experiments, each at its last depth rule."""
    if not names:
        raise MissingError("this run has no such experiment")
    last = {name: rules(results, name)[-1] for name in names}
    sampled = {name: rate(results, name, "sampled", rule) for name, rule in last.items()}
    exact = {name: float(rate(results, name, "exact", rule)["slope"]) for name, rule in last.items()}
    worst = max(sampled, key=lambda name: sampled[name]["high"])
    return Finding(
        "; ".join(
            f"{name}: {words.slope(row)}, exact {words.number(exact[name])}, {words.sizes(row)}"
            for name, row in sampled.items()
        ),
        verdict(sampled[worst]["high"] < 0),
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
    criterion="over the larger half of its sizes the depth of no graph grows faster than n",
)
def absolute_closeness_is_cheap(results: Results) -> Finding:
    found, bad = [], False
    for name, graph in parts.graphs(results).items():
        rows = settled(results, name, ABSOLUTELY_NEAR)
        if len(rows) < 3:
            continue
        size, depth = rows["qubits"].to_numpy(), rows["depth_high"].to_numpy()
        # growth over the larger half of the sizes, as a power of n: a root of n would give 1/d
        half = len(size) // 2
        power = np.log(depth[-1] / depth[half]) / np.log(size[-1] / size[half])
        bad |= power > 1
        found.append(
            f"{graph}: {depth[0]:.0f} (n = {size[0]}) to {depth[-1]:.0f} (n = {size[-1]}), "
            f"like n^{words.number(power, 2)}"
        )
    if not found:
        raise MissingError("this run compares no graphs")
    return Finding(
        "; ".join(found),
        verdict(not bad),
        remark="the powers are those of the larger half of the sizes. Nothing is gained over the light cone: at fixed "
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
    rows = results["gradients"]
    if rows.empty:
        raise MissingError("this run has no whole gradient")
    rows = rows[rows["qubits"] == rows["qubits"].max()]
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
        f"{last} layers only",
        verdict(middle.min() > 0.5 and middle.max() < 1.5),
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
    "grow exponentially with n",
)
def measurements_as_predicted(results: Results) -> Finding:
    shots = results["shots"]
    if shots.empty:
        raise MissingError("this run measures nothing")
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
        f"{inside.sum()} of {len(inside)} intervals contain 1",
        verdict(inside.mean() >= 0.8 and fit.low > 0, inside.mean() < 0.5 or fit.high < 0),
        value=fit.slope,
        low=fit.low,
        high=fit.high,
        exact=exact.slope,
        remark=f"ln 2 = {log(2):.3f} per qubit on the plateau",
    )
