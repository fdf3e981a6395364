"""Estimates with intervals, which add up over jobs, and fits. Nothing here knows what was sampled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, sqrt

import numpy as np
from scipy import stats

Z95 = float(stats.norm.ppf(0.975))


@dataclass(frozen=True)
class Moments:
    """How often, and the moments of what was seen; two of them add up to the moments of both together.

    Attributes
    ----------
    count : int
        Number of samples.
    mean : ndarray, shape (points,)
        Sample means, one a point of the curve.
    central : ndarray, shape (7, points)
        Sums over the samples of (x − mean)^p for p = 0…6. (The sixth gives the error of a variance its skewness.)
    """

    count: int
    mean: np.ndarray
    central: np.ndarray

    @classmethod
    def of(cls, samples: np.ndarray) -> Moments:
        """Moments of `samples`, shape (count, points), along the first axis."""
        mean = samples.mean(axis=0)
        deviation = samples - mean
        powers = [np.full(mean.shape, float(len(samples))), np.zeros(mean.shape)]
        power = deviation
        for _ in range(2, 7):
            power = power * deviation
            powers.append(power.sum(axis=0))
        return cls(len(samples), mean, np.array(powers))

    def _about(self, centre: np.ndarray) -> np.ndarray:
        shift = self.mean - centre
        return np.array([sum(comb(p, k) * self.central[k] * shift ** (p - k) for k in range(p + 1)) for p in range(7)])

    def __add__(self, other: Moments) -> Moments:
        count = self.count + other.count
        mean = self.mean + (other.mean - self.mean) * (other.count / count)
        central = self._about(mean) + other._about(mean)
        central[1] = 0.0
        return Moments(count, mean, central)

    @property
    def variance(self) -> np.ndarray:
        """Unbiased sample variance."""
        return self.central[2] / (self.count - 1)

    @property
    def mean_se(self) -> np.ndarray:
        """Standard error of the mean."""
        return np.sqrt(self.variance / self.count)

    @property
    def kurtosis(self) -> np.ndarray:
        """Fourth central moment over the squared second: 3 for a normal law, NaN where nothing varies."""
        with np.errstate(invalid="ignore"):
            return self.count * self.central[4] / self.central[2] ** 2

    @property
    def log_variance_se(self) -> np.ndarray:
        """Standard error of ln(variance): √((kurtosis − 1)/count)."""
        return np.sqrt((self.kurtosis - 1) / self.count)

    @property
    def _skewness_of_squares(self) -> np.ndarray:
        second, fourth, sixth = self.central[[2, 4, 6]] / self.count
        with np.errstate(invalid="ignore"):
            return (sixth - 3 * fourth * second + 2 * second**3) / (fourth - second**2) ** 1.5

    def variance_interval(self) -> tuple[np.ndarray, np.ndarray]:
        """95 % interval of the variance, by Hall's (1992) transformation of Student's t for skewed data.

        The variance is a mean of squares, and squares are skewed: the plain interval misses high variances. The
        transformation removes the skewness term of the error; it needs no resampling and no law for the samples.
        """
        error = self.variance * self.log_variance_se
        a = self._skewness_of_squares / sqrt(self.count)
        low, high = (self.variance - error * _hall_inverse(z, a) for z in (Z95, -Z95))
        return np.maximum(low, 0.0), high

    @property
    def reliable(self) -> np.ndarray:
        """Whether `variance_interval` can be trusted, per point.

        With heavy tails most samples of moderate size have not seen the tail. By simulation (tests/test_statistics.py),
        asking kurtosis ≤ 0.4·√count and a small skewness correction keeps the probability that an interval misses the
        variance *and* is not flagged below 8 % for any kurtosis from 3 to 350, and at 5–6 % below 4.
        """
        tame = self.kurtosis <= 0.4 * sqrt(self.count)
        return tame & (self._skewness_of_squares <= 0.35 * sqrt(self.count))


def _hall_inverse(z: float, a: np.ndarray) -> np.ndarray:
    """t with t + a·t²/3 + a²·t³/27 + a/6 = z; that is, 3·[(1 + a(z − a/6))^(1/3) − 1] / a."""
    with np.errstate(divide="ignore", invalid="ignore"):
        t = 3 * (np.cbrt(1 + a * (z - a / 6)) - 1) / a
    return np.where(np.abs(a) < 1e-9, z, t)


def zero_mean_p_values(
    groups: Sequence[Sequence[np.ndarray]], *, resamples: int, generator: np.random.Generator
) -> list[float]:
    """Whether means of correlated columns are all zero, by resampling whole rows.

    The statistic is the sum over all columns of the squared t-value of a column's mean. Its law under the hypothesis
    comes from the same samples, moved to mean zero and resampled by rows (circuits), so that correlations between
    columns (depths of one curve) are kept and need no model.

    Parameters
    ----------
    groups : sequence of sequences of ndarray, shape (rows, columns)
        Independent groups (sizes); each a sequence of quantities measured on the same rows, in units in which they
        are of order 1.
    resamples : int
        Bootstrap samples; a p-value is at least 1/(resamples + 1).
    generator : Generator

    Returns
    -------
    list of float
        One p-value a quantity, its groups taken together.
    """
    quantities = len(groups[0])
    found, null = np.zeros(quantities), np.zeros((quantities, resamples))
    for group in groups:
        rows = len(group[0])
        # how often each row is drawn in each resample; `multinomial` would do, but takes a binomial draw for each
        drawn = generator.integers(rows, size=(resamples, rows)) + rows * np.arange(resamples)[:, None]
        counts = np.bincount(drawn.ravel(), minlength=rows * resamples).reshape(drawn.shape).astype(np.float32)
        for q, values in enumerate(group):
            scale = values.std(axis=0)
            varies = scale > 1e-9
            if not np.allclose(values[:, ~varies], 0, atol=1e-9):
                found[q] = np.inf  # a column that does not vary at all has to be zero itself
            if not varies.any():
                continue
            scaled = (values[:, varies] / scale[varies]).astype(np.float32)
            mean = scaled.mean(axis=0, dtype=float)
            found[q] += rows * (mean**2).sum()
            centred = (scaled - mean).astype(np.float32)
            first, second = (counts @ centred) / rows, (counts @ centred**2) / rows
            with np.errstate(divide="ignore", invalid="ignore"):  # of very few rows a resample may not vary at all
                t_squared = first**2 / (second - first**2)
            null[q] += rows * np.nan_to_num(t_squared, nan=np.inf, posinf=np.inf).sum(axis=1)
    return [float((1 + (null[q] >= found[q]).sum()) / (resamples + 1)) for q in range(quantities)]


@dataclass(frozen=True)
class Fit:
    """A straight line through points, least squares, no number without its uncertainty.

    Attributes
    ----------
    slope, low, high : float
        Slope and the ends of its 95 % interval; without errors of the points the ends equal the slope.
    intercept : float
    points : int
    chi2 : float
        Σ ((y − line)/sigma)²; NaN without errors.
    p_value : float
        Probability of a larger chi2 if the line is true (points − 2 degrees of freedom); NaN without errors.
    """

    slope: float
    low: float
    high: float
    intercept: float
    points: int
    chi2: float = float("nan")
    p_value: float = float("nan")


def fit_line(x: np.ndarray, y: np.ndarray, sigma: np.ndarray | None = None) -> Fit:
    """Least-squares line through (x, y), weighted by the standard errors `sigma` of y where there are any.

    Raises
    ------
    ValueError
        Fewer than two points.

    Examples
    --------
    >>> round(fit_line(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])).slope, 12)
    2.0
    """
    if len(x) < 2:
        raise ValueError(f"{len(x)} point: a line needs at least two")
    if sigma is None:
        slope, intercept = map(float, np.polyfit(x, y, 1))
        return Fit(slope, slope, slope, intercept, len(x))
    # cov="unscaled": sigma are errors, not relative weights. np.polyfit would otherwise rescale them to the scatter.
    (slope, intercept), covariance = np.polyfit(x, y, 1, w=1 / sigma, cov="unscaled")
    error = Z95 * sqrt(covariance[0, 0])
    chi2 = float((((y - slope * x - intercept) / sigma) ** 2).sum())
    p_value = float(stats.chi2.sf(chi2, len(x) - 2)) if len(x) > 2 else float("nan")
    return Fit(float(slope), float(slope - error), float(slope + error), float(intercept), len(x), chi2, p_value)


def settling_depth(
    layers: np.ndarray, low: np.ndarray, high: np.ndarray, limit: float, within: float
) -> tuple[float, float]:
    """Between which depths a curve known up to intervals comes to stay within a relative band around its limit.

    Parameters
    ----------
    layers : ndarray of int, shape (points,)
        Depths, increasing.
    low, high : ndarray, shape (points,)
        Ends of the curve's intervals; equal where it is known exactly.
    limit, within : float
        The band is limit·(1 ± within).

    Returns
    -------
    (float, float)
        The first depth after the last interval that lies wholly outside the band (the curve cannot have settled
        before), and the first depth from which on every interval lies inside (the curve has settled by then). NaN
        where the recorded depths do not contain it.
    """
    floor, ceiling = limit * (1 - within), limit * (1 + within)
    outside = (low > ceiling) | (high < floor)
    unsure = (high > ceiling) | (low < floor)
    return _first_after(layers, outside), _first_after(layers, unsure)


def _first_after(layers: np.ndarray, flags: np.ndarray) -> float:
    """The depth after the last raised flag; NaN if there is none."""
    start = int(np.flatnonzero(flags)[-1]) + 1 if flags.any() else 0
    return float(layers[start]) if start < len(layers) else float("nan")


def between_groups(values: np.ndarray) -> tuple[float, float]:
    """Variance of the groups' true means, free of the scatter within them, and its standard error.

    Products of different members of a group have the square of its true mean as their mean; a member's own square
    has its scatter as well. Summed over pairs that is the variance of the groups' averages less the scatter within
    over the number of members: the between-groups component of a one-way analysis of variance, without bias.

    Parameters
    ----------
    values : ndarray, shape (groups, members)
        At least 2 of each.

    Examples
    --------
    >>> between_groups(np.array([[1.0, 3.0], [3.0, 1.0]]))[0]  # nothing but scatter
    -1.0
    """
    groups, members = values.shape
    average = values.mean(axis=1)
    scatter = values.var(axis=1, ddof=1) / members
    parts = (average - average.mean()) ** 2 * groups / (groups - 1) - scatter
    return float(parts.mean()), float(parts.std(ddof=1) / sqrt(groups))


def mean_ratio(above: np.ndarray, below: np.ndarray) -> tuple[float, float, float]:
    """Ratio of two means over the same samples and its 95 % interval, by linear error propagation on its logarithm.

    Parameters
    ----------
    above, below : ndarray, shape (samples,)
        Positive means.

    Examples
    --------
    >>> mean_ratio(np.array([2.0, 4.0]), np.array([1.0, 2.0]))
    (2.0, 2.0, 2.0)
    """
    ratio = above.mean() / below.mean()
    error = float(np.std(above / above.mean() - below / below.mean(), ddof=1) / sqrt(len(above)))
    return float(ratio), float(ratio * np.exp(-Z95 * error)), float(ratio * np.exp(Z95 * error))


def median_interval(values: np.ndarray) -> tuple[float, float]:
    """95 % interval of a median between two order statistics: exact whatever the law, at least 95 %.

    Parameters
    ----------
    values : ndarray, shape (samples,)
        At least 6, for the extremes to be enough.

    Examples
    --------
    >>> median_interval(np.arange(20.0))
    (5.0, 14.0)
    """
    below = int(stats.binom.ppf(0.025, len(values), 0.5))
    ordered = np.sort(values)
    return float(ordered[max(below - 1, 0)]), float(ordered[min(len(values) - below, len(values) - 1)])


def proportion(hits: int, of: int) -> tuple[float, float]:
    """Clopper and Pearson's 95 % interval of a probability.

    Examples
    --------
    >>> [round(end, 3) for end in proportion(0, 100)]
    [0.0, 0.036]
    """
    interval = stats.binomtest(hits, of).proportion_ci(0.95, method="exact")
    return float(interval.low), float(interval.high)
