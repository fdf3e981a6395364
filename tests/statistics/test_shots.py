"""How many measurements a gradient takes: by simulation, and on the plateau."""

import numpy as np
import pytest

from plateaus.ensemble.experiment import Experiment
from plateaus.statistics.shots import shots_for_the_sign
from plateaus.theory.curve import exact_curve


def test_shots_show_the_sign_at_two_sigma():
    """Simulated shots of both shifted circuits, for a component of typical size: right sign in 97.7 % of the tries."""
    rng, slope, middle = np.random.default_rng(5), np.sqrt(1e-3), 0.5
    ends = middle + slope, middle - slope
    shots = shots_for_the_sign(variance=slope**2, mean=0.0, e_variance=slope**2, e_mean=middle)
    half = round(shots / 2)
    up, down = (2 * rng.binomial(half, (1 + e) / 2, size=100_000) / half - 1 for e in ends)
    estimates = (up - down) / 2
    assert estimates.mean() == pytest.approx(slope, rel=0.01)
    assert estimates.std() == pytest.approx(slope / 2, rel=0.01)
    assert (estimates > 0).mean() == pytest.approx(0.977, abs=0.002)


@pytest.mark.parametrize("n", [2, 3, 5])
def test_on_the_plateau_they_are_twelve_times_the_dimension_less_one(n):
    curve = exact_curve(Experiment(), qubits=n, layers=300)
    names = ("variance", "mean", "e_variance", "e_mean")
    shots = shots_for_the_sign(**{name: getattr(curve, name)[-1] for name in names})
    assert shots == pytest.approx(12 * (2**n - 1), rel=1e-9)
