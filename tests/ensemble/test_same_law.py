"""Two spellings of one law are told from two laws."""

import numpy as np
import pytest

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.same_law import differences, same_law
from plateaus.theory.curve import exact_curve

PAPER = Experiment()

SAME = {
    "angles on [-pi, pi)": ({"angles": "uniform:-1.0:1.0"}, 4),
    "angles on another turn, with rounding": ({"angles": "uniform:-0.7:1.3"}, 4),
    "angles over two turns": ({"angles": "uniform:0.0:4.0"}, 4),
    "the chain's edges": ({"connectivity": "edges:3-4,2-1,3-2"}, 4),
    "a single edge": ({"connectivity": "edges:1-2"}, 2),
    "a padded string": ({"objective": "ZZII"}, 4),
    "the chain from its other end": ({"objective": "IIZZ", "parameter": "1:4"}, 4),
    "two qubits are alike": ({"parameter": "1:2"}, 2),
    "a chain in any order": ({"connectivity": "edges:3-1,1-4,4-2", "objective": "ZIZ", "parameter": "1:3"}, 4),
}
OTHER = {
    "half the circle": ({"angles": "uniform:0.0:1.0"}, 4),
    "a ring": ({"connectivity": "ring"}, 4),
    "a star": ({"connectivity": "edges:1-2,1-3,1-4"}, 4),
    "no gates": ({"entangler": "none"}, 4),
    "the second qubit of more": ({"parameter": "1:2"}, 4),
    "a later layer": ({"parameter": "2:1"}, 4),
    "another string": ({"objective": "ZIZ"}, 4),
    "the other end's qubit alone": ({"parameter": "1:4"}, 4),
    "the other end's string alone": ({"objective": "IIZZ"}, 4),
    "a chain whose end is not the first qubit": ({"connectivity": "edges:3-1,1-4,4-2"}, 4),
    "noise": ({"noise": "depolarizing:0.01"}, 4),
    "a start": ({"start": "identity:1"}, 4),
    "a projector": ({"objective": "projector"}, 4),
    "a random string": ({"objective": "random:2:1"}, 4),
}


@pytest.mark.parametrize("words", SAME)
def test_the_same_law_in_other_words(words):
    changed, qubits = SAME[words]
    experiment = Experiment.from_words(changed)
    assert experiment != PAPER
    assert same_law(experiment, PAPER, qubits) and same_law(PAPER, experiment, qubits)
    assert differences(experiment, PAPER, [qubits]) == set()
    left, right = (exact_curve(e, qubits=qubits, layers=8, method="dense") for e in (experiment, PAPER))
    for moment in ("variance", "mean", "e_variance", "e_mean"):
        assert np.allclose(getattr(left, moment), getattr(right, moment), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("words", OTHER)
def test_another_law(words):
    changed, qubits = OTHER[words]
    experiment = Experiment.from_words(changed)
    assert not same_law(experiment, PAPER, qubits)
    assert not same_law(PAPER, experiment, qubits)
    assert differences(experiment, PAPER, [qubits])


def test_in_which_respects_experiments_differ():
    grid = Experiment.from_words({"connectivity": "grid", "parameter": "3:2", "angles": "uniform:-1.0:1.0"})
    assert differences(grid, PAPER, [4, 6]) == {"gates", "parameter"}
    square = Experiment.from_words({"connectivity": "ring", "objective": "ZZ"})
    assert differences(square, Experiment(connectivity="grid"), [4]) == set()  # a ring of four is a square
    assert differences(square, Experiment(connectivity="grid"), [4, 6]) == {"gates"}


def test_sums_and_projectors_in_other_numbers():
    reversed_chain = Experiment.from_words({"objective": "ising", "parameter": "1:6"})
    assert same_law(reversed_chain, Experiment.from_words({"objective": "ising"}), 6)
    projector = {"objective": "projector", "connectivity": "edges:2-1,1-3,3-4"}
    assert same_law(
        Experiment.from_words(projector | {"parameter": "1:2"}), Experiment.from_words({"objective": "projector"}), 4
    )
    assert not same_law(Experiment.from_words(projector), Experiment.from_words({"objective": "projector"}), 4)
    drawn = Experiment.from_words({"objective": "random:2:1"})
    assert same_law(drawn, Experiment.from_words({"objective": "random:2:1", "angles": "uniform:1.0:3.0"}), 6)
    assert not same_law(drawn, Experiment.from_words({"objective": "random:2:1", "parameter": "1:6"}), 6)
