"""Gradients that are zero in every circuit are found, and no others."""

import pytest

from plateaus.ensemble.experiment import Experiment
from plateaus.theory.curve import exact_curve
from plateaus.theory.vanishing import zero_gradient

ALLOWED = "the gradient is zero; X, Y or random is allowed"
OUTSIDE = "parameter: layer 1, qubit {} is outside the light cone of ZZ at 6 qubits and 8 layers: the gradient is zero"
REAL = "axes: Y keeps states real, in which XY is zero: X, Z or random is allowed"
COMMUTES = (
    "objective: XX does not depend on layer 1, qubit 1 at 6 qubits and 8 layers, whatever the angles, "
    "with axes X and initial_state ry_pi_4: the gradient is zero"
)


def experiment(**words):
    return Experiment.from_words(words)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({}, None),
        ({"axes": "Z"}, f"axes: Z commutes with ZZ on qubit 1: {ALLOWED}"),
        ({"axes": "Z", "objective": "projector"}, f"axes: Z commutes with projector on qubit 1: {ALLOWED}"),
        ({"axes": "Z", "objective": "local_projector"}, f"axes: Z commutes with local_projector on qubit 1: {ALLOWED}"),
        ({"axes": "Z", "objective": "ising"}, None),
        ({"axes": "Z", "objective": "XX"}, None),
        ({"axes": "Z", "objective": "XX", "parameter": "1:3"}, f"axes: Z commutes with XX on qubit 3: {ALLOWED}"),
        (
            {"axes": "Z", "objective": "XX", "initial_state": "none"},
            f"axes: Z does not change the initial_state none: {ALLOWED}",
        ),
        ({"axes": "Y", "objective": "XY", "initial_state": "none"}, REAL),
        ({"axes": "Y", "objective": "XY"}, REAL),
        ({"axes": "Y", "objective": "XX"}, None),
        ({"axes": "Y", "objective": "YY"}, None),
        ({"axes": "X"}, None),
        ({"axes": "X", "objective": "XX"}, None),
        ({"axes": "X", "objective": "XX", "entangler": "none"}, COMMUTES),
        ({"entangler": "none", "parameter": "1:3"}, OUTSIDE.format(3)),
        ({"entangler": "none", "parameter": "1:2"}, None),
        ({"entangler": "none", "parameter": "1:3", "objective": "projector"}, None),
        ({"parameter": "1:3"}, None),
        ({"noise": "depolarizing:0.1"}, None),
    ],
)
def test_gradients_that_are_zero_are_found(words, reason):
    x = experiment(**words)
    assert zero_gradient(x, 6, range(1, 9)) == reason
    variance = exact_curve(x, qubits=6, layers=8).variance
    assert (variance.max() == 0) == (reason is not None)


@pytest.mark.parametrize(("deepest", "zero"), [(1, True), (5, False), (4, True)])
def test_a_parameter_is_outside_the_light_cone_of_shallow_circuits(deepest, zero):
    """From ZZ on qubits 1 and 2 of a chain the cone reaches qubit 6 with the fifth layer."""
    reason = zero_gradient(experiment(parameter="1:6"), 6, range(1, deepest + 1))
    assert (reason == OUTSIDE.format(6).replace("8 layers", f"{deepest} layers")) == zero
    assert (reason is None) != zero


@pytest.mark.parametrize("words", [{"axes": "Z", "initial_state": "none", "objective": "XX"}, {"parameter": "1:16"}])
def test_symmetries_and_cones_are_seen_at_sizes_of_which_no_vector_is_kept(words):
    assert zero_gradient(experiment(**words), 20, [10]) is not None


@pytest.mark.parametrize("words", [{"angles": "uniform:0:1"}, {"angles": "small"}, {"start": "identity:2"}])
def test_what_theory_does_not_cover_is_told_all_the_same(words):
    assert zero_gradient(experiment(**words), 4, [4]) is None
    assert zero_gradient(experiment(axes="X", objective="XX", entangler="none", **words), 4, [4]) is not None
