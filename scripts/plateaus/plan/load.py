"""From a configuration to a plan, everything checked that words and whole numbers decide.

What needs arrays of numbers (whether the exact theory covers an experiment, whether its gradient is zero) is checked by
the job ``check_experiments``, so that a configuration is planned by what Snakemake brings along.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from math import isfinite
from typing import Any, TypeVar

from plateaus.engines.registry import AUTO, DEFAULT, DENSITY, DOUBLE, engine_of, refusal
from plateaus.ensemble import lattices
from plateaus.ensemble.angles import SmallAngles
from plateaus.ensemble.ansatz import DEFAULT as PAPERS
from plateaus.ensemble.ansatz import VOCABULARY as ANSATZ
from plateaus.ensemble.depths import depth_at, format_depths
from plateaus.ensemble.experiment import LAST, VOCABULARY, Experiment
from plateaus.ensemble.noise import DENSITY_QUBITS
from plateaus.ensemble.objectives import MaxCut, PauliString
from plateaus.ensemble.source import Source
from plateaus.ensemble.starts import RandomStart
from plateaus.plan import landed
from plateaus.plan.messages import ConfigError, check_schema, refuse
from plateaus.plan.own_files import check_circuits
from plateaus.plan.resources import fastest_engine
from plateaus.plan.schema import defaults, schema
from plateaus.plan.study import COMPARISONS, Exact, Plan, Probe, Study
from plateaus.probes.registry import KINDS
from plateaus.theory.gate_coverage import QUBITS
from plateaus.theory.methods import RELATIVE_ERROR

EXPONENT = re.compile(r"[-+]?[0-9]+(\.[0-9]*)?[eE][-+]?[0-9]+")
"""Numbers that YAML 1.1 takes for text."""

DEEPEST = 10000
"""As the schema has it for ``layers``."""

T = TypeVar("T", int, str)
BySize = str | dict[str, str]

SAMPLED = ("qubits", "layers", "circuits")
"""Keys of an experiment that has samples; where it has exact curves alone, none of them is there."""

TEXTS = ("title", "native", "landed", "land_in")
"""Keys that take any text."""


def load(config: Mapping[str, Any]) -> Plan:
    """The plan of a configuration.

    Parameters
    ----------
    config : mapping
        As read from YAML.

    Raises
    ------
    ConfigError
        With the key, the bad value and what is allowed; a line for every mistake that the schema knows, or else for
        every experiment that cannot be run.
    """
    rules = schema()
    config = _plain(config)
    check_schema(config, rules, _incomplete(config, rules["$defs"]["experiment"]["properties"]))
    _check_names(config["experiments"])
    whole, keys = defaults(rules) | dict(config), defaults(rules["$defs"]["experiment"])
    seed = config["master_seed"]
    studies: dict[str, Study] = {}
    problems: list[str] = []
    for name, entry in config["experiments"].items():
        try:
            study = studies[name] = _study(
                name, keys | _of_ansatz(entry) | entry, seed, whole["engine"], whole["precision"]
            )
            for n in study.qubits if "circuits_per_job" in entry else ():
                _check_batches(study.circuits[n], study.circuits_per_job[n], f"experiments.{name}", f" at {n} qubits")
        except ConfigError as error:
            problems.append(str(error))
    for key in ("landed", "land_in"):
        own = [name for name, study in studies.items() if study.experiment.ansatz.file]
        if key in config and own:
            problems.append(
                f"{key}: circuits of a file, as those of experiments.{own[0]}, are not landed; leave it out"
            )
    if "landed" in config and not problems:
        studies = _from_folder(studies, config["landed"])
    figures = config.get("figures", {})
    refuse([*problems, *_unknown(figures, config["experiments"])])
    rule = str(figures["depth_rule"]) if "depth_rule" in figures else None
    compared = {role: tuple(figures[role]) for role in COMPARISONS if role in figures}
    unsampled = [name for name, study in studies.items() if not study.qubits]
    refuse([*_without_samples(figures, unsampled)])
    if "costs" in compared:
        _check_costs(*(studies[name] for name in compared["costs"]))
    for role in ("main", "projector"):
        if role in figures:
            _check_drawn(studies[figures[role]], f"figures.{role}", rule)
    return Plan(
        studies=studies,
        main=figures.get("main"),
        projector=figures.get("projector"),
        depth_rule=rule,
        compared=compared,
        benchmark=defaults(rules["properties"]["benchmark"]) | config.get("benchmark", {}),
        land_in=config.get("land_in"),
    )


def load_experiment(
    entry: Mapping[str, Any],
    *,
    name: str = "experiment",
    master_seed: int = 0,
    engine: BySize = DEFAULT,
    precision: BySize = DOUBLE,
) -> Study:
    """The study of one experiment without a configuration around it, by the same rules.

    Parameters
    ----------
    entry : mapping
        What a configuration has under the experiment's name. ``title`` may be left out, and so may ``layers`` where
        ``depth_rules`` say which depths are needed. Without ``circuits`` nothing is sampled: ``qubits`` are then sizes
        of exact curves, which go further.
    name : str
        Part of the key of every random stream.
    master_seed : int
    engine, precision : str or dict of str to str
        As the keys of a configuration.

    Raises
    ------
    ConfigError
        As `load` does; keys of the experiment are named without ``experiments.NAME``.
    """
    around = f"experiments.{name}"
    try:
        return _of_its_own(entry, name, master_seed, engine, precision)
    except ConfigError as error:
        raise ConfigError(str(error).replace(f"{around}.", "").replace(f"{around}:", "experiment:")) from error


def _of_its_own(entry: Mapping[str, Any], name: str, master_seed: int, engine: BySize, precision: BySize) -> Study:
    rules = deepcopy(schema())
    own = rules["$defs"]["experiment"]
    own["required"] = ["qubits"]
    if "circuits" not in entry:
        own["properties"]["qubits"] = rules["$defs"]["exact_sizes"]
    whole = {"master_seed": master_seed, "engine": engine, "precision": precision, "experiments": {name: entry}}
    config = _plain(whole)
    check_schema(config, rules)
    given = config["experiments"][name]
    filled: dict[str, Any] = {"title": name} | defaults(own) | _of_ansatz(given) | given
    if "layers" not in filled:
        filled["layers"] = _asked_depths(filled, f"experiments.{name}")
    return _study(name, filled, master_seed, config["engine"], config["precision"])


def _asked_depths(entry: Mapping[str, Any], where: str) -> list[int]:
    """The depths that the rules of an experiment ask for at its sizes."""
    rules = [str(rule) for rule in entry["depth_rules"]]
    if "deepest" in rules:
        raise ConfigError(f"{where}.layers: left out; give depths, or depth_rules that say them, such as 10*n")
    depths = sorted({depth_at(rule, n, 0) for rule in rules for n in _series(entry["qubits"], f"{where}.qubits")})
    if depths[-1] > DEEPEST:
        raise ConfigError(f"{where}.depth_rules: they ask for depth {depths[-1]}; {DEEPEST} is the deepest allowed")
    return depths


def _of_ansatz(entry: Mapping[str, Any]) -> dict[str, str]:
    """Keys whose default is the ansatz's; none where the ansatz is not one, which is refused later."""
    try:
        return {"initial_state": ANSATZ.parse(ANSATZ.word(entry.get("ansatz", PAPERS))).initial_state}
    except ValueError:
        return {}


