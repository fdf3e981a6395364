"""Estimates: exact identities, coverage by simulation, fits against known lines."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from plateaus.statistics import (
    Moments,
    between_groups,
    fit_line,
    mean_ratio,
    median_interval,
    proportion,
    settling_depth,
)


def heavy_tailed(kurtosis, shape, rng):
    """Unit-scale samples of a given kurtosis: a normal law whose scale is log-normal.

    A product of many random factors is about log-normal, and that is what a gradient of the projector is.
    """
    width = np.sqrt(np.log(kurtosis / 3) / 4)
    return rng.normal(size=shape) * np.exp(width * rng.normal(size=shape)), np.exp(2 * width**2)


@settings(max_examples=50, deadline=None)
@given(
    parts=st.lists(st.integers(1, 30), min_size=1, max_size=5), offset=st.floats(-100, 100), seed=st.integers(0, 999)
)
def test_moments_of_parts_add_up_to_moments_of_the_whole(parts, offset, seed):
    samples = np.random.default_rng(seed).standard_t(5, size=(sum(parts), 3)) + offset
    whole = Moments.of(samples)
    first, *others = (Moments.of(part) for part in np.split(samples, np.cumsum(parts)[:-1]))
    for other in others:
        first = first + other
    assert first.count == whole.count
    np.testing.assert_allclose(first.mean, whole.mean, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(first.central, whole.central, rtol=1e-9, atol=1e-8)


def test_moments_agree_with_scipy():
    samples = np.random.default_rng(1).gamma(2.0, size=(500, 4))
    moments = Moments.of(samples)
    np.testing.assert_allclose(moments.variance, samples.var(axis=0, ddof=1))
    np.testing.assert_allclose(moments.mean_se, stats.sem(samples))
    np.testing.assert_allclose(moments.kurtosis, stats.kurtosis(samples, fisher=False))


def test_what_does_not_vary_has_variance_zero_and_no_reliable_interval():
    moments = Moments.of(np.zeros((100, 1)))
    assert moments.variance[0] == 0
    assert not moments.reliable[0]


@pytest.mark.parametrize("circuits", [200, 400, 1000, 2000])
@pytest.mark.parametrize("kurtosis", [3.05, 3.2, 3.5, 3.9])
def test_intervals_cover_for_tails_like_those_of_z1z2(kurtosis, circuits):
    samples, variance = heavy_tailed(kurtosis, (circuits, 4000), np.random.default_rng(circuits))
    moments = Moments.of(samples)
    low, high = moments.variance_interval()
    covered = ((low < variance) & (variance < high)).mean()
    assert 0.925 < covered < 0.965  # 4000 intervals: ± 0.7 % at two standard errors
    assert moments.reliable.mean() > (0.85 if circuits == 200 else 0.94)


@pytest.mark.parametrize("circuits", [200, 400, 1000, 2000])
@pytest.mark.parametrize("kurtosis", [7, 12, 30, 100, 350])
def test_intervals_cover_or_are_flagged_for_tails_like_those_of_the_projector(kurtosis, circuits):
    samples, variance = heavy_tailed(kurtosis, (circuits, 4000), np.random.default_rng(circuits))
    moments = Moments.of(samples)
    low, high = moments.variance_interval()
    missed = (low > variance) | (variance > high)
    assert (missed & moments.reliable).mean() < 0.08
    if kurtosis >= 100:
        assert moments.reliable.mean() < 0.5


def test_flagged_intervals_are_the_ones_that_miss():
    samples, variance = heavy_tailed(350, (400, 4000), np.random.default_rng(0))
    moments = Moments.of(samples)
    low, high = moments.variance_interval()
    assert ((low > variance) | (variance > high)).mean() > 0.1
    assert not moments.reliable.all()


def test_intervals_scale_with_the_samples():
    samples, _ = heavy_tailed(4, (300, 1), np.random.default_rng(3))
    one, ten = Moments.of(samples).variance_interval(), Moments.of(10 * samples + 5).variance_interval()
    np.testing.assert_allclose(np.array(ten), 100 * np.array(one), rtol=1e-9)


def test_weighted_fit_has_the_slope_and_the_error_that_scatter_shows():
    rng = np.random.default_rng(4)
    x, sigma = np.arange(2.0, 15, 2), np.array([0.02, 0.02, 0.03, 0.05, 0.05, 0.08, 0.1])
    fits = [fit_line(x, -0.69 * x - 1 + sigma * rng.normal(size=x.size), sigma) for _ in range(2000)]
    slopes = np.array([fit.slope for fit in fits])
    assert slopes.mean() == pytest.approx(-0.69, abs=4 * slopes.std() / np.sqrt(len(slopes)))
    covered = np.mean([fit.low < -0.69 < fit.high for fit in fits])
    assert 0.935 < covered < 0.965
    assert stats.kstest([fit.p_value for fit in fits], "uniform").pvalue > 1e-3


def test_fit_without_errors_has_no_interval():
    fit = fit_line(np.array([2.0, 4.0, 6.0]), np.array([-1.0, -2.0, -3.5]))
    assert fit.low == fit.slope == fit.high == pytest.approx(-0.625)
    assert np.isnan([fit.chi2, fit.p_value]).all()


def test_a_line_needs_two_points():
    with pytest.raises(ValueError, match="at least two"):
        fit_line(np.array([1.0]), np.array([1.0]))


LAYERS = np.array([10, 20, 30, 40, 50])


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ([2.0, 1.2, 1.0, 1.0, 1.0], [2.0, 1.2, 1.0, 1.0, 1.0], (30, 30)),  # known exactly
        ([1.9, 1.05, 0.95, 0.98, 0.97], [2.1, 1.3, 1.2, 1.05, 1.05], (20, 40)),  # the interval at 30 leaves it open
        ([1.9, 1.5, 1.0, 1.0, 1.2], [2.1, 1.7, 1.0, 1.0, 1.3], (np.nan, np.nan)),  # outside at the end
        ([1.0] * 5, [1.0] * 5, (10, 10)),  # there from the start
        ([1.0, 1.0, 1.0, 1.0, 0.8], [1.0, 1.0, 1.0, 1.0, 1.2], (10, np.nan)),  # never certain
    ],
)
def test_settling_depth(low, high, expected):
    found = settling_depth(LAYERS, np.array(low), np.array(high), limit=1.0, within=0.1)
    np.testing.assert_equal(found, expected)


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
    for _ in range(1000):
        x = generator.exponential(size=200)
        _, low, high = mean_ratio(3 * x * generator.normal(size=200) ** 2, x)  # squared errors over their variances
        hits[0] += low <= 3 <= high
        low, high = median_interval(x)
        hits[1] += low <= np.log(2) <= high
        low, high = proportion(int((x > 1).sum()), 200)
        hits[2] += low <= np.exp(-1) <= high
    assert (hits > 920).all()
    assert (hits < 985).all()
