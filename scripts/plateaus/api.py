"""One experiment in Python: its exact variances, samples, diagnosis and cost, without Snakemake.

An experiment is a mapping with the keys that a configuration has under its name, such as
``{"objective": "ZZ", "connectivity": "chain"}``; what is left out is the paper's. It is held against the same rules and
computed by the same modules as in the workflow: circuits of the same name and master seed are the same bits. The
command ``plateaus`` calls these functions from a shell.

Examples
--------
>>> curves = variance({"objective": "ZZ", "connectivity": "chain"}, qubits=[2, 4], layers=[1, 40])
>>> curves[["qubits", "layers", "variance"]].round(4).values.tolist()
[[2.0, 1.0, 0.1042], [2.0, 40.0, 0.0889], [4.0, 1.0, 0.1042], [4.0, 40.0, 0.0216]]
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TextIO

import numpy as np
import pandas as pd

from plateaus.claims import words
from plateaus.engines.registry import DEFAULT, DOUBLE
from plateaus.engines.sampling import sample as simulate
from plateaus.ensemble.depths import depth_at
from plateaus.ensemble.own_files import read_circuits
from plateaus.plan import own_files
from plateaus.plan.costs import CURVES, SAMPLES, shares
from plateaus.plan.load import load_experiment
from plateaus.plan.messages import ConfigError
from plateaus.plan.study import Study
from plateaus.statistics import laws
from plateaus.storage.columns import Column
from plateaus.storage.samples import SAMPLE_COLUMNS, VALUES, Samples
from plateaus.storage.tables import empty
from plateaus.tables import curves, diagnosis, estimates, exact_variance
from plateaus.tables.common import EXPERIMENT, LAYERS, QUBITS
from plateaus.tables.results import Results
from plateaus.theory.coverage import NotCovered
from plateaus.theory.curve import exact_curve
from plateaus.theory.vanishing import zero_gradient

SOURCE = Column("source", "text", "`exact` or `sampled`")

VARIANCE = (
    EXPERIMENT,
    SOURCE,
    QUBITS,
    LAYERS,
    Column("circuits", "integer", "number of random circuits; 0 where exact"),
    Column("variance", "number", "variance of ∂E over the circuits", "per radian squared"),
    Column("low", "number", "lower end: of the 95 % interval if sampled, of the estimated error if exact"),
    Column("high", "number", "upper end of the same"),
    Column("log_error", "number", "error of ln(variance): its standard error if sampled, a bound if exact"),
    Column("reliable", "truth", "False where the circuits show tails too heavy for the interval; True if exact"),
    Column("mean", "number", "mean of ∂E", "per radian"),
    Column("e_variance", "number", "variance of E"),
    Column("e_mean", "number", "mean of E"),
    Column("method", "text", "how it was found: a method of the exact theory, or what simulated the circuits"),
)
"""Columns of what `variance` returns."""

SAMPLE = (EXPERIMENT, QUBITS, *SAMPLE_COLUMNS)
"""Columns of what `sample` returns."""

COST = (
    Column("what", "text", "`samples` or `exact curves`"),
    EXPERIMENT,
    QUBITS,
    Column("circuits", "integer", "number of random circuits; 0 of an exact curve"),
    Column("seconds", "number", "time of one core", "seconds"),
    Column("megabytes", "integer", "memory at the peak", "megabytes"),
)
"""Columns of what `cost` returns."""


def variance(
    experiment: Mapping[str, Any],
    *,
    qubits: Any = None,
    layers: Any = None,
    circuits: Any = None,
    name: str = "experiment",
    master_seed: int = 0,
    engine: str | dict[str, str] = DEFAULT,
    precision: str | dict[str, str] = DOUBLE,
    log: TextIO | None = None,
) -> pd.DataFrame:
    """The variance of the gradient at every size and depth: exact, and sampled where circuits are asked for.

    Parameters
    ----------
    experiment : mapping
        As a configuration has it (config/README.md lists the keys); it may have the next three keys itself.
    qubits, layers : int, iterable of int, or {from, to, step}, optional
        Sizes and depths. Sampled sizes are at most 30, exact ones at most 128. ``layers`` may be left out where the
        experiment has ``depth_rules`` such as ``["10*n"]``.
    circuits : int or {size: int}, optional
        Random circuits, 20 or more; without it nothing is sampled.
    name : str
        What the experiment is called; part of the key of every random stream.
    master_seed : int
        What all random numbers are derived from.
    engine : str or {size: str}, sizes as text
        What simulates circuits, as in a configuration.
    precision : str or {size: str}, sizes as text
        In which precision, likewise.
    log : text file, optional
        Where progress is written, such as ``sys.stderr``.

    Returns
    -------
    DataFrame
        A row a size, depth and source; ∂E is the derivative by one angle θ.

        * ``experiment``, ``source`` (``exact`` or ``sampled``), ``qubits``, ``layers``, ``circuits`` (0 where exact)
        * ``variance`` of ∂E, per radian squared
        * ``low``, ``high``: ends of its 95 % interval if sampled, of its estimated error if exact, per radian squared
        * ``log_error``: error of ln(variance), a standard error if sampled, a bound if exact
        * ``reliable``: whether the interval is to be trusted (docs/statistics.md); True if exact
        * ``mean`` of ∂E, per radian; ``e_variance``, ``e_mean`` of E
        * ``method``: a method of the exact theory, or the engine that simulated

    Raises
    ------
    ConfigError
        With the key, the bad value and what is allowed, a line a mistake.
    NotCovered
        Nothing is sampled, and the exact theory does not cover the experiment at one of the sizes. (Where circuits are
        asked for a warning says so, and those sizes have no exact rows.)
    """
    study = _study(experiment, qubits, layers, circuits, name, master_seed, engine, precision)
    parts = []
    if study.exact:
        theirs = _exact(study, must=not study.circuits)
        theirs = theirs[theirs["layers"].isin(study.layers)]
        ends = {"rel_error": "log_error"}
        parts.append(theirs.rename(columns=ends).assign(source="exact", circuits=0, reliable=True))
    if study.circuits:
        found = estimates.estimates(study.source, list(_batches(study, log)))
        ends = {"variance_low": "low", "variance_high": "high", "variance_reliable": "reliable"}
        ends |= {"log_variance_se": "log_error", "engine": "method"}
        parts.append(found.rename(columns=ends).assign(source="sampled"))
    return _together(parts, VARIANCE)


def exact(
    experiment: Mapping[str, Any],
    *,
    qubits: Any = None,
    layers: Any = None,
    name: str = "experiment",
    master_seed: int = 0,
) -> pd.DataFrame:
    """Exact moments of E and ∂E over the ensemble at every size and depth, without sampling; with their limits.

    Parameters
    ----------
    experiment, qubits, layers, name : see `variance`
        What the experiment says of circuits is left aside; its key ``exact`` may have a tolerance and a method.
    master_seed : int
        Of the random numbers of a sampled chain; other methods have none.

    Returns
    -------
    DataFrame
        A row a size and depth, the columns of the table ``exact_variance`` of a run:

        * ``experiment``, ``qubits``, ``layers``
        * ``variance`` of ∂E, per radian squared; ``rel_error``, an upper estimate of its relative error
        * ``standard_error``, per radian squared: statistical, where the chain is sampled, else 0
        * ``low``, ``high``: the variance less and plus its error, per radian squared
        * ``mean`` of ∂E, per radian
        * ``e_variance``, ``e_rel_error``, ``e_standard_error``, ``e_mean``: the same of E
        * ``method``, and ``bond``, the bond dimension of a matrix-product state, 0 for other methods
        * ``limit`` of the variance at infinite depth, per radian squared; ``limit_kind`` says which limit it is,
          ``limit_both_sides`` is that with a 2-design before the gate as well, per radian squared
        * ``e_limit_mean``, ``e_limit``, ``e_limit_kind``: of the mean and the variance of E

    Raises
    ------
    ConfigError
        As `variance`.
    NotCovered
        The exact theory does not cover the experiment at one of the sizes; the message says why.
    """
    study = _study(_without_circuits(experiment), qubits, layers, None, name, master_seed, DEFAULT, DOUBLE)
    table = _exact(study, must=True)
    return table[table["layers"].isin(study.layers)].reset_index(drop=True)


def sample(
    experiment: Mapping[str, Any],
    *,
    qubits: Any = None,
    layers: Any = None,
    circuits: Any = None,
    name: str = "experiment",
    master_seed: int = 0,
    engine: str | dict[str, str] = DEFAULT,
    precision: str | dict[str, str] = DOUBLE,
    log: TextIO | None = None,
) -> pd.DataFrame:
    """E and its derivatives in every random circuit, at every size and depth: `variance` averages over these.

    Parameters
    ----------
    experiment, qubits, layers, circuits, name, master_seed, engine, precision, log : see `variance`

    Returns
    -------
    DataFrame
        A row a size, circuit and depth, the same bits as in the samples of a run of this name and master seed:

        * ``experiment``, ``qubits``
        * ``circuit``: its index at that size, from 0; ``axis``: X, Y or Z of the differentiated rotation
        * ``layers``: depth after which it was read
        * ``objective``: E, dimensionless
        * ``gradient``: dE/dθ, per radian; ``curvature``: d²E/dθ², per radian squared

    Raises
    ------
    ConfigError
        As `variance`; also where no circuits are asked for.
    """
    study = _study(experiment, qubits, layers, circuits, name, master_seed, engine, precision)
    if not study.circuits:
        raise ConfigError("circuits: left out; give the number of random circuits, 20 or more")
    return _together(map(_rows, _batches(study, log)), SAMPLE)


def diagnose(
    experiment: Mapping[str, Any] | pd.DataFrame,
    depth_rules: str | int | Sequence[str | int] | None = None,
    **options: Any,
) -> pd.DataFrame:
    """Whether the variance falls with the number of qubits: exponentially, as a power, not at all, or unknown.

    It is the workflow's table ``diagnosis``, by the same criterion (docs/statistics.md); `in_words` makes sentences of
    it.

    Parameters
    ----------
    experiment : mapping or DataFrame
        An experiment, as of `variance`, or what `variance` returned, of one or of several.
    depth_rules : str, int or sequence of them, optional
        At which depth of each size: ``10*n``, ``log2(n)``, a number of layers, or ``deepest``. Left out, the
        experiment's own ``depth_rules``, or else ``deepest``.
    **options
        Of an experiment, what `variance` takes; ``layers`` may be left out.

    Returns
    -------
    DataFrame
        A row an experiment, depth rule and source:

        * ``experiment``, ``depth_rule``, ``source`` (``exact`` or ``sampled``)
        * ``kind``: ``exponential``, ``power``, ``does not fall``, ``is zero`` or ``cannot tell``
        * ``qubits_from``, ``qubits_to``, ``points``: the sizes that it is said of
        * ``slope`` of ln(variance) per qubit, an exponential; ``exponent`` of n, a power; with ``_low``, ``_high``,
          ``_residual`` and ``_p_value`` of each
        * ``spread``: largest variance over the smallest
        * ``needed``: where these sizes cannot tell, up to which size they would

    Raises
    ------
    ConfigError
        As `variance`; also where a depth that a rule asks for is not in the table.
    """
    if isinstance(experiment, pd.DataFrame):
        if options:
            raise ConfigError(f"{min(options)}: of an experiment alone; a table of variances has it already")
        return _diagnosis(experiment, _rules(depth_rules or "deepest"))
    entry = at_depths(experiment, depth_rules) if depth_rules is not None else experiment
    table = variance(entry, **options)
    return _diagnosis(table, _rules(entry.get("depth_rules", "deepest")))


def in_words(diagnoses: pd.DataFrame) -> list[str]:
    """What `diagnose` found, a sentence a row."""
    return [_sentence(row) for _, row in diagnoses.iterrows()]


def cost(
    experiment: Mapping[str, Any],
    *,
    qubits: Any = None,
    layers: Any = None,
    circuits: Any = None,
    name: str = "experiment",
    engine: str | dict[str, str] = DEFAULT,
    precision: str | dict[str, str] = DOUBLE,
) -> pd.DataFrame:
    """What `variance` would take, by the model that the workflow asks schedulers by; nothing is computed.

    Parameters
    ----------
    experiment, qubits, layers, circuits, name, engine, precision : see `variance`

    Returns
    -------
    DataFrame
        A row a size of samples and of exact curves:

        * ``what``: ``samples`` or ``exact curves``; ``experiment``, ``qubits``, ``circuits``
        * ``seconds`` of one core, with the start of a program; next to nothing where the theory has no curve
        * ``megabytes`` of memory at the peak

    Raises
    ------
    ConfigError
        As `variance`.
    """
    study = _study(experiment, qubits, layers, circuits, name, 0, engine, precision)
    rows = [
        {
            "what": share.what,
            "experiment": share.experiment,
            "qubits": share.qubits,
            "circuits": share.circuits or 0,
            "seconds": sum(job.seconds for job in share.jobs),
            "megabytes": max(job.megabytes for job in share.jobs),
        }
        for share in shares(study)
        if share.what in (SAMPLES, CURVES)
    ]
    return _together([pd.DataFrame(rows)], COST)


def at_depths(experiment: Mapping[str, Any], depth_rules: str | int | Sequence[str | int]) -> dict[str, Any]:
    """An experiment at the depths that rules ask for, in place of its own; all of its own where ``deepest`` is of them.

    Parameters
    ----------
    experiment : see `variance`
    depth_rules : see `diagnose`
    """
    rules = _rules(depth_rules)
    entry = dict(_mapping(experiment)) | {"depth_rules": rules}
    return entry if "deepest" in rules else {key: value for key, value in entry.items() if key != "layers"}


def _mapping(experiment: Any) -> Mapping[str, Any]:
    if not isinstance(experiment, Mapping):
        raise ConfigError(f"experiment: {experiment!r} is not allowed; it is keys with values: {{'objective': 'ZZ'}}")
    return experiment


def _without_circuits(experiment: Mapping[str, Any]) -> dict[str, Any]:
    """An experiment of which nothing is sampled."""
    entry = {key: value for key, value in _mapping(experiment).items() if key not in ("circuits", "circuits_per_job")}
    return {key: value for key, value in entry.items() if (key, value) != ("exact", "none")}


def _study(
    experiment: Mapping[str, Any],
    qubits: Any,
    layers: Any,
    circuits: Any,
    name: str,
    master_seed: int,
    engine: str | dict[str, str],
    precision: str | dict[str, str],
) -> Study:
    """The experiment on its grid, by the rules of configurations; its gradient is not zero."""
    entry = dict(_mapping(experiment))
    given = {"qubits": _series(qubits), "layers": _series(layers), "circuits": _plain(circuits)}
    entry |= {key: value for key, value in given.items() if value is not None}
    if qubits is not None or circuits is not None:
        entry.pop("circuits_per_job", None)
    if isinstance(wanted := entry.get("exact"), Mapping):
        # sizes and depths that are given go before those of the experiment's curves, too
        left = {"qubits": qubits is None, "layers": layers is None and "layers" in entry}
        wanted = {key: value for key, value in wanted.items() if left.get(key, True)}
        if "circuits" not in entry:
            if "qubits" in wanted:
                entry["qubits"] = wanted.pop("qubits")
            if "layers" in wanted:
                entry["layers"] = {"from": 1, "to": wanted.pop("layers")}
        entry["exact"] = wanted
    study = load_experiment(entry, name=name, master_seed=master_seed, engine=engine, precision=precision)
    if study.experiment.ansatz.file:
        study = _with_circuits(study)
    for n in study.qubits:
        if reason := zero_gradient(study.experiment, n, study.layers):
            raise ConfigError(reason)
    return study


def _with_circuits(study: Study) -> Study:
    """The same with the circuits of the user's file that its ansatz names."""
    exact = range(1, study.exact.layers + 1) if study.exact else ()
    try:
        circuits = [
            read_circuits(
                study.experiment,
                n,
                {*study.layers, *exact},
                recorded=study.layers if study.circuits else (),
                nested=not study.source.independent,
            )
            for n in own_files.sizes(study)
        ]
    except ValueError as error:
        raise ConfigError(f"ansatz: {error}") from error
    return replace(study, source=study.source.with_circuits(circuits))


