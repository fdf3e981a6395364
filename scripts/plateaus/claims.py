"""The claims of the paper, each with a criterion stated before the number, what this run found, and a verdict.

To add a claim, add a function to `CLAIMS`. It gets the tables of a run and returns what it found; whatever it says in
words is made from numbers of those tables.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np
import pandas as pd

from . import paper
from .depths import depth_at
from .statistics import fit_line

REPRODUCED, NOT_REPRODUCED, UNDECIDED = "reproduced", "not reproduced", "cannot be decided"


@dataclass(frozen=True)
class Tables:
    """The tables of a run and the parts that its experiments play.

    Attributes
    ----------
    variance, rates, depths, fits, exact, tails, checks : DataFrame
        The tables of the same names in ``results/tables``.
    main, rule : str
        The experiment of figures 1–4, and the depth rule of figure 3.
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
    projector: str | None
    directions: Sequence[str]
    classes: Sequence[str]
    grids: Sequence[str]

    def rate(self, experiment: str, source: str, rule: str | None = None, *, most: bool = False) -> pd.Series:
        """The line of one source at a depth rule (default: of figure 3, else the last): same sizes as sampled, or most."""
        rows = self.rates[(self.rates["experiment"] == experiment) & (self.rates["source"] == source)]
        wanted = rule or self.rule
        if wanted not in set(rows["depth_rule"].astype(str)):
            wanted = str(rows["depth_rule"].iloc[-1])
        rows = rows[rows["depth_rule"].astype(str) == wanted].sort_values("points")
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
        return float(rows["p_value"].iloc[0])


@dataclass(frozen=True)
class Claim:
    """One claim and what became of it.

    Attributes
    ----------
    number, claim, where : str
        As the paper has it.
    criterion : str
        What had to be found for the claim to count as reproduced.
    value, low, high, exact : float
        The number the verdict hangs on, ends of its 95 % interval, the exact value; NaN where there is none.
    measured, remark : str
        What was found, in words with numbers; what depends on choices that the paper leaves open.
    verdict : {"reproduced", "not reproduced", "cannot be decided"}
    """

    number: str
    claim: str
    where: str
    criterion: str
    value: float
    low: float
    high: float
    exact: float
    measured: str
    verdict: str
    remark: str = ""


def _f(value: float, digits: int = 3) -> str:
    return f"{value:.{digits}f}".replace("-", "−")


def _interval(rate: pd.Series) -> str:
    return f"{_f(rate['slope'])} ({_f(rate['low'])} to {_f(rate['high'])})"


def mean_is_zero(t: Tables) -> Claim:
    p = t.p_value(t.main, "mean of the gradient")
    last = t.variance[t.variance["experiment"] == t.main].sort_values(["qubits", "layers"]).iloc[-1]
    low, high = (last["mean"] + z * last["mean_se"] for z in (-1.96, 1.96))
    exact = t.exact.loc[t.exact["experiment"] == t.main, "mean"].abs().max()
    return Claim(
        "1",
        "The gradient is zero on average",
        "main text",
        "the means at all sizes and depths together are consistent with zero at 1 %",
        last["mean"],
        low,
        high,
        0.0,
        f"p = {p:.2g} for all points together; at n = {last['qubits']}, L = {last['layers']}: "
        f"{last['mean']:.1e} ± {last['mean_se']:.1e}; exact: 0",
        REPRODUCED if p >= 0.01 and exact < 1e-12 else NOT_REPRODUCED,
    )


def falls_exponentially(t: Tables) -> Claim:
    rate, exact = t.rate(t.main, "sampled"), t.rate(t.main, "exact")
    fixed = [r for r in t.rates["depth_rule"].astype(str).unique() if r.isdigit()]
    remark = "; ".join(
        f"at fixed L = {r} it is {_f(t.rate(t.main, 'exact', r, most=True)['slope'])}: the light cone stops the decay"
        for r in fixed
    )
    good = rate["high"] < 0 and rate["p_value"] > 0.01
    return Claim(
        "2",
        "The variance falls exponentially with the number of qubits",
        "Fig. 3",
        f"ln Var against n at {t.rule} is a line (p > 0.01) with a slope whose 95 % interval is below 0",
        rate["slope"],
        rate["low"],
        rate["high"],
        exact["slope"],
        f"slope {_interval(rate)} over n = {rate['qubits_from']}…{rate['qubits_to']}, p = {rate['p_value']:.2g}; "
        f"exact over the same sizes {_f(exact['slope'])}",
        REPRODUCED if good else NOT_REPRODUCED,
        remark,
    )


