"""How a variance depends on the number of qubits: exponential, a power, no fall, zero, or these sizes cannot tell.

On a barren plateau the variance of the gradient falls exponentially; with objectives that are means of local terms, or
in shallow circuits, it may fall as a power, or not at all. Over few sizes all of these look alike, and the nearer of
two lines is then no finding: a law counts only where the other one is rejected and the last sizes still follow it.
docs/statistics.md has the criterion in words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from math import exp, inf, log, nan
from typing import Any

import numpy as np
import pandas as pd

from plateaus.statistics.fits import Fit, fit_line
from plateaus.statistics.spans import LEAST_SIZES, LEAST_SPAN, can_tell

EXPONENTIAL, POWER, DOES_NOT_FALL, IS_ZERO, CANNOT_TELL = KINDS = (
    "exponential",
    "power",
    "does not fall",
    "is zero",
    "cannot tell",
)
"""The answers."""

FLAT_SPAN = 2
"""A variance that does not fall must not do so over `LEAST_SIZES` last sizes, the largest so many times the first."""
FLAT = -0.25
"""A fall slower than this power of n, a sixth for twice the qubits, counts as none (theory knows the powers −1, −2)."""
REJECTED = 0.01
"""A law with a smaller p-value is rejected by samples."""
TIMES = 3
"""An exact law is rejected if ln Var lies at least so many times as far from it as from the other one."""
AGREES = 0.5
"""The last sizes agree with a law if their slope, with its whole interval, is within this part of the law's own."""
FARTHEST = 4
"""Sizes that would tell are looked for up to so many times the largest."""


@dataclass(frozen=True)
class DecayLaw:
    """What some sizes say of how a variance depends on the number of qubits, and the two laws that were compared.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    qubits_from, qubits_to, points : int
        The sizes that it is said of: all, or, of a variance that does not fall, the last ones.
    slope, slope_low, slope_high : float
        Of the line through ln Var against n, an exponential, with its interval: of 95 % where the variances were
        sampled, and from the least to the largest slope between neighbours of the last sizes where they are exact. NaN
        where less than two sizes vary.
    exponent, exponent_low, exponent_high : float
        Likewise against ln n, a power.
    slope_residual, exponent_residual : float
        Root mean square distance of ln Var from each; in standard errors where sampled.
    slope_p_value, exponent_p_value : float
        Probability of a larger χ² if the law is true; NaN where exact, or for two points.
    spread : float
        Largest variance over the smallest.
    needed : int or None
        Where these sizes cannot tell: up to which size they would, if the variance goes on as over the last of them.
        None if no size up to `FARTHEST` times the largest would.
    """

    kind: str
    qubits_from: int
    qubits_to: int
    points: int
    slope: float = nan
    slope_low: float = nan
    slope_high: float = nan
    exponent: float = nan
    exponent_low: float = nan
    exponent_high: float = nan
    slope_residual: float = nan
    exponent_residual: float = nan
    slope_p_value: float = nan
    exponent_p_value: float = nan
    spread: float = nan
    needed: int | None = None


def diagnose(sizes: np.ndarray, logs: np.ndarray, errors: np.ndarray, *, sampled: bool) -> DecayLaw:
    """Decide how a variance depends on the number of qubits.

    Parameters
    ----------
    sizes : ndarray of int, shape (points,)
        Numbers of qubits, increasing; at least one.
    logs : ndarray, shape (points,)
        ln Var at each; −∞ where the variance is zero: such sizes are left out, unless it is zero at all.
    errors : ndarray, shape (points,)
        Where sampled, standard errors of `logs`, independent of each other; where exact, bounds of their errors.
    sampled : bool

    Examples
    --------
    >>> sizes = np.array([4, 6, 8, 10, 12])
    >>> diagnose(sizes, -0.7 * sizes, np.zeros(5), sampled=False).kind
    'exponential'
    >>> few = diagnose(sizes[:2], -0.7 * sizes[:2], np.zeros(2), sampled=False)
    >>> few.kind, few.needed
    ('cannot tell', 12)
    """
    varies = logs > -inf
    if not varies.any():
        return DecayLaw(IS_ZERO, int(sizes[0]), int(sizes[-1]), len(sizes))
    points = _Points(sizes[varies].astype(float), logs[varies], errors[varies], sampled)
    found = points.decide()
    return replace(found, needed=points.needed()) if found.kind == CANNOT_TELL else found


def decay_law(points: pd.DataFrame) -> DecayLaw | None:
    """What the exact rows of ``decay_points.csv`` of one experiment and rule say; None for less than three."""
    points = points[points["source"] == "exact"].sort_values("qubits")
    if len(points) < 3:
        return None
    errors = (points["high"] - points["low"]) / (2 * points["variance"])
    logs = np.log(points["variance"].to_numpy())
    return diagnose(points["qubits"].to_numpy(), logs, errors.to_numpy(), sampled=False)


@dataclass(frozen=True)
class _Law:
    """A line through some points, its root mean square distance from them, and the line through the last of them."""

    fit: Fit
    residual: float
    last: Fit


