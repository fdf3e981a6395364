"""A configuration file makes experiments and the cells of their grids."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from . import lattice
from .depths import depth_at, format_depths
from .experiment import Experiment
from .first_moments import covered
from .objective import PauliString, Projector


class ConfigError(ValueError):
    """A configuration that asks for something that is not allowed."""


@dataclass(frozen=True)
class Cell:
    """One cell of the grid: a batch of circuits of one size, and one job.

    Attributes
    ----------
    qubits, depth, seed : int
        Size, depth of the circuits (the deepest one recorded), number of the batch.
    first, circuits : int
        The batch holds the circuits first … first + circuits − 1.
    layers : tuple of int
        Depths to record.
    """

    qubits: int
    depth: int
    seed: int
    first: int
    circuits: int
    layers: tuple[int, ...]


@dataclass(frozen=True)
class Exact:
    """Sizes, depth and relative error of the exact curves of an experiment."""

    qubits: tuple[int, ...]
    layers: int
    tolerance: float


@dataclass(frozen=True)
class Run:
    """An experiment and the grid it is run on.

    Attributes
    ----------
    name, title : str
    experiment : Experiment
    master_seed : int
    independent : bool
        Whether circuits of different depths are drawn independently, or each is the beginning of the deeper one.
    qubits, layers : tuple of int
        Sizes, and depths to record.
    circuits, circuits_per_job : dict of int to int
        Random circuits, and circuits a job, for every size.
    exact : Exact or None
        What to compute without sampling.
    depth_rules : tuple of str
        At which depths to fit the decay with the number of qubits, see `depths.depth_at`.
    """

    name: str
    title: str
    experiment: Experiment
    master_seed: int
    independent: bool
    qubits: tuple[int, ...]
    layers: tuple[int, ...]
    circuits: dict[int, int]
    circuits_per_job: dict[int, int]
    depth_rules: tuple[str, ...]
    exact: Exact | None

    def cells(self) -> list[Cell]:
        """Every cell of the grid."""
        grid = [(d, (d,)) for d in self.layers] if self.independent else [(self.layers[-1], self.layers)]
        return [
            Cell(n, depth, seed, seed * self.circuits_per_job[n], self.circuits_per_job[n], layers)
            for n in self.qubits
            for depth, layers in grid
            for seed in range(self.circuits[n] // self.circuits_per_job[n])
        ]

    def source(self) -> dict[str, str]:
        """What the samples are keyed by: name, master seed, drawing of depths, and the experiment's words."""
        return {
            "experiment": self.name,
            "master_seed": str(self.master_seed),
            "depths": "independent" if self.independent else "nested",
            **self.experiment.words(),
        }


def load(config: Mapping[str, Any], schema: Path) -> dict[str, Run]:
    """The runs of a configuration, by name, everything checked.

    Parameters
    ----------
    config : mapping
        As read from YAML.
    schema : path
        The JSON schema of configurations.

    Raises
    ------
    ConfigError
        With the key, the bad value and what is allowed.
    """
    rules = yaml.safe_load(schema.read_text(encoding="utf-8"))
    config = _with_text_keys(config)
    _check(config, rules)
    keys = rules["$defs"]["experiment"]["properties"]
    defaults = {key: rule["default"] for key, rule in keys.items() if "default" in rule}
    runs = {name: _run(name, defaults | entry, config["master_seed"]) for name, entry in config["experiments"].items()}
    figures = dict(config["figures"])
    rule = str(figures.pop("depth_rule", ""))
    for role, name in figures.items():
        if name not in runs:
            raise ConfigError(f"figures.{role}: {name!r} is not an experiment; there are {', '.join(runs)}")
        if runs[name].independent:
            raise ConfigError(f"figures.{role}: {name!r} has depths: independent; the figure needs nested depths")
        if rule and rule not in runs[name].depth_rules:
            allowed = ", ".join(runs[name].depth_rules)
            raise ConfigError(f"figures.depth_rule: {rule!r} is none of the depth_rules of {name}: {allowed}")
    return runs


def resolved(runs: Mapping[str, Run]) -> dict[str, Any]:
    """A checked configuration with every default filled in, as plain values: what a run is recognised by."""
    return {
        name: {
            "title": run.title,
            "source": run.source(),
            "qubits": list(run.qubits),
            "layers": format_depths(run.layers),
            "circuits": {str(n): circuits for n, circuits in run.circuits.items()},
            "circuits_per_job": {str(n): circuits for n, circuits in run.circuits_per_job.items()},
            "exact": asdict(run.exact) if run.exact else None,
            "depth_rules": list(run.depth_rules),
        }
        for name, run in runs.items()
    }