PAPER_CIRCUITS = 200
"""Circuits per point assumed for the paper's unstated error; others who repeated it took 200."""


def slope_is_the_printed_one(t: Tables) -> Claim:
    sizes = np.array([n for n in t.sizes(t.main) if n in paper.QUBITS], dtype=float)
    found = {c: _exact_slope(t, t.main, sizes, c) for c in (10, 10.5, 11, 11.5, 12, 13, 14, 16, 20)}
    slopes = {c: slope for c, slope in found.items() if slope is not None}
    error = sqrt(2.7 / PAPER_CIRCUITS) / sqrt(((np.array(paper.QUBITS) - np.mean(paper.QUBITS)) ** 2).sum())
    near = {c for c, slope in slopes.items() if abs(slope - paper.SLOPE) <= 2 * error}
    far = sorted(set(slopes) - near)
    verdict = NOT_REPRODUCED if slopes and not near else REPRODUCED if slopes and not far else UNDECIDED
    listed = ", ".join(f"{_f(slope)} at {c:g}n" for c, slope in slopes.items() if c in (10, 11, 12, 20))
    rate, same = t.rate(t.main, "sampled"), t.rate(t.main, "exact")
    remark = "the depth of Fig. 3 is not stated"
    if slopes:
        crossing = np.interp(-paper.SLOPE, [-slope for slope in slopes.values()], list(slopes))
        remark += (
            f": the printed value is exact at {crossing:.1f}n, and with the error of {PAPER_CIRCUITS} circuits fits "
            f"{', '.join(f'{c:g}n' for c in sorted(near)) or 'none'}, but not {', '.join(f'{c:g}n' for c in far) or 'none'}"
        )
    return Claim(
        "3",
        f"The slope is {_f(paper.SLOPE)}",
        "Fig. 3",
        f"the exact slope over the paper's sizes is within two standard errors ({PAPER_CIRCUITS} circuits a point: {2 * error:.3f}) of the printed "
        "one for every depth rule from 10n to 20n; for some only: cannot be decided",
        rate["slope"],
        rate["low"],
        rate["high"],
        same["slope"],
        f"sampled {_interval(rate)} at {t.rule}, n = {rate['qubits_from']}…{rate['qubits_to']}; "
        f"exact over n = {sizes[0]:.0f}…{sizes[-1]:.0f}: {listed or 'the curves end before 10n'}",
        verdict,
        remark,
    )


def _exact_slope(t: Tables, experiment: str, sizes: np.ndarray, factor: float) -> float | None:
    """Slope of the exact ln Var at `factor` layers a qubit; None where the curves do not reach that deep."""
    values = []
    for n in sizes:
        curve = t.curve(experiment, int(n))
        depth = depth_at(f"{factor}*n", int(n), 0)
        if depth not in curve.index:
            return None
        values.append(log(curve.loc[depth, "variance"]))
    return fit_line(sizes, np.array(values)).slope