def _from_folder(studies: Mapping[str, Study], folder: str) -> dict[str, Study]:
    """All studies with the circuits of a folder; what is wrong with each is named."""
    index, found, problems = landed.index_of(folder), {}, []
    for name, study in studies.items():
        try:
            found[name] = landed.from_folder(study, folder, index) if study.qubits else study
        except ConfigError as error:
            problems.append(str(error))
    refuse(problems)
    return found


def _check_names(names: Iterable[str]) -> None:
    """Names that differ in case only would be one folder where file systems do not tell them apart."""
    known: dict[str, str] = {}
    for name in names:
        other = known.setdefault(name.casefold(), name)
        if other != name:
            raise ConfigError(f"experiments: {other} and {name} differ in case only, and their files may be the same")


def _unknown(figures: Mapping[str, Any], experiments: Mapping[str, Any]) -> Iterator[str]:
    """Names under ``figures`` that are no experiment's."""
    for role in ("main", "projector", *COMPARISONS):
        entry = figures.get(role, ())
        for name in [entry] if isinstance(entry, str) else entry:
            if name not in experiments:
                yield f"figures.{role}: {name!r} is not an experiment; there are {', '.join(experiments)}"


def _without_samples(figures: Mapping[str, Any], unsampled: Sequence[str]) -> Iterator[str]:
    """Experiments without samples in figures of samples: all that name experiments but the comparison of depths."""
    for role in ("main", "projector", *COMPARISONS):
        entry = figures.get(role, ()) if role != "dimension" else ()
        for name in [entry] if isinstance(entry, str) else entry:
            if name in unsampled:
                yield f"figures.{role}: nothing is sampled of {name}, which figures.dimension alone allows"


