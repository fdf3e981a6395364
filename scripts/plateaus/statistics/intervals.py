"""Intervals and tests for means, ratios, medians and probabilities.

Each says how far a number that was estimated from finitely many samples can be trusted: a 95 % interval, a standard
error or a p-value. They take plain arrays and know nothing of what was sampled.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np

Z95 = 1.959963984540054
"""Half the width of a 95 % interval of a normal law, in standard errors."""
ENOUGH, AT_ONCE = 100, 250
"""Resamples as large as what is seen after which a p-value is known well enough; how many are drawn between looks."""


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
    from scipy import stats  # takes half a second that most programs can do without

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
    from scipy import stats  # as above

    interval = stats.binomtest(hits, of).proportion_ci(0.95, method="exact")
    return float(interval.low), float(interval.high)


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
        Bootstrap samples at most; a p-value is at least 1/(resamples + 1). Fewer where `ENOUGH` of them are as large as
        what is seen (Besag & Clifford, Biometrika 78, 301, 1991): p is not small then.
    generator : Generator

    Returns
    -------
    list of float
        One p-value a quantity, its groups taken together.
    """
    quantities = len(groups[0])
    found, parts = np.zeros(quantities), []
    for group in groups:
        for q, values in enumerate(group):
            scale = values.std(axis=0)
            varies = scale > 1e-9
            if not np.allclose(values[:, ~varies], 0, atol=1e-9):
                found[q] = np.inf  # a column that does not vary at all has to be zero itself
            scaled = (values[:, varies] / scale[varies]).astype(np.float32)
            mean = scaled.mean(axis=0, dtype=float)
            found[q] += len(values) * (mean**2).sum()
            parts.append((scaled - mean).astype(np.float32))
    as_large, drawn = np.ones((2, quantities), dtype=int)  # what is seen is one of them
    while len(unclear := np.flatnonzero((as_large < ENOUGH) & (drawn <= resamples))):
        done = int(drawn.max())
        number = min(AT_ONCE - done % AT_ONCE, resamples + 1 - done)
        null = np.zeros((quantities, number))
        for g, group in enumerate(groups):
            rows = len(group[0])
            # how often each row is drawn in each resample; `multinomial` would do, but takes a binomial draw for each
            places = generator.integers(rows, size=(number, rows)) + rows * np.arange(number)[:, None]
            counts = np.bincount(places.ravel(), minlength=rows * number).reshape(places.shape).astype(np.float32)
            for q in unclear.tolist():
                centred = parts[g * quantities + q]
                first, second = (counts @ centred) / rows, (counts @ centred**2) / rows
                with np.errstate(divide="ignore", invalid="ignore"):  # of very few rows a resample may not vary at all
                    t_squared = first**2 / (second - first**2)
                null[q] += rows * np.nan_to_num(t_squared, nan=np.inf, posinf=np.inf).sum(axis=1)
        as_large[unclear] += (null >= found[:, None]).sum(axis=1)[unclear]
        drawn[unclear] += number
    return (as_large / drawn).tolist()