def _series(entry: Any) -> Any:
    """Sizes or depths as YAML has them."""
    if entry is None or isinstance(entry, Mapping | str):
        return entry
    return [_plain(number) for number in entry] if isinstance(entry, Iterable) else [_plain(entry)]


def _plain(number: Any) -> Any:
    """A number of NumPy as one of Python."""
    return number.item() if isinstance(number, np.generic) else number


def _rules(rules: str | int | Iterable[str | int]) -> list[str | int]:
    return [rules] if isinstance(rules, str | int) else list(rules)


def _exact(study: Study, *, must: bool) -> pd.DataFrame:
    """The exact rows of a study; without those that the theory does not cover, of which a warning says why.

    Raises
    ------
    NotCovered
        There are such, and there `must` be none.
    """
    asked, tables = study.exact, []
    assert asked
    for n in asked.qubits:
        try:
            curve = exact_curve(
                study.experiment,
                qubits=n,
                layers=asked.layers,
                tolerance=asked.tolerance,
                method=asked.method,
                relative_error=asked.relative_error,
                seed=study.source.master_seed,
            )
        except NotCovered as reason:
            if must:
                raise
            warnings.warn(f"no exact curve of {n} qubits: {reason}", stacklevel=3)
            continue
        if missed := curves.what_is_missed(curve, asked.tolerance, asked.relative_error):
            warnings.warn(f"{n} qubits: {missed}, see the curve's errors", stacklevel=3)
        tables.append(curves.rows(study.source, n, curve))
    return _together(tables, exact_variance.COLUMNS)


