"""Experiments whose circuits come from a folder of landed ones: sizes, depths and numbers of circuits are what it has.

Planning reads the folder's index alone, which `storage.landed` writes beside the circuits.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from plateaus.ensemble.depths import depth_at, format_depths, parse_depths
from plateaus.ensemble.source import Source
from plateaus.plan.messages import ConfigError
from plateaus.plan.study import Study

INDEX = "index.json"


def index_of(folder: str) -> Mapping[str, Any]:
    """What a folder of landed circuits holds, by experiment.

    Raises
    ------
    ConfigError
        It holds none, or its index is damaged.
    """
    path = Path(folder) / INDEX
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        for entry in found.values():
            for file in entry["files"]:
                parse_depths(file["layers"])
                Path(folder, file["path"]), int(file["qubits"]), int(file["circuits"])
        return found
    except OSError as error:
        reason = error.strerror or type(error).__name__
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        reason = f"damaged, {error}"
    raise ConfigError(
        f"landed: {folder} is no folder of landed circuits ({path}: {reason}); a run with land_in makes one"
    )


def from_folder(study: Study, folder: str, index: Mapping[str, Any]) -> Study:
    """The study with the sizes, depths and circuits of a folder, of those that it asks for.

    Raises
    ------
    ConfigError
        The folder has no circuits of this experiment at these sizes, or not at the depths that rules pick.
    """
    name, words = study.name, study.source.words()
    if name not in index:
        raise ConfigError(f"landed: {folder} has no circuits of {name}; there are {', '.join(index) or 'none'}")
    found = Source().words() | index[name]["source"]  # a word that came after they were landed has its default
    for key, wanted in words.items():
        if found[key] != wanted:
            raise ConfigError(
                f"landed: {folder} has {name} with {key} {found[key]}, this configuration has {key} {wanted}"
            )
    files = [file for file in index[name]["files"] if file["qubits"] in study.qubits]
    if not files:
        there = ", ".join(str(n) for n in sorted({file["qubits"] for file in index[name]["files"]}))
        raise ConfigError(f"landed: {folder} has {name} at {there} qubits alone, none of experiments.{name}.qubits")
    sizes = sorted({file["qubits"] for file in files})
    depths = {
        n: sorted({depth for file in files if file["qubits"] == n for depth in parse_depths(file["layers"])})
        for n in sizes
    }
    for n in sizes:
        for rule in study.depth_rules:
            depth = depth_at(rule, n, depths[n][-1])
            if depth not in depths[n]:
                raise ConfigError(
                    f"landed: {folder} has {name} at {n} qubits at the depths {format_depths(depths[n])}, without "
                    f"{depth}, which experiments.{name}.depth_rules asks for by {rule}"
                )
    circuits = {n: min(file["circuits"] for file in files if file["qubits"] == n) for n in sizes}
    return replace(
        study,
        qubits=tuple(sizes),
        layers=tuple(sorted({depth for of_size in depths.values() for depth in of_size})),
        circuits=circuits,
        circuits_per_job=circuits,
        landed=tuple((Path(folder) / file["path"]).as_posix() for file in files),
    )
