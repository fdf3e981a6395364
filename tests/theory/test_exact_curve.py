"""The exact moments against numbers of the paper, closed forms, brute force and each other."""

from functools import cache
from itertools import product

import numpy as np
import pytest

from plateaus.engines import reference
from plateaus.ensemble.angles import NormalAngles, SmallAngles, UniformAngles
from plateaus.ensemble.circuits import Circuit
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.noise import Depolarizing
from plateaus.ensemble.objectives import SUMS, Sum, parse
from plateaus.ensemble.operators import matrix_free
from plateaus.theory import chain as chains
from plateaus.theory import dense_curve, limits, mps_curve
from plateaus.theory.chain import chain_of
from plateaus.theory.curve import exact_curve
from plateaus.theory.dense import entangling_permutation, rotated
from plateaus.theory.infinite_depth import gradient_limit
from plateaus.theory.layer import CZ_PAULI, bloch_vector
from plateaus.theory.mps import Mps

PAULIS = {"X": np.array([[0, 1], [1, 0]]), "Y": np.array([[0, -1j], [1j, 0]]), "Z": np.diag([1, -1])}


def experiment(**words) -> Experiment:
    if "objective" in words:
        words["objective"] = parse(words["objective"])
    return Experiment(**words)


def states_by_layer(x, n, angles, axes):
    """State vectors of circuits after each layer, and their derivatives by θ, shape (L, 2, S, 2ⁿ).

    The last axis' lowest bit is qubit 1. `angles` in radians and `axes` in 0…2 have shape (S, L, n).
    """
    samples, layers, _ = angles.shape
    tilt = np.pi / 8 if x.initial_state == "ry_pi_4" else 0
    one = np.array([np.cos(tilt), np.sin(tilt)])
    start = np.ones(1)
    for _ in range(n):
        start = np.kron(start, one)
    psi = np.tile(start.astype(complex), (2, samples, 1))
    index = np.arange(2**n)
    phase = np.prod([1 - 2 * ((index >> a) & (index >> b) & 1) for a, b in x.edges(n)] + [np.ones(2**n)], axis=0)
    generators = np.array([PAULIS[p] for p in "XYZ"])
    out = []
    for layer in range(layers):
        for q in range(n):
            p = generators[axes[:, layer, q]]
            half = angles[:, layer, q, None, None] / 2
            gate = np.cos(half) * np.eye(2) - 1j * np.sin(half) * p
            gates = np.array([gate, -0.5j * p @ gate if x.parameter == (layer + 1, q + 1) else gate])[..., None, None]
            zero, one = np.moveaxis(psi.reshape(2, samples, 2 ** (n - 1 - q), 2, 2**q), 3, 0)
            rows = [gates[:, :, i, 0] * zero + gates[:, :, i, 1] * one for i in (0, 1)]
            psi = np.stack(rows, axis=3).reshape(2, samples, -1)
        psi = psi * phase
        out.append(psi)
    found = np.array(out)
    found[: x.parameter[0] - 1, 1] = np.nan  # before θ
    return found


def values(x, n, angles, axes):
    """(∂E, E) after each layer of each circuit, shape (2, L, S)."""
    apply = matrix_free(x.objective, n)
    psi, slope = np.moveaxis(states_by_layer(x, n, angles, axes), 1, 0)
    image = psi @ np.array([apply(v) for v in np.eye(2**n, dtype=complex)])  # row k: the objective on basis state k
    return np.array([2 * np.sum(slope.conj() * image, axis=-1).real, np.sum(psi.conj() * image, axis=-1).real])


def test_a_sum_with_the_same_string_twice_is_the_sum_of_its_merged_terms(monkeypatch):
    sums = {"twice": ((1.0, "XX"), (0.5, "ZI"), (1.0, "XX")), "merged": ((2.0, "XX"), (0.5, "ZI"))}
    for word, terms in sums.items():
        monkeypatch.setitem(SUMS, word, Sum({2: terms}.__getitem__, word, word))
    found, wanted = (exact_curve(experiment(objective=word), qubits=2, layers=6) for word in sums)
    np.testing.assert_array_equal(found.variance, wanted.variance)
    x = experiment(objective="twice")
    rng = np.random.default_rng(3)
    angles, axes = rng.uniform(0, 2 * np.pi, (20_000, 2, 2)), rng.integers(0, 3, (20_000, 2, 2))
    slope, e = values(x, 2, angles, axes)[:, 1]
    assert slope.var() == pytest.approx(found.variance[1], rel=0.05)
    assert e.var() == pytest.approx(found.e_variance[1], rel=0.05)


