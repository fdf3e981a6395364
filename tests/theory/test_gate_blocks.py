"""Blocks of any gates: as short as they can be, and the same by whatever steps they are taken."""

from functools import reduce

import numpy as np
import pytest

from plateaus.engines import reference
from plateaus.ensemble.entanglers import GATES
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.gate_circuits import Gate
from plateaus.theory import gate_blocks, gate_groups
from plateaus.theory.clifford import LETTERS, string_of
from plateaus.theory.gate_blocks import Block
from plateaus.theory.gate_chain import closing_gates, differentiated, layer_gates, start
from plateaus.theory.gate_curve import Numbers, block_moments
from plateaus.theory.gate_turns import turned, unnoticed


def after_layers(experiment, qubits, layers):
    block = Block.product(start(experiment.initial_state, 0, qubits), 0)
    for layer in range(1, layers + 1):
        block = block.squares_after(layer_gates(experiment, qubits, layer))
    return block.squares_after(closing_gates(experiment, qubits, layers))


@pytest.mark.parametrize(
    ("word", "most"),
    [
        ("real_amplitudes", 3**6),
        ("efficient_su2:circular", 3**6),
        ("hardware_efficient", 3**6),
        ("hamiltonian_layers", 4**2 * 7**2),  # both ends, and two pairs of seven numbers
        ("layer=X,Z,cx@ring", 3**6),
    ],
)
def test_vectors_have_the_numbers_that_are_different(word, most):
    assert after_layers(Experiment.from_words({"ansatz": word}), 6, 4).numbers.size <= most


@pytest.mark.parametrize(
    "word", ["real_amplitudes", "strongly_entangling_layers", "hamiltonian_layers", "layer=X,cx@full"]
)
def test_sums_and_sets_are_those_of_all_strings(word):
    experiment = Experiment.from_words({"ansatz": word})
    strings = np.arange(4**5)
    some = np.random.default_rng(1).random(4**5) < 0.3
    for block in (
        Block.product(start("neel", 0, 5), 0),
        after_layers(experiment, 5, 1),
        after_layers(experiment, 5, 3),
    ):
        numbers = block.of(strings)
        assert block.total() == pytest.approx(numbers.sum(), rel=1e-13)
        assert block.total_of(some) == pytest.approx(numbers[some].sum(), rel=1e-13)
        np.testing.assert_array_equal(block.strings(), numbers != 0)
        np.testing.assert_array_equal(block.support().of(strings), block.strings())


def test_with_random_axes_x_and_y_are_one_number():
    experiment = Experiment.from_words({"ansatz": "pauli_two_design", "objective": "ZZ"})
    turns = unnoticed(experiment, 5, 0, 4, Numbers(experiment, 5).turns())
    assert turns == {(q, "Z") for q in range(5)}
    block = Block.product(turned(start(experiment.initial_state, 0, 5), 0, turns), 0)
    for layer in range(1, 5):
        block = block.squares_after(layer_gates(experiment, 5, layer))
        assert block.numbers.size <= 3**5


@pytest.mark.parametrize("difference", ["IIII", "ZIII", "ZZIZ"])
@pytest.mark.parametrize("objective", ["ZZ", "projector"])
@pytest.mark.parametrize("parameter", ["1:2", "last:1"])
def test_turns_that_nothing_notices_change_nothing(difference, objective, parameter, monkeypatch):
    words = {"ansatz": "layer=random,cz@ring,ZZ@linear;closing=1", "initial_state": "ry_pi_4"}
    experiment = Experiment.from_words(words | {"objective": objective, "parameter": parameter})
    numbers, block = Numbers(experiment, 4), string_of(difference)
    if objective == "ZZ" and block:
        numbers._pairs[block] = {string_of("ZZII"): 1.0}  # a block that no string has by itself
    found = block_moments(experiment, numbers, 3, block, 3)
    monkeypatch.setattr(Numbers, "turns", lambda self: frozenset())
    np.testing.assert_allclose(block_moments(experiment, numbers, 3, block, 3), found, rtol=1e-13, atol=1e-17)


