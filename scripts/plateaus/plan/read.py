"""A configuration file, looked at before it is loaded: what YAML itself lets pass, or makes something else of.

Snakemake reads the file as well and keeps the last of two equal keys, a date for ``2018-03-27`` and true for ``on``.
Here each of these is named with its line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import yaml

from plateaus.plan.load import load
from plateaus.plan.messages import ConfigError, refuse
from plateaus.plan.schema import LOADER
from plateaus.plan.study import Plan

MADE = {"bool": "true or false", "null": "nothing", "timestamp": "a date"}
"""What YAML makes of words without quotes; no key of a configuration takes any of these."""


def read(path: Path) -> Plan:
    """The plan of a configuration file.

    Raises
    ------
    ConfigError
        It cannot be read as it stands (`checked`), or asks for something that is not allowed (`load`).
    """
    return load(LOADER("").construct_document(checked(path)))


def checked(path: Path) -> yaml.MappingNode:
    """The nodes of a configuration file that says one thing, and what its author sees in it.

    Raises
    ------
    ConfigError
        There is no such file, it is no YAML, a key stands in it twice, or YAML reads a word as something else. All that
        is wrong is named, with its line.
    """
    try:
        text = path.read_text(encoding="utf-8")
        node = _composed(text.expandtabs() if _is_json(text) else text)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a text file in UTF-8"
        raise ConfigError(f"{path}: {reason}") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise ConfigError(f"{path}{place}: not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(node, yaml.MappingNode):
        raise ConfigError(f"{path}: a configuration is keys with their values, such as master_seed: 7")
    refuse([f"{path}, line {line}: {problem}" for line, problem in sorted(_problems(node, set()))])
    return node


def _composed(text: str) -> yaml.Node | None:
    """The nodes of a text in YAML: by the compiled parser, or by the one in Python, which says better what is wrong."""
    try:
        return yaml.compose(text, LOADER)
    except yaml.YAMLError:
        return yaml.compose(text, yaml.SafeLoader)


def _is_json(text: str) -> bool:
    """Whether a text is JSON, which tabs may indent and YAML's otherwise contains."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _problems(node: yaml.Node, seen: set[int]) -> Iterator[tuple[int, str]]:
    """What is wrong with a node and all below it, and in which line; what is used again (``*name``) once."""
    if id(node) in seen:
        return
    seen.add(id(node))
    below: list[yaml.Node] = []
    if isinstance(node, yaml.MappingNode):
        first: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                yield line, "a key must be a word"
            elif key.value in first:
                yield line, f"the key {key.value!r} stands here again, first in line {first[key.value]}"
            else:
                first[key.value] = line
            below += [key, value]
    elif isinstance(node, yaml.SequenceNode):
        below = node.value
    elif (made := MADE.get(node.tag.removeprefix("tag:yaml.org,2002:"))) is not None:
        word = repr(node.value) if node.value else "an empty value"
        remedy = f'put it in quotes ("{node.value}")' if node.value else "give one, or leave the key out"
        yield node.start_mark.line + 1, f"YAML reads {word} as {made}; {remedy}"
    for part in below:
        yield from _problems(part, seen)
