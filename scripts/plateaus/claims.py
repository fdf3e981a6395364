"""The claims of the paper, each with a criterion stated before the number, what this run found, and a verdict.

To add a claim, add a `Statement` to `STATEMENTS` and the function that judges it: it gets the tables of a run and
returns a `Finding`. Whatever that says in words is made from numbers of the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isnan, log, nan, sqrt

import numpy as np
import pandas as pd

from . import paper
from .depths import depth_at
from .statistics import fit_line

REPRODUCED, NOT_REPRODUCED, UNDECIDED = "reproduced", "not reproduced", "cannot be decided"

PAPER_CIRCUITS = 200
"""Circuits per point assumed for the paper's unstated error; others who repeated it took 200."""
STRAIGHT = 0.25
"""How far ln Var may be from its line and still count as falling exponentially (the fall is 2 to 30 times that)."""


class MissingError(Exception):
    """The run has no number that a claim hangs on."""


@dataclass(frozen=True)
class Tables:
    """The tables of a run and the parts that its experiments play.

    Attributes
    ----------
    variance, rates, depths, fits, exact, tails, checks : DataFrame
        The tables of the same names in ``results/tables``.
    main, rule : str
        The experiment of figures 1–4, and the depth rule of figure 3.
    papers_own : bool
        Whether the main experiment is the paper's, so that closed forms for it may be quoted.
    projector : str or None
        The experiment of figures S1 and S2.
    directions, classes, grids : sequence of str
        Experiments that differ from the main one in the parameter alone; in anything else of the circuit or the
        objective; in the lattice being a grid.
    """

    variance: pd.DataFrame
    rates: pd.DataFrame
    depths: pd.DataFrame
    fits: pd.DataFrame
    exact: pd.DataFrame
    tails: pd.DataFrame
    checks: pd.DataFrame
    main: str
    rule: str
    papers_own: bool
    projector: str | None
    directions: Sequence[str]
    classes: Sequence[str]
    grids: Sequence[str]

    def rules(self, experiment: str) -> list[str]:
        """The depth rules of an experiment."""
        rows = self.rates[self.rates["experiment"] == experiment]
        return rows["depth_rule"].astype(str).unique().tolist()

    def rate(self, experiment: str, source: str, rule: str, *, most: bool = False) -> pd.Series:
        """The line of one source at a depth rule, over the sampled sizes or over most sizes."""
        rows = self.rates[(self.rates["experiment"] == experiment) & (self.rates["source"] == source)]
        rows = rows[rows["depth_rule"].astype(str) == rule].sort_values("points")
        if rows.empty:
            raise MissingError(f"{experiment} has no {source} slope at {rule}: a line needs two sizes")
        return rows.iloc[-1 if most else 0]

    def curve(self, experiment: str, qubits: int) -> pd.DataFrame:
        """The exact curve of one size."""
        table = self.exact
        return table[(table["experiment"] == experiment) & (table["qubits"] == qubits)].set_index("layers")

    def sizes(self, experiment: str) -> list[int]:
        """Sizes with an exact curve."""
        return sorted(self.exact.loc[self.exact["experiment"] == experiment, "qubits"].unique().tolist())

    def p_value(self, experiment: str, check: str) -> float:
        """p-value of a check."""
        rows = self.checks[(self.checks["experiment"] == experiment) & (self.checks["name"] == check)]
        if rows.empty:
            raise MissingError(f"{experiment} has no check of the {check}: too few circuits")
        return float(rows["p_value"].iloc[0])

    def exact_slope(self, sizes: Sequence[int], factor: float) -> float | None:
        """Slope of the main experiment's exact ln Var at `factor` layers a qubit; None if the curves end before."""
        values = []
        for n in sizes:
            curve, depth = self.curve(self.main, n), depth_at(f"{factor}*n", n, 0)
            if depth not in curve.index:
                return None
            values.append(log(curve.loc[depth, "variance"]))
        return fit_line(np.array(sizes, dtype=float), np.array(values)).slope if len(sizes) > 1 else None


