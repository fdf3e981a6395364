"""The words of an experiment: graphs, laws of angles, objectives."""

import numpy as np
import pytest
from scipy import stats

from plateaus import angles, lattice, objective
from plateaus.ensemble import draw_circuit
from plateaus.experiment import Experiment

PAULIS = {"I": np.eye(2), "X": np.array([[0, 1], [1, 0]]), "Y": np.array([[0, -1j], [1j, 0]]), "Z": np.diag([1, -1])}
OBJECTIVES = ["ZZ", "IXY", "random:2:5", "local_projector", "ising", "heisenberg", "projector"]


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
    if word == "ising":
        return -sum(on({a: "Z", b: "Z"}) for a, b in bonds) - sum(on({q: "X"}) for q in range(n))
    if word == "heisenberg":
        return sum(on({a: p, b: p}) for a, b in bonds for p in "XYZ")
    if word.startswith("random"):
        ((_, letters),) = objective.parse(word).terms(n)
        return on(dict(enumerate(letters)))
    return on(dict(enumerate(word)))


@pytest.mark.parametrize("word", OBJECTIVES)
@pytest.mark.parametrize("n", [3, 4])
def test_objectives_are_the_matrices_of_their_definition(word, n):
    h, wanted = objective.parse(word), matrix(word, n)
    assert str(h) == word
    found = np.array([h.matrix_free(n)(column) for column in np.eye(2**n, dtype=complex)]).T
    np.testing.assert_allclose(found, wanted, atol=1e-14)
    assert h.trace(n) == pytest.approx(np.trace(wanted).real)
    assert h.trace_of_square(n) == pytest.approx(np.trace(wanted @ wanted).real)


def test_a_random_string_has_its_weight_and_is_the_same_again_and_other_for_another_seed():
    drawn = {seed: objective.parse(f"random:4:{seed}").terms(9) for seed in range(20)}
    assert all(len(letters.replace("I", "")) == 4 for ((_, letters),) in drawn.values())
    assert drawn[3] == objective.parse("random:4:3").terms(9)
    assert len(set(drawn.values())) > 15
    assert objective.parse("random:4:0").weight(9) == 4


@pytest.mark.parametrize(
    ("word", "n", "degrees"),
    [
        ("ladder", 8, [2, 2, 2, 2, 3, 3, 3, 3]),
        ("grid3d", 8, [3] * 8),
        ("grid3d", 12, [3] * 8 + [4] * 4),
        ("complete", 5, [4] * 5),
        ("edges:1-2,3-2,2-4", 4, [1, 1, 1, 3]),
    ],
)
def test_graphs_have_the_right_numbers_of_neighbours(word, n, degrees):
    edges = lattice.edges(word, n)
    assert len(set(map(frozenset, edges))) == len(edges)
    assert sorted(np.bincount(np.ravel(edges), minlength=n)) == degrees


def test_a_graph_by_its_edges_is_the_family_it_copies():
    pairs = [[a + 1, b + 1] for a, b in lattice.edges("grid", 6)]
    word = lattice.from_pairs(pairs)
    assert lattice.edges(word, 6) == lattice.edges("grid", 6)
    assert lattice.nearest_size(word, 5) == 6
    with pytest.raises(ValueError, match="graph of 6 qubits, not of 7"):
        lattice.edges(word, 7)


@pytest.mark.parametrize(("word", "size"), [("chain", 5), ("grid", 6), ("ladder", 6), ("grid3d", 8), ("complete", 5)])
def test_the_nearest_size(word, size):
    assert lattice.nearest_size(word, 5) == size


@pytest.mark.parametrize("word", ["star", "edges", "edges:", "edges:1-2,", "edges:1-2-3", "edges:0-1", "edges:2-3"])
def test_words_that_are_no_graph_are_refused(word):
    with pytest.raises(ValueError, match="connectivity"):
        Experiment(connectivity=word)


@pytest.mark.parametrize("word", ["uniform:0.0:2.0", "normal:0.3", "small"])
def test_laws_are_what_their_words_say(word):
    assert str(angles.parse(word)) == word


@pytest.mark.parametrize("word", ["uniform:0", "normal", "normal:0", "normal:-1", "normal:nan", "normal:x", "tiny"])
def test_words_that_are_no_law_are_refused(word):
    with pytest.raises(ValueError, match="angles"):
        angles.parse(word)


def test_normal_angles_follow_their_law():
    law = angles.NormalAngles(0.7)
    drawn = law.quantile(np.random.default_rng(1).random(20000))
    assert stats.kstest(drawn, stats.norm(0, 0.7).cdf).pvalue > 1e-3
    for frequency in (0, 1, 2):
        wanted = stats.norm(0, 0.7).expect(lambda x, f=frequency: np.cos(f * x))
        assert law.mean(frequency) == pytest.approx(wanted, abs=1e-9)
    assert np.isfinite(law.quantile(np.array([0.0, 1 - 2.0**-53]))).all()


def test_small_angles_have_the_variance_of_zhang_et_al_at_every_depth():
    """1/(S(L + 2)) for exp(−iθP/2): four times theirs, 1/(4S(L + 2)), for exp(−iθP)."""
    for word, n, strength in (("ZZ", 6, 2), ("random:3:1", 6, 3), ("projector", 6, 6), ("ising", 6, 2)):
        experiment = Experiment(angles=angles.SmallAngles(), objective=objective.parse(word))
        assert experiment.at_depth(10, n).angles == experiment.law(10, n)
        assert -2 * np.log(experiment.law(10, n).mean(1).real) == pytest.approx(1 / (strength * 12))
    assert Experiment().at_depth(10, 6) == Experiment()
    drawn = [
        draw_circuit(
            Experiment(angles=angles.SmallAngles()),
            master_seed=1,
            name="t",
            qubits=6,
            index=i,
            layers=48,
            own_stream=True,
        ).angles
        for i in range(40)
    ]
    assert np.var(drawn) == pytest.approx(1 / 100, rel=0.05)
