"""Whose results a folder holds: the configuration that made them, recognised when another one comes along."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from plateaus.ensemble.depths import format_depths
from plateaus.ensemble.experiment import Experiment
from plateaus.plan.messages import ConfigError
from plateaus.plan.own_files import digests
from plateaus.plan.study import Plan


def resolved(plan: Plan) -> dict[str, Any]:
    """The experiments of a configuration with every default filled in, as plain values; and digests of files."""
    return {
        name: {
            "title": study.title,
            "source": study.source.words(),
            "qubits": list(study.qubits),
            "layers": format_depths(study.layers) if study.layers else "",
            "circuits": {str(n): circuits for n, circuits in study.circuits.items()},
            "circuits_per_job": {str(n): circuits for n, circuits in study.circuits_per_job.items()},
            "engines": {str(n): engine for n, engine in study.engines.items()},
            "precisions": {str(n): precision for n, precision in study.precisions.items()},
            "exact": asdict(study.exact) if study.exact else None,
            "depth_rules": list(study.depth_rules),
        }
        | ({"files": digests(study)} if study.experiment.ansatz.file else {})
        for name, study in plan.studies.items()
    }


def is_recorded(record: Path, plan: Plan) -> bool:
    """Whether a folder's record is of this very configuration."""
    return json.loads(record.read_text(encoding="utf-8")) == json.loads(json.dumps(resolved(plan)))


def require_place(record: Path) -> None:
    """Make sure that results can be written to where their record will be.

    Parameters
    ----------
    record : path
        As in `require_same`, with or without folders on the way to it.

    Raises
    ------
    ConfigError
        A folder on the way is a link to nothing, or nothing can be made in the last one that there is.
    """
    for folder in (record, *record.parents):
        if folder.is_symlink() and not folder.exists():
            raise ConfigError(
                f"{folder} is a link to {folder.readlink()}, which is not there: make that folder, or remove the link"
            )
    existing = next(folder for folder in (record, *record.parents) if folder.exists())
    if not os.access(existing, os.W_OK):
        raise ConfigError(
            f"{existing.resolve()} cannot be written to: run in a folder of your own (snakemake --directory)"
        )


def require_same(record: Path, plan: Plan) -> None:
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
    if recorded and not recorded.keys() & plan.studies.keys():
        raise ConfigError(f"the results here are of other experiments, {', '.join(recorded)} ({record}); {apart}")
    defaults = Experiment().words()
    for name, study in plan.studies.items():
        for key, wanted in study.source.words().items() if name in recorded else ():
            found = recorded[name].get(key, defaults.get(key))
            if found != wanted:
                raise ConfigError(
                    f"the results here are of {name} with {key} {found}, this configuration has {key} {wanted} "
                    f"({record}); give the experiment another name, {apart}"
                )
