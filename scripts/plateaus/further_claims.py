"""Claims of later papers, about starts, all parameters, noise and measurements; judged like those of `claims`.

A run without the experiments that a claim is about leaves it out. To add one, add a `Statement` to `STATEMENTS` and the
function that judges it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log, sqrt

import numpy as np
import pandas as pd

from .claims import NOT_REPRODUCED, REPRODUCED, UNDECIDED, Finding, MissingError, Statement, judge_present
from .statistics import Fit, fit_line

FLAT = 0.1
"""A slope of ln Var per qubit nearer to 0 than this counts as no exponential decay (random angles: 0.69)."""


@dataclass(frozen=True)
class Further:
    """The tables of a run and the parts that its experiments play.

    Attributes
    ----------
    variance, training, gradients, trajectories, shots : DataFrame
        The tables of the same names in ``results/tables``; empty where a run has none.
    starts, noise : dict of str to str
        The words ``start`` (or ``angles``, where these are what starts it) and ``noise`` of the experiments compared.
    """

    variance: pd.DataFrame
    training: pd.DataFrame
    gradients: pd.DataFrame
    trajectories: pd.DataFrame
    shots: pd.DataFrame
    starts: Mapping[str, str]
    noise: Mapping[str, str]

    def named(self, words: Mapping[str, str], beginning: str) -> str:
        """The first experiment whose word begins like that."""
        for name, word in words.items():
            if word.startswith(beginning):
                return name
        raise MissingError(f"this run compares nothing with {beginning}")

    def start_points(self, beginning: str) -> pd.DataFrame:
        """Variance at the deepest depth of the experiment with such a start, by size."""
        rows = self.variance[self.variance["experiment"] == self.named(self.starts, beginning)]
        return rows[rows["layers"] == rows["layers"].max()].sort_values("qubits")

    def start_slope(self, beginning: str) -> Fit:
        """Line through ln Var against the number of qubits."""
        points = self.start_points(beginning)
        if len(points) < 2:
            raise MissingError("a line needs two sizes")
        logs = np.log(points["variance"].to_numpy())
        return fit_line(points["qubits"].to_numpy(float), logs, points["log_variance_se"].to_numpy())

    def ends(self, beginning: str) -> pd.Series:
        """The last step of training at the largest size."""
        name = self.named(self.starts, beginning)
        rows = self.training[self.training["experiment"] == name] if len(self.training) else self.training
        if rows.empty:
            raise MissingError(f"nothing was trained from {beginning}")
        return rows.sort_values(["qubits", "step"]).iloc[-1]


def _f(value: float, digits: int = 3) -> str:
    return f"{value:.{digits}f}".replace("-", "−")


def _slope(fit: Fit) -> str:
    return f"{_f(fit.slope)} ({_f(fit.low)} to {_f(fit.high)})"


def _verdict(good: bool, bad: bool | None = None) -> str:
    """Reproduced, not, or undecided where neither `good` nor `bad` holds."""
    if good:
        return REPRODUCED
    return NOT_REPRODUCED if bad is None or bad else UNDECIDED


def identity_blocks_do_not_vanish(t: Further) -> Finding:
    points, fit, other = t.start_points("identity"), t.start_slope("identity"), t.start_slope("random")
    inside = (points["variance_low"] <= points["exact_variance"]) & (
        points["exact_variance"] <= points["variance_high"]
    )
    last = points.iloc[-1]
    return Finding(
        f"slope {_slope(fit)}, of random angles {_slope(other)}; at n = {last['qubits']} variance {last['variance']:.4f} "
        f"({last['variance_low']:.4f} to {last['variance_high']:.4f}), exact {last['exact_variance']:.4f}, "
        f"{last['variance'] / last['haar_variance']:.0f} times the 2-design's; {inside.sum()} of {len(points)} intervals contain the exact value",
        _verdict(max(abs(fit.low), abs(fit.high)) < FLAT and other.high < -FLAT),
        value=fit.slope,
        low=fit.low,
        high=fit.high,
        exact=0.0,
        remark="of a parameter of the first layer; the block really is the identity, and the variance (i/2)⟨[P, H]⟩ gives depends on neither n nor L",
    )


def small_angles_do_not_vanish(t: Further) -> Finding:
    fit, other, points = t.start_slope("small"), t.start_slope("random"), t.start_points("small")
    last = points.iloc[-1]
    power = fit_line(
        np.log(points["qubits"].to_numpy(float)),
        np.log(points["variance"].to_numpy()),
        points["log_variance_se"].to_numpy(),
    )
    return Finding(
        f"slope {_slope(fit)} per qubit at L = {last['layers']}, of random angles {_slope(other)}; as a power of n: {_slope(power)}; "
        f"at n = {last['qubits']} {last['variance'] / last['haar_variance']:.0f} times the 2-design's",
        _verdict(max(abs(fit.low), abs(fit.high)) < FLAT and other.high < -FLAT),
        value=fit.slope,
        low=fit.low,
        high=fit.high,
        remark="their bound is for the squared norm of the whole gradient and an objective that acts on S qubits, and falls as (L + 2)^−S at fixed n; here S = 2",
    )


def training_escapes(t: Further) -> Finding:
    found = {start: t.ends(start) for start in ("random", "identity")}
    listed = ", ".join(
        f"{row['e_median']:.2f} ({row['e_median_low']:.2f} to {row['e_median_high']:.2f}) from {start}".replace(
            "-", "−"
        )
        for start, row in found.items()
    )
    row, other = found["identity"], found["random"]
    return Finding(
        f"median E after {row['step']} steps at n = {row['qubits']}, L = {row['depth']}: {listed}",
        _verdict(row["e_median_high"] < other["e_median_low"], row["e_median_low"] > other["e_median_high"]),
        value=row["e_median"],
        low=row["e_median_low"],
        high=row["e_median_high"],
        remark=f"one learning rate, {row['circuits']} circuits, E = ⟨Z₁Z₂⟩ with minimum −1; E starts at +1/2 from identity blocks and near 0 from random angles. So few qubits still train from random angles: "
        "the whole gradient is √(nL) times a component",
    )


def every_direction(t: Further) -> Finding:
    if t.gradients.empty:
        raise MissingError("this run has no whole gradient")
    rows = t.gradients[t.gradients["qubits"] == t.gradients["qubits"].max()]
    n, depth = int(rows["qubits"].iloc[0]), int(rows["depth"].iloc[0])
    exact = rows["exact_variance"].notna().all()
    column = "exact_variance" if exact else "variance"
    inner = 2.0 ** -(n + 1)
    middle = rows[(rows["layer"] > depth / 4) & (rows["layer"] <= depth / 2)][column] / inner
    seen = rows[rows["variance"] > 1e-20]  # what rounding leaves outside the light cone is no variance
    within = float(
        (np.log(seen["variance"] / seen["exact_variance"]).abs() < 2 * seen["log_variance_se"]).mean()
        if exact
        else np.nan
    )
    off = rows[((rows[column] / inner - 1).abs() > 0.5) & (rows["layer"] > depth / 2)]
    first = depth - int(off["layer"].min()) + 1 if len(off) else 0
    source = (
        f"exact; {100 * within:.0f} % of the sampled variances within two standard errors of it" if exact else "sampled"
    )
    return Finding(
        f"n = {n}, L = {depth}: between a quarter and a half of the depth the variance is {middle.min():.2f} to {middle.max():.2f} times 2^−(n+1) "
        f"for all parameters ({source}); it differs by more than half for the last {first} layers only",
        _verdict(middle.min() > 0.5 and middle.max() < 1.5),
        value=float(middle.mean()),
        remark="the formula with 2-designs on both sides, which does not apply to the first layers or the last; near the end parameters outside the light cone "
        "of the objective have no gradient at all; those inside are on the plateau too, for the state that reaches them is a 2-design's",
    )


def noise_plateau(t: Further) -> Finding:
    parts, good, bad = [], True, False
    for name, word in t.noise.items():
        rows = t.variance[t.variance["experiment"] == name]
        rows = rows[(rows["qubits"] == rows["qubits"].max()) & (rows["variance"] > 0)]
        half = rows[rows["layers"] >= rows["layers"].max() / 2]
        ends = half.iloc[[0, -1]]
        span = float(ends["layers"].diff().iloc[-1])
        if word == "none":
            continue
        slope = float(np.diff(np.log(ends["variance"]))[0] / span)
        error = 1.96 * sqrt(float((ends["log_variance_se"] ** 2).sum())) / span
        exact = float(np.diff(np.log(ends["exact_variance"]))[0] / span)
        good &= slope + error < 0
        bad |= slope - error > 0
        parts.append(
            f"{word.replace('depolarizing:', 'p = ')}: {_f(slope)} ({_f(slope - error)} to {_f(slope + error)}) per layer, exact {_f(exact)}"
        )
    if not parts:
        raise MissingError("this run compares no noise")
    return Finding(
        f"slope of ln Var over the second half of the depth, L = {ends['layers'].iloc[0]}…{ends['layers'].iloc[-1]}, n = {ends['qubits'].iloc[0]}: {'; '.join(parts)}",
        _verdict(good, bad),
        remark="the two ends share circuits, so the intervals are wide; a lasting factor of (1 − 4p/3)² per letter of a Pauli string and layer makes every string fall, "
        "and the shortest ones slowest",
    )


def trajectories_agree(t: Further) -> Finding:
    table = t.trajectories
    if table.empty or table["exact_variance"].isna().all():
        raise MissingError("this run has no trajectories with exact values beside them")
    table = table[table["exact_variance"].notna()]
    deviation = (table["variance"] - table["exact_variance"]) / table["variance_se"]
    last = table.sort_values(["experiment", "qubits", "layers"]).groupby(["experiment", "qubits"]).tail(1)
    ratio = (last["single_variance"] / last["exact_variance"]).max()
    share = float((deviation.abs() < 2).mean())
    return Finding(
        f"{100 * share:.0f} % of {len(table)} points from pairs of trajectories within two standard errors of the exact noisy variance; squares of "
        f"single trajectories are up to {ratio:.2g} times as high at the greatest depth",
        _verdict(share > 0.85 and ratio > 1.5),
        value=share,
    )


def measurements_as_predicted(t: Further) -> Finding:
    if t.shots.empty:
        raise MissingError("this run measures nothing")
    inside = (t.shots["error_ratio_low"] <= 1) & (t.shots["error_ratio_high"] >= 1)
    best = t.shots[t.shots["shots"] == t.shots["shots"].max()].sort_values("qubits")
    sizes = best["qubits"].to_numpy(float)
    logs = np.log(best["shots_sign"].to_numpy())
    sigma = np.log(best["shots_sign_high"] / best["shots_sign_low"]).to_numpy() / (2 * 1.96)
    if len(sizes) < 2:
        raise MissingError("a line needs two sizes")
    fit, exact = fit_line(sizes, logs, sigma), fit_line(sizes, np.log(best["exact_shots_sign"].to_numpy()))
    listed = ", ".join(
        f"{row['shots_sign']:.2g} (n = {row['qubits']}, exact {row['exact_shots_sign']:.2g})"
        for _, row in best.iterrows()
    )
    return Finding(
        f"simulated measurements for the sign at 2 σ: {listed}, 25 times as many for 10 %; slope of their logarithm {_slope(fit)}, exact {_f(exact.slope)}; squared error "
        f"over prediction {t.shots['error_ratio'].min():.2f} to {t.shots['error_ratio'].max():.2f}, {inside.sum()} of {len(inside)} intervals contain 1",
        _verdict(inside.mean() >= 0.8 and fit.low > 0, inside.mean() < 0.5 or fit.high < 0),
        value=fit.slope,
        low=fit.low,
        high=fit.high,
        exact=exact.slope,
        remark=f"ln 2 = {log(2):.3f} per qubit on the plateau",
    )


STATEMENTS = (
    Statement(
        "S1",
        "Started as identity blocks, a circuit's gradient does not vanish with its size",
        "Grant et al., Quantum 3, 214 (2019)",
        f"the slope of ln Var per qubit has a 95 % interval within ±{FLAT}, that of random angles one below −{FLAT}",
        identity_blocks_do_not_vanish,
    ),
    Statement(
        "S2",
        "Started with small angles, σ² = 1/(S(L + 2)), it vanishes no faster than a power of the depth",
        "Zhang et al., NeurIPS 2022, Theorem 4.1",
        f"at fixed depth the slope of ln Var per qubit has a 95 % interval within ±{FLAT}, that of random angles one below −{FLAT}",
        small_angles_do_not_vanish,
    ),
    Statement(
        "S3",
        "From identity blocks training makes progress where it stalls from random angles",
        "Grant et al., Quantum 3, 214 (2019)",
        "at the largest size the median of E after training has a 95 % interval below that from random angles",
        training_escapes,
    ),
    Statement(
        "G1",
        "Deep inside a circuit all parameters have the same vanishing gradient",
        "McClean et al. 2018, formula for 2-designs on both sides",
        "between a quarter and a half of the depth every variance is within half of 2^−(n+1)",
        every_direction,
    ),
    Statement(
        "N1",
        "With local noise gradients vanish exponentially with depth, without end",
        "Wang et al., Nature Communications 12, 6961 (2021)",
        "with every noise rate ln Var falls over the second half of the depth, its 95 % interval below 0",
        noise_plateau,
    ),
    Statement(
        "N2",
        "Noise seen by single trajectories is not seen at all in a mean square; pairs of trajectories see it",
        "derived, docs/derivations.md",
        "over 85 % of the points from pairs within two standard errors of the exact value, single squares over 1.5 times it",
        trajectories_agree,
    ),
    Statement(
        "M1",
        "A gradient on the plateau takes exponentially many measurements",
        "McClean et al. 2018, main text; prediction derived, docs/derivations.md",
        "simulated errors agree with the prediction (8 of 10 intervals contain 1), and the measurements needed grow exponentially with n",
        measurements_as_predicted,
    ),
)


def judge(tables: Further) -> list[dict]:
    """Every claim that the run has experiments for, with its finding, as rows of the table of claims."""
    return judge_present(STATEMENTS, tables)