@dataclass(frozen=True)
class Finding:
    """What a run says of a claim.

    Attributes
    ----------
    measured : str
        What was found, in words with numbers.
    verdict : {"reproduced", "not reproduced", "cannot be decided"}
    value, low, high : float
        The run's sampled number for the claim and its 95 % interval; NaN where there is none.
    exact : float
        The exact value of the same thing; NaN where there is none.
    remark : str
        What depends on choices that the paper leaves open.
    """

    measured: str
    verdict: str
    value: float = nan
    low: float = nan
    high: float = nan
    exact: float = nan
    remark: str = ""


@dataclass(frozen=True)
class Statement:
    """A claim as the paper has it, and what has to be found for it to count as reproduced."""

    number: str
    claim: str
    where: str
    criterion: str
    judge: Callable[..., Finding]


def _f(value: float, digits: int = 3) -> str:
    return f"{value:.{digits}f}".replace("-", "−")


def _interval(rate: pd.Series) -> str:
    return f"{_f(rate['slope'])} ({_f(rate['low'])} to {_f(rate['high'])})"


def _range(rate: pd.Series) -> str:
    return f"n = {rate['qubits_from']:.0f}…{rate['qubits_to']:.0f}"


def _verdict(good: bool) -> str:
    return REPRODUCED if good else NOT_REPRODUCED


def mean_is_zero(t: Tables) -> Finding:
    p = t.p_value(t.main, "mean of the gradient")
    last = t.variance[t.variance["experiment"] == t.main].sort_values(["qubits", "layers"]).iloc[-1]
    exact = t.exact[t.exact["experiment"] == t.main]
    largest = float((exact["mean"].abs() / np.sqrt(exact["variance"].clip(lower=1e-300))).max())
    zero = largest < 1e-9
    return Finding(
        f"p = {p:.2g} for all points together; at n = {last['qubits']}, L = {last['layers']}: {last['mean']:.1e} ± "
        f"{last['mean_se']:.1e}; exact mean: {'0' if zero else f'up to {largest:.2g} standard deviations'}",
        _verdict(p >= 0.01 and zero),
        value=last["mean"],
        low=last["mean"] - 1.96 * last["mean_se"],
        high=last["mean"] + 1.96 * last["mean_se"],
        exact=last["exact_mean"] if not zero else 0.0,
    )


def falls_exponentially(t: Tables) -> Finding:
    rate, exact = t.rate(t.main, "sampled", t.rule), t.rate(t.main, "exact", t.rule)
    scaling = [rule for rule in t.rules(t.main) if rule.endswith("*n")]
    slopes = {rule: t.rate(t.main, "sampled", rule) for rule in dict.fromkeys([t.rule, *scaling])}
    bend = max(_bend(t, rule) for rule in slopes)
    fixed = [
        f"at fixed L = {rule} the exact slope is {_f(t.rate(t.main, 'exact', rule, most=True)['slope'])}: correlations spread too slowly to "
        "reach the other qubits, and the decay stops"
        for rule in t.rules(t.main)
        if rule.isdigit()
    ]
    return Finding(
        f"slope at {', '.join(f'{rule}: {_interval(s)}' for rule, s in slopes.items())}, {_range(rate)}; exact at {t.rule} over the same sizes "
        f"{_f(exact['slope'])}; exact ln Var departs from a line by {bend:.2f} at most",
        _verdict(all(s["high"] < 0 for s in slopes.values()) and bend <= STRAIGHT),
        value=rate["slope"],
        low=rate["low"],
        high=rate["high"],
        exact=exact["slope"],
        remark="; ".join(fixed),
    )


def _bend(t: Tables, rule: str) -> float:
    """Largest distance of the main experiment's exact ln Var from its line over all sizes."""
    line = t.rate(t.main, "exact", rule, most=True)
    sizes = [n for n in t.sizes(t.main) if line["qubits_from"] <= n <= line["qubits_to"]]
    curves = {n: t.curve(t.main, n) for n in sizes}
    depths = {n: depth_at(rule, n, int(curves[n].index[-1])) for n in sizes}
    known = [n for n in sizes if depths[n] in curves[n].index]
    if not known:
        raise MissingError(f"the exact curves end before {rule}")
    return max(abs(log(curves[n].loc[depths[n], "variance"]) - line["intercept"] - line["slope"] * n) for n in known)


