"""Whether many estimates from the same samples all agree with what they should be: one p-value for all.

Points of a curve share circuits and go up and down together. Sums over the circuits of products of two points say how
much, so that the law of Σ z² over all points is known without the circuits themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np


@dataclass(frozen=True)
class Means:
    """Sample means of several quantities over the same samples.

    Attributes
    ----------
    count : int
        Number of samples.
    mean, variance : ndarray, shape (points,)
        Mean and variance of the samples.
    products : ndarray, shape (points, points)
        Means of the products of two quantities of a sample. A few digits are enough.
    """

    count: int
    mean: np.ndarray
    variance: np.ndarray
    products: np.ndarray

    def __add__(self, other: Means) -> Means:
        """The means of both together."""
        count = self.count + other.count
        here, there = self.count / count, other.count / count
        mean = here * self.mean + there * other.mean
        second = here * (self.variance + self.mean**2) + there * (other.variance + other.mean**2)
        return Means(count, mean, second - mean**2, here * self.products + there * other.products)

    @property
    def correlation(self) -> np.ndarray:
        """Correlations of two quantities, between −1 and 1 whatever was rounded, 0 where one does not vary."""
        spread = np.sqrt(self.variance)
        with np.errstate(divide="ignore", invalid="ignore"):
            found = (self.products - np.outer(self.mean, self.mean)) / np.outer(spread, spread)
        found = np.clip(np.nan_to_num(found, posinf=0.0, neginf=0.0), -1, 1)
        np.fill_diagonal(found, 1.0)
        return found

    def correlated_as(self, other: Means) -> Means:
        """The same means with the correlations of others."""
        spread = np.sqrt(self.variance)
        products = other.correlation * np.outer(spread, spread) + np.outer(self.mean, self.mean)
        return Means(self.count, self.mean, self.variance, products)


Scores = tuple[np.ndarray, np.ndarray]
"""Scores z, shape (points,), each normal if nothing is wrong, and their correlations, shape (points, points)."""


def mean_scores(found: Means, mean: np.ndarray, variance: np.ndarray) -> Scores:
    """Deviations of means from known ones, over known standard errors; points without a variance are left out."""
    varies = (variance > 0) & (found.variance > 0)
    z = (found.mean - mean)[varies] / np.sqrt(variance[varies] / found.count)
    return z, found.correlation[np.ix_(varies, varies)]


def square_scores(found: Means, mean: np.ndarray) -> Scores:
    """Deviations of means of squares from known ones.

    The variance of a square is (kurtosis − 1) times the squared mean. The kurtosis is taken from the samples, and
    corrected so that z² is 1 on average to first order for normal samples (its own bias is −2/count of it, and its
    reciprocal's scatter adds 6/count); the mean is the known one. So z does not grow where the mean came out low, as it
    would over the samples' own error. Simulated (see the tests), the level is kept for a kurtosis to 5; at 9 a level of
    0.01 is 0.04; tails heavier than that are not for this test.
    """
    varies = (mean > 0) & (found.variance > 0)
    spread = found.variance[varies] / found.mean[varies] ** 2
    spread = spread * (1 + 3 * (spread + 1) / found.count)
    z = (found.mean[varies] / mean[varies] - 1) / np.sqrt(spread / found.count)
    return z, found.correlation[np.ix_(varies, varies)]


def difference_scores(one: Means, other: Means) -> Scores:
    """Differences of two means of samples of one law, over errors from both together.

    As in a permutation test, whose z² have the mean 1 whatever the law.
    """
    both = one + other
    varies = both.variance > 0
    z = (one.mean - other.mean)[varies] / np.sqrt(both.variance[varies] * (1 / one.count + 1 / other.count))
    return z, both.correlation[np.ix_(varies, varies)]


def p_value(groups: Sequence[Scores]) -> float:
    """Probability of a larger Σ z², if the scores are normal with these correlations; groups are independent.

    The sum of squares of correlated normal numbers has nearly the law of a χ² with its first three moments (Imhof,
    Biometrika 48, 419, 1961). Correlations estimated from few samples are too large on average: that makes the p-value
    larger.

    Returns
    -------
    float
        1 where there is no score.

    Examples
    --------
    >>> round(p_value([(np.array([1.96]), np.eye(1))]), 3)
    0.05
    """
    from scipy.special import gammaincc  # takes a fifth of a second that figures and most tables can do without

    found, cumulants = 0.0, np.zeros(3)
    for z, correlation in groups:
        square = correlation @ correlation
        found += float((z**2).sum())
        cumulants += [len(z), np.trace(square), (square * correlation).sum()]
    first, second, third = cumulants
    if not first:
        return 1.0
    degrees = second**3 / third**2
    level = degrees + (found - first) * sqrt(degrees / second)
    return float(gammaincc(degrees / 2, max(level, 0.0) / 2))
