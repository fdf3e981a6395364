"""The bounds on the depth of the plateau: lines in the number of qubits, and below every curve."""

import numpy as np
import pytest

from plateaus.ensemble.experiment import Experiment
from plateaus.theory import bounds
from plateaus.theory.bounds import LEAST_LAYERS_PER_QUBIT, surviving_string_depth
from plateaus.theory.curve import exact_curve


def test_the_surviving_string_bounds_the_depth_by_a_line():
    limits = [2.0**n / (3 * (4.0**n - 1)) for n in (20, 30)]
    low, high = (surviving_string_depth(limit, 0.1) for limit in limits)
    assert (high - low) / 10 == pytest.approx(np.log(2) / np.log(9 / 4), rel=1e-6)
    assert pytest.approx(0.855, abs=5e-4) == LEAST_LAYERS_PER_QUBIT


def test_no_chain_is_below_the_bound_of_a_single_letter():
    for n in (4, 9):
        variance = exact_curve(Experiment(), qubits=n, layers=40).variance
        bound = (2 / 3) ** (np.arange(3, 41) - 3) / 108
        assert np.all(variance[2:] > bound)
        assert bounds.single_letter_depth(bound[20], 0.0) == pytest.approx(23)