def slope_is_the_printed_one(t: Tables) -> Finding:
    sizes = [n for n in t.sizes(t.main) if n in paper.QUBITS]
    found = {c: t.exact_slope(sizes, c) for c in (10, 10.5, 11, 11.5, 12, 13, 14, 16, 20)}
    slopes = {c: slope for c, slope in found.items() if slope is not None}
    if not slopes:
        raise MissingError("the exact curves end before 10n, or there are less than two of the paper's sizes")
    error = sqrt(2.7 / PAPER_CIRCUITS) / sqrt(((np.array(paper.QUBITS) - np.mean(paper.QUBITS)) ** 2).sum())
    near = sorted(c for c, slope in slopes.items() if abs(slope - paper.SLOPE) <= 2 * error)
    far = sorted(set(slopes) - set(near))
    rate, same = t.rate(t.main, "sampled", t.rule), t.rate(t.main, "exact", t.rule)
    listed = ", ".join(f"{_f(slope)} at {c:g}n" for c, slope in slopes.items() if c in (10, 11, 12, 20))
    crossing = np.interp(-paper.SLOPE, [-slope for slope in slopes.values()], list(slopes))
    return Finding(
        f"exact over n = {sizes[0]}…{sizes[-1]}: {listed}; sampled {_interval(rate)} at {t.rule}, {_range(rate)} (exact there {_f(same['slope'])})",
        NOT_REPRODUCED if not near else REPRODUCED if not far else UNDECIDED,
        value=rate["slope"],
        low=rate["low"],
        high=rate["high"],
        exact=same["slope"],
        remark=f"the depth of Fig. 3 is not stated: the printed value is exact at {crossing:.1f}n, and with twice the error of {PAPER_CIRCUITS} "
        f"circuits a point ({2 * error:.3f}) fits {', '.join(f'{c:g}n' for c in near) or 'none'}, but not "
        f"{', '.join(f'{c:g}n' for c in far) or 'none'}",
    )


def converges_to_the_2_design(t: Tables) -> Finding:
    curves = {n: t.curve(t.main, n) for n in t.sizes(t.main)}
    ratios = {n: float(c["variance"].iloc[-1] / c["haar_variance"].iloc[-1]) for n, c in curves.items()}
    worst = max(ratios, key=lambda n: abs(ratios[n] - 1))
    sampled = t.variance[t.variance["experiment"] == t.main]
    end = sampled[sampled["layers"] == sampled["layers"].max()].sort_values("qubits").iloc[-1]
    low, value, high, exact = (
        end[key] / end["haar_variance"] for key in ("variance_low", "variance", "variance_high", "exact_variance")
    )
    both = end["haar_variance_both_sides"] / end["haar_variance"]
    return Finding(
        f"exact variance over limit at L = {curves[worst].index[-1]}: {ratios[worst]:.6f} at worst (n = {worst}, of n = {min(ratios)}…"
        f"{max(ratios)}); at n = {end['qubits']}, L = {end['layers']}: sampled {value:.2f} ({low:.2f} to {high:.2f}), exact {exact:.3f}",
        _verdict(abs(ratios[worst] - 1) < 0.01),
        value=value,
        low=low,
        high=high,
        exact=exact,
        remark="the limit is the formula with a 2-design after the gate only; the one with 2-designs on both sides, which the dotted lines "
        f"of Fig. 4 may be, is {both:.2f} times as high",
    )


