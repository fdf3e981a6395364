"""Any configuration is planned, or refused in lines that say what is wrong; drawn at random from all keys and words."""

import json
import random
import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_configurations import configuration, spoilt

from plateaus.plan import experiments, figures, jobs, tables
from plateaus.plan.load import load
from plateaus.plan.messages import ConfigError
from plateaus.plan.notes import notes
from plateaus.plan.record import resolved
from plateaus.plan.resources import cost
from plateaus.plan.schema import schema
from plateaus.theory.experiments import examine

MANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
RANDOM = st.randoms(use_true_random=False)


def planned(config):
    """The plan of a configuration, or the lines that refuse it, as somebody who wrote it can read them."""
    try:
        return load(config), []
    except ConfigError as error:
        lines = str(error).splitlines()
    if len(lines) > 1:
        assert lines.pop(0) == f"{len(lines)} mistakes"
    for line in lines:
        key = r"(config|master_seed|engine|precision|figures|benchmark|experiments|land_in|landed)\b\S*"
        assert re.match(rf"{key}: .*\w", line), line
    assert lines
    return None, lines


def look_at(plan):
    """Everything that planning makes of a plan; what numbers say of its experiments."""
    made = [*jobs.everything_made(plan), *jobs.checks(plan), *jobs.statistics(plan)]
    made += [path for kind in {probe.kind for _, probe in plan.probes()} for path in jobs.probe_statistics(plan, kind)]
    made += [table.path for table in tables.tables(plan)]
    made += [figure.path(ending) for figure in figures.figures(plan) for ending in figures.ENDINGS]
    assert len({path.casefold() for path in made}) == len(made)
    assert all(re.fullmatch(r"results/[\w/.]+", path) for path in made)
    made += [path for study in plan.studies.values() for path in study.landed]
    for figure in figures.figures(plan):
        assert figure.label
        assert figure.heading
        assert set(figure.experiments) <= set(plan.studies)
        assert set(figure.samples) <= set(made)
        assert set(tables.inputs(plan, figure.tables)) <= {*made, tables.EXPERIMENTS}
    for table in tables.tables(plan):
        assert {*table.parts(plan), *tables.inputs(plan, table.tables)} <= {*made, tables.EXPERIMENTS}
    assert len(notes(plan)) <= 1
    cells = jobs.cells(plan)
    assert len(cells) == len(jobs.all_samples(plan))
    for cell in cells.values():
        assert cost(qubits=cell.qubits, depth=cell.depth, recorded=len(cell.layers), circuits=cell.circuits).seconds > 0
    rows = experiments.rows(plan)
    assert [row["experiment"] for row in rows] == list(plan.studies)
    for name, entry in json.loads(json.dumps(resolved(plan), allow_nan=False)).items():
        errors, looked_at = examine(name, entry)
        for line in [*errors, looked_at]:
            assert "\n" not in line
            assert re.match(rf"(experiments\.)?{name}\b", line), line


@MANY
@given(RANDOM)
def test_any_configuration_is_planned_or_refused_in_words(generator):
    plan, _ = planned(configuration(generator))
    if plan:
        look_at(plan)


@MANY
@given(RANDOM)
def test_so_is_one_with_a_mistake(generator):
    plan, _ = planned(spoilt(generator, configuration(generator, experiments=2)))
    if plan:
        look_at(plan)


ENTRY = "config.experiments.NAME"
OF_FILES = {f"{ENTRY}.ansatz.python", f"{ENTRY}.ansatz.qasm", f"{ENTRY}.parameter.angle"}
"""Keys that need a file of the user's (tests/plan/test_own_files.py)."""


def test_most_of_them_are_good_and_all_keys_and_words_are_drawn():
    drawn = [configuration(random.Random(seed)) for seed in range(600)]
    assert sum(planned(config)[0] is not None for config in drawn) > 450
    rules = schema()
    assert set(not_drawn(rules, rules, drawn, "config")) == OF_FILES


def not_drawn(rule, rules, values, where):
    """Keys and words of a schema that none of some values has."""
    if "$ref" in rule:
        rule = rules["$defs"][rule["$ref"].rpartition("/")[2]]
    for word in rule.get("enum", ()):
        if word not in values:
            yield f"{where}: {word}"
    for part in rule.get("anyOf", ()):
        if "properties" in part:
            yield from not_drawn(part, rules, values, where)
    mappings = [value for value in values if isinstance(value, dict)]
    for key, below in rule.get("properties", {}).items():
        found = [value[key] for value in mappings if key in value]
        if found:
            yield from not_drawn(below, rules, found, f"{where}.{key}")
        else:
            yield f"{where}.{key}"
    below = rule.get("additionalProperties")
    if isinstance(below, dict) and "properties" not in rule:
        found = [entry for value in mappings for entry in value.values()]
        yield from not_drawn(below, rules, found, f"{where}.NAME") if found else [f"{where}.NAME"]
