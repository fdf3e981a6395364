"""The command ``plateaus``: one experiment from a shell, by the functions of `plateaus.api`; tables as CSV.

Each of its commands is the function of that name. What an experiment says is given key by key, each value as YAML has
it, or comes from a file, and options go before what the file says.
"""

from __future__ import annotations

import argparse
import os
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from plateaus import __version__
from plateaus.ensemble.depths import parse_depths
from plateaus.ensemble.experiment import VOCABULARY
from plateaus.options import run
from plateaus.plan.messages import ConfigError
from plateaus.plan.read import checked
from plateaus.plan.schema import LOADER, schema

DESCRIPTION = """\
Ask whether a random circuit has a barren plateau: exact variances of its gradient, samples, a diagnosis, the cost.

  plateaus diagnose --objective ZZ --connectivity ring --qubits 4-12 --depth-rule '10*n'
  plateaus exact --objective ZZ --qubits 4,8 --layers 1-96 --output exact.csv
  plateaus variance --entangler none --qubits 4-8 --layers 20 --circuits 200
  plateaus cost config/config.yaml --experiment zz_chain
"""

COMMANDS = {
    "exact": "exact moments of E and dE at every size and depth, without sampling",
    "sample": "E and its derivatives in every random circuit",
    "variance": "the variance of the gradient: exact, and sampled where circuits are asked for",
    "diagnose": "whether it falls exponentially with the number of qubits, as a power, or not at all",
    "cost": "what `variance` would take; nothing is computed",
}
"""Functions of `plateaus.api`, and what each gives."""

EXPERIMENT = (*VOCABULARY, "depths", "exact")
"""Keys of an experiment that are options as they stand; those of its grid are options too."""

GRID = ("qubits", "layers", "circuits")

WITHOUT_CIRCUITS, WITHOUT_SEED = ("exact",), ("cost",)


def main() -> None:
    """Run the command; what its user can mend ends it with one line."""
    try:
        run(_main)
    except BrokenPipeError:  # whoever read the table has seen enough of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _main() -> None:
    a = parser().parse_args()
    warnings.formatwarning = lambda message, *_: f"note: {message}\n"
    from plateaus import api  # after --help, which need not wait for pandas

    entry, around = _experiment(a)
    options = {"log": sys.stderr} if a.command in ("sample", "variance", "diagnose") else {}
    if getattr(a, "depth_rules", None):
        entry = api.at_depths(entry, a.depth_rules)
    grid = {key: value for key in GRID if (value := getattr(a, key, None)) is not None}
    table = getattr(api, a.command)(entry, **grid, **around, **options)
    if a.command == "diagnose":
        for line in api.in_words(table):
            print(line, file=sys.stderr)
    if a.command == "diagnose" and not a.output and sys.stdout.isatty():
        print("(--output FILE writes the numbers; so does a pipe)", file=sys.stderr)  # too wide a table to read
    elif a.output:
        from plateaus.storage.tables import write_table

        write_table(a.output, table, ())
    else:
        table.to_csv(sys.stdout, index=False)
        sys.stdout.flush()


def parser() -> argparse.ArgumentParser:
    """The parser of the command."""
    whole = argparse.ArgumentParser("plateaus", description=DESCRIPTION, formatter_class=_Plain)
    whole.add_argument("--version", action="version", version=f"plateaus {__version__}")
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, meaning in COMMANDS.items():
        _add_options(commands.add_parser(name, help=meaning, description=f"{meaning}.".capitalize()), name)
    return whole


class _Plain(argparse.RawDescriptionHelpFormatter):
    """Help with the description as it is written."""