@dataclass(frozen=True)
class _Points:
    """Sizes at which the variance is not zero; attributes as the parameters of `diagnose`."""

    sizes: np.ndarray
    logs: np.ndarray
    errors: np.ndarray
    sampled: bool

    def part(self, first: int) -> _Points:
        """The points from one on, counted from the end if negative."""
        return replace(self, sizes=self.sizes[first:], logs=self.logs[first:], errors=self.errors[first:])

    @property
    def last(self) -> _Points:
        """The larger half of the sizes, at least two."""
        return self.part(-max(2, len(self.sizes) // 2))

    def span(self, factor: float) -> bool:
        """Whether these are sizes enough, over a range of such a factor."""
        return can_tell(self.sizes[0], self.sizes[-1], len(self.sizes), factor)

    def law(self, scale: Callable[[np.ndarray], np.ndarray]) -> _Law:
        """The line through ln Var against n or, for a power, ln n."""
        x, last = scale(self.sizes), self.last
        errors = (self.errors, last.errors) if self.sampled else (None, None)
        fit, end = fit_line(x, self.logs, errors[0]), fit_line(scale(last.sizes), last.logs, errors[1])
        distance = self.logs - fit.intercept - fit.slope * x
        if self.sampled:
            return _Law(fit, float(np.sqrt(np.mean((distance / self.errors) ** 2))), end)
        between = [*(np.diff(last.logs) / np.diff(scale(last.sizes))), fit.slope]
        # values that are known to within their errors lie no nearer to a line than that
        residual = float(np.sqrt(np.mean(np.maximum(distance**2, self.errors**2))))
        return _Law(replace(fit, low=float(min(between)), high=float(max(between))), residual, end)

    @cached_property
    def exponential(self) -> _Law:
        """The line of an exponential through all points."""
        return self.law(lambda n: n)

    @cached_property
    def power(self) -> _Law:
        """That of a power of n."""
        return self.law(np.log)

    def found(self, kind: str) -> DecayLaw:
        """An answer about these sizes."""
        answer = DecayLaw(kind, int(self.sizes[0]), int(self.sizes[-1]), len(self.sizes))
        if len(self.sizes) < 2:
            return answer
        exponential, power = self.exponential, self.power
        return replace(
            answer,
            slope=exponential.fit.slope,
            slope_low=exponential.fit.low,
            slope_high=exponential.fit.high,
            exponent=power.fit.slope,
            exponent_low=power.fit.low,
            exponent_high=power.fit.high,
            slope_residual=exponential.residual,
            exponent_residual=power.residual,
            slope_p_value=exponential.fit.p_value,
            exponent_p_value=power.fit.p_value,
            spread=exp(self.logs.max() - self.logs.min()),
        )

    def decide(self) -> DecayLaw:
        """The answer, without the size that would be needed."""
        if self.span(LEAST_SPAN):
            if self.counts(self.exponential, self.power):
                return self.found(EXPONENTIAL)
            if self.counts(self.power, self.exponential):
                return self.found(POWER)
        for first in range(len(self.sizes) - LEAST_SIZES + 1):
            rest = self.part(first)
            if rest.span(FLAT_SPAN) and rest.is_flat():
                return rest.found(DOES_NOT_FALL)
        return self.found(CANNOT_TELL)

    def counts(self, law: _Law, other: _Law) -> bool:
        """Whether a law counts: it falls, the other one is rejected, and the last sizes agree."""
        rejected = other.residual >= TIMES * law.residual
        if self.sampled:
            # many samples reject every law that is not exact: then, as with exact values, the much nearer one counts
            rejected = other.fit.p_value < REJECTED and (law.fit.p_value >= REJECTED or rejected)
        unsure = (law.last.high - law.last.low) / 2
        return rejected and law.fit.high < 0 and abs(law.last.slope - law.fit.slope) + unsure <= AGREES * -law.fit.slope

    def is_flat(self) -> bool:
        """Whether the variance falls slower than the power `FLAT`: surely over all sizes, and over the last of them."""
        power = self.power
        if power.last.slope <= FLAT:
            return False
        if self.sampled:
            return power.fit.low > FLAT and power.fit.p_value >= REJECTED
        fall = np.max(np.maximum.accumulate(self.logs) - self.logs)  # from any size to any larger one
        return bool(fall < -FLAT * log(self.sizes[-1] / self.sizes[0]))

    def needed(self) -> int | None:
        """Up to which size one would have to go, in the steps of the last sizes."""
        largest = self.sizes[-1]
        step = largest - self.sizes[-2] if len(self.sizes) > 1 else max(1.0, self.sizes[0] // 2)
        further = np.arange(largest + step, FARTHEST * largest + 1, step)
        # the more sizes the more they tell, so the first that do are found by bisection
        first = bisect_left(further, True, key=lambda n: self.to(further[further <= n]).decide().kind != CANNOT_TELL)
        return int(further[first]) if first < len(further) else None

    def to(self, further: np.ndarray) -> _Points:
        """These points and further ones, at which the variance goes on as over the last of these."""
        trend = self.trend
        return replace(
            self,
            sizes=np.append(self.sizes, further),
            logs=np.append(self.logs, self.logs[-1] + trend(further) - trend(self.sizes[-1])),
            errors=np.append(self.errors, np.full(len(further), self.errors[-1])),
        )

    @cached_property
    def trend(self) -> Callable[[Any], Any]:
        """ln Var against the size as over the last sizes: flat, or the nearer law; of a single size the plateau's."""
        if len(self.sizes) < 2:
            return lambda n: -np.log(2) * n
        exponential, power = self.exponential, self.power
        if power.last.slope > FLAT:
            return lambda n: 0 * n
        if exponential.residual <= power.residual:
            return lambda n: exponential.last.slope * n
        return lambda n: power.last.slope * np.log(n)
