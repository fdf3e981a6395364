"""What programs share: options that name a source, and an end in one line for what a user can mend."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable, Mapping

from plateaus.ensemble import own_circuits
from plateaus.ensemble.experiment import VOCABULARY
from plateaus.ensemble.source import Source
from plateaus.storage.writing import ResultsError

HELP = {
    "experiment": "name of the experiment; part of the key of every random stream",
    "master_seed": "the seed that all others are derived from",
    "depths": "nested (shallow circuits are beginnings of deep ones) or independent",
    **{key: vocabulary.help for key, vocabulary in VOCABULARY.items()},
}


def parser(description: str | None) -> argparse.ArgumentParser:
    """A parser of options that describes its program by the program's docstring."""
    return argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)


def add_source_options(options: argparse.ArgumentParser) -> None:
    """Add an option for every word of a source; those left out take the paper's value, or the ansatz's."""
    group = options.add_argument_group("what is sampled")
    for key, default in Source().words().items():
        meaning = f"{HELP[key]} ({default})".replace("%", "%%")
        group.add_argument(f"--{key.replace('_', '-')}", help=meaning)
    group.add_argument(
        "--own-circuits",
        nargs="*",
        default=[],
        metavar="JSON",
        help="what read_circuits made of the file that the ansatz names, of each size",
    )


def source_of(arguments: argparse.Namespace) -> Source:
    """The source that the options describe.

    Raises
    ------
    ValueError
        A word is not allowed, or a file of circuits is damaged.
    """
    given = {key: getattr(arguments, key) for key in HELP}
    source = Source.from_words({key: word for key, word in given.items() if word is not None})
    return source.with_circuits(map(own_circuits.read, arguments.own_circuits))


def as_options(words: Mapping[str, str]) -> str:
    """Words as options, quoted for a shell: what `add_source_options` reads back."""
    return " ".join(f"--{key.replace('_', '-')} {shlex.quote(value)}" for key, value in words.items())


def run(main: Callable[[], None]) -> None:
    """Run a program; what its user can mend ends it with one line."""
    try:
        main()
    except (ResultsError, ValueError) as error:
        sys.exit(f"error: {error}")