def require_same(record: Path, runs: Mapping[str, Run]) -> None:
    """Make sure that the results in a folder belong to this configuration, or to one it was edited from.

    More circuits, sizes, depths or experiments are an edit; an experiment that samples something else under the same
    name is not, nor is a configuration without a single experiment in common.

    Parameters
    ----------
    record : path
        What an earlier run wrote of its configuration (`resolved`), if any.

    Raises
    ------
    ConfigError
        The folder holds results of another configuration.
    """
    if not record.exists():
        return
    apart = "use another folder (snakemake --directory, make DIRECTORY=...), or remove this one's results"
    try:
        recorded = {name: entry["source"] for name, entry in json.loads(record.read_text(encoding="utf-8")).items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError(f"{record} is damaged ({error}); remove it") from error
    if recorded and not recorded.keys() & runs.keys():
        raise ConfigError(f"the results here are of other experiments, {', '.join(recorded)} ({record}); {apart}")
    defaults = Experiment().words()
    for name in recorded.keys() & runs.keys():
        for key, wanted in runs[name].source().items():
            found = recorded[name].get(key, defaults.get(key))
            if found != wanted:
                raise ConfigError(
                    f"the results here are of {name} with {key} {found}, this configuration has {key} {wanted} "
                    f"({record}); give the experiment another name, {apart}"
                )


def _run(name: str, entry: dict[str, Any], master_seed: int) -> Run:
    where = f"experiments.{name}"
    try:
        angles = entry["angles"]
        experiment = Experiment.from_words(
            {key: entry[key] for key in ("initial_state", "connectivity", "entangler", "axes", "noise", "objective")}
            | {
                "angles": f"uniform:{float(angles['low'])!r}:{float(angles['high'])!r}",
                "parameter": f"{entry['parameter']['layer']}:{entry['parameter']['qubit']}",
            }
        )
    except ValueError as error:
        raise ConfigError(f"{where}: {error}") from error
    qubits = _series(entry["qubits"], f"{where}.qubits")
    layers = _series(entry["layers"], f"{where}.layers")
    circuits = _by_size(entry["circuits"], qubits, f"{where}.circuits")
    per_job = _by_size(entry["circuits_per_job"], qubits, f"{where}.circuits_per_job")
    run = Run(
        name=name,
        title=entry["title"],
        experiment=experiment,
        master_seed=master_seed,
        independent=entry["depths"] == "independent",
        qubits=qubits,
        layers=layers,
        circuits=circuits,
        circuits_per_job={n: min(per_job[n], circuits[n]) for n in qubits},
        depth_rules=tuple(map(str, entry["depth_rules"])),
        exact=_exact(entry.get("exact"), experiment, qubits, layers, f"{where}.exact"),
    )
    _check_run(run, where)
    return run


def _exact(
    entry: dict[str, Any] | str | None,
    experiment: Experiment,
    qubits: tuple[int, ...],
    layers: tuple[int, ...],
    where: str,
) -> Exact | None:
    """What to compute exactly; without an entry, the sampled grid if the theory covers the experiment."""
    if entry == "none":
        return None
    try:
        covered(experiment)
    except ValueError as error:
        if entry is None:
            return None
        raise ConfigError(f"{where}: {error}; leave the key out, or none") from error
    wanted = entry if isinstance(entry, dict) else {}
    sizes = _series(wanted["qubits"], f"{where}.qubits") if "qubits" in wanted else qubits
    missing = sorted(set(qubits) - set(sizes))
    if missing:
        raise ConfigError(f"{where}.qubits: {missing[0]} is sampled but left out; every sampled size is needed")
    deepest = wanted.get("layers", layers[-1])
    if deepest < layers[-1]:
        raise ConfigError(f"{where}.layers: {deepest} is less than the deepest sampled depth, {layers[-1]}")
    default = 1e-5 if isinstance(experiment.objective, Projector) else 1e-6
    return Exact(sizes, deepest, float(wanted.get("tolerance", default)))


def _check_run(run: Run, where: str) -> None:
    """What a schema cannot say: conditions between keys."""
    least, (layer, qubit) = run.qubits[0], run.experiment.parameter
    try:
        for n in {*run.qubits, *(run.exact.qubits if run.exact else ())}:
            lattice.edges(run.experiment.connectivity, n)
    except ValueError as error:
        raise ConfigError(f"{where}.qubits: {error}") from error
    objective = run.experiment.objective
    if objective.least_qubits > least:
        raise ConfigError(
            f"{where}.objective: {objective} needs {objective.least_qubits} qubits; {where}.qubits begins at {least}"
        )
    if isinstance(objective, PauliString) and len(objective.letters) > least:
        raise ConfigError(f"{where}.objective: {objective} is longer than the smallest of {where}.qubits, {least}")
    letters = objective.letters if isinstance(objective, PauliString) else "Z" * least
    if run.experiment.axes == "Z" and not set(letters) & set("XY"):
        raise ConfigError(f"{where}.axes: Z commutes with {objective}: the gradient is zero; X, Y or random is allowed")
    if run.experiment.entangler == "none" and letters[qubit - 1 : qubit] in ("", "I") and qubit <= least:
        raise ConfigError(
            f"{where}.parameter.qubit: {qubit} is not in the objective {objective}, and without an entangler its "
            "gradient is zero"
        )
    if qubit > least:
        raise ConfigError(f"{where}.parameter.qubit: {qubit} is above the smallest of {where}.qubits, {least}")
    if layer > run.layers[0]:
        raise ConfigError(f"{where}.parameter.layer: {layer} comes after the first of {where}.layers, {run.layers[0]}")
    for n in run.qubits:
        if run.circuits[n] % run.circuits_per_job[n]:
            below = run.circuits[n] - run.circuits[n] % run.circuits_per_job[n]
            raise ConfigError(
                f"{where}.circuits: {run.circuits[n]} at {n} qubits is no multiple of circuits_per_job, "
                f"{run.circuits_per_job[n]}; {below} and {below + run.circuits_per_job[n]} are"
            )
        for rule in run.depth_rules:
            depth = depth_at(rule, n, run.layers[-1])
            if depth not in run.layers:
                raise ConfigError(
                    f"{where}.depth_rules: {rule} asks for depth {depth} at {n} qubits, which {where}.layers "
                    f"({format_depths(run.layers)}) does not record; record it or leave the rule out"
                )


def _series(entry: list[int] | dict[str, int], where: str) -> tuple[int, ...]:
    """Whole numbers given one by one or as {from, to, step}."""
    if isinstance(entry, dict):
        values = tuple(range(entry["from"], entry["to"] + 1, entry.get("step", 1)))
        if not values:
            raise ConfigError(f"{where}: from {entry['from']} to {entry['to']} is empty; from must not be above to")
        return values
    if sorted(entry) != list(entry):
        raise ConfigError(f"{where}: {entry} must increase")
    return tuple(entry)


def _by_size(entry: int | dict[str, int], qubits: tuple[int, ...], where: str) -> dict[int, int]:
    """One value for every size, from one for all or from {up to this size: value}."""
    if isinstance(entry, int):
        return dict.fromkeys(qubits, entry)
    steps = sorted((int(upto), value) for upto, value in entry.items())
    if steps[-1][0] < qubits[-1]:
        raise ConfigError(f"{where}: ends at {steps[-1][0]} qubits; the experiment goes up to {qubits[-1]}")
    return {n: next(value for upto, value in steps if n <= upto) for n in qubits}


def _with_text_keys(value: Any) -> Any:
    """The same with every key as text (YAML reads the key 12 as a number, JSON knows text only), and 40.0 as 40."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {str(key): _with_text_keys(entry) for key, entry in value.items()}
    return [_with_text_keys(entry) for entry in value] if isinstance(value, list) else value


def _check(config: Mapping[str, Any], schema: dict[str, Any]) -> None:
    errors = jsonschema.Draft202012Validator(schema).iter_errors(config)
    # An unknown key first: it is often the misspelling that makes another key seem to be missing.
    error = min(errors, key=lambda e: (e.validator != "additionalProperties", len(e.absolute_path)), default=None)
    if error is not None:
        raise ConfigError(_message(error))


def _message(error: jsonschema.ValidationError) -> str:
    """One line: the key, the bad value, what is allowed."""
    rule, key = error.schema, ".".join(map(str, error.absolute_path)) or "config"
    if error.validator in ("additionalProperties", "propertyNames"):
        known = sorted(rule.get("properties", ()))
        unknown = next((k for k in error.instance if k not in known), None)
        if error.validator == "propertyNames" or not known:
            return f"{key}: {error.message}. {rule.get('description', '')}".strip()
        close = difflib.get_close_matches(str(unknown), known, n=1)
        hint = f" (did you mean {close[0]}?)" if close else ""
        return f"{key}: unknown key {unknown!r}{hint}; allowed are {', '.join(known)}"
    if error.validator == "required":
        missing = next(k for k in error.validator_value if k not in error.instance)
        meaning = rule.get("properties", {}).get(missing, {}).get("description", "")
        return f"{key}: the key {missing!r} is missing. {missing}: {meaning}"
    value = json.dumps(error.instance, ensure_ascii=False)
    value = value if len(value) < 60 else value[:57] + "..."
    if "enum" in rule:
        return f"{key}: {value} is not allowed; allowed are {', '.join(map(str, rule['enum']))}"
    return f"{key}: {value} is not allowed. {rule.get('description', error.message)}"
