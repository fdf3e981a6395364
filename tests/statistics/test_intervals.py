"""Intervals cover what they are of, by simulation."""

from functools import cache, partial

import numpy as np
import pytest
from scipy.special import ndtri

from plateaus.statistics.intervals import Z95, between_groups, mean_ratio, median_interval, proportion


def test_95_percent_of_a_normal_law_are_within():
    assert ndtri(0.975) == Z95


def test_the_variance_between_groups_is_free_of_the_scatter_within():
    """Groups with a true variance of 1 and members that scatter by 3: over many repetitions, and its standard error."""
    generator = np.random.default_rng(5)
    found = []
    for _ in range(400):
        means = generator.normal(0, 1, 200)
        found.append(between_groups(means[:, None] + generator.normal(0, 3, (200, 2))))
    value, error = np.array(found).T
    assert value.mean() == pytest.approx(1, abs=4 * value.std() / 20)
    assert np.sqrt((error**2).mean()) == pytest.approx(value.std(), rel=0.15)


def test_intervals_of_ratios_medians_and_proportions_cover():
    generator = np.random.default_rng(6)
    hits = np.zeros(3)
    of_200 = cache(partial(proportion, of=200))  # of few different numbers
    for _ in range(1000):
        x = generator.exponential(size=200)
        _, low, high = mean_ratio(3 * x * generator.normal(size=200) ** 2, x)  # squared errors over their variances
        hits[0] += low <= 3 <= high
        low, high = median_interval(x)
        hits[1] += low <= np.log(2) <= high
        low, high = of_200(int((x > 1).sum()))
        hits[2] += low <= np.exp(-1) <= high
    assert (hits > 920).all()
    assert (hits < 985).all()
