"""The variance of ∂E with θ averaged over in every circuit, which two derivatives give, and where that may be done.

Where θ is in one Pauli rotation, E as a function of θ alone is A + B cos θ + C sin θ: so of a pure state, and so with
noise, since all that happens to a density matrix is linear. Then (∂E)² + (∂²E)² = B² + C² at every θ, twice the mean
of (∂E)² over a whole turn. If θ is uniform over whole turns and independent of all else in the circuit, half that sum
has therefore the mean of (∂E)² over circuits, which is Var ∂E, since ∂E itself averages to zero over a turn; and what
scatters with θ alone is gone from it. docs/statistics.md says what that gains.
"""

from __future__ import annotations

import numpy as np

from plateaus.ensemble.angles import UniformAngles, on_the_circle
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.starts import RandomStart


def averaged_square(gradient: np.ndarray, curvature: np.ndarray) -> np.ndarray:
    """The mean of (∂E)² over a whole turn of θ, from ∂E and ∂²E at any one θ; per radian squared, of the same shape.

    Examples
    --------
    >>> theta = np.array([0.3, 2.0])
    >>> averaged_square(-0.2 * np.sin(theta) + 0.1 * np.cos(theta), -0.2 * np.cos(theta) - 0.1 * np.sin(theta))
    array([0.025, 0.025])
    """
    return (gradient**2 + curvature**2) / 2


def not_averaged(experiment: Experiment) -> str:
    """Why the mean of `averaged_square` over circuits is not Var ∂E in an experiment; empty where it is.

    It takes a θ that is uniform over whole turns and independent of all other angles, whatever the axes, the graph,
    the objective, the parameter and the noise; and a rotation by θ, not by a multiple of it.

    Examples
    --------
    >>> not_averaged(Experiment(angles=UniformAngles(-1, 1)))
    ''
    >>> not_averaged(Experiment(angles=UniformAngles(0, 1)))
    'angles uniform:0:1: θ is not uniform over whole turns'
    >>> not_averaged(Experiment.from_words({"start": "identity:1"}))
    'start identity:1: θ is tied to other angles'
    """
    if experiment.shared_angle:
        return f"ansatz {experiment.ansatz}: θ is in several gates, and E no single cosine of it"
    if experiment.start != RandomStart():
        return f"start {experiment.start}: θ is tied to other angles"
    if on_the_circle(experiment.angles) != UniformAngles():
        return f"angles {experiment.angles}: θ is not uniform over whole turns"
    if experiment.ansatz.file:
        factors = [c.factors(depth) for c in experiment.ansatz.circuits for depth in c.forks]
        if any(len(each) > 1 for each in factors):
            return f"ansatz {experiment.ansatz}: θ is in several gates, and E no single cosine of it"
        if not factors or any(abs(sum(each)) != 1 for each in factors):
            return f"ansatz {experiment.ansatz}: the rotation is not by θ itself"
    return ""
