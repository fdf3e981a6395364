"""Closed forms of infinite depth against Haar-random unitaries, numbers known otherwise, and deep sampled circuits."""

from functools import reduce

import numpy as np
import pytest
from scipy.stats import unitary_group

from plateaus.engines import reference
from plateaus.engines.sampling import sample
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source
from plateaus.statistics.fits import fit_line
from plateaus.statistics.moments import Moments
from plateaus.theory import limits
from plateaus.theory.curve import exact_curve
from plateaus.theory.infinite_depth import gradient_limit, objective_limit


def reduce_kron(*factors):
    return reduce(np.kron, factors)


OBSERVABLES = {"ZZ": np.kron(reference.Z, reference.Z), "projector": np.diag([1.0, 0.0, 0.0, 0.0])}


def near(moments, variance):
    """Whether a sampled variance is within four standard errors of an exact one."""
    return abs(np.log(moments.variance[0] / variance)) < 4 * moments.log_variance_se[0]


PROJECTOR = Experiment.from_words({"objective": "projector"})


@pytest.mark.parametrize("n", [2, 3, 7, 24])
def test_z1z2_has_its_closed_form(n):
    size = 2**n
    assert limits.gradient_variance(Experiment(), n) == pytest.approx(size / (3 * (size**2 - 1)), rel=1e-14)
    assert limits.objective_variance(Experiment(), n) == pytest.approx(1 / (size + 1), rel=1e-14)
    assert limits.gradient_variance_both_sides(Experiment(), n) == pytest.approx(2.0 ** -(n + 1), rel=1e-14)
    assert limits.gradient_variance(PROJECTOR, n) == pytest.approx(1 / (3 * size * (size + 1)), rel=1e-9)


def test_slopes_over_the_papers_sizes():
    sizes = np.arange(2, 25, 2)
    for experiment, slope in ((Experiment(), -0.6945), (PROJECTOR, -2 * np.log(2))):
        values = np.log([limits.gradient_variance(experiment, int(n)) for n in sizes])
        # the projector's tends to −2 ln 2 only for large n
        assert fit_line(sizes, values).slope == pytest.approx(slope, abs=6e-5 if experiment == Experiment() else 0.02)


@pytest.mark.parametrize(
    ("words", "text"), [({}, "ZZ"), ({"objective": "projector"}, "projector"), ({"initial_state": "none"}, "ZZ")]
)
@pytest.mark.parametrize("axis", [0, 1, 2])
def test_haar_random_unitaries_after_the_gate(words, text, axis):
    """∂E = ⟨ψ|i[P/2, U†HU]|ψ⟩ with U Haar random and |ψ⟩ the product state at the start."""
    experiment, n = Experiment.from_words(words), 2
    turn = np.pi / 4 if experiment.initial_state == "ry_pi_4" else 0.0
    psi = reduce_kron(*[reference.rotation(1, turn)[:, 0]] * n)
    generator = reduce_kron(reference.PAULI["XYZ"[axis]] / 2, np.eye(2))
    h = OBSERVABLES[text]
    unitaries = unitary_group.rvs(2**n, size=20000, random_state=axis)
    heisenberg = unitaries.conj().transpose(0, 2, 1) @ h @ unitaries
    gradients = -2 * np.einsum("i,kij,j->k", (generator @ psi).conj(), heisenberg, psi).imag
    expected = limits.gradient_variance(experiment, n, axis=axis)
    moments = Moments.of(gradients[:, None])
    if expected:
        assert near(moments, expected)
    else:  # a rotation about z does nothing to |0⟩
        assert moments.variance[0] < 1e-28
    energies = Moments.of(np.einsum("i,kij,j->k", psi.conj(), heisenberg, psi).real[:, None])
    assert near(energies, limits.objective_variance(experiment, n))
    assert abs(energies.mean[0] - limits.objective_mean(experiment, n)) < 4 * energies.mean_se[0]


