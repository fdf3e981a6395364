"""What identifies samples (name, seed, the experiment's words) as command-line options, for every program alike."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from .experiment import Experiment
from .files import ResultsError

TEMPLATES = Path(__file__).parents[2] / "workflow/report"

HELP = {
    "experiment": "name of the experiment; part of the key of every random stream",
    "master_seed": "the seed that all others are derived from",
    "depths": "nested (shallow circuits are beginnings of deep ones) or independent",
    "initial_state": "ry_pi_4 or none",
    "connectivity": "chain, ring or grid",
    "entangler": "cz or none",
    "axes": "random, X, Y or Z",
    "angles": "uniform:LOW:HIGH in units of pi",
    "noise": "none",
    "objective": "a Pauli string such as ZZ, or projector",
    "parameter": "LAYER:QUBIT of the differentiated angle, from 1",
}


def add_source_options(parser: argparse.ArgumentParser) -> None:
    """Add an option for every entry of a source; those left out take the paper's value."""
    defaults = {"experiment": "paper", "master_seed": "0", "depths": "nested", **Experiment().words()}
    group = parser.add_argument_group("what is sampled")
    for key, meaning in HELP.items():
        group.add_argument(f"--{key.replace('_', '-')}", default=defaults[key], help=f"{meaning} (%(default)s)")


def source_of(arguments: argparse.Namespace) -> dict[str, str]:
    """The source that the options describe."""
    return {key: getattr(arguments, key) for key in HELP}


def experiment_of(source: Mapping[str, str]) -> Experiment:
    """The experiment in a source.

    Raises
    ------
    ValueError
        A word is not allowed.
    """
    return Experiment.from_words({key: source[key] for key in Experiment().words()})


def as_options(source: Mapping[str, str]) -> str:
    """The options that describe a source, quoted for a shell."""
    return " ".join(f"--{key.replace('_', '-')} {shlex.quote(value)}" for key, value in source.items())


def add_figure_options(parser: argparse.ArgumentParser) -> None:
    """Add what every figure takes."""
    parser.add_argument("--title", required=True, help="the experiment's title, for the caption")
    parser.add_argument("--answers", default="", help="which figure of the paper it answers, for the caption")
    parser.add_argument(
        "--caption", required=True, type=TEMPLATES.joinpath, help="template in workflow/report, or a path"
    )
    parser.add_argument("--output", required=True, help="the figure; written as .pdf, .png, .svg, .csv and .rst")


def run(main: Callable[[], None]) -> None:
    """Run a program; what its user can mend ends it with one line."""
    try:
        main()
    except (ResultsError, ValueError) as error:
        sys.exit(f"error: {error}")