def _batches(study: Study, log: TextIO | None) -> Iterator[Samples]:
    """The samples of a study, batch by batch as the workflow's jobs take them."""
    for cell in study.cells():
        found = simulate(
            study.source,
            qubits=cell.qubits,
            layers=cell.layers,
            first=cell.first,
            circuits=cell.circuits,
            engine=cell.engine,
            precision=cell.precision,
            log=log or io.StringIO(),
        )
        yield Samples(study.source, cell.qubits, **found)


def _rows(batch: Samples) -> pd.DataFrame:
    """One row a circuit and depth."""
    circuits, depths = batch.objective.shape
    columns = {
        "experiment": batch.source.name,
        "qubits": batch.qubits,
        "circuit": np.repeat(batch.circuit, depths),
        "axis": np.repeat(np.array(list("XYZ"))[batch.axis], depths),
        "layers": np.tile(batch.layers, circuits),
    }
    return pd.DataFrame(columns | {key: getattr(batch, key).ravel() for key in VALUES})


def _together(tables: Iterable[pd.DataFrame], columns: Sequence[Column]) -> pd.DataFrame:
    """Tables under each other, of the declared columns."""
    names = [c.name for c in columns]
    found = [table[names] for table in tables]
    return pd.concat(found, ignore_index=True) if found else empty(columns)