def converges_to_the_2_design(t: Tables) -> Claim:
    ratios = {
        n: float((c := t.curve(t.main, n)).iloc[-1]["variance"] / c.iloc[-1]["haar_variance"]) for n in t.sizes(t.main)
    }
    worst = max(ratios, key=lambda n: abs(ratios[n] - 1))
    deepest = int(t.curve(t.main, worst).index[-1])
    sampled = t.variance[t.variance["experiment"] == t.main]
    end = sampled[sampled["layers"] == sampled["layers"].max()].sort_values("qubits").iloc[-1]
    low, value, high = (end[key] / end["haar_variance"] for key in ("variance_low", "variance", "variance_high"))
    both = end["haar_variance_both_sides"] / end["haar_variance"]
    return Claim(
        "4",
        "With depth the variance converges to a value fixed by n, that of a 2-design",
        "Fig. 4",
        "at the deepest layer the exact variance of every size is within 1 % of the closed form",
        value,
        low,
        high,
        ratios[worst],
        f"exact variance over limit at L = {deepest}: {ratios[worst]:.6f} at worst (n = {worst}, of n = {min(ratios)}…{max(ratios)}); sampled at "
        f"n = {end['qubits']}, L = {end['layers']}: {value:.2f} ({low:.2f} to {high:.2f})",
        REPRODUCED if abs(ratios[worst] - 1) < 0.01 else NOT_REPRODUCED,
        "the limit is the formula with a 2-design after the gate only; the one with 2-designs on both sides, which the dotted lines of "
        f"Fig. 4 may be, is {both:.2f} times as high here",
    )


def depth_is_about_10n(t: Tables) -> Claim:
    lines = t.fits[(t.fits["experiment"] == t.main) & (t.fits["closeness"] == "relative")].set_index("within")
    curves = {n: t.curve(t.main, n) for n in t.sizes(t.main)}
    ratios = {
        n: float(c.loc[paper.LAYERS_PER_QUBIT * n, "variance"] / c["haar_variance"].iloc[0])
        for n, c in curves.items()
        if paper.LAYERS_PER_QUBIT * n in c.index
    }
    slope = float(lines["slope"].get(0.1, float("nan")))
    growth = ", ".join(
        f"{line['slope']:.1f} n {'−' if line['intercept'] < 0 else '+'} {abs(line['intercept']):.0f} (within {100 * w:g} %)"
        for w, line in lines.iterrows()
    )
    ends = ", ".join(f"{ratios[n]:.2f} (n = {n})" for n in list(ratios)[-1:])
    if not ratios or np.isnan(slope):
        verdict = UNDECIDED
    else:
        good = abs(slope - paper.LAYERS_PER_QUBIT) <= 1 and max(ratios.values()) <= 1.1
        verdict = REPRODUCED if good else NOT_REPRODUCED
    return Claim(
        "5",
        "In 1D the depth needed is about 10n",
        "main text, Fig. 4",
        "the depth to stay within 10 % of the limit grows by 9 to 11 layers a qubit, and at 10n the variance is within 10 %",
        slope,
        float("nan"),
        float("nan"),
        slope,
        f"exact depths: {growth}; at L = 10n the variance over its limit is {ends or 'not known: the curves end before'}",
        verdict,
        "how close is close enough is not stated: on the scale of Fig. 4, a logarithm over seven decades, 10n looks converged. The growth is "
        "linear; the factor is what the exact depths say",
    )


def depth_on_grids(t: Tables) -> Claim:
    parts = []
    for grid in t.grids:
        for closeness, within, words in (("relative", 0.1, "10 % of the limit"), ("absolute", 0.001, "0.001")):
            rows = t.depths[(t.depths["experiment"] == grid) & (t.depths["source"] == "exact")]
            rows = rows[(rows["closeness"] == closeness) & (rows["within"] == within) & rows["depth_high"].notna()]
            listed = ", ".join(f"{d:.0f} (n = {n})" for n, d in zip(rows["qubits"], rows["depth_high"], strict=True))
            parts.append(f"to within {words}: {listed}")
    least = 1 / (2 * log(3 / 2)) * log(2)
    return Claim(
        "6",
        "On a d-dimensional array O(n^(1/d)) layers are enough",
        "main text, Fig. 4",
        "decidable only if closeness is defined and sizes with n^(1/2) ≪ n are known; the paper shows no 2D numbers",
        float("nan"),
        float("nan"),
        float("nan"),
        float("nan"),
        "exact depths on a grid " + "; ".join(parts) if parts else "no experiment on a grid in this run",
        UNDECIDED,
        f"on every graph E[(∂E)²] ≥ (5/48)(4/9)^(L−1), the string Z₁Z₂ surviving, so relative closeness to 2⁻ⁿ/3 takes at least {least:.3f} n layers "
        "in any dimension; O(n^(1/d)) can hold for absolute closeness only",
    )


