"""Fits against known lines, their errors by simulation; depths at which known curves settle."""

import numpy as np
import pytest
from scipy import stats

from plateaus.statistics.fits import fit_line, settling_depth


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
    found = settling_depth(LAYERS, np.array(low), np.array(high), limit=1.0, within=0.1, sampled=False)
    np.testing.assert_equal(found, expected)


def test_a_sampled_curve_is_not_said_to_settle_late_because_one_of_many_intervals_misses_it():
    """At a level of 5 % all depths together, though each interval misses the curve with 5 %."""
    rng, depths = np.random.default_rng(8), np.arange(1, 301)
    curve = 1 + 2 * np.exp(-depths / 10)  # within a tenth from 30 layers on
    late = 0
    for _ in range(1000):
        found = curve + 0.1 * rng.normal(size=depths.size)
        low, high = found - 0.196, found + 0.196
        first, _ = settling_depth(depths, low, high, limit=1.0, within=0.1, sampled=True)
        late += first > 30
        assert first > 10
    assert late / 1000 < 0.05
