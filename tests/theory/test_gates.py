"""The exact theory of all ansätze against averages of ρ ⊗ ρ by dense matrices, which know no Pauli strings."""

import io
from functools import reduce

import numpy as np
import pytest

from plateaus.engines import reference
from plateaus.engines.sampling import sample
from plateaus.ensemble.ansatz import PRESETS, parse
from plateaus.ensemble.entanglers import GATES
from plateaus.ensemble.experiment import LAST, Experiment
from plateaus.ensemble.gate_circuits import layout
from plateaus.ensemble.source import Source
from plateaus.theory import gate_limits
from plateaus.theory.coverage import NotCovered, require_covered
from plateaus.theory.curve import exact_curve
from plateaus.theory.infinite_depth import gradient_limit, limits_at, objective_limit
from plateaus.theory.limits import real_gradient_variance
from plateaus.theory.vanishing import zero_gradient

OTHERS = [name for name in PRESETS if name != "mcclean" and not parse(name).shares_angles]
WORDS = [
    *OTHERS,
    "real_amplitudes:sca",
    "basic_entangler_layers:Y",
    "layer=Y,cx@connectivity,YY@linear;opening=X,iswap@linear",
    "layer=random,XX@linear,ecr@full;closing=1",
    "layer=Z,X@linear,cy@ring,swap@linear;opening=Y",
]
ANGLES = 2 * np.pi / 3 * np.arange(3)  # E² has no higher frequency than 2 in an angle: three angles average it exactly


def on(matrix, where, qubits):
    """A matrix on one or two qubits as one on all, by its columns."""
    columns = np.eye(2**qubits, dtype=complex).reshape((2,) * qubits + (-1,))
    if len(where) == 1:
        return reference.apply(matrix, where[0], columns).reshape(2**qubits, -1)
    return reference.on_pair(matrix, where, columns).reshape(2**qubits, -1)


def rotation(axis, angle, width):
    return reference.rotation(axis, angle) if width == 1 else reference.two_qubit_rotation(axis, angle)


def twice(state, left, right):
    """Σ over the given matrices of (A ⊗ A) S (B ⊗ B)†, their mean."""
    return np.mean([np.kron(a, a) @ state @ np.kron(b, b).conj().T for a, b in zip(left, right, strict=True)], axis=0)


def brute_moments(experiment, qubits, layers):
    """Mean of E, E[E²] and E[(∂E)²] at one depth, ρ ⊗ ρ and ∂ρ ⊗ ∂ρ averaged gate by gate over angles and axes."""
    found = layout(experiment, qubits, layers)
    psi = {
        "none": lambda q: np.eye(2)[0],
        "ry_pi_4": lambda q: reference.rotation(1, np.pi / 4)[:, 0],
        "neel": lambda q: np.eye(2)[q % 2],
        "plus": lambda q: np.full(2, np.sqrt(0.5)),
    }[experiment.initial_state]
    rho = reduce(np.kron, [np.outer(psi(q), psi(q).conj()) for q in range(qubits)]).astype(complex)
    both, one, slope = np.kron(rho, rho), rho, np.zeros(1)
    for name, where, place in found.gates(layers):
        if place < 0:
            gates = [on(np.array(GATES[name], dtype=complex), where, qubits)]
        else:
            axes = range(3) if found.random[place] else [found.axes[place]]
            gates = [on(rotation(axis, angle, len(where)), where, qubits) for axis in axes for angle in ANGLES]
        if place == found.differentiated:
            # ∂ρ = (ρ(θ + π/2) − ρ(θ − π/2))/2
            slope = np.zeros_like(both)
            for axis in axes:
                for angle in ANGLES:
                    plus, minus = (
                        on(rotation(axis, angle + turn, len(where)), where, qubits) for turn in (np.pi / 2, -np.pi / 2)
                    )
                    for a, b, sign in ((plus, plus, 1), (minus, minus, 1), (plus, minus, -1), (minus, plus, -1)):
                        pair = np.kron(a, b)
                        slope += sign * pair @ both @ pair.conj().T / 4 / 3 / len(axes)
        elif slope.ndim == 2:
            slope = twice(slope, gates, gates)
        both = twice(both, gates, gates)
        one = np.mean([gate @ one @ gate.conj().T for gate in gates], axis=0)
    h = np.diag(np.eye(2**qubits)[0]).astype(complex)
    if str(experiment.objective) != "projector":
        terms = reference.strings(str(experiment.objective), qubits)
        strings = [c * reduce(np.kron, [reference.PAULI[p] for p in letters]) for c, letters in terms]
        h = np.sum(strings, axis=0)
    pair = np.kron(h, h)
    return [np.trace(m).real for m in (h @ one, pair @ both, pair @ slope)]


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize(
    ("qubits", "layers", "objective", "parameter"),
    [(2, 1, "projector", "1:1"), (2, 3, "XY", "2:1"), (3, 2, "ising", "1:2"), (3, 3, "local_projector", "last:1")],
)
def test_moments_are_those_of_averaged_density_matrices(word, qubits, layers, objective, parameter):
    if "connectivity" in word and parameter == "1:2":
        parameter += ":3"
    experiment = Experiment.from_words({"ansatz": word, "objective": objective, "parameter": parameter})
    curve = exact_curve(experiment, qubits=qubits, layers=layers)
    mean, square, slope = brute_moments(experiment.at_depth(layers, qubits), qubits, layers)
    assert curve.e_mean[-1] == pytest.approx(mean, abs=1e-12)
    assert curve.e_variance[-1] == pytest.approx(square - mean**2, abs=1e-12)
    assert curve.variance[-1] == pytest.approx(slope, abs=1e-12)


