"""What is wrong with a configuration, a line for each mistake: the key, the bad value, what is allowed."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import jsonschema


class ConfigError(ValueError):
    """A configuration that asks for something that is not allowed."""


def refuse(problems: Sequence[str]) -> None:
    """Raise one error that lists all problems, a line each, if there are any.

    Raises
    ------
    ConfigError
    """
    lines = list(dict.fromkeys(problems))
    if lines:
        raise ConfigError(lines[0] if len(lines) == 1 else "\n".join([f"{len(lines)} mistakes", *lines]))


def check_schema(config: Mapping[str, Any], schema: dict[str, Any], further: Iterable[str] = ()) -> None:
    """Hold a configuration against a JSON schema; `further` mistakes are listed behind those.

    Raises
    ------
    ConfigError
        It does not fit; every mistake is named.
    """
    errors = jsonschema.Draft202012Validator(schema).iter_errors(config)
    # Unknown keys first: they are often the misspelling that makes another key seem to be missing.
    ordered = sorted(errors, key=lambda e: (e.validator != "additionalProperties", len(e.absolute_path)))
    refuse([*(line for error in ordered for line in _messages(error)), *further])


def _messages(error: jsonschema.ValidationError) -> Iterator[str]:
    """A line for each mistake: the key, the bad value, what is allowed."""
    rule, key = error.schema, ".".join(map(str, error.absolute_path)) or "config"
    known = sorted(rule.get("properties", ()))
    if error.validator == "additionalProperties" and known:
        for unknown in (k for k in error.instance if k not in known):
            close = difflib.get_close_matches(str(unknown), known, n=1)
            hint = f" (did you mean {close[0]}?)" if close else ""
            yield f"{key}: unknown key {unknown!r}{hint}; allowed are {', '.join(known)}"
    elif error.validator == "additionalProperties":
        yield f"{key}: {error.message}. {rule.get('description', '')}".strip()
    elif error.validator == "required":
        for missing in (k for k in error.validator_value if k not in error.instance):
            meaning = rule.get("properties", {}).get(missing, {}).get("description", "")
            yield f"{key}: the key {missing!r} is missing. {missing}: {meaning}"
    else:
        yield _of_value(error, key)


def _of_value(error: jsonschema.ValidationError, key: str) -> str:
    """What is wrong with a value."""
    rule = error.schema
    value = json.dumps(error.instance, ensure_ascii=False)
    value = value if len(value) < 60 else value[:57] + "..."
    words = re.findall(r"\w{3,}", rule.get("pattern", "")) if isinstance(error.instance, str) else []
    close = difflib.get_close_matches(str(error.instance).lower(), words, n=1)
    hint = f" (did you mean {close[0]}?)" if close else ""
    if "enum" in rule:
        return f"{key}: {value} is not allowed; allowed are {', '.join(map(str, rule['enum']))}"
    return f"{key}: {value} is not allowed{hint}. {rule.get('description', error.message)}"
