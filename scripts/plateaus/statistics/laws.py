"""How a variance depends on the number of qubits: exponential, a power, no fall at all, zero, or these sizes cannot tell.

On a barren plateau the variance of the gradient falls exponentially; with objectives that are means of local terms, or
in shallow circuits, it may fall as a power, or not at all. Over few sizes all of these look alike, and the nearer of
two lines is then no finding: a law counts only where the other one is rejected and the last sizes still follow it. The
criterion, and why, is in docs/statistics.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf, nan

import numpy as np
import pandas as pd

from plateaus.statistics.fits import Fit, fit_line
from plateaus.statistics.intervals import Z95

EXPONENTIAL, POWER, DOES_NOT_FALL, IS_ZERO, CANNOT_TELL = KINDS = (
    "exponential",
    "power",
    "does not fall",
    "is zero",
    "cannot tell",
)
"""The answers."""

LEAST_SIZES, LEAST_SPAN = 4, 3
"""A law needs so many sizes, the largest so many times the smallest: over a shorter range a power looks straight."""
FLAT_SPAN = 2
"""A variance that does not fall must not do so over so many times the smallest of its last sizes."""
FLAT = -0.25
"""A power above this counts as no fall: less than a sixth for twice the qubits (powers that occur are −1 and −2)."""
REJECTED = 0.01
"""A law with a smaller p-value is rejected."""
TIMES = 3
"""Of two laws that are both no exact description, one counts if it is so many times nearer."""
AGREES = 0.25
"""The slope of the last sizes agrees with that of all if it differs by at most this part of it, as far as is known."""
FARTHEST = 4
"""Sizes that would tell are looked for up to so many times the largest."""


@dataclass(frozen=True)
class DecayLaw:
    """What some sizes say of the decay of a variance.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    slope, exponent : Fit or None
        Lines through ln Var against n (an exponential) and against ln n (a power), over the sizes that `kind` is said
        of; None where less than two sizes vary. The ends of their intervals are those of 95 % where the values were
        sampled, and the least and largest slope between neighbours of the last sizes where they are exact.
    slope_residual, exponent_residual : float
        Root mean square distance of ln Var from each; where sampled, in standard errors.
    sizes : tuple of int
        What `kind` is said of: all sizes that vary, or of a variance that does not fall the last of them.
    needed : int or None
        Where these sizes cannot tell: the size up to which one would have to go, if the variance goes on as it does
        over the last sizes. None where no size up to `FARTHEST` times the largest is enough: more circuits are needed.
    """

    kind: str
    slope: Fit | None
    exponent: Fit | None
    slope_residual: float
    exponent_residual: float
    sizes: tuple[int, ...]
    needed: int | None = None

    @property
    def rate(self) -> Fit | None:
        """The line that says how fast: of a power or of a variance that does not fall its exponent, else its slope.

        None where nothing varies or these sizes cannot tell.
        """
        if self.kind in (POWER, DOES_NOT_FALL):
            return self.exponent
        return self.slope if self.kind == EXPONENTIAL else None


def diagnose(sizes: np.ndarray, logs: np.ndarray, errors: np.ndarray, *, sampled: bool) -> DecayLaw:
    """Decide how a variance depends on the number of qubits.

    Parameters
    ----------
    sizes : ndarray of int, shape (points,)
        Numbers of qubits, increasing.
    logs : ndarray, shape (points,)
        ln Var at each; −inf where the variance is zero.
    errors : ndarray, shape (points,)
        Standard errors of `logs` where sampled, independent of each other; bounds of their errors where exact.
    sampled : bool

    Examples
    --------
    >>> sizes = np.array([4, 6, 8, 10, 12])
    >>> diagnose(sizes, -0.7 * sizes, np.zeros(5), sampled=False).kind
    'exponential'
    >>> diagnose(sizes[:2], -0.7 * sizes[:2], np.zeros(2), sampled=False).needed
    12
    """
    varies = logs > -inf
    if len(sizes) and not varies.any():
        return DecayLaw(IS_ZERO, None, None, nan, nan, tuple(map(int, sizes)))
    points = _Points(sizes[varies].astype(float), logs[varies], errors[varies], sampled)
    found = points.decide()
    return replace(found, needed=points.needed()) if found.kind == CANNOT_TELL else found


def decay_law(points: pd.DataFrame) -> DecayLaw | None:
    """What the exact rows of ``decay_points.csv`` of one experiment and rule say; None for less than three."""
    points = points[points["source"] == "exact"].sort_values("qubits")
    if len(points) < 3:
        return None
    variance = points["variance"].to_numpy()
    errors = (points["high"] - points["low"]).to_numpy() / 2 / variance
    return diagnose(points["qubits"].to_numpy(), np.log(variance), errors, sampled=False)


@dataclass(frozen=True)
class _Line:
    """A line through some points: `fit`, its rms distance from them, and the same line through the last of them."""

    fit: Fit
    residual: float
    last: Fit


@dataclass(frozen=True)
class _Points:
    """Sizes at which the variance is not zero."""

    sizes: np.ndarray
    logs: np.ndarray
    errors: np.ndarray
    sampled: bool

    def __len__(self) -> int:
        return len(self.sizes)

    def _part(self, part: slice) -> _Points:
        return replace(self, sizes=self.sizes[part], logs=self.logs[part], errors=self.errors[part])

    @property
    def _last(self) -> _Points:
        """The larger half of the sizes, at least two."""
        return self._part(slice(-max(2, (len(self) + 1) // 2), None))

    def _span(self, factor: float) -> bool:
        return len(self) >= LEAST_SIZES and self.sizes[-1] >= factor * self.sizes[0]

    def _fit(self, x: np.ndarray) -> Fit:
        return fit_line(x, self.logs, self.errors if self.sampled else None)

    def line(self, *, power: bool) -> _Line:
        """The line through ln Var against n or, for a power, ln n."""

        def of(points: _Points) -> np.ndarray:
            return np.log(points.sizes) if power else points.sizes

        fit, last = self._fit(of(self)), self._last._fit(of(self._last))
        distance = self.logs - fit.intercept - fit.slope * of(self)
        if self.sampled:
            return _Line(fit, float(np.sqrt(np.mean((distance / self.errors) ** 2))), last)
        between = np.diff(self._last.logs) / np.diff(of(self._last))
        low, high = (float(end([*between, fit.slope])) for end in (min, max))
        # what is known to so many digits is no nearer to a line than that
        residual = np.sqrt(np.mean(np.maximum(distance**2, self.errors**2)))
        return _Line(replace(fit, low=low, high=high), float(residual), last)

    def decide(self) -> DecayLaw:
        """The answer, but for the sizes that would tell."""
        known = tuple(int(n) for n in self.sizes)
        if len(self) < 2:
            return DecayLaw(CANNOT_TELL, None, None, nan, nan, known)
        exponential, power = self.line(power=False), self.line(power=True)
        found = DecayLaw(CANNOT_TELL, exponential.fit, power.fit, exponential.residual, power.residual, known)
        if self._span(LEAST_SPAN):
            if _counts(exponential, power):
                return replace(found, kind=EXPONENTIAL)
            if _counts(power, exponential):
                return replace(found, kind=POWER)
        for start in range(len(self) - LEAST_SIZES + 1):
            rest = self._part(slice(start, None))
            if rest._span(FLAT_SPAN) and rest._is_flat():
                return replace(rest.decide_flat(), kind=DOES_NOT_FALL)
        return found

    def decide_flat(self) -> DecayLaw:
        """Both lines through these sizes, to say how little they fall."""
        exponential, power = self.line(power=False), self.line(power=True)
        known = tuple(int(n) for n in self.sizes)
        return DecayLaw(DOES_NOT_FALL, exponential.fit, power.fit, exponential.residual, power.residual, known)

    def _is_flat(self) -> bool:
        """Whether the power is surely above `FLAT`, over these sizes and over the last of them."""
        line = self.line(power=True)
        if self.sampled:
            return line.fit.low > FLAT and line.last.slope > FLAT and line.fit.p_value >= REJECTED
        return line.fit.slope > FLAT and line.last.slope > FLAT

    def needed(self) -> int | None:
        """The size up to which one would have to go, in the steps of the last sizes."""
        for more in self._longer():
            if len(more) < 3 and more._span(LEAST_SPAN) or more.decide().kind != CANNOT_TELL:
                return int(more.sizes[-1])
        return None

    def _longer(self) -> Iterator[_Points]:
        """These sizes and further ones, at which the variance goes on as it does over the last of these."""
        first, largest = self.sizes[0], self.sizes[-1]
        step = largest - self.sizes[-2] if len(self) > 1 else max(1.0, first // 2)
        sizes = np.arange(largest + step, FARTHEST * largest + 1, step)
        line = self._nearer()
        for count in range(1, len(sizes) + 1):
            more = sizes[:count]
            yield replace(
                self,
                sizes=np.append(self.sizes, more),
                logs=np.append(self.logs, self.logs[-1] + line(more) - line(largest)),
                errors=np.append(self.errors, np.full(count, self.errors[-1])),
            )

    def _nearer(self):
        """The nearer law as a function of the size: through the last sizes, and flat where they are."""
        if len(self) < 2:
            return lambda n: -np.log(2) * n
        exponential, power = self.line(power=False), self.line(power=True)
        if power.last.slope > FLAT:
            return lambda n: 0.0 * n
        if exponential.residual <= power.residual:
            return lambda n: exponential.last.slope * n
        return lambda n: power.last.slope * np.log(n)


def _counts(law: _Line, other: _Line) -> bool:
    """Whether a law counts: it falls, the other one is rejected, and the last sizes agree with it."""
    sampled = not np.isnan(law.fit.chi2)
    nearer = other.residual >= TIMES * law.residual
    if sampled:
        rejected = other.fit.p_value < REJECTED and (law.fit.p_value >= REJECTED or nearer)
    else:
        rejected = nearer
    falls = law.fit.high < 0 if sampled else law.fit.slope < 0
    unsure = Z95 and (law.last.high - law.last.low) / 2
    return rejected and falls and abs(law.last.slope - law.fit.slope) <= AGREES * abs(law.fit.slope) + unsure