@pytest.mark.parametrize("text", ["ZZ", "projector"])
def test_deep_circuits_reach_the_limits_also_by_axis(text):
    experiment = Experiment.from_words({"objective": text})
    source = Source("deep", master_seed=11, experiment=experiment)
    samples = sample(source, qubits=4, layers=[80], first=0, circuits=3000)
    gradient, energy = Moments.of(samples["gradient"]), Moments.of(samples["objective"])
    assert abs(gradient.mean[0]) < 4 * gradient.mean_se[0]
    assert abs(energy.mean[0] - limits.objective_mean(experiment, 4)) < 4 * energy.mean_se[0]
    assert near(gradient, limits.gradient_variance(experiment, 4))
    assert near(energy, limits.objective_variance(experiment, 4))
    whole = limits.gradient_variance(experiment, 4)
    for axis, share in ((0, 3 / 4), (1, 3 / 2), (2, 3 / 4)):
        part = Moments.of(samples["gradient"][samples["axis"] == axis])
        expected = limits.gradient_variance(experiment, 4, axis=axis)
        assert expected == pytest.approx(share * whole, rel=1e-12)
        assert near(part, expected)


def test_a_later_parameter_has_no_closed_form():
    with pytest.raises(ValueError, match="first layer"):
        limits.gradient_variance(Experiment(parameter=(2, 1)), 4)


@pytest.mark.parametrize(
    ("words", "n"),
    [
        ({"connectivity": "edges:1-2,3-4"}, 4),
        ({"connectivity": "edges:1-2,3-4", "objective": "ZZZ"}, 4),
        ({"connectivity": "edges:1-2,3-4", "objective": "projector"}, 4),
        ({"connectivity": "edges:1-2,3-4", "objective": "IIZZ", "parameter": "1:3"}, 4),
        ({"connectivity": "edges:1-2,3-4", "parameter": "2:1"}, 4),
        ({"connectivity": "edges:1-2,2-3,1-3,4-5", "objective": "ZIIZ"}, 5),
        ({"entangler": "none"}, 3),
        ({"entangler": "none", "objective": "projector"}, 3),
        ({"connectivity": "ring"}, 3),
        ({"connectivity": "ring"}, 4),
        ({"connectivity": "ring", "initial_state": "none"}, 4),
        ({"connectivity": "ring", "parameter": "2:2"}, 4),
        ({"connectivity": "ring", "parameter": "3:2", "objective": "XYZ"}, 6),
        ({"connectivity": "ring", "objective": "XYZ"}, 5),
        ({"connectivity": "ring", "objective": "projector"}, 5),
        ({"connectivity": "ring", "objective": "projector", "parameter": "2:1"}, 4),
        ({"connectivity": "ring", "objective": "local_projector"}, 4),
        ({"connectivity": "ring", "objective": "ising"}, 4),
        ({"connectivity": "complete"}, 5),
        ({"connectivity": "edges:1-2,2-3,1-3,3-4,4-5,3-5"}, 5),
    ],
)
def test_graphs_in_parts_or_of_even_degrees_have_limits_of_their_own(words, n):
    x = Experiment.from_words(words)
    curve = exact_curve(x, qubits=n, layers=600)
    assert curve.variance[-1] == pytest.approx(gradient_limit(x, n).value, rel=1e-9)
    assert curve.e_variance[-1] == pytest.approx(objective_limit(x, n).value, rel=1e-9)


def test_two_pairs_have_the_limit_of_one():
    limit = gradient_limit(Experiment(connectivity="edges:1-2,3-4"), 4)
    assert (limit.value, limit.kind) == (pytest.approx(4 / 45), "other")


def test_where_the_limit_of_a_conserved_parity_is_not_known_there_is_none():
    limit = gradient_limit(Experiment(connectivity="ring", parameter=(2, 1)), 5)
    assert np.isnan(limit.value) and limit.kind == "unknown"
