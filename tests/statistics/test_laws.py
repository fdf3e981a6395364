"""How a variance depends on the number of qubits: known answers, and how often samples give a wrong one."""

import numpy as np
import pandas as pd
import pytest

from plateaus.statistics.laws import CANNOT_TELL, DOES_NOT_FALL, EXPONENTIAL, IS_ZERO, POWER, decay_law, diagnose
from plateaus.statistics.moments import Moments

EVEN = np.arange(2, 15, 2)
RUNS = 100
CIRCUITS = 100


def plateau(n):
    """Var of Z₁Z₂ in infinitely deep circuits of the paper."""
    return 2.0**n / (3 * (4.0**n - 1))


def exactly(sizes, variance):
    """The diagnosis of exact values."""
    with np.errstate(divide="ignore"):
        return diagnose(np.array(sizes), np.log(variance), np.zeros(len(sizes)), sampled=False)


@pytest.mark.parametrize(
    ("sizes", "variance", "kind", "rate"),
    [
        (EVEN, plateau(EVEN), EXPONENTIAL, -0.697),
        ([2, 4, 6, 8], (1 / 8) * (3 / 8) ** np.arange(1.0, 8, 2), EXPONENTIAL, np.log(3 / 8)),  # Cerezo et al., global
        ([2, 4, 6, 8, 10], 1 / (8 * np.arange(2.0, 11, 2) ** 2), POWER, -2),  # their local cost
        ([4, 6, 9, 12], 3 / np.array([4.0, 6, 9, 12]), POWER, -1),
        (EVEN, np.exp(-0.05 * EVEN), EXPONENTIAL, -0.05),  # slow, but a straight line
        (EVEN, np.full(7, 5 / 48), DOES_NOT_FALL, 0),  # Z₁Z₂ after one layer
        (EVEN, 0.1 * EVEN**0.05, DOES_NOT_FALL, 0.05),
        (EVEN, np.zeros(7), IS_ZERO, np.nan),
    ],
)
def test_known_answers(sizes, variance, kind, rate):
    law = exactly(sizes, variance)
    assert (law.kind, law.qubits_from, law.qubits_to, law.points) == (kind, sizes[0], sizes[-1], len(sizes))
    found = law.slope if kind == EXPONENTIAL else law.exponent
    assert found == pytest.approx(rate, abs=0.005, nan_ok=True)
    assert law.needed is None


def test_what_falls_to_a_constant_does_not_fall_over_its_last_sizes():
    sizes = np.arange(2, 31, 2)
    law = exactly(sizes, plateau(sizes) + plateau(8))
    assert (law.kind, law.qubits_to) == (DOES_NOT_FALL, 30)
    assert 8 <= law.qubits_from <= 10
    assert exactly(sizes[:5], plateau(sizes[:5]) + plateau(8)).kind == CANNOT_TELL


def test_sizes_that_are_too_few_or_too_near_cannot_tell_and_which_would():
    assert (exactly([2, 4], plateau(EVEN[:2])).kind, exactly([2, 4], plateau(EVEN[:2])).needed) == (CANNOT_TELL, 8)
    near = np.array([4, 6, 8, 10])
    assert (exactly(near, plateau(near)).kind, exactly(near, plateau(near)).needed) == (CANNOT_TELL, 12)
    assert exactly([*near, 12], plateau(np.array([*near, 12]))).kind == EXPONENTIAL
    assert exactly([9], [0.1]).kind == CANNOT_TELL


def test_sizes_that_would_tell_are_only_named_if_there_are_any():
    """Up and down from size to size."""
    law = exactly([4, 6, 8, 10, 12, 14], np.exp([0, -1.3, -0.4, 0.9, -0.4, 0.5]))
    assert (law.kind, law.needed) == (CANNOT_TELL, None)


def test_a_law_between_the_two_is_neither():
    """A power of which the exponent grows: neither line is three times nearer than the other."""
    assert exactly(EVEN, np.exp(-(EVEN**0.5))).kind == CANNOT_TELL


def test_a_variance_that_stops_falling_is_no_power():
    """Both an exponential and a power are off, the power less; the last sizes do not follow it."""
    variance = 1.0 / EVEN**4 + 1.0 / 10**3.5
    assert exactly(EVEN, variance).kind != POWER


