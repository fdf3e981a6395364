"""One p-value for many points that share samples: its level, and that it sees what is wrong."""

import numpy as np
import pytest
from scipy import stats

from plateaus.statistics.joint import Means, difference_scores, mean_scores, p_value, square_scores

POINTS = np.unique(np.geomspace(1, 500, 60).round())
"""Depths, whose values forget each other over some layers."""
CORRELATION = np.exp(-np.abs(POINTS[:, None] - POINTS) / 20)
ROOT = np.linalg.cholesky(CORRELATION)


def curves(count, rng, kurtosis=3.0):
    """Values of unit variance at all points of `count` circuits; of heavy tails where the kurtosis is above 3."""
    values = rng.normal(size=(count, len(POINTS))) @ ROOT.T
    if kurtosis == 3:
        return values
    width = np.sqrt(np.log(kurtosis / 3) / 4)
    return values * np.exp(width * (rng.normal(size=values.shape) @ ROOT.T) - width**2)


def means(samples):
    return Means(len(samples), samples.mean(axis=0), samples.var(axis=0), samples.T @ samples / len(samples))


def test_points_that_are_independent_or_the_same_have_the_law_of_chi_squared():
    z = np.array([0.3, -1.1, 2.6])
    assert p_value([(z, np.eye(3))]) == pytest.approx(stats.chi2.sf((z**2).sum(), 3))
    assert p_value([(z, np.eye(3)), (z, np.eye(3))]) == pytest.approx(stats.chi2.sf(2 * (z**2).sum(), 6))
    same = np.full(5, 2.2)
    assert p_value([(same, np.ones((5, 5)))]) == pytest.approx(2 * stats.norm.sf(2.2))
    assert p_value([]) == p_value([(np.zeros(0), np.zeros((0, 0)))]) == 1


def test_correlated_points_have_the_law_that_is_drawn():
    scores = np.random.default_rng(1).normal(size=(20000, len(POINTS))) @ ROOT.T
    for level in (0.1, 0.01):
        found = [p_value([(z, CORRELATION)]) for z in scores[:: 10 if level == 0.1 else 1]]
        assert np.mean(np.array(found) < level) == pytest.approx(level, rel=0.2)


@pytest.mark.parametrize(
    ("kurtosis", "counts", "most"), [(3.0, [100] * 4, 0.025), (3.9, [200] * 4, 0.03), (9.0, [1000, 400], 0.07)]
)
def test_healthy_samples_are_told_from_known_values_at_the_level(kurtosis, counts, most):
    rng = np.random.default_rng(int(10 * kurtosis))
    of_means, of_squares = [], []
    for _ in range(300):
        drawn = [curves(count, rng, kurtosis) for count in counts]
        of_means.append(p_value([mean_scores(means(x), np.zeros(len(POINTS)), np.ones(len(POINTS))) for x in drawn]))
        of_squares.append(p_value([square_scores(means(x**2), np.ones(len(POINTS))) for x in drawn]))
    assert np.mean(np.array(of_means) < 0.01) < 0.03  # expected 3 of 300
    assert np.mean(np.array(of_squares) < 0.01) < most


@pytest.mark.parametrize(("kurtosis", "counts"), [(3.0, [100, 100, 200]), (30.0, [400, 200])])
def test_healthy_samples_are_told_from_others_at_the_level_whatever_their_tails(kurtosis, counts):
    rng = np.random.default_rng(int(kurtosis))
    found = []
    for _ in range(300):
        pairs = [(curves(count, rng, kurtosis), curves(200, rng, kurtosis)) for count in counts]
        found.append(p_value([difference_scores(means(x**2), means(y**2)) for x, y in pairs]))
    assert np.mean(np.array(found) < 0.01) < 0.03
    assert np.mean(np.array(found) < 0.5) == pytest.approx(0.5, abs=0.1)


def test_what_is_wrong_is_seen():
    rng, one = np.random.default_rng(3), np.ones(len(POINTS))
    wide = [np.sqrt(1.5) * curves(100, rng) for _ in range(3)]
    assert p_value([square_scores(means(x**2), one) for x in wide]) < 1e-4
    assert p_value([difference_scores(means(x**2), means(curves(200, rng) ** 2)) for x in wide]) < 1e-3
    shifted = curves(400, rng) + 0.5 * (POINTS < 10)
    assert p_value([mean_scores(means(shifted), 0 * one, one)]) < 1e-6


def test_two_parts_are_the_whole():
    values = np.random.default_rng(4).normal(size=(70, 3))
    both, whole = means(values[:20]) + means(values[20:]), means(values)
    for name in ("count", "mean", "variance", "products"):
        np.testing.assert_allclose(getattr(both, name), getattr(whole, name))


def test_points_that_do_not_vary_are_left_out():
    values = np.random.default_rng(5).normal(size=(70, 3)) * [1, 0, 1]
    z, correlation = mean_scores(means(values), np.zeros(3), np.array([1.0, 1.0, 0.0]))
    assert (z.shape, correlation.shape) == ((1,), (1, 1))