def tails_are_exponentially_small(t: Tables) -> Claim:
    tails = t.tails[t.tails["experiment"] == t.main]
    above = tails[tails["low"] > tails["chebyshev"].clip(upper=1)]
    epsilon = 0.1 if 0.1 in set(tails["epsilon"]) else float(tails["epsilon"].median())
    line = tails[tails["epsilon"] == epsilon].sort_values("qubits")
    first, last = line.iloc[0], line.iloc[-1]
    bound = t.rate(t.main, "exact", most=True)
    good = above.empty and bound["slope"] < 0 and last["high"] < first["low"]
    return Claim(
        "7",
        "The probability that a gradient component exceeds a fixed ε falls exponentially",
        "main text",
        "no Clopper–Pearson interval lies above Chebyshev's bound from the exact variance, and that bound falls exponentially with n",
        last["probability"],
        last["low"],
        last["high"],
        last["chebyshev"],
        f"P(|∂E| > {epsilon:g}) = {first['probability']:.2f} ({first['low']:.2f} to {first['high']:.2f}) at n = {first['qubits']}, "
        f"{last['probability']:.2g} ({last['low']:.1g} to {last['high']:.1g}) at n = {last['qubits']} where Chebyshev allows {last['chebyshev']:.1g}; "
        f"the bound's exact slope is {_f(bound['slope'])} to n = {bound['qubits_to']:.0f}; {len(above)} of {len(tails)} intervals above it",
        REPRODUCED if good else NOT_REPRODUCED,
        "at the larger sizes no circuit of the run exceeds most ε: the bound, not the sample, carries the claim",
    )


def objective_concentrates(t: Tables) -> Claim:
    table = t.variance[t.variance["experiment"] == t.main]
    wanted = [depth_at(t.rule, n, table["layers"].max()) for n in table["qubits"]]
    points = table[table["layers"] == wanted].sort_values("qubits")
    size = points["qubits"].to_numpy(float)
    fit = fit_line(size, np.log(points["e_variance"].to_numpy()), points["e_log_variance_se"].to_numpy())
    exact = fit_line(size, np.log(points["e_exact_variance"].to_numpy())).slope
    return Claim(
        "8",
        "The objective itself concentrates on its average",
        "main text, Fig. 1",
        f"the slope of ln Var(E) against n at {t.rule} has a 95 % interval below 0 that contains the exact slope",
        fit.slope,
        fit.low,
        fit.high,
        exact,
        f"slope {_f(fit.slope)} ({_f(fit.low)} to {_f(fit.high)}), exact {_f(exact)}; limit 1/(2ⁿ + 1)",
        REPRODUCED if fit.high < 0 and fit.low <= exact <= fit.high else NOT_REPRODUCED,
    )


def shots_for_the_sign(variance: float) -> float:
    """Measurements, over both shifted circuits, after which a typical gradient component is two standard errors.

    The parameter-shift rule takes ∂E = (E₊ − E₋)/2 from M/2 shots of a ±1-valued observable each. Far from ±1 a shot has
    variance 1, so the estimate has variance 1/M, and 2/√M = √Var(∂E) gives M = 4/Var(∂E).

    Examples
    --------
    >>> shots_for_the_sign(0.01)
    400.0
    """
    return 4 / variance


