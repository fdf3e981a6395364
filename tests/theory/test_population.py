"""The sampled chain against dense vectors and matrix-product states, with its errors; and errors that must be seen.

Readings of neighbouring depths hang together, so z at a few depths of several graphs are put together. With R runs they
have Student's law of R − 1 degrees of freedom, of variance (R − 1)/(R − 3).
"""

from functools import cache
from itertools import product

import numpy as np
import pytest
from scipy.stats import t

from plateaus.ensemble.angles import NormalAngles, UniformAngles
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.noise import Depolarizing
from plateaus.ensemble.objectives import parse
from plateaus.tables.curves import what_is_missed
from plateaus.theory import population, walk
from plateaus.theory.coverage import NotCovered
from plateaus.theory.curve import exact_curve
from plateaus.theory.first_moments import means
from plateaus.theory.methods import method_for
from plateaus.theory.moments import by_depth

CASES = {
    "chain": (Experiment(), 6),
    "grid": (Experiment(connectivity="grid", parameter=(1, 3)), 8),
    "even degrees": (Experiment(connectivity="ring", objective=parse("IZ")), 6),
    "four letters": (Experiment(connectivity="grid", objective=parse("XYZ")), 6),
    "later layer": (Experiment(connectivity="ladder", parameter=(4, 2)), 6),
    "later, four letters": (Experiment(objective=parse("YX"), parameter=(2, 2)), 5),
    "noise": (Experiment(connectivity="ladder", noise=Depolarizing(0.03)), 6),
    "small angles": (Experiment(connectivity="complete", angles=NormalAngles(0.5), parameter=(2, 1)), 5),
    "no rotation state": (Experiment(initial_state="none", connectivity="edges:1-2,1-3,1-4,3-5"), 5),
}
LAYERS, RUNS, STRINGS = 24, 12, 60
DEPTHS = [5, 8, 12, 16, 23]


@cache
def dense(case):
    experiment, qubits = CASES[case]
    found = exact_curve(experiment, qubits=qubits, layers=LAYERS, method="dense")
    return np.array([found.variance + found.mean**2, found.e_variance + found.e_mean**2])


@cache
def known_rules(experiment, qubits):
    """The rules of an experiment, made once."""
    return population.rules_of(experiment, qubits)


def rules_of_large(experiment, qubits):
    """With the guide, and the images, of graphs where strings that fill the register are not followed."""
    guide = population.GUIDES[False]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(population, "GUIDES", {True: guide})
        return population.rules_of(experiment, qubits)


def sampled(case, seed=1, strings=STRINGS, rules_of=known_rules):
    """Second moments of (∂E, E) by run and depth. Shape (runs, 2, L)."""
    experiment, qubits = CASES[case]
    rules = rules_of(experiment, qubits)
    first, left = population.objective_string(experiment, qubits)
    states = np.random.SeedSequence(seed).generate_state(4 * RUNS, np.uint64).reshape(RUNS, 4)
    runs = [walk.follow(rules, first, state, strings, np.full(LAYERS, rules.large))[0] for state in states]
    return left * np.array([by_depth(run, rules.layer) for run in runs])


def scores(seed=1, rules_of=known_rules):
    """z of all cases, moments and a few depths."""
    found = []
    for case in CASES:
        runs = sampled(case, seed, rules_of=rules_of)[:, :, DEPTHS]
        error = runs.std(axis=0, ddof=1) / np.sqrt(RUNS)
        assert np.all(error > 0)
        found.append(((runs.mean(axis=0) - dense(case)[:, DEPTHS]) / error).ravel())
    return np.concatenate(found)


def agree(z):
    """Whether z of independent graphs are those of right means with right errors."""
    graphs = z.reshape(len(CASES), -1)
    spread = np.sqrt((RUNS - 1) / (RUNS - 3))
    return np.sqrt(np.mean(z**2)) < 1.6 * spread and np.all(abs(graphs) < t.isf(1e-5, RUNS - 1))


