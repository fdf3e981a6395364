"""How many measurements a gradient takes, from moments over circuits; docs/derivations.md derives it."""

from __future__ import annotations

from typing import TypeVar

import numpy as np

Numbers = TypeVar("Numbers", float, np.ndarray)


def shots_for_the_sign(*, variance: Numbers, mean: Numbers, e_variance: Numbers, e_mean: Numbers) -> Numbers:
    """Measurements, over both shifted circuits, after which a typical ∂E is two standard errors: its sign is known.

    The parameter-shift rule takes ∂E = (E₊ − E₋)/2 from M/2 outcomes ±1 each. Where θ is uniform on the circle E₊ and
    E₋ have the law of E, so the estimate's variance is (1 − E[E²])/M over circuits; a quarter of E[(∂E)²] is reached
    at M = 4 (1 − E[E²]) / E[(∂E)²]. An error of a tenth takes 25 times as many.

    Parameters
    ----------
    variance, mean : float or array
        Of ∂E, per radian squared and per radian.
    e_variance, e_mean : float or array
        Of E.

    Examples
    --------
    >>> n = 2  # on the plateau: 12 (2ⁿ − 1)
    >>> round(shots_for_the_sign(variance=4 / 45, mean=0.0, e_variance=1 / 5, e_mean=0.0), 12)
    36.0
    """
    return 4 * ((1 - e_variance - e_mean**2) / (variance + mean**2))