def depth_is_about_10n(t: Tables) -> Finding:
    lines = t.fits[(t.fits["experiment"] == t.main) & (t.fits["closeness"] == "relative")].set_index("within")
    curves = {n: t.curve(t.main, n) for n in t.sizes(t.main)}
    ratios = {
        n: float(c.loc[paper.LAYERS_PER_QUBIT * n, "variance"] / c["haar_variance"].iloc[0])
        for n, c in curves.items()
        if paper.LAYERS_PER_QUBIT * n in c.index
    }
    if not ratios or 0.1 not in lines.index:
        raise MissingError("the exact curves end before 10n, or before they settle")
    largest, slope = max(ratios), float(lines.loc[0.1, "slope"])
    growth = ", ".join(
        f"{line['slope']:.1f} n {'−' if line['intercept'] < 0 else '+'} {abs(line['intercept']):.0f} (within {100 * w:g} %)"
        for w, line in lines.iterrows()
    )
    rows = t.depths[(t.depths["experiment"] == t.main) & (t.depths["source"] == "exact") & (t.depths["within"] == 0.1)]
    rows = rows[(rows["closeness"] == "relative") & rows["depth_high"].notna()].sort_values("qubits")
    upper = rows.iloc[len(rows) // 2 :]
    steep = nan
    if len(upper) > 1:
        steep = fit_line(upper["qubits"].to_numpy(float), upper["depth_high"].to_numpy(float)).slope
    return Finding(
        f"exact depths, lines through all sizes: {growth}; at L = 10n the variance is {ratios[largest]:.2f} times its limit at n = {largest}",
        _verdict(abs(slope - paper.LAYERS_PER_QUBIT) <= 1 and max(ratios.values()) <= 1.1),
        exact=slope,
        remark="how close is close enough is not stated: on the scale of Fig. 4, a logarithm over seven decades, 10n looks converged. The growth "
        f"is nearly linear: within 10 % by {_f(steep, 1)} layers a qubit over the larger half of the sizes",
    )


def depth_on_grids(t: Tables) -> Finding:
    if not t.grids:
        raise MissingError("this run has no experiment on a grid")
    parts = []
    for grid in t.grids:
        for closeness, within, words in (("relative", 0.1, "10 % of the limit"), ("absolute", 0.001, "0.001")):
            rows = t.depths[(t.depths["experiment"] == grid) & (t.depths["source"] == "exact")]
            rows = rows[(rows["closeness"] == closeness) & (rows["within"] == within) & rows["depth_high"].notna()]
            listed = ", ".join(f"{d:.0f} (n = {n})" for n, d in zip(rows["qubits"], rows["depth_high"], strict=True))
            parts.append(f"to within {words}: {listed}")
    least = log(2) / (2 * log(3 / 2))
    bound = (
        "on every graph E[(∂E)²] ≥ (5/48)(4/9)^(L−1), the string Z₁Z₂ surviving, so relative closeness to 2⁻ⁿ/3 takes at least "
        f"{least:.3f} n layers in any dimension; O(n^(1/d)) can hold for absolute closeness only"
    )
    return Finding("exact depths on a grid " + "; ".join(parts), UNDECIDED, remark=bound if t.papers_own else "")


def tails_are_exponentially_small(t: Tables) -> Finding:
    tails = t.tails[t.tails["experiment"] == t.main]
    above = tails[tails["low"] > tails["chebyshev"].clip(upper=1)]
    line = tails[tails["epsilon"] == 0.1].sort_values("qubits")
    first, last, bound = line.iloc[0], line.iloc[-1], t.rate(t.main, "exact", t.rule, most=True)
    none = {e: rows.loc[rows["exceed"] == 0, "qubits"].min() for e, rows in tails.groupby("epsilon")}
    gone = ", ".join(f"{e:g} from n = {n:.0f}" for e, n in none.items() if not isnan(n))
    return Finding(
        f"P(|∂E| > 0.1) = {first['probability']:.2g} ({first['low']:.2g} to {first['high']:.2g}) at n = {first['qubits']}, "
        f"{last['probability']:.2g} ({last['low']:.1g} to {last['high']:.1g}) at n = {last['qubits']} where Chebyshev allows {last['chebyshev']:.1g}; "
        f"the bound's exact slope is {_f(bound['slope'])} over {_range(bound)}; {len(above)} of {len(tails)} intervals above it",
        _verdict(above.empty and bound["slope"] < 0),
        value=last["probability"],
        low=last["low"],
        high=last["high"],
        remark=f"no circuit of the run exceeds ε = {gone}: there the bound, not the sample, carries the claim"
        if gone
        else "",
    )


def objective_concentrates(t: Tables) -> Finding:
    table = t.variance[t.variance["experiment"] == t.main]
    deepest = table.groupby("qubits")["layers"].transform("max")
    wanted = [depth_at(t.rule, n, d) for n, d in zip(table["qubits"], deepest, strict=True)]
    points = table[(table["layers"] == wanted) & (table["e_log_variance_se"] > 0)].sort_values("qubits")
    if len(points) < 2:
        raise MissingError("a line needs two sizes")
    size = points["qubits"].to_numpy(float)
    fit = fit_line(size, np.log(points["e_variance"].to_numpy()), points["e_log_variance_se"].to_numpy())
    exact = fit_line(size, np.log(points["e_exact_variance"].to_numpy())).slope
    return Finding(
        f"slope {_f(fit.slope)} ({_f(fit.low)} to {_f(fit.high)}) at {t.rule}, n = {size[0]:.0f}…{size[-1]:.0f}; exact over the same sizes {_f(exact)}",
        _verdict(fit.high < 0),
        value=fit.slope,
        low=fit.low,
        high=fit.high,
        exact=exact,
    )


def shots_for_the_sign(variance: float) -> float:
    """Measurements, over both shifted circuits, after which a typical gradient component is two standard errors.

    The parameter-shift rule takes ∂E = (E₊ − E₋)/2 from M/2 shots of a ±1-valued observable each. Far from ±1 a shot
    has variance 1, so the estimate has variance 1/M, and 2/√M = √Var(∂E) gives M = 4/Var(∂E).

    Examples
    --------
    >>> shots_for_the_sign(0.01)
    400.0
    """
    return 4 / variance


def measurements_needed(t: Tables) -> Finding:
    if not t.papers_own:
        raise MissingError("the count of shots here is for the paper's ±1-valued objective")
    sizes = t.sizes(t.main)
    curves = {n: t.curve(t.main, n) for n in sizes}
    depths = {n: depth_at(t.rule, n, int(curves[n].index[-1])) for n in sizes}
    shots = {
        n: shots_for_the_sign(float(curves[n].loc[depths[n], "variance"]))
        for n in sizes
        if depths[n] in curves[n].index
    }
    most, same = t.rate(t.main, "exact", t.rule, most=True), t.rate(t.main, "exact", t.rule)
    sampled = t.rate(t.main, "sampled", t.rule)
    known = list(shots)
    if not known:
        raise MissingError(f"the exact curves end before {t.rule}")
    listed = ", ".join(f"{shots[n]:.2g} (n = {n})" for n in (known[0], known[len(known) // 2], known[-1]))
    return Finding(
        f"exact shots at {t.rule}: {listed}; slope of their logarithm {_f(-most['slope'])} over {_range(most)}; sampled "
        f"{_f(-sampled['slope'])} ({_f(-sampled['high'])} to {_f(-sampled['low'])}) over {_range(sampled)}, exact there {_f(-same['slope'])}",
        _verdict(sampled["high"] < 0 and most["slope"] < 0),
        value=-sampled["slope"],
        low=-sampled["high"],
        high=-sampled["low"],
        exact=-same["slope"],
        remark="α = 2 with the parameter-shift rule and shot noise alone: 4/Var(∂E) shots, shared by the two shifted circuits",
    )


def projector_behaves_alike(t: Tables) -> Finding:
    if not t.projector:
        raise MissingError("this run has no experiment with the projector")
    rule = t.rule if t.rule in t.rules(t.projector) else t.rules(t.projector)[-1]
    rate, exact, most = (
        t.rate(t.projector, "sampled", rule),
        t.rate(t.projector, "exact", rule),
        t.rate(t.projector, "exact", rule, most=True),
    )
    return Finding(
        f"slope {_interval(rate)} at {rule}, {_range(rate)}; exact over the same sizes {_f(exact['slope'])}, over {_range(most)} {_f(most['slope'])}",
        _verdict(rate["high"] < 0),
        value=rate["slope"],
        low=rate["low"],
        high=rate["high"],
        exact=exact["slope"],
        remark="its variance falls twice as fast as that of a Pauli string. Target state and depth are not stated; |0…0⟩ here",
    )


def _family(t: Tables, names: Sequence[str]) -> Finding:
    if not names:
        raise MissingError("this run has no such experiment")
    rules = {name: t.rules(name)[-1] for name in names}
    sampled = {name: t.rate(name, "sampled", rule) for name, rule in rules.items()}
    exact = {name: float(t.rate(name, "exact", rule)["slope"]) for name, rule in rules.items()}
    worst = max(sampled, key=lambda name: sampled[name]["high"])
    return Finding(
        "; ".join(
            f"{name}: {_interval(rate)}, exact {_f(exact[name])}, {_range(rate)}" for name, rate in sampled.items()
        ),
        _verdict(sampled[worst]["high"] < 0),
        value=sampled[worst]["slope"],
        low=sampled[worst]["low"],
        high=sampled[worst]["high"],
        exact=exact[worst],
        remark="as far as the experiments of this run go; others are a few lines of configuration",
    )


def any_direction(t: Tables) -> Finding:
    return _family(t, t.directions)


def wide_class(t: Tables) -> Finding:
    return _family(t, t.classes)


STATEMENTS: Sequence[Statement] = (
    Statement(
        "1",
        "The gradient is zero on average",
        "main text",
        "the sampled means at all sizes and depths together are consistent with the exact ones at 1 %, and those are zero",
        mean_is_zero,
    ),
    Statement(
        "2",
        "The variance falls exponentially with the number of qubits",
        "Fig. 3",
        "at every depth rule c·n of the run the slope of ln Var has a 95 % interval below 0, and the exact ln Var is a line to within "
        f"{STRAIGHT}",
        falls_exponentially,
    ),
    Statement(
        "3",
        f"The slope is {_f(paper.SLOPE)}",
        "Fig. 3",
        f"the exact slope over the paper's sizes is within two standard errors (of {PAPER_CIRCUITS} circuits a point) of the printed one for "
        "every depth rule from 10n to 20n; for some only: cannot be decided",
        slope_is_the_printed_one,
    ),
    Statement(
        "4",
        "With depth the variance converges to a value fixed by n, that of a 2-design",
        "Fig. 4",
        "at the deepest layer the exact variance of every size is within 1 % of the closed form",
        converges_to_the_2_design,
    ),
    Statement(
        "5",
        "In 1D the depth needed is about 10n",
        "main text, Fig. 4",
        "the depth to stay within 10 % of the limit grows by 9 to 11 layers a qubit, and at 10n the variance is within 10 % at every size",
        depth_is_about_10n,
    ),
    Statement(
        "6",
        "On a d-dimensional array O(n^(1/d)) layers are enough",
        "main text",
        "decidable only if closeness is defined and sizes with n^(1/2) ≪ n are known; the paper shows no 2D numbers",
        depth_on_grids,
    ),
    Statement(
        "7",
        "The probability that a gradient component exceeds a fixed ε falls exponentially",
        "main text",
        "no Clopper–Pearson interval lies above Chebyshev's bound from the exact variance, and that bound falls exponentially with n",
        tails_are_exponentially_small,
    ),
    Statement(
        "8",
        "The objective itself concentrates on its average",
        "main text, Fig. 1",
        "the slope of ln Var(E) against n has a 95 % interval below 0",
        objective_concentrates,
    ),
    Statement(
        "9",
        "To see such a gradient on a device takes O(1/ε^α) measurements, ε exponentially small",
        "main text",
        "the shots for the sign of a typical component at 2 σ grow exponentially with n: slope of their logarithm above 0",
        measurements_needed,
    ),
    Statement(
        "10",
        "An objective that projects on a target state behaves alike",
        "Supplementary Figs. 1, 2",
        "the slope of ln Var has a 95 % interval below 0",
        projector_behaves_alike,
    ),
    Statement(
        "A1",
        "The gradient vanishes along any reasonable direction",
        "Abstract",
        "in every experiment that differs in the parameter alone the slope of ln Var has a 95 % interval below 0",
        any_direction,
    ),
    Statement(
        "A2",
        "It does for a wide class of circuits and objectives",
        "Abstract",
        "in every experiment with another circuit or objective the slope of ln Var has a 95 % interval below 0",
        wide_class,
    ),
)


def judge_present(statements: Sequence[Statement], tables) -> list[dict]:
    """Every claim that the run has experiments for, with its finding, as rows of the table of claims."""
    rows = []
    for s in statements:
        try:
            finding = s.judge(tables)
        except MissingError:
            continue
        rows.append({"number": s.number, "claim": s.claim, "where": s.where, "criterion": s.criterion} | vars(finding))
    return rows


def judge(tables: Tables) -> list[dict]:
    """Every claim with its finding, as rows of a table; undecided where the run lacks a number."""
    rows = []
    for s in STATEMENTS:
        try:
            finding = s.judge(tables)
        except MissingError as missing:
            finding = Finding(str(missing), UNDECIDED)
        rows.append({"number": s.number, "claim": s.claim, "where": s.where, "criterion": s.criterion} | vars(finding))
    return rows