def _incomplete(config: Mapping[str, Any], keys: Mapping[str, Any]) -> Iterator[str]:
    """What experiments lack: sizes, depths and circuits; or, where none of these is there, exact curves of some."""
    experiments = config.get("experiments")
    for name, entry in experiments.items() if isinstance(experiments, dict) else ():
        if not isinstance(entry, dict):
            continue
        where, exact = f"experiments.{name}", entry.get("exact")
        missing = [key for key in SAMPLED if key not in entry]
        if len(missing) == len(SAMPLED) and isinstance(exact, dict) and {"qubits", "layers"} <= exact.keys():
            for key in ("circuits_per_job", "probes"):
                if key in entry:
                    yield f"{where}.{key}: {entry[key]} of no circuits; leave it out where nothing is sampled"
        else:
            for key in missing:
                yield f"{where}: the key {key!r} is missing. {key}: {keys[key]['description']}"


def _check_drawn(study: Study, where: str, rule: str | None) -> None:
    """An experiment of the paper's figures: nested depths, and the depth rule is one of its."""
    if study.source.independent:
        raise ConfigError(f"{where}: {study.name!r} has depths: independent; the figure needs nested depths")
    if rule and rule not in study.depth_rules:
        allowed = ", ".join(study.depth_rules)
        raise ConfigError(f"figures.depth_rule: {rule!r} is none of the depth_rules of {study.name}: {allowed}")


def _check_costs(first: Study, *others: Study) -> None:
    """Experiments of the figure costs: it has a panel for each depth rule of the first, and all are in each."""
    for study in others:
        for rule in first.depth_rules:
            if rule not in study.depth_rules:
                raise ConfigError(
                    f"figures.costs: {study.name} has no depth rule {rule}, at which {first.name}, the first of them, "
                    f"is drawn; its depth_rules are {', '.join(study.depth_rules)}"
                )


def _study(name: str, entry: dict[str, Any], master_seed: int, engine: BySize, precision: BySize) -> Study:
    where = f"experiments.{name}"
    try:
        experiment = Experiment.from_words({key: known.word(entry[key]) for key, known in VOCABULARY.items()})
    except ValueError as error:
        raise ConfigError(f"{where}: {error}") from error
    qubits = _series(entry["qubits"], f"{where}.qubits") if "qubits" in entry else ()
    layers = _series(entry["layers"], f"{where}.layers") if "layers" in entry else ()
    circuits = _by_size(entry["circuits"], qubits, f"{where}.circuits") if "circuits" in entry else {}
    per_job = _by_size(entry["circuits_per_job"], qubits, f"{where}.circuits_per_job")
    precisions = _by_size(precision, qubits, "precision", where)
    engines = _by_size(engine, qubits, "engine", where)
    for n, asked in engines.items():
        if asked == AUTO and circuits:
            each = min(per_job[n], circuits[n])
            engines[n] = fastest_engine(experiment, qubits=n, depth=layers[-1], circuits=each, precision=precisions[n])
    study = Study(
        title=_title(entry["title"], f"{where}.title"),
        source=Source(name, master_seed, entry["depths"] == "independent", experiment),
        qubits=qubits,
        layers=layers,
        circuits=circuits,
        circuits_per_job={n: min(per_job[n], circuits[n]) for n in circuits},
        engines=engines,
        precisions=_precisions(engines, precisions, experiment, where),
        depth_rules=_depth_rules(entry["depth_rules"], f"{where}.depth_rules"),
        exact=_exact(entry.get("exact"), experiment, qubits, layers, f"{where}.exact"),
        probes={
            kind: _probe(kind, wanted, experiment, qubits, layers, f"{where}.probes.{kind}")
            for kind, wanted in entry["probes"].items()
        },
    )
    _check_start_and_noise(study, where)
    _check_grid(study, where)
    check_circuits(study, where)
    return study


def _precisions(engines: dict[int, str], asked: dict[int, str], experiment: Experiment, where: str) -> dict[int, str]:
    """The precision at every size, which its engine has; what simulates noise takes what it has."""
    found = {}
    for n, name in engines.items():
        if reason := refusal(name, experiment):
            raise ConfigError(f"{where}.ansatz: {reason}")
        engine = engine_of(name, experiment)
        found[n] = DOUBLE if engine is DENSITY else asked[n]
        if reason := engine.refusal(found[n]):
            raise ConfigError(f"precision: at {n} qubits {reason}; by size it is given as {{12: double, 24: single}}")
    return found


def _title(text: str, where: str) -> str:
    """A title without blanks in front of it or behind, which captions would take for an indented paragraph."""
    if not text.strip():
        raise ConfigError(f"{where}: {text!r} is blank; say in a few words what the experiment is")
    return text.strip()