@pytest.mark.parametrize(
    ("word", "objective", "difference", "kept"),
    [
        ("layer=random,cz@ring", "ZZ", "III", "ZZZ"),
        ("layer=random,cz@ring", "XZ", "III", " ZZ"),
        ("layer=random,cz@ring", "ZZ", "XII", " ZZ"),  # a turn about Z takes D to another one
        ("layer=random@even_pairs,cz@linear", "ZZ", "IIX", "ZZ "),
        ("layer=random,cx@even_pairs", "ZZ", "III", "Z Z"),  # CX notices turns of its target about Z
        ("layer=random,cx@even_pairs", "ZZ", "IZI", "Z Z"),  # behind it D has Z on its control
        ("layer=X,cz@ring", "ZZ", "III", "   "),
        ("layer=random,cz@ring;opening=Y", "projector", "III", "   "),
    ],
)
def test_which_turns_are_noticed(word, objective, difference, kept):
    experiment = Experiment.from_words({"ansatz": word, "objective": objective})
    turns = unnoticed(experiment, 3, string_of(difference), 1, Numbers(experiment, 3).turns())
    assert {turn for turn in turns if turn[1] == "Z"} == {(q, "Z") for q, axis in enumerate(kept) if axis == "Z"}


def test_a_turn_that_is_noticed_changes_the_numbers():
    experiment = Experiment.from_words({"ansatz": "layer=X,cz@linear", "objective": "ZZ"})
    factors = start("ry_pi_4", 0, 2)
    one, other = (
        Block.product(some, 0).squares_after(layer_gates(experiment, 2, 1))
        for some in (factors, turned(factors, 0, {(0, "Z")}))
    )
    assert abs(one.of(np.arange(16)) - other.of(np.arange(16))).max() > 0.01


@pytest.mark.parametrize("word", ["real_amplitudes:full", "layer=random,cx@full", "layer=X,cz@full,YY@linear"])
def test_permutations_are_the_same_as_matrices(word, monkeypatch):
    experiment = Experiment.from_words({"ansatz": word})
    strings, found = np.arange(4**5), []
    gates = layer_gates(experiment, 5, 2)
    for at_least in (3, 1000):
        monkeypatch.setattr(gate_groups, "PERMUTED", at_least)
        gate_groups.groups.cache_clear()
        gate_blocks._plan.cache_clear()
        slope = after_layers(experiment, 5, 1).squares_after(gates, differentiated(experiment, 5, 2))
        found.append(slope.squares_after(layer_gates(experiment, 5, 3)).of(strings))
        together = gate_groups.groups(tuple(gates[::-1]), permuted=True)[0]
        assert any(len({q for k in group for q in gates[::-1][k].qubits}) > 2 for group in together) == (at_least == 3)
    gate_groups.groups.cache_clear()
    gate_blocks._plan.cache_clear()
    np.testing.assert_allclose(found[0], found[1], rtol=1e-13, atol=1e-17)
    assert abs(found[0]).max() > 1e-4


@pytest.mark.parametrize(
    ("state", "difference"), [("ry_pi_4", "III"), ("ry_pi_4", "ZZI"), ("neel", "IZI"), ("neel", "ZZI")]
)
def test_gates_that_no_rotation_follows_wait_and_strings_are_read_through_them(state, difference):
    gates = [Gate("Z", (0,), 0), Gate("cz", (0, 1), -1), Gate("cx", (1, 2), -1), Gate("iswap", (2, 0), -1)]
    block = Block.product(start(state, string_of(difference), 3), string_of(difference)).after(gates)
    assert block is not None
    assert block.waiting == tuple(gates[1:])
    strings = np.arange(4**3)
    means = []
    for angle in 2 * np.pi / 3 * np.arange(3):  # averages of squares over angles
        qubit = (
            [reference.rotation(1, np.pi / 4)[:, 0]] * 3 if state == "ry_pi_4" else [np.eye(2)[q % 2] for q in range(3)]
        )
        psi = reduce(np.kron, qubit).astype(complex).reshape(2, 2, 2)
        psi = reference.apply(reference.rotation(2, angle), 0, psi)
        for gate in gates[1:]:
            psi = reference.on_pair(np.array(GATES[gate.name], dtype=complex), gate.qubits, psi)
        paulis = ["".join(LETTERS[s >> 2 * k & 3] for k in (2, 1, 0)) for s in strings]
        matrices = [reduce(np.kron, [reference.PAULI[letter] for letter in string]) for string in paulis]
        means.append([(psi.ravel().conj() @ matrix @ psi.ravel()).real for matrix in matrices])
    values = np.mean([np.array(mean) * np.array(mean)[strings ^ block.difference] for mean in means], axis=0)
    np.testing.assert_allclose(block.of(strings), values, atol=1e-15)
    assert (values < -0.01).any() == (state == "neel")
