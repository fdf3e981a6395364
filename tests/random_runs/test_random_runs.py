"""Configurations drawn at random, run to the end: whatever a configuration may say, its run ends in results to read.

`make test-random` runs them; with SEED=5 others than usual. A failure names its seed, of which the configuration
follows, and keeps the folder.
"""

import os
import random
import re
from itertools import count

import pytest
import yaml
from docutils.core import publish_doctree
from pipeline import snakemake
from random_configurations import configuration
from text_faults import faults_in

from plateaus.figures.publish import as_text
from plateaus.plan import figures, tables
from plateaus.plan.load import load
from plateaus.plan.messages import ConfigError
from plateaus.plan.record import resolved
from plateaus.storage.tables import read_table
from plateaus.tables import checks
from plateaus.tables.results import columns_of
from plateaus.theory.experiments import examine

FIRST = 1000 * int(os.environ.get("SEED", "1"))
RUNS, REFUSED = 10, 3
"""How many configurations are run, and how many that cannot be are seen to be refused."""
LARGEST = 12
"""Qubits of what is run: a heavy-hexagon lattice has 23 at least, which takes minutes."""
PROFILE = ("--cores", "2", "--keep-going")


def drawn(seed):
    """A configuration of one experiment, or of at most two, and its plan if it can be run."""
    config = configuration(random.Random(seed), experiments=1 + seed % 2)
    try:
        plan = load(config)
    except ConfigError:
        return config, None
    wrong = [error for name, entry in resolved(plan).items() for error in examine(name, entry)[0]]
    return config, None if wrong else plan


def seeds(*, good, number):
    """The first so many seeds whose configurations can be run, or cannot."""
    found = (seed for seed in count(FIRST) if (drawn(seed)[1] is not None) == good and (not good or small(seed)))
    return [next(found) for _ in range(number)]


def small(seed):
    """Whether its configuration is one to run here."""
    return max(max(study.qubits) for study in drawn(seed)[1].studies.values()) <= LARGEST


def written(config, folder):
    """The file of a configuration."""
    path = folder / "config.yaml"
    path.write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


@pytest.mark.parametrize("seed", seeds(good=False, number=REFUSED))
def test_what_cannot_be_run_is_refused_in_a_line(seed, tmp_path):
    output = snakemake(tmp_path, *PROFILE, config=written(drawn(seed)[0], tmp_path), ok=False)
    assert "Traceback" not in output
    assert re.search(r"^(configuration|ConfigError): (experiments|figures|landed)\S*: .*\w", output, re.MULTILINE), (
        output
    )
    assert not (tmp_path / "results/samples").exists()


@pytest.mark.parametrize("seed", seeds(good=True, number=RUNS))
def test_what_can_be_run_ends_in_results_to_read(seed, tmp_path):
    config, plan = drawn(seed)
    snakemake(tmp_path, *PROFILE, config=written(config, tmp_path))
    results = tmp_path / "results"
    for log in results.glob("logs/**/*.log"):
        assert not re.search("Traceback|Warning|^error", log.read_text(encoding="utf-8"), re.MULTILINE), log
    for figure in figures.figures(plan):
        for ending in figures.ENDINGS:
            assert (tmp_path / figure.path(ending)).stat().st_size > 0
        caption = (tmp_path / figure.path("rst")).read_text(encoding="utf-8")
        publish_doctree(caption, settings_overrides={"halt_level": 2, "report_level": 5})  # warnings are errors
        for study in plan.studies.values():
            caption = caption.replace(as_text(study.title), "a title")
        assert list(faults_in(caption)) == []
    for table in tables.tables(plan):
        columns = columns_of(tables.modules([table.name])[0])
        rows = read_table(tmp_path / table.path, columns)
        for column in (column.name for column in columns if column.type == "text"):
            assert not rows[column].str.contains(r"\b(?:nan|inf|None)\b").any(), (table.name, column)
    found = read_table(results / "tables/checks.csv", checks.COLUMNS)
    assert set(found["experiment"]) == set(plan.studies)
