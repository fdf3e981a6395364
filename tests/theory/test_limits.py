"""Closed forms of infinite depth against Haar-random unitaries, numbers known otherwise, and deep sampled circuits."""

from functools import reduce
from itertools import combinations, product

import numpy as np
import pytest
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.stats import ortho_group, unitary_group

from plateaus.engines import reference
from plateaus.engines.sampling import sample
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source
from plateaus.statistics.fits import fit_line
from plateaus.statistics.moments import Moments
from plateaus.theory import limits, sectors
from plateaus.theory.curve import exact_curve
from plateaus.theory.deep_circuits import both_sides_limit
from plateaus.theory.infinite_depth import gradient_limit, limits_at, objective_limit

FAST = "numba"
"""The engine that samples few qubits in a quarter of the time; tests/engines hold it against the others."""


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
    samples = sample(source, qubits=4, layers=[80], first=0, circuits=3000, engine=FAST)
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


PAW, KITE = "edges:1-2,1-3,2-3,3-4", "edges:1-2,1-3,2-3,2-4,3-4"


@pytest.mark.parametrize(
    ("words", "n"),
    [
        ({}, 2),
        ({"connectivity": PAW}, 4),
        ({"connectivity": PAW, "objective": "IYXY", "parameter": "1:3"}, 4),
        ({"connectivity": PAW, "parameter": "3:2", "initial_state": "none"}, 4),
        ({"connectivity": "complete", "objective": "projector"}, 4),
        ({"connectivity": "complete", "objective": "projector", "parameter": "2:2"}, 4),
        ({"connectivity": "complete", "objective": "local_projector"}, 4),
        ({"connectivity": "complete", "objective": "heisenberg"}, 4),
        ({"connectivity": "complete", "objective": "ising", "parameter": "2:1"}, 4),
        ({"connectivity": "complete", "angles": "normal:0.5"}, 6),
    ],
)
def test_real_circuits_have_the_limits_of_the_orthogonal_group(words, n):
    x = Experiment.from_words(words | {"axes": "Y"})
    curve = exact_curve(x, qubits=n, layers=600)
    gradient, objective = gradient_limit(x, n), objective_limit(x, n)
    assert gradient.kind == objective.kind == "orthogonal"
    assert curve.variance[-1] == pytest.approx(gradient.value, rel=1e-9)
    assert curve.e_variance[-1] == pytest.approx(objective.value, rel=1e-9)


@pytest.mark.parametrize("text", ["ZZ", "projector"])
def test_random_orthogonal_matrices_after_a_rotation_about_y(text):
    n, h = 2, OBSERVABLES[text]
    psi = reduce_kron(*[reference.rotation(1, np.pi / 4)[:, 0].real] * n)
    generator = np.kron(reference.PAULI["Y"] / 2, np.eye(2))
    matrices = ortho_group.rvs(2**n, size=20000, random_state=1)
    heisenberg = matrices.transpose(0, 2, 1) @ h.real @ matrices
    gradients = -2 * np.einsum("i,kij,j->k", (generator @ psi).conj(), heisenberg, psi).imag
    energies = np.einsum("i,kij,j->k", psi, heisenberg, psi)
    objective = Experiment.from_words({"objective": text}).objective
    assert near(Moments.of(gradients[:, None]), limits.real_gradient_variance(objective, n))
    assert near(Moments.of(energies[:, None]), limits.real_objective_variance(objective, n))


def sets_of_strings(edges, n, letters):
    """The set that rotations about these letters and CZ gates mix each string in, coded by its bits; which are real."""
    bits = 1 << np.arange(n)
    x, z = np.divmod(np.arange(4**n), 2**n)
    x, z = ((number[:, None] & bits) > 0 for number in (x, z))

    def code(x, z):
        return (x @ bits) * 2**n + z @ bits

    entangled = z.copy()
    for a, b in edges:
        entangled[:, a] ^= x[:, b]
        entangled[:, b] ^= x[:, a]
    pairs = [(code(x, z), code(x, entangled))]
    for qubit, letter in product(range(n), letters):
        turned_x, turned_z = x.copy(), z.copy()
        turned_x[:, qubit] ^= letter in "XY"
        turned_z[:, qubit] ^= letter in "YZ"
        turns = (x[:, qubit] & (letter in "YZ")) ^ (z[:, qubit] & (letter in "XY"))
        pairs.append((code(x, z)[turns], code(turned_x, turned_z)[turns]))
    ends = np.concatenate(pairs, axis=1)
    graph = coo_matrix((np.ones(ends.shape[1]), ends), shape=(4**n, 4**n))
    return connected_components(graph, directed=False)[1], (x & z).sum(axis=1) % 2 == 0


