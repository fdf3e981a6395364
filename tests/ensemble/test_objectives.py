"""Objectives are the matrices of their definition, in every way that the library looks at them."""

import numpy as np
import pytest

from plateaus.ensemble.objectives import SUMS, Sum, parse
from plateaus.ensemble.operators import matrix_free

PAULIS = {"I": np.eye(2), "X": np.array([[0, 1], [1, 0]]), "Y": np.array([[0, -1j], [1j, 0]]), "Z": np.diag([1, -1])}
OBJECTIVES = [
    "ZZ",
    "IXY",
    "random:2:5",
    "local_projector",
    "all_z",
    "middle_z",
    "ising",
    "heisenberg",
    "maxcut:ring",
    "projector",
]


def matrix(word, n):
    """The objective as a matrix, from its definition; the first qubit is the lowest bit."""

    def on(letters):
        m = np.eye(1)
        for q in range(n):
            m = np.kron(PAULIS[letters.get(q, "I")], m)
        return m

    bonds = [(q, q + 1) for q in range(n - 1)]
    if word == "projector":
        return np.diag([1.0] + [0.0] * (2**n - 1))
    if word == "local_projector":
        return np.eye(2**n) - sum((np.eye(2**n) + on({q: "Z"})) / 2 for q in range(n)) / n
    if word == "all_z":
        return on(dict.fromkeys(range(n), "Z"))
    if word == "middle_z":
        return on({{3: 1, 4: 1}[n]: "Z"})
    if word == "ising":
        return -sum(on({a: "Z", b: "Z"}) for a, b in bonds) - sum(on({q: "X"}) for q in range(n))
    if word == "heisenberg":
        return sum(on({a: p, b: p}) for a, b in bonds for p in "XYZ")
    if word == "maxcut:ring":
        return sum((np.eye(2**n) - on({q: "Z", (q + 1) % n: "Z"})) / 2 for q in range(n))
    if word.startswith("random"):
        ((_, letters),) = parse(word).terms(n)
        return on(dict(enumerate(letters)))
    return on(dict(enumerate(word)))


@pytest.mark.parametrize("word", OBJECTIVES)
@pytest.mark.parametrize("n", [3, 4])
def test_objectives_are_the_matrices_of_their_definition(word, n):
    h, wanted = parse(word), matrix(word, n)
    assert str(h) == word
    found = np.array([matrix_free(h, n)(column) for column in np.eye(2**n, dtype=complex)]).T
    np.testing.assert_allclose(found, wanted, atol=1e-14)
    assert h.trace(n) == pytest.approx(np.trace(wanted).real)
    assert h.trace_of_square(n) == pytest.approx(np.trace(wanted @ wanted).real)


def test_a_random_string_has_its_weight_and_is_the_same_again_and_other_for_another_seed():
    drawn = {seed: parse(f"random:4:{seed}").terms(9) for seed in range(20)}
    assert all(len(letters.replace("I", "")) == 4 for ((_, letters),) in drawn.values())
    assert drawn[3] == parse("random:4:3").terms(9)
    assert len(set(drawn.values())) > 15
    assert parse("random:4:0").weight(9) == 4


def test_a_string_that_a_sum_has_twice_counts_once_with_both_coefficients(monkeypatch):
    twice = ((1.0, "XXI"), (0.5, "IZI"), (1.0, "XXI"), (0.3, "ZII"), (-0.3, "ZII"))
    monkeypatch.setitem(SUMS, "twice", Sum(lambda qubits: twice, "twice", "twice"))
    h = parse("twice")
    assert h.terms(3) == ((2.0, "XXI"), (0.5, "IZI"))
    wanted = 2 * matrix("XXI", 3) + 0.5 * matrix("IZI", 3)
    assert h.trace_of_square(3) == pytest.approx(np.trace(wanted @ wanted).real)
