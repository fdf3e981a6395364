"""Moments: they add up, agree with scipy, and their intervals cover, or are flagged, by simulation."""

from functools import reduce
from operator import add

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from plateaus.statistics.fits import fit_line
from plateaus.statistics.moments import ENOUGH, Moments


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
    assert np.ravel(moments.variance_interval()).tolist() == [0, 0]
    assert not moments.reliable[0]


def test_rounding_is_no_variance_and_makes_no_mean():
    """Of zeros, of a constant, of what varies by less than rounding, and of what varies by a little more."""
    rng = np.random.default_rng(2)
    samples = rng.uniform(-4e-13, 4e-13, size=(60, 4)) * [1e-4, 1, 1, 2] + [0, 0.5, 0, 0]
    batches = [samples[:20], samples[20:]]
    whole = reduce(add, map(Moments.of, batches))
    moments = whole.without_rounding(batches, 1e-12)
    assert moments.variance[:3].tolist() == [0, 0, 0]
    assert moments.mean[[0, 2]].tolist() == [0, 0]
    assert moments.mean[1] == whole.mean[1]
    assert np.isnan([moments.kurtosis[:3], moments.log_variance_se[:3]]).all()
    assert [value[3] for value in (moments.variance, moments.kurtosis)] == [whole.variance[3], whole.kurtosis[3]]


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


@pytest.mark.parametrize(
    ("kurtosis", "circuits", "least", "most"),
    [(3.2, 200, 0.93, 0.96), (3.9, 400, 0.92, 0.96), (7, 800, 0.92, 0.96), (3.2, 50, 0.84, 0.92), (12, 100, 0.3, 0.7)],
)
def test_what_is_not_flagged_is_no_promise_for_few_circuits(kurtosis, circuits, least, most):
    """Coverage of the intervals that are not flagged: of few circuits those that have not seen the tail."""
    samples, variance = heavy_tailed(kurtosis, (circuits, 4000), np.random.default_rng(circuits))
    moments = Moments.of(samples)
    low, high = moments.variance_interval()
    assert least < ((low < variance) & (variance < high))[moments.reliable].mean() < most


@pytest.mark.parametrize(("circuits", "covered"), [(20, 0.88), (50, 0.92), (2 * ENOUGH, 0.94)])
def test_intervals_of_slopes_are_too_short_for_few_circuits(circuits, covered):
    size, rng = np.arange(2.0, 15, 2), np.random.default_rng(circuits)
    hits = []
    for _ in range(2000):
        moments = Moments.of(heavy_tailed(3.2, (circuits, len(size)), rng)[0])
        fit = fit_line(size, np.log(moments.variance), moments.log_variance_se)
        hits.append(fit.low < 0 < fit.high)
    assert np.mean(hits) == pytest.approx(covered, abs=0.02)


def test_flagged_intervals_are_the_ones_that_miss():
    samples, variance = heavy_tailed(350, (400, 4000), np.random.default_rng(0))
    moments = Moments.of(samples)
    low, high = moments.variance_interval()
    assert ((low > variance) | (variance > high)).mean() > 0.1
    assert not moments.reliable.all()


@pytest.mark.parametrize("value", [0.1, 0.3, 0.0295, 7.0])
@pytest.mark.parametrize("count", [20, 100])
def test_two_values_equally_often_do_not_know_their_variance_exactly(value, count):
    """As identity blocks have: their kurtosis is 1, and by rounding a little more or less."""
    moments = Moments.of(np.resize([value, -value], (count, 1)))
    exact = np.sqrt(2 / (count * (count - 1)))  # of s², where the kurtosis is 1
    assert moments.log_variance_se == pytest.approx(exact, rel=1e-12)
    (low,), (high,) = moments.variance_interval()
    assert low < moments.variance[0] < high
    assert high - low == pytest.approx(2 * 1.96 * exact * moments.variance[0], rel=1e-3)
    assert not moments.reliable[0]


def test_intervals_scale_with_the_samples():
    samples, _ = heavy_tailed(4, (300, 1), np.random.default_rng(3))
    one, ten = Moments.of(samples).variance_interval(), Moments.of(10 * samples + 5).variance_interval()
    np.testing.assert_allclose(np.array(ten), 100 * np.array(one), rtol=1e-9)