def _diagnosis(table: pd.DataFrame, rules: Sequence[str | int]) -> pd.DataFrame:
    """The workflow's table of diagnoses, of variances as `variance` returns them."""
    missing = [c.name for c in VARIANCE if c.name not in table]
    if missing:
        raise ConfigError(
            f"the table has no column {missing[0]!r}; it is to be one that plateaus.api.variance returned"
        )
    if not len(table):
        raise ConfigError("the table has no rows, so that there is nothing to diagnose")
    for (name, source, n), part in table.groupby(["experiment", "source", "qubits"]):
        depths = set(part["layers"])
        for rule in map(str, rules):
            if (depth := depth_at(rule, n, max(depths))) not in depths:
                raise ConfigError(
                    f"depth_rules: {rule} asks for depth {depth} at {n} qubits, which the {source} rows of {name} lack"
                )
    sampled, theirs = (table[table["source"] == source] for source in ("sampled", "exact"))
    experiments = pd.DataFrame({"experiment": table["experiment"].unique(), "depth_rules": " ".join(map(str, rules))})
    known = {
        "experiments": experiments,
        "variance": sampled.rename(columns={"log_error": "log_variance_se"}),
        "exact_variance": theirs.rename(columns={"log_error": "rel_error"}),
    }
    return diagnosis.make(Results(tables=known), []).astype({"needed": float})


