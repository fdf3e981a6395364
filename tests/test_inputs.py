"""Inputs at the edges of what people ask for, each the smallest of its kind, with what has to come of it.

A row is what the library is asked, what it is given, and the right answer: a message, a verdict, a kind of limit, a
number, a part of a caption. What a row touches in passing, the tests of its room look at from all sides; so do those of
``tests/workflow`` for what only Snakemake, conda and a shell can show.
"""

import io
import json
import os
import shlex
import subprocess
import sys
from functools import cache
from itertools import chain, repeat
from math import isnan
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
import yaml
from claim_runs import chain_depths, finding_on, paper_run
from small_tables import results_of
from surroundings import surround
from text_faults import faults_in
from whole_run import Run, checked, run

from plateaus.engines import sampling
from plateaus.ensemble.depths import depth_at
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.objectives import SUMS, Sum, parse
from plateaus.ensemble.source import Source
from plateaus.options import as_options
from plateaus.plan import figures
from plateaus.plan.load import load
from plateaus.plan.messages import ConfigError
from plateaus.plan.read import read
from plateaus.plan.record import require_place
from plateaus.statistics.moments import Moments
from plateaus.statistics.shots import shots_for_the_sign
from plateaus.storage.provenance import repository, sha256
from plateaus.tables import diagnosis
from plateaus.theory.curve import exact_curve
from plateaus.theory.infinite_depth import gradient_limit, limits_at
from tools import write_docs
from tools.state_cost import costs, totals

ROOT = Path(__file__).parents[1]
TITLE = "-x {0, π} $\\theta_{1,1}$ 50 % of 'a' \"b\""
OWN = {"title": "t", "qubits": [2, 4], "layers": {"from": 1, "to": 12}, "circuits": 20, "depth_rules": ["3*n"]}
"""An experiment of the paper's ensemble that takes no time."""
PAPERS = OWN | {"angles": {"low": -1, "high": 1}, "exact": {"qubits": [2, 4, 6, 8], "layers": 24}, "title": TITLE}
PATCH = OWN | {"qubits": [4], "connectivity": {"edges": [[1, 2], [1, 3], [1, 4]]}, "depth_rules": ["deepest"]}


def configuration(main=None, /, **experiments):
    """A configuration of some experiments, one of them the main one."""
    return {"master_seed": 1, "experiments": experiments} | ({"figures": {"main": main}} if main else {})


def main(**words):
    """A configuration of one experiment, the main one, that differs from the paper's in some words."""
    return configuration("a", a=OWN | words)


# What is asked: functions of what is given and of a folder.


def refusal(given, folder):
    """What is said of a configuration, or of a file's text, that cannot be run."""
    path = folder / "own.yaml"
    path.write_text(given if isinstance(given, str) else yaml.safe_dump(given), encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        read(path)
        checked(given)
    return str(error.value).replace(str(path), "own.yaml")


@cache
def _made(text) -> Run:
    return run(json.loads(text))


def made(given) -> Run:
    return _made(json.dumps(given))


def verdicts(given, folder):
    """The claims that are judged."""
    return set(made(given).verdicts)


def answered(given, folder):
    """The figures whose captions speak of the paper."""
    return {name for name, caption in made(given).captions.items() if "paper" in caption}


def faults(given, folder):
    """What is wrong with the captions of a run."""
    captions = [caption.replace("{", "").replace("}", "") for caption in made(given).captions.values()]
    return [fault for caption in captions for fault in faults_in(caption)]


def names(given, folder):
    """The figures of a run."""
    return [figure.name for figure in figures.figures(load(given))]


def sentence(given, folder):
    """Whether a figure's caption says something."""
    config, name, words = given
    return words in " ".join(made(config).captions[name].split())


def limit(given, folder):
    """Value and kind of the limit of Var ∂E."""
    words, qubits = given
    found = gradient_limit(Experiment.from_words(words), qubits, 100)
    return (None if isnan(found.value) else round(found.value, 12)), found.kind


def kinds_of_decay(given, folder):
    """What the exact variances of some sizes say of how they fall, and the sizes that would tell."""
    words, sizes, rule = given
    x = Experiment.from_words(words)
    rows = []
    for n in sizes:
        curve = exact_curve(x, qubits=n, layers=depth_at(rule, n, 0), tolerance=1e-4)
        rows.append({"experiment": "a", "qubits": n, "layers": int(curve.layers[-1]), "variance": curve.variance[-1]})
    results = results_of(experiments=[{"experiment": "a", "depth_rules": rule}], exact_variance=rows)
    (row,) = diagnosis.make(results, []).to_dict("records")
    return row["kind"], None if isnan(row["needed"]) else row["needed"]