def test_depth_one_is_five_over_48_on_every_size():
    for n in (2, 3, 7, 13):
        assert exact_curve(Experiment(), qubits=n, layers=1).variance[0] == pytest.approx(5 / 48, rel=1e-13)


def test_numbers_of_the_paper():
    chain = chain_of(Experiment(), 2)
    up = np.sqrt([1, 2, 1])  # A carries √2
    step = np.array([[1, 0, 0], [0, 5 / 6, 1 / 6], [0, 1 / 3, 2 / 3]])
    assert chain.rotation * up / up[:, None] == pytest.approx(step)
    assert chain.rotation @ chain.start / up == pytest.approx([1, 7 / 24, 5 / 12])
    assert chain.derivative @ chain.start / up == pytest.approx([0, 5 / 24, 1 / 4])
    four = chain_of(experiment(objective="XX"), 2)
    assert four.rotation @ four.start == pytest.approx([1, 5 / 12, 1 / 6, 5 / 12])
    assert four.derivative @ four.start == pytest.approx([0, 1 / 4, 1 / 6, 1 / 4])
    projector = chain_of(experiment(objective="projector"), 2)
    assert (projector.rotation @ projector.start)[3] == pytest.approx(np.sqrt(2) * 1 / (3 * np.sqrt(2)))
    half = np.array([1 / 4, 0, 1 / 4, np.sqrt(2) / 4])
    assert projector.objective(range(2)).dense() == pytest.approx(np.kron(half, half))
    curve = exact_curve(Experiment(), qubits=10, layers=100)
    assert curve.variance[-1] * 3 * (4**10 - 1) / 2**10 == pytest.approx(1.21, abs=0.005)
    assert curve.e_mean == pytest.approx((1 / 9) ** curve.layers / 2)
    shallow = exact_curve(Experiment(), qubits=14, layers=50, tolerance=1e-4).variance[-1]
    assert shallow == pytest.approx(2.4e-3, rel=0.02)


@pytest.mark.parametrize("connectivity", ["chain", "ring", "grid", "ladder", "complete", "edges:1-2,1-3,1-4,1-5,1-6"])
def test_lower_bound_on_every_graph(connectivity):
    curve = exact_curve(experiment(connectivity=connectivity), qubits=6, layers=30)
    assert np.all(curve.variance >= 5 / 48 * (4 / 9) ** (curve.layers - 1) * (1 - 1e-12))


@pytest.mark.parametrize("objective", ["ZZ", "XX", "XY", "ZIZ", "projector"])
@pytest.mark.parametrize("parameter", [(1, 1), (1, 3), (2, 2)])
@pytest.mark.parametrize("n", [4, 6])
def test_limits(objective, parameter, n):
    x = experiment(objective=objective, parameter=parameter)
    curve = exact_curve(x, qubits=n, layers=700)
    assert curve.variance[-1] == pytest.approx(gradient_limit(x, n).value, rel=1e-9)
    assert curve.e_variance[-1] == pytest.approx(limits.objective_variance(x, n), rel=1e-9)


def test_limits_in_closed_form():
    for n in (2, 5, 8):
        size = 2.0**n
        assert gradient_limit(Experiment(), n).value == pytest.approx(size / (3 * (size**2 - 1)))
        assert gradient_limit(experiment(objective="projector"), n).value == pytest.approx(1 / (3 * size * (size + 1)))
        assert limits.objective_variance(Experiment(), n) == pytest.approx(1 / (size + 1))