def _exact(
    entry: dict[str, Any] | str | None,
    experiment: Experiment,
    qubits: tuple[int, ...],
    layers: tuple[int, ...],
    where: str,
) -> Exact | None:
    """What to compute exactly; without an entry, the sampled grid."""
    if entry == "none":
        return None
    wanted = entry if isinstance(entry, dict) else {}
    sizes = _series(wanted["qubits"], f"{where}.qubits") if "qubits" in wanted else qubits
    missing = sorted(set(qubits) - set(sizes))
    if missing:
        raise ConfigError(f"{where}.qubits: {missing[0]} is sampled but left out; every sampled size is needed")
    deepest = wanted.get("layers", max(layers, default=0))
    if layers and deepest < layers[-1]:
        raise ConfigError(f"{where}.layers: {deepest} is less than the deepest sampled depth, {layers[-1]}")
    default = 1e-5 if str(experiment.objective) in ("projector", "local_projector") else 1e-6
    if not experiment.ansatz.is_papers and max(sizes, default=0) > QUBITS:  # matrix-product states
        default = 1e-3
    return Exact(
        sizes,
        deepest,
        float(wanted.get("tolerance", default)),
        asked=entry is not None,
        method=wanted.get("method", "auto"),
        relative_error=float(wanted.get("relative_error", RELATIVE_ERROR)),
    )


def _probe(
    kind: str,
    entry: dict[str, Any],
    experiment: Experiment,
    qubits: tuple[int, ...],
    layers: tuple[int, ...],
    where: str,
) -> Probe:
    """One kind of probe, checked."""
    rule = schema()["$defs"]["experiment"]["properties"]["probes"]["properties"][kind]
    batches, entry = "circuits_per_job" in entry, defaults(rule) | entry
    sizes = _series(entry["qubits"], f"{where}.qubits")
    if sizes[0] < qubits[0]:
        raise ConfigError(f"{where}.qubits: {sizes[0]} is below the smallest size of the experiment, {qubits[0]}")
    circuits = entry["circuits"]
    per_job = min(entry["circuits_per_job"], circuits)
    if batches:
        _check_batches(circuits, per_job, where)
    depths = {n: depth_at(str(entry.get("depth", "deepest")), n, layers[-1]) for n in sizes}
    try:
        if reason := KINDS[kind].refusal(experiment):
            raise ValueError(f"probe {kind}: {reason}")
        for n, depth in depths.items():
            if experiment.uses_graph:
                lattices.edges(experiment.connectivity, n)
            experiment.start.drawn_layers(depth)
        settings = KINDS[kind].words(entry, layers)
    except ValueError as error:
        raise ConfigError(f"{where}: {error}") from error
    if min(depths.values()) < experiment.parameter[0]:
        raise ConfigError(f"{where}.depth: {min(depths.values())} comes before the parameter's layer")
    return Probe(kind, circuits, per_job, depths, settings)


def _check_grid(study: Study, where: str) -> None:
    """What a schema cannot say: conditions between keys."""
    exact_sizes = study.exact.qubits if study.exact else ()
    sizes, place = (study.qubits, f"{where}.qubits") if study.qubits else (exact_sizes, f"{where}.exact.qubits")
    least, (layer, qubit) = sizes[0], study.experiment.parameter
    try:
        for n in sorted({*sizes, *exact_sizes}):
            if study.experiment.uses_graph:
                lattices.edges(study.experiment.connectivity, n)
            if isinstance(study.experiment.objective, MaxCut):
                lattices.edges(study.experiment.objective.graph, n)
    except ValueError as error:
        raise ConfigError(f"{place}: {error}") from error
    objective = study.experiment.objective
    if objective.least_qubits > least:
        raise ConfigError(
            f"{where}.objective: {objective} needs {objective.least_qubits} qubits; {place} begins at {least}"
        )
    if isinstance(objective, PauliString) and len(objective.letters) > least:
        raise ConfigError(f"{where}.objective: {objective} is longer than the smallest of {place}, {least}")
    if qubit > least:
        raise ConfigError(f"{where}.parameter.qubit: {qubit} is above the smallest of {place}, {least}")
    if layer == LAST and not study.source.independent:
        raise ConfigError(
            f"{where}.parameter.layer: last is another angle at every depth; {where}.depths must be independent"
        )
    for n in sizes:
        if not study.experiment.is_rotated(n):
            raise ConfigError(
                f"{where}.parameter.qubit: {qubit} has no gate in step {study.experiment.at_step} of "
                f"{study.experiment.ansatz} at {n} qubits"
            )
    if study.layers and layer > study.layers[0]:
        raise ConfigError(
            f"{where}.parameter.layer: {layer} comes after the first of {where}.layers, {study.layers[0]}"
        )
    if study.exact and layer > study.exact.layers:
        raise ConfigError(f"{where}.parameter.layer: {layer} comes after {where}.exact.layers, {study.exact.layers}")
    for n in study.qubits:
        for rule in study.depth_rules:
            depth = depth_at(rule, n, study.layers[-1])
            if depth not in study.layers:
                raise ConfigError(
                    f"{where}.depth_rules: {rule} asks for depth {depth} at {n} qubits, which {where}.layers "
                    f"({format_depths(study.layers)}) does not record; record it or leave the rule out"
                )


