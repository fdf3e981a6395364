"""Matrix-product states of any gates on a chain against dense vectors, sets of strings, limits, and a second gauge."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from plateaus.ensemble.experiment import Experiment
from plateaus.plan import resources
from plateaus.plan.resources import EXACT_START, exact_cost
from plateaus.theory import gate_coverage, gate_limits, gate_mps
from plateaus.theory.coverage import NotCovered, require_covered
from plateaus.theory.curve import exact_curve
from plateaus.theory.gate_chain import bloch_vectors, closing_gates, differentiated, layer_gates, opening_gates
from plateaus.theory.gate_curve import gate_curve
from plateaus.theory.gate_mps import Fixed, gate_mps_curve, in_pairs, second_moments, swept
from plateaus.theory.infinite_depth import gradient_limit, limits_at
from plateaus.theory.limits import real_gradient_variance, real_objective_variance
from plateaus.theory.methods import method_for
from plateaus.theory.mps import Mps

CHAINS = [
    "pauli_two_design",
    "real_amplitudes",
    "real_amplitudes:linear",
    "efficient_su2:pairwise",
    "simplified_two_design",
    "hardware_efficient",
    "hamiltonian_layers",
    "layer=Y,X,cx@connectivity,YY@even_pairs;opening=X,iswap@linear",
    "layer=Z,X,ecr@linear,Y@odd_pairs;closing=2",
]


def of(ansatz, objective="ZZ", parameter="1:1"):
    return Experiment.from_words({"ansatz": ansatz, "objective": objective, "parameter": parameter})


def without_truncation(experiment, qubits, layers):
    """What both ways of following gates find, and what the matrix-product states say of their error."""
    dense, mps = (
        method(experiment, qubits=qubits, layers=layers, tolerance=1e-6) for method in (gate_curve, gate_mps_curve)
    )
    for name in ("variance", "e_variance", "mean", "e_mean"):
        yield name, getattr(mps, name), getattr(dense, name), mps.worst_error


CASES = [
    (ansatz, objective, parameter)
    for ansatz in CHAINS
    for objective, parameter in (("ZZ", "1:1"), ("IZX", "2:3"), ("YY", "3:2"), ("local_projector", "1:2"))
    if not gate_coverage.chain_refusal(of(ansatz, objective, parameter), 5)
]


@pytest.mark.parametrize("words", CASES)
def test_without_truncation_they_are_dense_vectors(words):
    assert len(CASES) > 3 * len(CHAINS)
    for name, found, expected, error in without_truncation(of(*words), 5, 16):
        assert found == pytest.approx(expected, rel=1e-11, abs=1e-16, nan_ok=True), name
        assert error < 1e-11, name
        assert np.array_equal(found == 0, expected == 0) or "mean" in name


@pytest.mark.parametrize("ansatz", ["real_amplitudes", "efficient_su2:pairwise", "hamiltonian_layers"])
def test_the_estimated_error_bounds_the_true_one(ansatz, monkeypatch):
    """At bonds that truncate: 4⁴ would not."""
    monkeypatch.setattr(gate_mps, "BONDS", (20, 28))
    for name, found, expected, error in without_truncation(of(ansatz), 8, 50):
        if "variance" in name:
            assert 1e-12 < np.nanmax(abs(found - expected) / expected) <= error < 0.05, name


@pytest.mark.parametrize("ansatz", CHAINS)
@pytest.mark.parametrize("qubits", [4, 5])
def test_what_layers_mix_and_its_limits_are_what_sets_of_strings_say(ansatz, qubits):
    """Of strings whose limit is not that of an even number of qubits alone, and of sums."""
    for objective, parameter in (("ZZ", "1:1"), ("YIY", "2:3"), ("XXX", "1:2"), ("local_projector", "1:1")):
        experiment = of(ansatz, objective, parameter)
        if gate_coverage.chain_refusal(experiment, qubits):
            continue
        kind, *values = gate_mps.limiting_variances(experiment, qubits)
        expected, *others = gate_limits.limiting_variances(experiment, qubits)
        assert kind == expected and values == pytest.approx(others, rel=1e-12)


@pytest.mark.parametrize(
    ("ansatz", "qubits", "depth"),
    [("real_amplitudes", 14, 26), ("efficient_su2", 16, 28)],
)
def test_deep_circuits_have_the_limits_of_closed_forms(ansatz, qubits, depth):
    """And so they do where nothing that is known to be stationary is split off, and all of it is followed."""
    experiment, n, size = of(ansatz), qubits, 2.0**qubits
    real = ansatz != "efficient_su2"
    slope = real_gradient_variance(experiment.objective, n) if real else size / (2 * (size**2 - 1))
    square = real_objective_variance(experiment.objective, n) if real else 1 / (size + 1)
    assert gradient_limit(experiment, n).value == pytest.approx(slope, rel=1e-10)
    assert limits_at(experiment, n, depth)["e_limit"] == pytest.approx(square, rel=1e-10)
    gates, start = layer_gates(experiment, n, 1), Mps.product(bloch_vectors("none", n) ** 2)
    start = start.apply(in_pairs(opening_gates(experiment, n), n), 64)
    states = [start.apply(in_pairs(gates, n, theta), 64) for theta in (differentiated(experiment, n, 1), -1)]
    h = gate_mps._squared_objective(experiment, n)
    h = h.apply(in_pairs(closing_gates(experiment, n, 1), n, backwards=True), 64)
    for _ in range(depth):
        h = h.apply(swept(in_pairs(gates, n, backwards=True), h.centre is None or 2 * h.centre < n), 64)
    assert [h.overlap(state) for state in states] == pytest.approx([slope, square], rel=2e-3)
    curve = exact_curve(experiment, qubits=n, layers=depth, tolerance=1e-3)
    assert curve.method == "mps" and curve.worst_error <= 1e-3
    assert [curve.variance[-1], curve.e_variance[-1]] == pytest.approx([slope, square], rel=1e-3)


@pytest.mark.parametrize(
    ("ansatz", "objective", "layers"), [("efficient_su2", "all_z", 6), ("hardware_efficient", "ZZ", 7)]
)
def test_second_gauge_agrees(ansatz, objective, layers):
    """Forwards, the averaged states are what is evolved and truncated: other vectors, the same numbers."""
    experiment, n, bond = of(ansatz, objective), 40, 40
    backwards, *_ = second_moments(experiment, n, layers, bond, 1e-6)
    fixed = Fixed(experiment, n)
    pair, parts = gate_mps._read_against(experiment, fixed, bond)
    states = list(pair)
    h = gate_mps._squared_objective(experiment, n)
    h = h.apply(in_pairs(closing_gates(experiment, n, 1), n, backwards=True), bond)
    h, _, part = fixed.split(h)
    gates, forwards = in_pairs(layer_gates(experiment, n, 1), n), []
    for _ in range(layers):
        forwards.append([h.overlap(state) + of_state @ part for state, of_state in zip(states, parts, strict=True)])
        states = [s.apply(swept(gates, s.centre is None or 2 * s.centre < n), bond) for s in states]
    assert backwards[::-1] == pytest.approx(np.array(forwards).T, rel=1e-3)


@pytest.mark.parametrize("mutation", ["in_pairs", "_bases", "_matrix", "signs"])
def test_a_fault_is_seen(mutation, monkeypatch):
    original = getattr(gate_mps, mutation)
    faults: dict[str, Callable[..., Any]] = {
        "in_pairs": lambda gates, n, theta=-1, backwards=False: original(gates, n, theta),  # in the order of time
        "_bases": lambda gates, n: [basis[[0, 3, 2, 1]] for basis in original(gates, n)],  # Y and Z as one, not X and Z
        "_matrix": lambda gate, derivative: original(gate, False),
        "signs": lambda letter, real: (1, 1, 1, -1),  # what circuits of R_Z do not conserve
    }
    monkeypatch.setattr(gate_mps, mutation, faults[mutation])
    seen = [
        found != pytest.approx(expected, rel=10 * error, abs=1e-16, nan_ok=True)
        for _, found, expected, error in without_truncation(of("efficient_su2"), 5, 12)
    ]
    assert any(seen)


@pytest.mark.parametrize(
    ("words", "qubits", "reason"),
    [
        ({"ansatz": "strongly_entangling_layers"}, 13, "at most 12, and on neighbours of a chain for more: cx@ranges"),
        ({"ansatz": "basic_entangler_layers"}, 13, "cx@ring joins others"),
        ({"ansatz": "real_amplitudes:sca"}, 13, "cx@sca joins others"),
        ({"ansatz": "layer=Y,cx@connectivity", "connectivity": "ring"}, 13, "cx@connectivity is on another graph"),
        ({"ansatz": "real_amplitudes"}, 41, "41 qubits: .* at most 40"),
        ({"ansatz": "real_amplitudes", "parameter": "last:1"}, 13, "at most 12 where the parameter is in the last"),
        ({"ansatz": "real_amplitudes", "objective": "XY"}, 13, "XY is the same in all circuits"),
        ({"ansatz": "hamiltonian_layers", "objective": "X"}, 14, "X is the same in all circuits"),
        ({"ansatz": "hamiltonian_layers", "objective": "all_z"}, 14, "all_z is the same in all circuits"),
        ({"ansatz": "hamiltonian_layers", "objective": "projector"}, 14, "projector has 1 that do"),
        ({"ansatz": "pauli_two_design", "objective": "local_projector"}, 13, "local_projector has"),
        ({"ansatz": "layer=X,ZZ@linear"}, 13, "which strings its layers mix is not known"),
    ],
)
def test_what_is_not_followed_beyond_dense_vectors_is_refused_by_name(words, qubits, reason):
    experiment = Experiment.from_words(words)
    require_covered(experiment, 6)
    with pytest.raises(NotCovered, match=reason):
        require_covered(experiment, qubits)
    with pytest.raises(NotCovered, match=reason):
        exact_curve(experiment, qubits=qubits, layers=2)
    assert np.isnan(limits_at(experiment, qubits, 4)["limit"])


def test_automatic_choice_and_what_it_costs():
    experiment = of("efficient_su2")
    assert [method_for(experiment, n) for n in (12, 13, 40)] == ["gates", "gates_mps", "gates_mps"]
    assert [method_for(experiment, n, "mps") for n in (2, 12)] == ["gates_mps"] * 2
    assert method_for(of("strongly_entangling_layers"), 6, "mps") == "gates"
    assert exact_curve(experiment, qubits=6, layers=3, method="mps").bond == gate_mps.BONDS[1]
    seconds = [exact_cost(of(ansatz), qubits=20, layers=100).seconds for ansatz in CHAINS[:7]]
    assert min(seconds) > EXACT_START + 1
    for ansatz in ("efficient_su2", "hamiltonian_layers"):  # rotations about three strings on a pair are one matrix
        assert resources._gates(of(ansatz), 20) == len(in_pairs(layer_gates(of(ansatz), 20, 1), 20))


@pytest.mark.parametrize("qubits", [13, 14, 40])
def test_what_is_followed_of_the_presets(qubits):
    """As docs/ansatz.md says."""
    without = {"all_z": {"hamiltonian_layers"}, "local_projector": {"pauli_two_design"}}
    without["projector"] = {"pauli_two_design", "hamiltonian_layers"}
    for objective in ("ZZ", "all_z", "local_projector", "projector"):
        refused = {ansatz for ansatz in CHAINS[:7] if gate_coverage.refusal(of(ansatz, objective), qubits)}
        assert refused == without.get(objective, set()), objective


def walkers(rng, strings, reads, layers, back, mix):
    """Means over random Pauli strings taken back through 1, 2, … layers, by masks of X and Z: shape (layers, reads)."""
    x, z = mix(rng, *strings)
    found = []
    for _ in range(layers):
        x, z = back(x, z)
        found.append([np.mean(read(x, z)) for read in reads])
        x, z = mix(rng, x, z)
    return np.array(found)


def test_forty_qubits_of_real_amplitudes_have_the_moments_of_random_strings():
    """R_Y makes X or Z of either with 1/2 each; CX is taken back gate by gate; |0…0⟩ behind R_Y has ½ for X and Z."""
    qubits, layers, many = 40, 9, 100_000
    one = np.uint64(1)

    def mix(rng, x, z):
        turned, coins = x ^ z, rng.integers(0, 2**64, len(x), dtype=np.uint64)
        return x & z | turned & coins, x & z | turned & ~coins

    def back(x, z):
        for q in map(np.uint64, range(qubits - 1)):  # in time reverse_linear begins with the last pair
            x = x ^ (x >> q & one) << (q + one)
            z = z ^ (z >> (q + one) & one) << q
        return x, z

    def square(x, z):
        return np.where(x & z, 0.0, 0.5 ** np.bitwise_count(x | z).astype(float))

    def slope(x, z):
        return np.where(x & ~z & one | z & ~x & one, square(x, z), 0.0)

    rng = np.random.default_rng(7)
    strings = np.zeros(many, np.uint64), np.full(many, 3, np.uint64)  # Z₁Z₂
    runs = np.array([walkers(rng, strings, (slope, square), layers, back, mix) for _ in range(8)])
    mean, error = runs.mean(axis=0), runs.std(axis=0, ddof=1) / np.sqrt(8)
    curve = exact_curve(of("real_amplitudes"), qubits=qubits, layers=layers, tolerance=1e-3)
    assert curve.method == "mps"
    z = (mean - np.array([curve.variance, curve.e_variance + curve.e_mean**2]).T) / error
    assert np.abs(z).max() < 7  # of 18, Student's t of 7 degrees of freedom: one in 300 such tests is above
    assert np.all(error[-1] < 0.03 * mean[-1])
