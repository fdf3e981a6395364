"""A source as words and back, for whatever experiment."""

import pytest
from engine_cases import EXPERIMENTS

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source


@pytest.mark.parametrize("words", EXPERIMENTS.values(), ids=EXPERIMENTS)
@pytest.mark.parametrize("independent", [False, True])
def test_a_source_comes_back_from_its_words(words, independent):
    source = Source("here", 2**63 - 1, independent, Experiment.from_words(words))
    assert Source.from_words(source.words()) == source


def test_words_left_out_are_the_papers_and_other_words_are_passed_over():
    assert Source.from_words({}) == Source()
    assert Source.from_words({"qubits": "4", "objective": "projector"}).experiment == Experiment.from_words(
        {"objective": "projector"}
    )


def test_words_that_are_none_are_refused():
    with pytest.raises(ValueError, match="depths 'both': allowed are nested, independent"):
        Source.from_words({"depths": "both"})
    with pytest.raises(ValueError, match="axes 'W': allowed are random, X, Y, Z"):
        Source.from_words({"axes": "W"})