@pytest.mark.parametrize("rules_of", [known_rules, cache(rules_of_large)])
def test_means_and_errors_are_those_of_dense_vectors(rules_of):
    z = np.concatenate([scores(seed, rules_of) for seed in (1, 2, 3)])
    assert agree(z[: len(z) // 3])
    assert 0.7 < np.sqrt(np.mean(z**2) * (RUNS - 3) / (RUNS - 1)) < 1.3
    assert abs(z.mean()) < 0.5


def test_until_there_are_too_many_strings_nothing_is_left_to_chance():
    for case in CASES:
        runs = sampled(case, strings=3000)
        first = runs[:, :, 4:7].mean(axis=0)
        np.testing.assert_allclose(first, dense(case)[:, 4:7], rtol=0.02)


def test_random_bits_are_those_of_xoshiro_and_set_with_the_probability_asked_for():
    """Its first words as the reference implementation has them; every bit is as likely, and none is set at 0."""
    state = np.array([1, 2, 3, 4], dtype=np.uint64)
    words = [41943041, 58720359, 3588806011781223, 3591011842654386, 9228616714210784205]
    assert [int(walk.random_word(state)) for _ in words] == words
    wanted, draws = 0xF0F0F0F0F0F0F0F0, 4000
    for probability in (0.0, 0.3, 5 / 6):
        chance = population._chance(probability)
        masks = np.array([walk.chosen(state, np.uint64(wanted), chance) for _ in range(draws)], dtype=np.uint64)
        share = np.array([np.mean(masks >> np.uint64(bit) & np.uint64(1)) for bit in range(64)])
        error = np.sqrt(probability * (1 - probability) / draws)
        right = np.array([probability * (wanted >> bit & 1) for bit in range(64)])
        assert np.all(abs(share - right) <= 4.5 * error * (right > 0))


@pytest.mark.parametrize("images", [1, 4])
@pytest.mark.parametrize("strings", [1, 20, 4000])
def test_a_layer_keeps_the_sum_of_weights(monkeypatch, strings, images):
    """Images of a string have its weight together, whether drawn or listed, and equal ones the sum of theirs.

    Of images that are drawn with other probabilities than theirs so only on average.
    """
    monkeypatch.setattr(population, "GUIDES", {True: population.GUIDES[True]._replace(tilt=0.0, images=images)})
    sums, step = [], walk.step

    def weighed(*arguments):
        number, before, after = step(*arguments), arguments[5][: arguments[8], 0], arguments[11]
        assert len(np.unique(arguments[10][:number], axis=0)) == number
        sums.append(after[:number, 0].sum() / before.sum())
        return number

    monkeypatch.setattr(walk, "step", weighed)
    for case in ("grid", "four letters"):
        sampled(case, strings=strings, rules_of=population.rules_of)
    np.testing.assert_allclose(sums, 1, rtol=1e-12)


@pytest.mark.parametrize("wrong", ["branching", "tilt", "neighbour", "merging", "keeping"])
def test_what_is_wrong_is_seen(monkeypatch, wrong):
    def broken(*arguments):
        rules = known_rules(*arguments)
        if wrong == "branching":  # 4 % off
            more, z_to_x = (np.uint64(int(chance) * 26 // 25) for chance in (rules.change, rules.z_to_x))
            return rules._replace(change=more, z_to_x=z_to_x)
        if wrong == "tilt":  # what letters Z lose by it
            return rules._replace(tilt=rules.tilt ** np.array([[1], [0], [1]]))
        if wrong == "neighbour":  # the first qubit's last one
            odd = rules.odd.copy()
            first = odd[0, 1].copy()
            for value in range(1, 256, 2):
                odd[0, value] ^= np.array([1 << (int(first[0]).bit_length() - 1), 0], dtype=np.uint64)
            return rules._replace(odd=odd)
        return rules

    def step(*arguments):
        number, weights = walk_step(*arguments), arguments[11]
        if wrong == "merging":  # what has come together has too little
            weights[:number] *= np.where(weights[:number] > 0.02, 0.9, 1.0)
        return number

    def thin(state, value, opened, number, strings, keys, weights, *left):
        if wrong == "keeping" and number > strings:  # weights of light strings do not grow enough
            weights = weights * np.where(value[: len(weights), None] < 1 / strings, 0.95, 1.0)
        return walk_thin(state, value, opened, number, strings, keys, weights, *left)

    walk_step, walk_thin = walk.step, walk.thin
    monkeypatch.setattr(walk, "step", step)
    monkeypatch.setattr(walk, "thin", thin)
    assert not agree(scores(rules_of=broken))


def test_a_curve_has_its_errors_and_says_whether_they_are_those_asked_for():
    experiment = CASES["grid"][0]
    found, again, other = (
        exact_curve(experiment, qubits=6, layers=16, method="population", relative_error=0.03, seed=seed)
        for seed in (5, 5, 6)
    )
    np.testing.assert_array_equal(found.variance, again.variance)
    assert np.any(found.variance != other.variance)
    assert found.method == "population"
    assert found.runs >= population.RUNS
    assert found.worst_standard_error <= 0.03
    right = exact_curve(experiment, qubits=6, layers=16, method="dense")
    assert np.all(abs(found.variance - right.variance) <= 2 * found.rel_error * found.variance + 1e-15)
    np.testing.assert_array_equal(found.mean, right.mean)


def test_strings_and_runs_follow_from_the_pilot():
    assert population._plan(0.0, 0.01) == (population.LEAST_STRINGS, population.RUNS)
    strings, runs = population._plan(0.05, 0.01)
    assert strings * runs == pytest.approx(population.PILOT_STRINGS * (population.MARGIN * 5) ** 2, rel=0.01)
    assert population._plan(10.0, 0.01) == (population.MOST_STRINGS, population.MOST_RUNS)


@pytest.mark.parametrize(
    "errors, largest",
    [
        ([0.1] * 12 + [0.8] + [0.1] * 12, 0.1),  # a rare string in one run
        ([0.1] * 12 + [0.8] * 4 + [0.1] * 12, 0.1),
        ([0.1] * 12 + [0.8] * 5 + [0.1] * 12, 0.8),  # what lasts is no accident
        ([0.01 * k for k in range(20)], 0.17),  # a slope to the last depth
        ([np.nan] * 20 + [0.3], 0.3),  # a parameter of the last layer
        ([np.nan] * 20, 0.2),
    ],
)
def test_runs_are_planned_by_what_is_seen_at_most_of_neighbouring_depths(errors, largest):
    """Of the one moment and of the other, whose scatter is the same at every depth."""
    second = 0.2 if np.all(np.isnan(errors)) else 0.01
    variance = np.array([np.full(len(errors), 0.5), np.full(len(errors), 4.0)])
    error = np.array([errors, np.full(len(errors), second)]) * variance
    for order in (slice(None), slice(None, None, -1)):
        assert population._smoothed(error[order], variance[order]) == pytest.approx(largest)
    assert population._smoothed(error, 0 * variance) == 0


def test_a_rare_string_in_the_pilot_asks_for_no_more_strings_and_one_in_a_result_is_in_its_errors(monkeypatch):
    """At 2 % that all runs have, at every depth; the first run of each stage has four times the mean at one depth."""
    deviation = 0.02 * np.array([1, -1] * 4) / np.sqrt(8 / 7)

    def found(heavy):
        calls: list[int] = []

        def follow(rules, first, state, strings, large):
            readings = np.full((2, len(large)), 0.5 * (1 + deviation[len(calls) % 8]))
            readings[:, 20] *= 1 if len(calls) % 8 else heavy
            calls.append(strings)
            return readings, np.zeros((2, len(large)))

        monkeypatch.setattr(population, "follow", follow)
        return exact_curve(Experiment(), qubits=4, layers=40, method="population", relative_error=0.01)

    usual, spiked = found(1), found(4)
    assert usual.strings == spiked.strings == pytest.approx(9 * population.PILOT_STRINGS / 8, rel=1e-3)
    np.testing.assert_allclose(usual.relative_standard_errors[0], 0.02 / np.sqrt(8))
    assert what_is_missed(usual, 1e-6, 0.01) == ""
    assert spiked.standard_error[19] == usual.standard_error[19]
    assert spiked.worst_standard_error > 0.2
    assert what_is_missed(spiked, 1e-6, 0.01) == "the standard error 0.01 is not reached at 1 of 40 depths"


@pytest.mark.parametrize("unread, holds", [(population.UNREAD, True), (np.inf, False)])
def test_larger_strings_are_read_until_what_is_not_read_is_a_tenth_of_the_error(monkeypatch, unread, holds):
    """In a small box 0.6 % of the variance was missing after 20 to 35 layers, since strings of few letters fill it."""
    monkeypatch.setattr(population, "UNREAD", unread)
    monkeypatch.setattr(population, "PILOT_STRINGS", 2000)
    box = Experiment(connectivity="grid3d")
    found = exact_curve(box, qubits=30, layers=36, method="population", relative_error=0.03)
    by_runs = t.isf(0.025, found.runs - 1) * found.standard_error / found.variance
    assert bool(np.max(found.rel_error - by_runs) < 1.5 * 0.1 * 0.03) == holds


def test_strings_that_fill_a_ladder_are_read_while_they_bring_more_than_the_limit(monkeypatch):
    """Over 60 to 90 layers 1 to 3 % of the variance. Streams are the same, so that all else is."""
    for name in ("PILOT_STRINGS", "LEAST_STRINGS"):
        monkeypatch.setattr(population, name, 1000)

    def found(unread):
        monkeypatch.setattr(population, "UNREAD", unread)
        ladder = Experiment(connectivity="ladder")
        return exact_curve(ladder, qubits=32, layers=90, method="population", relative_error=0.2).variance[59:]

    every, chosen = found(-1.0), found(0.015)
    assert np.all(abs(chosen / every - 1) < 0.004)
    monkeypatch.setattr(population, "LARGE_SHARE", 1e-3)
    lost = found(np.inf) / every - 1  # of more strings than are read at first, at all depths the same
    assert -0.05 < lost[-1] < lost[0] < -0.005


def test_rare_readings_of_large_strings_are_not_taken_for_what_is_missing(monkeypatch):
    """In the limit a heavy-hexagon lattice has them at hundreds of times the mean: to read more would be noise."""
    for name in ("PILOT_STRINGS", "LEAST_STRINGS"):
        monkeypatch.setattr(population, name, 1000)
    found = []
    for unread in (population.UNREAD, np.inf):
        monkeypatch.setattr(population, "UNREAD", unread)
        lattice = Experiment(connectivity="heavy_hex")
        found.append(exact_curve(lattice, qubits=37, layers=200, method="population", relative_error=0.2))
    np.testing.assert_array_equal(found[0].variance, found[1].variance)
    assert np.all(found[0].standard_error[170:] < 0.05 * found[0].variance[170:])


def test_sizes_of_what_is_read_are_those_of_all_strings():
    """Their shares, against all 3⁶ strings, for E and for ∂E."""
    joined = np.zeros((6, 6), dtype=bool)
    for a, b in Experiment(connectivity="ladder").edges(6):
        joined[a, b] = joined[b, a] = True
    weights = np.tile([1.0, 7 / 12, 5 / 12], (6, 1))
    weights[1] = [0.0, 5 / 12, 1 / 4]
    strings = np.array(list(product(range(3), repeat=6)))
    chances = np.prod(weights[np.arange(6), strings], axis=1) / weights.sum(axis=1).prod()
    for by_letters in (False, True):
        held = strings > 0 if by_letters else (strings > 0) @ (joined | np.eye(6, dtype=bool))
        right = np.bincount(held.sum(axis=1), weights=chances, minlength=7)
        found = np.bincount(population._sizes(joined, weights, by_letters), minlength=7) / population.SIZES_DRAWN
        assert np.all(abs(found - right) <= 5 * np.sqrt(right / population.SIZES_DRAWN))


@pytest.mark.parametrize(
    "words, qubits, said",
    [
        ({"objective": parse("projector")}, 4, "objective projector: .* a single Pauli string"),
        ({"objective": parse("ising")}, 4, "objective ising: .* a single Pauli string"),
        ({"axes": "Y"}, 4, "axes Y: "),
        ({"connectivity": "grid"}, 132, "132 qubits: .* at most 128"),
        ({"parameter": (65, 1)}, 4, "parameter of layer 65: .* at most 64"),
        ({"angles": UniformAngles(0, 1)}, 4, r"E\[sin θ\]"),
    ],
)
def test_what_is_refused_is_named(words, qubits, said):
    with pytest.raises(NotCovered, match=said):
        exact_curve(Experiment(**words), qubits=qubits, layers=2, method="population")


def test_where_there_is_a_choice_the_exact_methods_come_first():
    chosen = {
        (graph, n): method_for(Experiment(connectivity=graph), n)
        for graph, n in (("chain", 12), ("chain", 60), ("chain", 61), ("grid", 16), ("grid", 18))
    }
    assert list(chosen.values()) == ["dense", "mps", "population", "dense", "population"]
    assert method_for(Experiment(connectivity="grid", objective=parse("projector")), 18) == "mps"


LONG_CHAINS = {
    40: {
        20: (2.002271e-02, 4.497690e-02),
        60: (1.238774e-03, 3.244846e-03),
        120: (2.866859e-05, 7.971359e-05),
        200: (2.301665e-07, 6.580746e-07),
        480: (3.197965e-13, 9.583438e-13),
        500: (3.083566e-13, 9.247556e-13),
        520: (3.047866e-13, 9.142653e-13),
        540: (3.036718e-13, 9.109868e-13),
    },
    60: {
        20: (2.002271e-02, 4.497690e-02),
        60: (1.238774e-03, 3.244846e-03),
        120: (2.866859e-05, 7.971359e-05),
        180: (7.606381e-07, 2.164251e-06),
    },
}
"""Variances of ∂E and of E by qubits and layers, from matrix-product states of estimated relative error 1e-7."""


@pytest.mark.parametrize(("qubits", "strings"), [(40, 1000), (60, 2000)])
def test_long_chains_have_the_variances_of_matrix_product_states(qubits, strings):
    """To the plateau at 40 qubits, where large strings are read at the mean over all of them."""
    right = LONG_CHAINS[qubits]
    rules, depths = population.rules_of(Experiment(), qubits), np.array(list(right)) - 1
    first, _ = population.objective_string(Experiment(), qubits)
    states = np.random.SeedSequence(2).generate_state(4 * RUNS, np.uint64).reshape(RUNS, 4)
    large = np.full(depths[-1] + 1, rules.large)
    runs = np.array([walk.follow(rules, first, state, strings, large)[0][::-1, depths] for state in states])
    variances = runs - means(Experiment(), qubits, depths[-1] + 1)[:, depths] ** 2
    error = variances.std(axis=0, ddof=1) / np.sqrt(RUNS)
    found, right_ones, early = variances.mean(axis=0), np.array(list(right.values())).T, depths < 200
    z = ((found - right_ones) / error)[:, early]
    assert np.sqrt(np.mean(z**2)) < 1.6 * np.sqrt((RUNS - 1) / (RUNS - 3))
    assert np.all(error[:, 0] < 0.01 * found[:, 0])
    np.testing.assert_allclose(found[:, ~early], right_ones[:, ~early], rtol=0.03)  # errors are far from normal there


def test_what_has_settled_is_certain_in_the_limit():
    """And is the limit itself, once nothing is left of what was followed."""
    grid = Experiment(connectivity="grid3d")
    rules = population.rules_of(grid, 30)
    assert rules.settled == 21 and population.rules_of(Experiment(connectivity="ladder"), 30).settled > 30
    first, _ = population.objective_string(grid, 30)
    state = np.random.SeedSequence(3).generate_state(4, np.uint64)
    read = walk.follow(rules, first, state, 300, np.full(110, rules.large))[0][:, -1]
    np.testing.assert_allclose(read, rules.mean, rtol=0.01)