def graphs(n):
    """All graphs of up to four qubits without a lonely one, some of five and six."""
    pairs = list(combinations(range(n), 2))
    chosen = np.random.default_rng(n).permutation(2 ** len(pairs))[: None if n < 5 else 25]
    for number in chosen:
        edges = [pair for i, pair in enumerate(pairs) if number >> i & 1]
        if len({qubit for edge in edges for qubit in edge}) == n:
            yield edges


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6])
def test_which_graphs_mix_all_strings_is_told_from_the_strings(n):
    seen = set()
    for edges in graphs(n):
        word = "edges:" + ",".join(f"{a + 1}-{b + 1}" for a, b in edges)
        real, any_axes = Experiment(connectivity=word, axes="Y"), Experiment(connectivity=word)
        found, is_real = sets_of_strings(edges, n, "Y")
        mixed = len(set(found[1:][is_real[1:]])) == 1
        assert sectors.mixes_all_real(real, n) == mixed, word
        if n < 6:
            assert sectors.mixes_all(any_axes, n) == (len(set(sets_of_strings(edges, n, "XYZ")[0][1:])) == 1), word
        seen.add(mixed)
    assert (True in seen) == (n % 2 == 0)


@pytest.mark.parametrize("words", [{"axes": "X"}, {"axes": "Y"}, {"axes": "Y", "connectivity": KITE}])
def test_about_one_axis_other_graphs_are_not_known_and_have_other_limits(words):
    x = Experiment.from_words(words)
    assert gradient_limit(x, 4).kind == objective_limit(x, 4).kind == "unknown"
    assert np.isnan(gradient_limit(x, 4).value)
    assert both_sides_limit(x, 4) != both_sides_limit(x, 4)
    deep = exact_curve(x, qubits=4, layers=600).variance[-1]
    for value in (limits.real_gradient_variance(x.objective, 4), limits.gradient_variance(x, 4)):
        assert abs(deep / value - 1) > 0.05


@pytest.mark.parametrize("words", [{"noise": "depolarizing:0.05"}, {"angles": "small"}, {"start": "identity:1"}])
def test_where_circuits_do_not_become_random_there_is_no_limit(words):
    x = Experiment.from_words(words)
    assert gradient_limit(x, 4).kind == objective_limit(x, 4).kind == "none"
    deep = exact_curve(x, qubits=4, layers=100).variance[-1]
    assert abs(deep / limits.gradient_variance(Experiment(), 4) - 1) > 0.5


@pytest.mark.parametrize("start", ["perturbed:2:0.05", "pretrained:20:30:0.1"])
def test_of_starts_between_the_identity_and_randomness_nothing_is_known(start):
    assert gradient_limit(Experiment.from_words({"start": start}), 4).kind == "unknown"


def test_nothing_random_follows_a_gate_of_the_last_layer():
    x = Experiment(parameter=(5, 1))
    assert gradient_limit(x, 4, 5).kind == "none"
    assert gradient_limit(x, 4, 6) == gradient_limit(x, 4)
    assert limits_at(x, 4, 5)["e_limit"] == pytest.approx(1 / 17)


def test_a_gradient_that_is_zero_for_ever_has_no_limit():
    assert gradient_limit(Experiment(connectivity="edges:1-2,3-4", parameter=(1, 3)), 4).kind == "none"


def test_the_law_of_the_angles_does_not_change_the_limit():
    """Nor do laws that the exact theory does not cover; one of them, sampled."""
    x = Experiment.from_words({"angles": "uniform:0.0:1.0"})
    source = Source("half", master_seed=5, experiment=x)
    samples = sample(source, qubits=3, layers=[80], first=0, circuits=4000, engine=FAST)
    moments = Moments.of(samples["gradient"])
    assert gradient_limit(x, 3) == gradient_limit(Experiment(), 3)
    assert near(moments, gradient_limit(x, 3).value)


@pytest.mark.parametrize(("graph", "n", "known"), [("chain", 4, True), ("ring", 4, False), ("edges:1-2,3-4", 4, False)])
def test_the_limit_with_2_designs_on_both_sides_is_for_graphs_that_mix_all(graph, n, known):
    found = limits_at(Experiment(connectivity=graph), n, 100)
    assert found["limit_both_sides"] == pytest.approx(2.0 ** -(n + 1) if known else np.nan, nan_ok=True)


def test_where_the_limit_of_a_conserved_parity_is_not_known_there_is_none():
    limit = gradient_limit(Experiment(connectivity="ring", parameter=(2, 1)), 5)
    assert np.isnan(limit.value) and limit.kind == "unknown"
