"""The bound on the depth of the plateau is a line in the number of qubits."""

import numpy as np
import pytest

from plateaus.theory.bounds import LEAST_LAYERS_PER_QUBIT, surviving_string_depth


def test_the_surviving_string_bounds_the_depth_by_a_line():
    limits = [2.0**n / (3 * (4.0**n - 1)) for n in (20, 30)]
    low, high = (surviving_string_depth(limit, 0.1) for limit in limits)
    assert (high - low) / 10 == pytest.approx(np.log(2) / np.log(9 / 4), rel=1e-6)
    assert pytest.approx(0.855, abs=5e-4) == LEAST_LAYERS_PER_QUBIT