@pytest.mark.parametrize("parameter", ["2:1:1", "2:3:2", "last:2:2"])
def test_moments_by_a_gate_behind_those_that_close_a_circuit_and_by_one_of_them(parameter):
    words = {"ansatz": "layer=Y,X,cz@linear;closing=1", "objective": "XY", "parameter": parameter}
    experiment = Experiment.from_words(words)
    curve = exact_curve(experiment, qubits=3, layers=3)
    mean, square, slope = brute_moments(experiment.at_depth(3, 3), 3, 3)
    found = [curve.e_mean[-1], curve.e_variance[-1], curve.variance[-1]]
    np.testing.assert_allclose(found, [mean, square - mean**2, slope], atol=1e-12)
    assert slope > 1e-3


def test_moments_from_the_state_plus():
    experiment = Experiment.from_words({"ansatz": "layer=ZZ@linear,X", "initial_state": "plus", "objective": "XZY"})
    curve = exact_curve(experiment, qubits=3, layers=2)
    mean, square, slope = brute_moments(experiment, 3, 2)
    found = [curve.e_mean[-1], curve.e_variance[-1], curve.variance[-1]]
    np.testing.assert_allclose(found, [mean, square - mean**2, slope], atol=1e-12)
    assert slope > 1e-3


def test_the_papers_circuit_step_by_step_is_the_papers():
    """Two theories: that of three states a qubit, and the one of all gates."""
    cut = {"objective": "maxcut", "connectivity": "ring"}
    for words in (
        {"objective": "ZZ"},
        {"objective": "projector"},
        {"objective": "heisenberg", "parameter": "2:3"},
        cut,
    ):
        papers = exact_curve(Experiment.from_words(words), qubits=3, layers=6, tolerance=1e-9)
        steps = {"ansatz": "layer=random,cz@connectivity", "initial_state": "ry_pi_4"}
        ours = exact_curve(Experiment.from_words(words | steps), qubits=3, layers=6, tolerance=1e-9)
        for name in ("mean", "variance", "e_mean", "e_variance"):
            np.testing.assert_allclose(getattr(ours, name), getattr(papers, name), rtol=1e-9, atol=1e-14)


def test_an_ansatz_that_nobody_foresaw():
    """R_Y and CX on a patch of a heavy hexagon, and a string with two Y: exact, sampled, and with its limit."""
    patch = "edges:1-2,2-3,3-4,4-5,3-6"
    words = {"ansatz": "layer=Y,cx@connectivity;closing=1", "connectivity": patch, "objective": "YXY"}
    experiment = Experiment.from_words(words)
    curve = exact_curve(experiment, qubits=6, layers=40)
    found = sample(
        Source("own", 1, False, experiment), qubits=6, layers=[3, 8], first=0, circuits=300, log=io.StringIO()
    )
    squares = found["gradient"] ** 2
    error = squares.std(axis=0) / np.sqrt(300)
    assert (np.abs(squares.mean(axis=0) - curve.variance[[2, 7]]) < 4 * error).all()
    limit = gradient_limit(experiment, 6)
    assert limit.kind == "orthogonal"
    assert limit.value == pytest.approx(real_gradient_variance(experiment.objective, 6), rel=1e-12)
    assert curve.variance[-1] == pytest.approx(limit.value, rel=1e-3)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ({"ansatz": "efficient_su2"}, "unitary"),
        ({"ansatz": "strongly_entangling_layers", "objective": "projector"}, "unitary"),
        ({"ansatz": "real_amplitudes:sca", "objective": "local_projector"}, "orthogonal"),
        ({"ansatz": "simplified_two_design", "parameter": "3:2"}, "orthogonal"),
        ({"ansatz": "hamiltonian_layers", "objective": "local_projector"}, "parity sector"),
        ({"ansatz": "layer=X,ZZ@linear"}, "other"),
    ],
)
def test_limits_are_what_exact_curves_tend_to(words, kind):
    experiment = Experiment.from_words(words)
    curve = exact_curve(experiment, qubits=3, layers=100)
    gradient, objective = gradient_limit(experiment, 3, 100), objective_limit(experiment, 3)
    assert (gradient.kind, objective.kind) == (kind, kind)
    assert curve.variance[-1] == pytest.approx(gradient.value, rel=1e-6)
    assert curve.e_variance[-1] == pytest.approx(objective.value, rel=1e-6)


