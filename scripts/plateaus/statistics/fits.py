"""Straight lines through points, and the depth at which a curve settles.

No number comes without its uncertainty: a slope has an interval where the points have errors, and a depth is known to
lie between two recorded ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from plateaus.statistics.intervals import Z95


@dataclass(frozen=True)
class Fit:
    """A straight line through points, least squares, no number without its uncertainty.

    Attributes
    ----------
    slope, low, high : float
        Slope and the ends of its 95 % interval; without errors of the points the ends equal the slope.
    intercept : float
    points : int
    chi2 : float
        Σ ((y − line)/sigma)²; NaN without errors.
    p_value : float
        Probability of a larger chi2 if the line is true (points − 2 degrees of freedom); NaN without errors.
    """

    slope: float
    low: float
    high: float
    intercept: float
    points: int
    chi2: float = float("nan")
    p_value: float = float("nan")


def fit_line(x: np.ndarray, y: np.ndarray, sigma: np.ndarray | None = None) -> Fit:
    """Least-squares line through (x, y), weighted by the standard errors `sigma` of y where there are any.

    Raises
    ------
    ValueError
        Fewer than two points.

    Examples
    --------
    >>> round(fit_line(np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])).slope, 12)
    2.0
    """
    if len(x) < 2:
        raise ValueError(f"{len(x)} point: a line needs at least two")
    if sigma is None:
        slope, intercept = map(float, np.polyfit(x, y, 1))
        return Fit(slope, slope, slope, intercept, len(x))
    from scipy.special import chdtrc  # takes a fifth of a second that most figures can do without

    # cov="unscaled": sigma are errors, not relative weights. np.polyfit would otherwise rescale them to the scatter.
    (slope, intercept), covariance = np.polyfit(x, y, 1, w=1 / sigma, cov="unscaled")
    error = Z95 * sqrt(covariance[0, 0])
    chi2 = float((((y - slope * x - intercept) / sigma) ** 2).sum())
    p_value = float(chdtrc(len(x) - 2, chi2)) if len(x) > 2 else float("nan")
    return Fit(float(slope), float(slope - error), float(slope + error), float(intercept), len(x), chi2, p_value)


def settling_depth(
    layers: np.ndarray, low: np.ndarray, high: np.ndarray, *, limit: float, within: float, sampled: bool
) -> tuple[float, float]:
    """Between which depths a curve known up to intervals comes to stay within a relative band around its limit.

    Parameters
    ----------
    layers : ndarray of int, shape (points,)
        Depths, increasing.
    low, high : ndarray, shape (points,)
        Ends of the curve's intervals; equal where it is known exactly.
    limit, within : float
        The band is limit·(1 ± within).
    sampled : bool
        Whether the intervals hold with some probability each. Of hundreds of depths some miss the curve, so that one
        far behind that lies outside tells nothing: only those from the first depth on count, up to the first that does
        not. (Tests in a fixed order, at the interval's level until one does not reject, keep that level together.)

    Returns
    -------
    (float, float)
        The first depth after the last interval that lies wholly outside the band, of intervals that count (the curve
        cannot have settled before), and the first depth from which on every interval lies inside (it has settled by
        then). NaN where the recorded depths do not contain it.
    """
    floor, ceiling = limit * (1 - within), limit * (1 + within)
    outside = (low > ceiling) | (high < floor)
    unsure = (high > ceiling) | (low < floor)
    if sampled:
        outside = np.logical_and.accumulate(outside)
    return _first_after(layers, outside), _first_after(layers, unsure)


def _first_after(layers: np.ndarray, flags: np.ndarray) -> float:
    """The depth after the last raised flag; NaN if there is none."""
    start = int(np.flatnonzero(flags)[-1]) + 1 if flags.any() else 0
    return float(layers[start]) if start < len(layers) else float("nan")
