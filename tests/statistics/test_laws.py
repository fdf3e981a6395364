"""Laws of decay: the one that made the numbers is found, with its exponent."""

import numpy as np
import pandas as pd
import pytest

from plateaus.statistics.laws import decay_law

SIZES = np.array([4, 6, 8, 10, 12, 14])


def points_of(variance):
    return pd.DataFrame(
        {"experiment": "a", "depth_rule": "1", "source": "exact", "qubits": SIZES, "variance": variance}
    )


@pytest.mark.parametrize(
    ("variance", "kind"),
    [
        (2.0**-SIZES, "exponential"),
        (SIZES**-2.0, "power"),
        (np.full(6, 0.1), "constant"),
        (0.1 + 0.001 * SIZES, "constant"),
    ],
)
def test_the_nearer_law_of_a_variance(variance, kind):
    law = decay_law(points_of(variance))
    assert law is not None and law.kind == kind


def test_the_exponents_of_a_variance():
    law = decay_law(points_of(3 * SIZES**-2.0))
    assert law is not None and law.exponent == pytest.approx(-2) and law.exponent_residual < 1e-12
    assert decay_law(points_of(3 * SIZES**-2.0)[:2]) is None