def test_commuting_rotations_have_no_limit():
    experiment = Experiment.from_words({"ansatz": "basic_entangler_layers"})
    limits = limits_at(experiment, 4, 50)
    assert limits["limit_kind"] == limits["e_limit_kind"] == "none"
    curve = exact_curve(experiment, qubits=4, layers=60)
    np.testing.assert_allclose(curve.e_variance[20:], 2.0**-4, rtol=1e-9)  # E[E²] = 2⁻ⁿ for good
    assert curve.variance[20:].std() > 0.3 * curve.variance[20:].mean()  # and Var ∂E goes on with the depth


def test_a_real_string_with_an_odd_number_of_y_is_zero():
    experiment = Experiment.from_words({"ansatz": "real_amplitudes", "objective": "YXX"})
    assert (exact_curve(experiment, qubits=3, layers=5).e_variance == 0).all()
    assert "the gradient is zero" in (zero_gradient(experiment, 3, [1, 5]) or "")


def test_what_is_zero_by_a_parity():
    """From |010…⟩ hamiltonian_layers never reach |000…⟩: the number of ones keeps its parity."""
    experiment = Experiment.from_words({"ansatz": "hamiltonian_layers", "objective": "projector"})
    assert zero_gradient(experiment, 3, [2]) is not None
    assert zero_gradient(experiment, 4, [2]) is None


@pytest.mark.parametrize(
    ("words", "qubits", "zero"),
    [
        ({"ansatz": "hamiltonian_layers", "objective": "all_z"}, 20, True),
        ({"ansatz": "hamiltonian_layers", "objective": "projector"}, 10, True),  # five ones
        ({"ansatz": "hamiltonian_layers", "objective": "projector"}, 12, False),
        ({"ansatz": "hamiltonian_layers", "objective": "projector", "initial_state": "none"}, 10, False),
        ({"ansatz": "layer=Z,cx@linear,ZZ@ring;opening=X", "objective": "IZ"}, 16, True),
        ({"ansatz": "layer=Z,X,cx@linear", "objective": "IZ", "parameter": "3:1:1"}, 16, False),
        ({"ansatz": "qaoa", "objective": "XXXXXXXI", "parameter": "1:1:2"}, 8, False),
        ({"ansatz": "layer=Y:a,sqrt_iswap@linear"}, 8, False),
        ({"ansatz": "layer=X:a,ZZ@linear:b", "objective": "XXXXXXXX"}, 8, True),
    ],
)
def test_what_all_gates_leave_alone_at_any_size(words, qubits, zero):
    """Found without the chain, and agreeing with it where there is one."""
    experiment = Experiment.from_words(words)
    assert (zero_gradient(experiment, qubits, [3, 4]) is not None) == zero


@pytest.mark.parametrize(
    ("words", "qubits", "reason"),
    [
        ({"ansatz": "layer=X,sqrt_iswap@linear"}, 3, "sqrt_iswap is no Clifford gate"),
        ({"ansatz": "efficient_su2", "angles": "normal:0.1"}, 3, "uniform on the circle"),
        ({"ansatz": "efficient_su2"}, 41, "at most 40"),
        ({"ansatz": "qaoa"}, 3, "ansatz qaoa: gates share angles"),
        ({"ansatz": "pauli_two_design", "objective": "projector"}, 10, "1023 products of two strings"),
    ],
)
def test_what_is_not_covered_says_why(words, qubits, reason):
    with pytest.raises(NotCovered, match=reason):
        require_covered(Experiment.from_words(words), qubits)


def test_the_last_layer_has_no_limit_of_its_own():
    experiment = Experiment.from_words({"ansatz": "efficient_su2", "parameter": "last:1"})
    assert experiment.parameter[0] == LAST
    assert gradient_limit(experiment, 3).kind == "none"
    assert gate_limits.limiting_variances(experiment, 3)[0] == "unitary"