def _check_batches(circuits: int, per_job: int, where: str, size: str = "") -> None:
    """Batches of a size that the configuration states are all full."""
    if circuits % per_job:
        below = circuits - circuits % per_job
        raise ConfigError(
            f"{where}.circuits: {circuits}{size} is no multiple of circuits_per_job, {per_job}; "
            f"{below} and {below + per_job} are"
        )


def _check_start_and_noise(study: Study, where: str) -> None:
    start, noise = study.experiment.start, study.experiment.noise
    if isinstance(study.experiment.angles, SmallAngles) and not study.source.independent:
        raise ConfigError(
            f"{where}.depths: nested, but with angles: small the law of the angles depends on the depth; "
            "independent is allowed"
        )
    if start != RandomStart() and not study.source.independent:
        raise ConfigError(
            f"{where}.start: {start} makes another circuit of every depth; {where}.depths must be independent"
        )
    try:
        for layers in study.layers:
            start.drawn_layers(layers)
    except ValueError as error:
        raise ConfigError(f"{where}.layers: {error}") from error
    if noise.probability and study.circuits and study.qubits[-1] > DENSITY_QUBITS:
        raise ConfigError(
            f"{where}.qubits: {study.qubits[-1]} with noise; its density matrix is kept to {DENSITY_QUBITS} qubits"
        )


def _depth_rules(entry: Sequence[str | int], where: str) -> tuple[str, ...]:
    """Depth rules as text, each once; 12*n and 12.0*n are the same, and so are 50 and "50"."""
    rules = tuple(map(str, entry))
    known: dict[str | float, str] = {}
    for rule in rules:
        number = rule.removesuffix("*n")
        meaning = float(number) if number != rule else rule
        if meaning in known:
            raise ConfigError(f"{where}: {known[meaning]} and {rule} are the same rule; leave one out")
        known[meaning] = rule
    return rules


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


def _by_size(
    entry: T | dict[str, T], qubits: tuple[int, ...], where: str, whose: str = "the experiment"
) -> dict[int, T]:
    """One value for every size, from one for all or from {up to this size: value}."""
    if not isinstance(entry, dict):
        return dict.fromkeys(qubits, entry)
    steps = sorted((int(upto), value) for upto, value in entry.items())
    if qubits and steps[-1][0] < qubits[-1]:
        raise ConfigError(f"{where}: ends at {steps[-1][0]} qubits; {whose} goes up to {qubits[-1]}")
    return {n: next(value for upto, value in steps if n <= upto) for n in qubits}


def _plain(value: Any, where: str = "config") -> Any:
    """The same as JSON has it, and as it was meant.

    Every key is text (YAML reads the key 12 as a number), 40.0 is 40, and so is ``4e1``, which YAML 1.1 takes for text
    unless it is written ``4.0e+1``.

    Raises
    ------
    ConfigError
        YAML made something else of a word: true of ``on``, a date of ``2018-03-27``, nothing of ``null``.
    """
    if isinstance(value, Mapping):
        inside = "" if where == "config" else f"{where}."
        for key in value:
            if not isinstance(key, str) and type(key) is not int:
                raise ConfigError(f"{where}: YAML reads a key as {key}, which is no text; put it in quotes")
        return {str(key): _plain(entry, f"{inside}{key}") for key, entry in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(entry, f"{where}.{place}") for place, entry in enumerate(value)]
    if isinstance(value, str):
        number = EXPONENT.fullmatch(value) and where.rpartition(".")[2] not in TEXTS
        return _plain(float(value), where) if number else value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ConfigError(f"{where}: YAML reads this as {value}, not as text or a number; put it in quotes")
    if isinstance(value, int):
        return value
    if not isfinite(value):
        raise ConfigError(f"{where}: {value} is no number")
    return int(value) if value == int(value) else value
