"""The variance with θ averaged over in every circuit: right where it is given, wrong where not, better than ∂E alone.

Against whole turns of θ by the reference, and identity blocks by hand.
"""

from dataclasses import replace

import numpy as np
import pytest

from plateaus.engines import reference
from plateaus.engines.statevector import GradientCurve
from plateaus.ensemble.circuits import draw_circuit, stream
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source
from plateaus.statistics.averaging import averaged_square, not_averaged
from plateaus.statistics.moments import Moments

AVERAGED = [
    {},
    {"objective": "projector", "axes": "Y"},
    {"objective": "heisenberg", "connectivity": "ring", "parameter": "2:3"},
    {"angles": "uniform:-2:2", "initial_state": "none", "objective": "YXZ"},
    {"noise": "depolarizing:0.1"},
]


@pytest.mark.parametrize("words", AVERAGED)
def test_half_the_sum_of_squares_is_the_mean_of_the_square_over_a_whole_turn(words):
    """Eight angles evenly around the circle average exactly what is quadratic in cos θ and sin θ."""
    experiment = Experiment.from_words(words)
    assert not not_averaged(experiment)
    circuit = draw_circuit(Source("turn", experiment=experiment), qubits=3, index=0, layers=3)
    derivatives: tuple[list[float], list[float]] = ([], [])
    place = (experiment.parameter[0] - 1, experiment.parameter[1] - 1)
    for turn in np.arange(8) * np.pi / 4:
        angles = circuit.angles.copy()
        angles[place] += turn
        moved, noise = replace(circuit, angles=angles), experiment.noise.probability
        for found, derivative in zip(derivatives, (reference.gradient, reference.curvature), strict=True):
            found.append(derivative(moved, str(experiment.objective), experiment.parameter, 3, noise))
    gradient, curvature = np.array(derivatives)
    np.testing.assert_allclose(averaged_square(gradient, curvature), np.mean(gradient**2), atol=1e-14)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({"start": "identity:2"}, "start identity:2: θ is tied to other angles"),
        ({"start": "perturbed:1:0.1"}, "start perturbed:1:0.1: θ is tied to other angles"),
        ({"start": "pretrained:4:5:0.1"}, "start pretrained:4:5:0.1: θ is tied to other angles"),
        ({"angles": "uniform:0:1"}, "angles uniform:0.0:1.0: θ is not uniform over whole turns"),
        ({"angles": "normal:3"}, "angles normal:3.0: θ is not uniform over whole turns"),
        ({"angles": "small"}, "angles small: θ is not uniform over whole turns"),
    ],
)
def test_where_it_would_be_wrong_there_is_a_reason(words, reason):
    assert not_averaged(Experiment.from_words(words)) == reason


def test_of_identity_blocks_it_would_be_3_halves_of_the_mean_square():
    """E(θ + δ) is that of R_P(δ) on the start alone, for every n and depth: with p the axis of P and r = (1, 0, 1)/√2
    the Bloch vector of each qubit, ∂E = (p × r)_z r_z and ∂²E = (p (p·r) − r)_z r_z. For P = X, Y, Z the squares are 0,
    1/4, 0 and 1/4, 1/4, 0: the mean of (∂E)² is 1/12 (and Var ∂E 1/18), half the mean of the sum 1/8.
    """
    experiment = Experiment.from_words({"start": "identity:1"})
    squares = {}
    for index in range(30):
        circuit = draw_circuit(Source("block", experiment=experiment), qubits=3, index=index, layers=6)
        _, gradient, curvature = GradientCurve(experiment, qubits=3, layers=[6])(circuit)
        squares[circuit.axes[0, 0]] = gradient[0] ** 2, averaged_square(gradient, curvature)[0]
    plain, averaged = np.mean([squares[axis] for axis in range(3)], axis=0)
    assert plain == pytest.approx(1 / 12, abs=1e-12)
    assert averaged == pytest.approx(1 / 8, abs=1e-12)


@pytest.mark.parametrize("factors", [1, 2], ids=["ZZ", "projector"])
def test_the_squared_error_is_smaller_as_the_kurtosis_says(factors):
    """(2κ/3 − 1)/(κ − 1): a half for κ = 3, 5/8 for 9."""
    normal = stream(1, f"gain {factors}").normal(size=(factors + 1, 500_000))
    gradient, curvature = normal[:2] * normal[2:].prod(axis=0)
    kurtosis = 3**factors
    gain = averaged_square(gradient, curvature).var() / (gradient**2).var()
    assert gain == pytest.approx((2 * kurtosis / 3 - 1) / (kurtosis - 1), rel=0.05)


@pytest.mark.parametrize("circuits", [200, 800])
@pytest.mark.parametrize("width", [0.0, 0.2])
def test_its_intervals_cover(circuits, width):
    """Of normal B and C with a log-normal scale, as in `test_moments`: kurtosis 3 and 3.5 of ∂E."""
    generator = stream(1, f"cover {circuits} {width}")
    scale = np.exp(width * generator.normal(size=(circuits, 3000)))
    gradient, curvature = generator.normal(size=(2, circuits, 3000)) * scale
    low, high = Moments.of(averaged_square(gradient, curvature)).mean_interval()
    variance = np.exp(2 * width**2)
    assert 0.925 < ((low < variance) & (variance < high)).mean() < 0.965  # ± 0.8 % at two standard errors