def measurements_needed(t: Tables) -> Claim:
    sizes = t.sizes(t.main)
    curves = {n: t.curve(t.main, n) for n in sizes}
    depths = {n: depth_at(t.rule, n, int(curves[n].index[-1])) for n in sizes}
    shots = {n: shots_for_the_sign(float(curves[n].loc[depths[n], "variance"])) for n in sizes}
    slope = fit_line(np.array(sizes, dtype=float), np.log(list(shots.values()))).slope
    sampled = t.rate(t.main, "sampled")
    listed = ", ".join(f"{shots[n]:.2g} (n = {n})" for n in (sizes[0], sizes[len(sizes) // 2], sizes[-1]))
    return Claim(
        "9",
        "To see such a gradient on a device takes O(1/ε^α) measurements, ε exponentially small",
        "main text",
        "the shots for the sign of a typical component at 2 σ grow exponentially with n: slope of their logarithm above 0",
        -sampled["slope"],
        -sampled["high"],
        -sampled["low"],
        slope,
        f"shots at {t.rule}: {listed}; slope of their logarithm {_f(slope)} exact, {_f(-sampled['slope'])} "
        f"({_f(-sampled['high'])} to {_f(-sampled['low'])}) sampled",
        REPRODUCED if sampled["high"] < 0 and slope > 0 else NOT_REPRODUCED,
        "α = 2 with the parameter-shift rule and shot noise alone: 4/Var(∂E) shots, shared by the two shifted circuits",
    )


def projector_behaves_alike(t: Tables) -> Claim:
    name = t.projector or ""
    rate, exact = t.rate(name, "sampled"), t.rate(name, "exact")
    most = t.rate(name, "exact", most=True)
    good = rate["high"] < 0 and rate["low"] <= exact["slope"] <= rate["high"]
    return Claim(
        "10",
        "An objective that projects on a target state behaves alike",
        "Supplementary Figs. 1, 2",
        "the 95 % interval of the slope lies below 0 and contains the exact slope over the same sizes",
        rate["slope"],
        rate["low"],
        rate["high"],
        exact["slope"],
        f"slope {_interval(rate)} at {rate['depth_rule']}, n = {rate['qubits_from']}…{rate['qubits_to']}; exact {_f(exact['slope'])}, over "
        f"n = {most['qubits_from']:.0f}…{most['qubits_to']:.0f} {_f(most['slope'])}",
        REPRODUCED if good else NOT_REPRODUCED,
        "its variance falls twice as fast (−2 ln 2 = −1.386 asymptotically) and settles in a fraction of the depth. Target state and depth are "
        "not stated; |0…0⟩ here",
    )


def _family(t: Tables, names: Sequence[str], number: str, claim: str) -> Claim:
    rates = {name: t.rate(name, "sampled", "deepest") for name in names}
    good = all(rate["high"] < 0 for rate in rates.values())
    listed = "; ".join(
        f"{name}: {_interval(rate)}, exact {_f(t.rate(name, 'exact', 'deepest')['slope'])}"
        for name, rate in rates.items()
    )
    last = list(rates.values())[-1]
    return Claim(
        number,
        claim,
        "Abstract",
        "the slope of ln Var against n at the deepest layer has a 95 % interval below 0 in every such experiment of the run",
        last["slope"],
        last["low"],
        last["high"],
        float("nan"),
        listed,
        REPRODUCED if good else NOT_REPRODUCED,
        "as far as the experiments of this run go; others are a few lines of configuration",
    )


def any_direction(t: Tables) -> Claim:
    return _family(t, t.directions, "A1", "The gradient vanishes along any reasonable direction")


def wide_class(t: Tables) -> Claim:
    return _family(t, t.classes, "A2", "It does for a wide class of circuits and objectives")


CLAIMS: Sequence[Callable[[Tables], Claim]] = (
    mean_is_zero,
    falls_exponentially,
    slope_is_the_printed_one,
    converges_to_the_2_design,
    depth_is_about_10n,
    depth_on_grids,
    tails_are_exponentially_small,
    objective_concentrates,
    measurements_needed,
    projector_behaves_alike,
    any_direction,
    wide_class,
)


def judge(tables: Tables) -> list[Claim]:
    """Every claim that the run has experiments for."""
    needs: dict[Callable, object] = {
        projector_behaves_alike: tables.projector,
        any_direction: tables.directions,
        wide_class: tables.classes,
    }
    return [claim(tables) for claim in CLAIMS if needs.get(claim, True)]
