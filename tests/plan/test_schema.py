"""The schema of configurations: the words that modules of the library know, and the defaults."""

from plateaus.engines.registry import AUTO, ENGINES, PRECISIONS
from plateaus.ensemble.experiment import VOCABULARY
from plateaus.ensemble.lattices import FAMILIES
from plateaus.ensemble.objectives import SUMS
from plateaus.plan.schema import defaults, schema
from plateaus.probes.registry import KINDS


def test_words_are_allowed_where_they_are_defined():
    experiment = schema()["$defs"]["experiment"]["properties"]
    assert VOCABULARY.keys() < experiment.keys()
    for key, words in (("engine", [*ENGINES, AUTO]), ("precision", PRECISIONS)):
        one, by_size = schema()["properties"][key]["anyOf"]
        assert one["enum"] == by_size["additionalProperties"]["enum"] == list(words)
    assert experiment["probes"]["properties"].keys() == KINDS.keys()
    assert all(name in experiment["connectivity"]["pattern"] for name in FAMILIES)
    assert all(name in experiment["objective"]["pattern"] for name in SUMS)


def test_defaults_are_those_that_stand_in_the_schema():
    rule = {"properties": {"a": {"default": 1}, "b": {}, "c": {"default": None}}}
    assert defaults(rule) == {"a": 1, "c": None}
