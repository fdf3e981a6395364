"""The JSON schema of configurations: the file beside this one, with the words that modules of the library know.

A new lattice, objective, start, engine or kind of probe is described where it is defined and appears here by itself.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from plateaus.engines.registry import AUTO, DEFAULT, DOUBLE, ENGINES, PRECISIONS, SINGLE
from plateaus.ensemble.experiment import VOCABULARY
from plateaus.probes.kind import Kind
from plateaus.probes.registry import KINDS

FILE = Path(__file__).with_name("config.schema.yaml")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the compiled one where there is one: ten times as fast


@cache
def schema() -> dict[str, Any]:
    """The whole schema."""
    rules = yaml.load(FILE.read_text(encoding="utf-8"), LOADER)
    engines = ", or ".join(f"{name}, {engine.words}" for name, engine in ENGINES.items())
    have = " and ".join(name for name, engine in ENGINES.items() if SINGLE in engine.speeds)
    rules["properties"] = _after(
        rules["properties"],
        "master_seed",
        {
            "engine": _by_size(
                f"What simulates the circuits: {engines}; one for all, or by size, {{12: qulacs, 24: numba}} for "
                "qulacs up to 12 qubits and numba up to 24. Where another engine than qulacs samples, one circuit of "
                "the size is simulated by qulacs too, for checks. With auto it is at every size of an experiment the "
                "one that the cost model takes for the fastest, of those that simulate it: samples, captions and "
                "state_cost.py name it. (Circuits with noise are left to density matrices.)",
                [*ENGINES, AUTO],
                DEFAULT,
            ),
            "precision": _by_size(
                "In which precision they are simulated, double or single (32 bits a number: faster, with rounding of "
                "some 1e-5 of the spread); one for all, or by size as in engine. Single is refused at a size whose "
                f"engine has not got it: only {have} has. (Circuits with noise are simulated in double.)",
                list(PRECISIONS),
                DOUBLE,
            ),
        },
    )
    experiment = rules["$defs"]["experiment"]
    words = {key: dict(vocabulary.schema) for key, vocabulary in VOCABULARY.items()}
    experiment["properties"] = _after(experiment["properties"], "title", words)
    experiment["properties"]["probes"]["properties"] = {name: _probe(kind) for name, kind in KINDS.items()}
    return rules


def _by_size(description: str, words: list[str], default: str) -> dict[str, Any]:
    """The schema of a key with one of some words, for all sizes or by size."""
    return {
        "description": description,
        "anyOf": [
            {"enum": words},
            {
                "type": "object",
                "minProperties": 1,
                "propertyNames": {"pattern": "^[1-9][0-9]?$"},
                "additionalProperties": {"enum": words},
            },
        ],
        "default": default,
    }


def _after(properties: dict[str, Any], place: str, more: dict[str, Any]) -> dict[str, Any]:
    """Properties with more of them behind one."""
    found: dict[str, Any] = {}
    for key, rule in properties.items():
        found[key] = rule
        if key == place:
            found |= more
    return found


def _probe(kind: Kind) -> dict[str, Any]:
    """The schema of one kind of probe: the keys that all have, and its own."""
    common: dict[str, Any] = {
        "qubits": {
            "description": "Sizes, from the smallest of the experiment on: an increasing list, or {from, to, step}.",
            "$ref": "#/$defs/sizes",
        },
        "depth": {
            "description": "Depth of the circuits: 12*n for 12 layers a qubit, or a number of layers.",
            "$ref": "#/$defs/depth_rule",
        },
        "circuits": {
            "description": "Random circuits, 20 or more, to 10^7.",
            "type": "integer",
            "minimum": 20,
            "maximum": 10000000,
        },
        "circuits_per_job": {
            "description": "Circuits in one job, a divisor of circuits (or above it, for one job); left out, 250, "
            "and in the last job what is left.",
            "type": "integer",
            "minimum": 1,
            "default": 250,
        },
    }
    if not kind.depth:
        del common["depth"]
    return {
        "description": kind.meaning,
        "type": "object",
        "additionalProperties": False,
        "required": [key for key in ("qubits", "depth", "circuits") if key in common] + list(kind.required),
        "properties": common | dict(kind.keys),
    }


def defaults(rule: dict[str, Any]) -> dict[str, Any]:
    """The defaults of an object's keys."""
    return {key: below["default"] for key, below in rule["properties"].items() if "default" in below}