def _sentence(row: pd.Series) -> str:
    """What a row of diagnoses says."""
    about = f"{row['experiment']}, {row['source']}, {words.depth(str(row['depth_rule']))}, {words.sizes(row)}:"
    about, kind = f"{about} the variance of the gradient", row["kind"]
    if kind == laws.EXPONENTIAL:
        return f"{about} falls exponentially, a barren plateau; ln Var changes by {_with_ends(row, 'slope', 3)} a qubit"
    if kind == laws.POWER:
        return f"{about} falls as a power of n, no barren plateau; the exponent is {_with_ends(row, 'exponent', 2)}"
    if kind in (laws.DOES_NOT_FALL, laws.IS_ZERO):
        return f"{about} {kind}"
    return f"{about} may go in more than one way; {words.cannot_tell(row)}"


def _with_ends(row: pd.Series, law: str, digits: int) -> str:
    """A slope or exponent with its interval, or, of exact values, with the least and greatest of the last sizes."""
    if row["source"] == "sampled":
        return words.interval(row[law], row[f"{law}_low"], row[f"{law}_high"], digits)
    low, high = (words.number(row[f"{law}_{end}"], digits) for end in ("low", "high"))
    return f"{words.number(row[law], digits)} (from one size to the next, of the last ones, {low} to {high})"