def test_sizes_where_nothing_varies_are_left_out():
    law = exactly([1, *EVEN], [0.0, *plateau(EVEN)])
    assert (law.kind, law.qubits_from, law.points) == (EXPONENTIAL, 2, 7)


def test_exact_values_are_no_straighter_than_they_are_known():
    errors = np.full(7, 0.2)
    assert diagnose(EVEN, np.log(plateau(EVEN)), errors, sampled=False).kind == EXPONENTIAL
    assert diagnose(EVEN[:4], np.log(plateau(EVEN[:4])), errors[:4], sampled=False).kind == CANNOT_TELL


def test_a_rate_has_an_interval():
    law = exactly(EVEN, plateau(EVEN))
    assert law.slope_low <= law.slope <= law.slope_high
    sampled = diagnose(EVEN, np.log(plateau(EVEN)), np.full(7, 0.1), sampled=True)
    assert sampled.slope_high - sampled.slope_low == pytest.approx(2 * 1.96 * 0.1 / np.sqrt(112), rel=1e-3)


def samples_of(variance, kurtosis, generator):
    """Circuits of every size: normal numbers of a spread that varies from circuit to circuit, of that kurtosis."""
    spread = np.sqrt(np.log(kurtosis / 3)) / 2
    numbers = generator.normal(size=(2, CIRCUITS, len(variance)))
    return np.sqrt(variance) * numbers[0] * np.exp(spread * numbers[1] - spread**2)


@pytest.mark.parametrize(
    ("sizes", "variance", "kurtosis", "kind", "often"),
    [
        (EVEN[:6], plateau, 3.5, EXPONENTIAL, 0.8),
        (np.array([4, 6, 8, 12]), plateau, 3.5, EXPONENTIAL, 0.8),
        (EVEN[:5], lambda n: 1 / (3 * 2.0**n * (2.0**n + 1)), 30, EXPONENTIAL, 0.5),  # the projector
        (EVEN[:4], lambda n: (1 / 8) * (3 / 8) ** (n - 1.0), 20, EXPONENTIAL, 0.1),
        (EVEN, lambda n: 1 / (8.0 * n**2), 3.1, POWER, 0.0),
        (EVEN, lambda n: 1 / (8.0 * n**2), 8, POWER, 0.0),
        (np.array([4, 8, 12, 16, 20, 24]), lambda n: 1.0 / n**3, 4, POWER, 0.1),
        (EVEN, lambda n: np.exp(-0.2 * n), 4, EXPONENTIAL, 0.0),
        (EVEN, lambda n: 5 / 48 + 0 * n, 3.5, DOES_NOT_FALL, 0.1),
        (EVEN[1:6], lambda n: 5 / 48 + 0 * n, 10, DOES_NOT_FALL, 0.02),
    ],
)
def test_wrong_answers_are_rare(sizes, variance, kurtosis, kind, often):
    """Of 100 circuits a size, with tails as circuits have them; and the right one is given where that can be seen."""
    generator = np.random.default_rng(20180327)
    assert exactly(sizes, variance(sizes)).kind == kind
    found = []
    for _ in range(RUNS):
        moments = Moments.of(samples_of(variance(sizes), kurtosis, generator))
        found.append(diagnose(sizes, np.log(moments.variance), moments.log_variance_se, sampled=True).kind)
    assert sum(answer not in (kind, CANNOT_TELL) for answer in found) <= 0.05 * RUNS
    assert found.count(kind) >= often * RUNS


def test_many_circuits_that_see_every_departure_still_tell():
    """Both laws are rejected where a variance is known to a thousandth: the much nearer one counts."""
    law = diagnose(EVEN, np.log(plateau(EVEN)), np.full(7, 0.001), sampled=True)
    assert law.slope_p_value < 0.01
    assert law.kind == EXPONENTIAL


def test_exact_rows_of_the_table_of_points():
    variance = 3 * EVEN**-2.0
    points = pd.DataFrame({"source": "exact", "qubits": EVEN, "variance": variance, "low": variance, "high": variance})
    law = decay_law(points[::-1])
    assert law is not None and (law.kind, law.exponent) == (POWER, pytest.approx(-2))
    assert decay_law(points[:2]) is None
    assert decay_law(points.assign(source="sampled")) is None
