"""What a picture must not show; how it looks is for the eye."""

import numpy as np
import pandas as pd

from plateaus.figures import style, variance_vs_layers


def test_a_gradient_that_is_still_zero_is_not_drawn():
    """On a logarithmic axis it would be a line down to the frame."""
    layers = np.arange(1, 6)
    curve = pd.DataFrame({"qubits": 4, "layers": layers, "variance": [0.0, 0.0, 0.1, 0.05, 0.02], "rel_error": 0.0})
    exact = curve.assign(haar_variance=0.02, haar_variance_both_sides=0.03)
    ends = {"variance_low": 0.01, "variance_high": 0.03, "variance_reliable": True, "log_variance_se": 0.1}
    sampled = exact[exact["layers"] == 5].assign(deviation=0.0, **ends)
    figure = variance_vs_layers.draw(sampled, exact, objective="ZZ").figure
    heights = figure.axes[0].lines[0].get_ydata()
    np.testing.assert_array_equal(np.isnan(heights), layers < 3)


def test_labels_are_moved_apart_and_no_further():
    places = style.spread(np.array([0.5, 0.0, 0.51, 0.9]), 0.1)
    assert np.diff(np.sort(places)).min() >= 0.1 - 1e-12
    np.testing.assert_allclose(places[[1, 3]], [0.0, 0.9])