def _add_options(options: argparse.ArgumentParser, command: str) -> None:
    rules, experiment = schema()["properties"], schema()["$defs"]["experiment"]["properties"]
    options.add_argument("file", nargs="?", type=Path, help="YAML file: the keys of one experiment, or a configuration")
    options.add_argument("--experiment", metavar="NAME", help="which experiment of a configuration")
    options.add_argument("--output", metavar="FILE", type=Path, help="CSV file to write, instead of to standard output")
    grid = options.add_argument_group("grid")
    grid.add_argument("--qubits", metavar="SIZES", type=_numbers, help="sizes, such as 4-8,12")
    grid.add_argument("--layers", metavar="DEPTHS", type=_numbers, help="depths, such as 1-20,40,80")
    if command in ("diagnose", "variance", "cost"):
        meaning = "depth at each size, such as '10*n', 'log2(n)', 50; may be given several times, instead of --layers"
        grid.add_argument("--depth-rule", metavar="RULE", action="append", dest="depth_rules", help=meaning)
    if command not in WITHOUT_CIRCUITS:
        grid.add_argument("--circuits", metavar="NUMBER", type=_yaml, help="random circuits at each point, 20 or more")
        for key in ("engine", "precision"):
            grid.add_argument(f"--{key}", metavar="WORD", type=_yaml, help=_meaning(rules[key]))
    if command not in WITHOUT_SEED:
        grid.add_argument("--master-seed", metavar="NUMBER", type=_yaml, help="of all random numbers (0)")
    grid.add_argument("--name", help="what the experiment is called; part of the key of its random numbers")
    group = options.add_argument_group("experiment", "Values as YAML has them.")
    for key in EXPERIMENT:
        option = f"--{key.replace('_', '-')}"
        group.add_argument(option, metavar="VALUE", type=_yaml, help=_meaning(experiment[key]))


def _meaning(rule: Mapping[str, Any]) -> str:
    """What a key means, and what there is where it is left out."""
    left_out = f" ({_word(rule['default'])})" if "default" in rule else ""
    return (rule["description"].rstrip(".") + left_out).replace("%", "%%")


def _word(default: Any) -> str:
    return default if isinstance(default, str) else yaml.safe_dump(default, default_flow_style=True).strip()


def _numbers(text: str) -> Any:
    """Whole numbers, such as 4-8,12; or as YAML has them. What neither is, the rules of configurations refuse."""
    try:
        return parse_depths(text)
    except ValueError:
        return _yaml(text)


def _yaml(text: str) -> Any:
    """What YAML reads; a word that it takes for something else than text, a number or a collection stays a word."""
    try:
        value = yaml.load(text, LOADER)
    except yaml.YAMLError:
        return text
    return value if isinstance(value, str | int | float | dict | list) and not isinstance(value, bool) else text


def _experiment(a: argparse.Namespace) -> tuple[dict[str, Any], dict[str, Any]]:
    """The experiment that the options and the file describe, and what stands around it: name, seed, engine.

    Raises
    ------
    ConfigError
        The file cannot be read as it stands, or has no such experiment.
    """
    entry, around = _of_file(a.file, a.experiment) if a.file else ({}, {})
    if a.experiment and not a.file:
        raise ConfigError(f"--experiment {a.experiment}: of a configuration, which no FILE is given of")
    given = {key: value for key, value in vars(a).items() if value is not None}
    entry |= {key: given[key] for key in EXPERIMENT if key in given}
    keys = ("name", "master_seed", "engine", "precision")
    around |= {key: given[key] for key in keys if key in given}
    return entry, {key: value for key, value in around.items() if hasattr(a, key)}


def _of_file(path: Path, name: str | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """An experiment in a file by itself, or in a configuration, with its name, seed and engines there."""
    found = LOADER("").construct_document(checked(path))
    if "experiments" not in found:
        if name:
            raise ConfigError(f"--experiment {name}: {path} is no configuration, it has no key experiments")
        return found, {}
    experiments = found["experiments"]
    if not isinstance(experiments, Mapping) or not experiments:
        raise ConfigError(f"{path}: experiments: it is names, each with the keys of an experiment")
    if name is None and len(experiments) > 1:
        raise ConfigError(f"{path}: say which by --experiment NAME; there are {', '.join(map(str, experiments))}")
    name = name or str(next(iter(experiments)))
    if name not in experiments:
        raise ConfigError(f"--experiment {name}: {path} has {', '.join(map(str, experiments))}")
    if not isinstance(experiments[name], Mapping):
        raise ConfigError(f"{path}: experiments.{name}: it is the keys of an experiment with their values")
    around = {key: found[key] for key in ("master_seed", "engine", "precision") if key in found}
    return dict(experiments[name]), around | {"name": name}


if __name__ == "__main__":
    main()