@pytest.mark.parametrize(
    "words, n",
    [
        ({}, 8),
        ({"parameter": (1, 6)}, 7),
        ({"parameter": (4, 3)}, 7),
        ({"connectivity": "ring"}, 6),
        ({"connectivity": "grid", "parameter": (2, 4)}, 6),
        ({"objective": "projector"}, 6),
        ({"objective": "projector", "angles": UniformAngles(-0.25, 0.25), "connectivity": "ring"}, 4),
        ({"objective": "projector", "parameter": (3, 2), "connectivity": "ring"}, 5),
        ({"objective": "XY"}, 6),
        ({"axes": "Y"}, 6),
        ({"axes": "X", "angles": NormalAngles(4.0)}, 8),
        ({"axes": "Y", "angles": NormalAngles(10.0), "objective": "projector", "parameter": (2, 1)}, 5),
        ({"axes": "Z", "angles": NormalAngles(3.0), "objective": "XX"}, 6),
        ({"entangler": "none"}, 5),
        ({"angles": UniformAngles(-0.1, 0.1), "parameter": (2, 1)}, 7),
        ({"objective": "local_projector", "parameter": (2, 3)}, 5),
        ({"objective": "ising", "connectivity": "ladder"}, 4),
        ({"connectivity": "complete", "objective": "IZ"}, 6),
    ],
)
def test_mps_without_truncation_is_dense(words, n):
    x = experiment(**words)
    chain = chain_of(x, n)
    dense = dense_curve.second_moments(chain, 40)
    mps, rest = mps_curve.second_moments(chain, 40, chain.dimension ** (n // 2), 1e-14)
    assert mps == pytest.approx(dense, rel=1e-9, abs=1e-18, nan_ok=True)
    assert np.nanmax(rest) == 0


def test_mps_without_truncation_is_dense_where_pairs_of_different_letters_are_left_out():
    for words in ({}, {"connectivity": "ring", "parameter": (2, 3)}, {"axes": "Y", "parameter": (1, 2)}):
        chain = chain_of(experiment(objective="projector", **words), 5)
        dense = dense_curve.second_moments(chain, 120)
        mps, _ = mps_curve.second_moments(chain, 120, chain.dimension**2, 1e-14)
        assert mps == pytest.approx(dense, rel=1e-11, nan_ok=True)


@pytest.mark.parametrize("axes", ["random", "X", "Y", "Z"])
@pytest.mark.parametrize("angles", [UniformAngles(), UniformAngles(-0.1, 0.1), NormalAngles(0.6), NormalAngles(4.0)])
@pytest.mark.parametrize("objective", ["ZZ", "XY", "projector"])
def test_a_derivative_is_in_the_range_of_the_rotation(axes, angles, objective):
    """What an MPS of the rotated objective is read against."""
    chain = chain_of(experiment(axes=axes, angles=angles, objective=objective), 3)
    assert abs(chain.turn).max() < 1.5  # no inverse of a rotation that is all but singular
    assert chain.rotation @ chain.turn == pytest.approx(chain.derivative, abs=1e-14)


def test_a_wide_law_about_one_axis_is_exact_to_the_error_claimed():
    x = experiment(axes="X", angles=NormalAngles(4.0))
    true, mps = (exact_curve(x, qubits=10, layers=20, method=method) for method in ("dense", "mps"))
    assert np.all(abs(mps.variance - true.variance) <= mps.rel_error * true.variance)
    assert mps.worst_error < 1e-11


@pytest.mark.parametrize(
    "words, n",
    [
        ({}, 12),
        ({"connectivity": "ring", "parameter": (3, 5)}, 10),
        ({"connectivity": "grid"}, 9),
        ({"objective": "projector"}, 9),
        ({"objective": "projector", "angles": UniformAngles(-0.3, 0.3)}, 9),
    ],
)
def test_estimated_error_bounds_the_true_one(words, n):
    x = experiment(**words)
    true = exact_curve(x, qubits=n, layers=80, method="dense")
    mps = exact_curve(x, qubits=n, layers=80, method="mps", tolerance=1e-4)
    assert mps.bond > 0
    from_layer = x.parameter[0] - 1
    assert np.all((abs(mps.variance - true.variance) <= mps.rel_error * true.variance)[from_layer:])
    assert np.all(abs(mps.e_variance - true.e_variance) <= mps.e_rel_error * true.e_variance)


@pytest.mark.parametrize("words", [{}, {"parameter": (1, 7)}, {"objective": "projector"}])
def test_estimated_error_bounds_the_true_one_at_depth(words):
    """Where the deviation has died out, little of it is kept: see `mps_curve.CUT`."""
    true, mps = (
        exact_curve(experiment(**words), qubits=9, layers=300, method=method, tolerance=1e-6)
        for method in ("dense", "mps")
    )
    assert max(mps.rel_error.max(), mps.e_rel_error.max()) <= 1e-6
    assert np.all(abs(mps.variance - true.variance) <= mps.rel_error * true.variance)
    assert np.all(abs(mps.e_variance - true.e_variance) <= mps.e_rel_error * true.e_variance)


@pytest.mark.parametrize("n", [24, 40, 60])
def test_second_gauge_agrees(n):
    """Forwards, the averaged state is what is evolved and truncated: other vectors, the same numbers.

    Their difference is largest at 41 to 52 layers, for each of these sizes.
    """
    layers, bond = 60, 40
    chain = chain_of(Experiment(), n)
    backwards, _ = mps_curve.second_moments(chain, layers, bond, 1e-6)
    order = list(range(n))
    gates = mps_curve.layer_gates(chain, order)
    ones, identity = np.tile(chain.ones, (n, 1)), np.tile(np.eye(3)[0], (n, 1))
    state = Mps.product(np.array([chain.derivative @ chain.start] + [chain.rotation @ chain.start] * (n - 1)))
    constant = state.overlap(Mps.product(ones)) / (4.0**n - 1)
    stationary = Mps.product(ones, constant).add(Mps.product(identity, -constant))
    state = state.add(stationary, -1)
    h = chain.objective(order)
    h_part = h.overlap(Mps.product(ones)) / (4.0**n - 1)
    h = h.add(Mps.product(ones, h_part).add(Mps.product(identity, -h_part)), -1)
    limit = gradient_limit(Experiment(), n).value
    forwards = []
    for step in range(layers):
        state = state.entangle(gates[:: (-1) ** step], bond)
        forwards.append(limit + h.overlap(state))
        state = state.rotate([chain.rotation] * n)
    assert backwards[0] == pytest.approx(np.array(forwards), rel=2e-5)


def test_same_bits_again():
    first, second = (exact_curve(Experiment(), qubits=8, layers=30, method="mps") for _ in range(2))
    assert first.variance.tobytes() == second.variance.tobytes()


def test_four_states_agree_with_three(monkeypatch):
    x = experiment(parameter=(2, 1))
    three = exact_curve(x, qubits=5, layers=20)
    pair = np.eye(16).reshape(4, 4, 16)[range(4), range(4)].T
    monkeypatch.setattr(chains, "_pair_basis", lambda *_: pair)
    four = exact_curve(x, qubits=5, layers=20)
    assert four.variance == pytest.approx(three.variance, rel=1e-12, nan_ok=True)
    assert four.e_variance == pytest.approx(three.e_variance, rel=1e-12)


@pytest.mark.parametrize("objective", ["projector", "local_projector"])
@pytest.mark.parametrize("connectivity", ["chain", "ring", "complete"])
@pytest.mark.parametrize("axes", ["random", "Y", "Z"])
@pytest.mark.parametrize("angles", [UniformAngles(), NormalAngles(0.6)])
def test_pairs_of_different_letters_keep_apart_and_die_out(objective, connectivity, axes, angles):
    n, x = 3, experiment(objective=objective, connectivity=connectivity, axes=axes, angles=angles)
    chain = chain_of(x, n)
    entangle, d, equal = entangling_permutation(chain), chain.dimension, chain.equal
    assert equal is not None and equal.dimension == d - 1
    where_b = np.array([[digit == d - 1 for digit in digits] for digits in product(range(d), repeat=n)])
    damped = chain.rotation[-1, -1]
    for places in product((False, True), repeat=n):
        here = np.all(where_b == places, axis=1)
        vector = np.random.default_rng(2).normal(size=d**n) * here
        after = rotated(vector[entangle], [chain.rotation] * n)
        assert not after[~here].any()
        assert np.linalg.norm(after) <= abs(damped) ** sum(places) * np.linalg.norm(vector) * (1 + 1e-12)
        if not any(places):
            alone = rotated(vector[here][entangling_permutation(equal)], [equal.rotation] * n)
            assert after[here] == pytest.approx(alone, rel=1e-14)
    length, floor = 2.0, 1e-9
    layers = chain.layers_with_unequal(length, floor)
    if axes == "Z":
        assert layers > 1e15
    else:
        assert length * abs(damped) ** layers <= floor
        assert layers == 1 or length * abs(damped) ** (layers - 1) > floor


def test_only_sums_of_strings_of_i_and_z_have_pairs_of_different_letters():
    assert chain_of(experiment(objective="XY"), 3).equal is None
    assert chain_of(experiment(objective="XX", axes="Y"), 3).equal is None
    assert chain_of(Experiment(), 3).equal is None


@pytest.mark.parametrize("parameter", [(1, 1), (3, 2)])
def test_what_is_left_out_with_pairs_of_different_letters_is_rounding(parameter, monkeypatch):
    chain = chain_of(experiment(objective="projector", parameter=parameter), 6)
    with_all = dense_curve._layers_with_unequal(chain, chain.objective(range(6)).dense())
    assert 20 < with_all < 50
    short = dense_curve.second_moments(chain, 60)
    monkeypatch.setattr(dense_curve, "_layers_with_unequal", lambda *_: np.inf)
    assert short == pytest.approx(dense_curve.second_moments(chain, 60), rel=1e-13, nan_ok=True)


@pytest.mark.parametrize("objective", ["projector", "ZZ", "XY"])
@pytest.mark.parametrize("angles", [UniformAngles(), UniformAngles(-0.3, 0.3)])
@pytest.mark.parametrize("parameter", [(1, 1), (2, 2)])
@pytest.mark.parametrize("n", [2, 3])
def test_lumped_states_against_all_sixteen(objective, angles, parameter, n):
    """Explicit E[R ⊗ R] on all 16ⁿ pairs, by quadrature over the angle and gates as 2×2 matrices."""
    x = experiment(objective=objective, angles=angles, parameter=parameter)
    nodes, weights = np.polynomial.legendre.leggauss(40)
    thetas = angles.quantile((nodes + 1) / 2)
    letters = np.array([np.eye(2), *PAULIS.values()])
    rotation, derivative = np.zeros((2, 16, 16))
    for p in PAULIS.values():
        for theta, weight in zip(thetas, weights / 2, strict=True):
            gate = np.cos(theta / 2) * np.eye(2) - 1j * np.sin(theta / 2) * p
            slope = -0.5j * p @ gate
            r = np.einsum("aij,jk,bkl,ml->abim", letters, gate, letters, gate.conj()).trace(axis1=2, axis2=3).real / 2
            s = np.einsum("aij,jk,bkl,ml->abim", letters, slope, letters, gate.conj()).trace(axis1=2, axis2=3).real
            rotation += weight / 3 * np.kron(r, r)
            derivative += weight / 3 * np.kron(s, s)
    cz = np.einsum("abcd,efgh->aebfcgdh", CZ_PAULI, CZ_PAULI).reshape(256, 256)
    bloch = bloch_vector(x)
    if objective == "projector":
        h = [np.array([0.5, 0, 0, 0.5])] * n
    else:
        h = [np.eye(4)["IXYZ".index(p)] for p in objective.ljust(n, "I")]
    state: dict = {False: np.ones(1), True: np.ones(1)}
    target: np.ndarray = np.ones(1)
    for q in range(n):
        state = {d: np.kron(v, np.kron(bloch, bloch)) for d, v in state.items()}
        target = np.kron(target, np.kron(h[q], h[q]))
    curve = exact_curve(x, qubits=n, layers=4)
    for layer in range(4):
        for d in state:
            for q in range(n):
                here = derivative if d and (layer + 1, q + 1) == parameter else rotation
                state[d] = np.einsum("ij,ajb->aib", here, state[d].reshape(16**q, 16, -1)).ravel()
            for a in range(n - 1):
                state[d] = np.einsum("ij,ajb->aib", cz, state[d].reshape(16**a, 256, -1)).ravel()
        assert target @ state[False] == pytest.approx(curve.e_variance[layer] + curve.e_mean[layer] ** 2, rel=1e-11)
        if layer + 1 >= parameter[0]:
            assert target @ state[True] == pytest.approx(curve.variance[layer] + curve.mean[layer] ** 2, rel=1e-11)


@pytest.mark.parametrize(
    "words",
    [{}, {"parameter": (2, 2)}, {"axes": "Y"}, {"initial_state": "none"}, {"entangler": "none"}],
)
@pytest.mark.parametrize("objective", ["ZZ", "XY", "XX", "projector", "local_projector", "ising", "heisenberg"])
def test_average_over_clifford_angles_is_exact(objective, words):
    """The four quarter turns have the same first and second moments as [0, 2π)."""
    x, n = experiment(objective=objective, **words), 2
    choices = ["XYZ".index(x.axes)] if x.axes != "random" else range(3)
    for layers in (1, 2) if len(choices) == 1 else (1,):
        _compare_exhaustively(x, n, layers, choices)
    if len(choices) == 3:
        _compare_exhaustively(x, n, 2, choices)


def _compare_exhaustively(x, n, layers, choices):
    gates = np.array(list(product(product(choices, range(4)), repeat=n * layers)))
    axes, turns = gates.reshape(-1, layers, n, 2).transpose(3, 0, 1, 2)
    found = values(x, n, np.pi / 2 * turns, axes)
    curve = exact_curve(x, qubits=n, layers=layers)
    want = np.array([[curve.mean, curve.e_mean], [curve.variance, curve.e_variance]])
    assert found.mean(axis=2) == pytest.approx(want[0], abs=1e-12, nan_ok=True)
    assert found.var(axis=2) == pytest.approx(want[1], abs=1e-12, nan_ok=True)


@cache
def after_quarter_turns(axes, layers):
    """Circuits of two qubits with all axes and quarter turns, and their states by the independent simulation.

    The states, of whatever objective, are density matrices after depolarising noise of 0.06.
    """
    x, n, found = Experiment(), 2, []
    for gates in product(product(axes, range(4)), repeat=n * layers):
        of_gates, turns = np.array(gates).reshape(layers, n, 2).transpose(2, 0, 1)
        circuit = Circuit(x.initial_state, of_gates, np.pi / 2 * turns, x.edges(n))
        found.append((circuit, reference.density(circuit, layers, 0.06)))
    return found


@pytest.mark.parametrize("objective", ["ZZ", "XY", "projector", "local_projector", "ising", "heisenberg"])
@pytest.mark.parametrize(("words", "layers"), [({}, 1), ({"axes": "Y"}, 2), ({"axes": "X", "parameter": (2, 1)}, 2)])
def test_noisy_averages_are_exact(objective, words, layers, monkeypatch):
    """All quarter turns, the channel applied to density matrices of the independent simulation."""
    x, n = experiment(objective=objective, noise=Depolarizing(0.06), **words), 2
    axes = (0, 1, 2) if x.axes == "random" else ("XYZ".index(x.axes),)

    def e(circuit, rho):
        monkeypatch.setattr(reference, "density", lambda *_: rho)
        return reference.expectation(circuit, objective, layers, noise=0.06)

    found = np.reshape([e(*made) for made in after_quarter_turns(axes, layers)], (len(axes), 4) * (n * layers))
    turn = 2 * ((x.parameter[0] - 1) * n + x.parameter[1] - 1) + 1
    # the parameter-shift rule: what a quarter turn more and less of θ give is among the values
    slope = (np.roll(found, -1, turn) - np.roll(found, 1, turn)) / 2
    curve = exact_curve(x, qubits=n, layers=layers)
    wanted = [[curve.mean[-1], curve.e_mean[-1]], [curve.variance[-1], curve.e_variance[-1]]]
    assert [[f(slope), f(found)] for f in (np.mean, np.var)] == [pytest.approx(w, abs=1e-12) for w in wanted]


@pytest.mark.parametrize(
    "words, n",
    [
        ({}, 3),
        ({}, 4),
        ({"connectivity": "ring"}, 4),
        ({"connectivity": "grid", "parameter": (2, 2)}, 4),
        ({"objective": "projector"}, 3),
        ({"objective": "projector", "parameter": (2, 2), "angles": UniformAngles(-0.25, 0.25)}, 3),
        ({"objective": "projector", "angles": UniformAngles(-0.25, 0.25), "connectivity": "ring"}, 4),
        ({"objective": "projector", "parameter": (3, 2), "angles": UniformAngles(-0.1, 0.1)}, 4),
        ({"objective": "XX"}, 3),
        ({"objective": "XY", "parameter": (2, 2)}, 3),
        ({"angles": UniformAngles(-0.2, 0.2)}, 3),
        ({"angles": UniformAngles(-0.2, 0.2), "parameter": (2, 2), "objective": "XYZ"}, 4),
        ({"angles": UniformAngles(-0.2, 0.2), "axes": "Y", "parameter": (2, 2), "objective": "XZ"}, 3),
        ({"angles": UniformAngles(-0.2, 0.2), "axes": "X", "connectivity": "ring", "objective": "ZY"}, 4),
        ({"axes": "Y"}, 3),
        ({"entangler": "none", "objective": "ZI"}, 3),
        ({"initial_state": "none", "parameter": (2, 1)}, 3),
        ({"angles": NormalAngles(0.6)}, 4),
        ({"angles": NormalAngles(0.6), "objective": "projector", "axes": "Y", "parameter": (2, 2)}, 3),
        ({"objective": "local_projector"}, 4),
        ({"objective": "local_projector", "angles": NormalAngles(0.4), "parameter": (3, 2)}, 4),
        ({"objective": "ising", "connectivity": "ring"}, 4),
        ({"objective": "ising", "angles": NormalAngles(0.4), "parameter": (2, 2)}, 3),
        ({"objective": "heisenberg", "parameter": (2, 1)}, 3),
        ({"objective": "heisenberg", "angles": NormalAngles(0.5), "connectivity": "complete"}, 4),
        ({"objective": "random:3:4", "connectivity": "edges:1-2,2-3,2-4"}, 4),
    ],
)
def test_sampled_circuits(words, n):
    x, layers, samples = experiment(**words), 6, 20000
    rng = np.random.default_rng(7)
    low, high = (0, 3) if x.axes == "random" else ("XYZ".index(x.axes), "XYZ".index(x.axes) + 1)
    axes = rng.integers(low, high, size=(samples, layers, n))
    found = values(x, n, x.law(layers, n).quantile(rng.random((samples, layers, n))), axes)
    curve = exact_curve(x, qubits=n, layers=layers)
    for k, (mean, variance) in enumerate(((curve.mean, curve.variance), (curve.e_mean, curve.e_variance))):
        some = np.isfinite(mean)
        sample = found[k, some]
        assert np.all(abs(sample.mean(axis=1) - mean[some]) <= 4.5 * sample.std(axis=1) / np.sqrt(samples) + 1e-12)
        square = (sample - mean[some, None]) ** 2
        assert np.all(abs(square.mean(axis=1) - variance[some]) <= 4.5 * square.std(axis=1) / np.sqrt(samples) + 1e-12)


def test_outside_the_light_cone_nothing_varies():
    x = experiment(parameter=(1, 6))
    for method in ("dense", "mps"):
        curve = exact_curve(x, qubits=7, layers=8, method=method)
        assert np.all(curve.variance[:4] == 0) and curve.variance[4] > 0
        assert np.all(curve.rel_error <= 1e-6)


def test_small_angles_have_at_each_depth_the_law_of_that_depth():
    x = experiment(angles=SmallAngles(), objective="ZIZ")
    curve = exact_curve(x, qubits=5, layers=12)
    for depth in (1, 5, 12):
        fixed = exact_curve(experiment(angles=x.law(depth, 5), objective="ZIZ"), qubits=5, layers=depth)
        assert curve.variance[depth - 1] == fixed.variance[-1] and curve.e_mean[depth - 1] == fixed.e_mean[-1]


@pytest.mark.parametrize("n", [2, 5, 9, 20])
def test_warm_up_circuits_of_cerezo_et_al(n):
    """A product of R_X on |0…0⟩ (Cerezo et al. 2021): (1/8)(3/8)^(n − 1) for the projector, 1/(8n²) for the local."""
    words = {"initial_state": "none", "axes": "X", "entangler": "none"}
    everywhere = exact_curve(experiment(objective="projector", **words), qubits=n, layers=1)
    assert everywhere.variance[0] == pytest.approx((1 / 8) * (3 / 8) ** (n - 1), rel=1e-9)
    local = exact_curve(experiment(objective="local_projector", **words), qubits=n, layers=1)
    assert local.variance[0] == pytest.approx(1 / (8 * n**2), rel=1e-9)


def test_too_few_qubits_are_refused():
    with pytest.raises(ValueError, match="too few"):
        exact_curve(experiment(parameter=(1, 5)), qubits=4, layers=2)
