"""What is wrong with a configuration, in one line: the key, the bad value, what is allowed."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from typing import Any

import jsonschema


class ConfigError(ValueError):
    """A configuration that asks for something that is not allowed."""


def check_schema(config: Mapping[str, Any], schema: dict[str, Any]) -> None:
    """Hold a configuration against a JSON schema.

    Raises
    ------
    ConfigError
        It does not fit.
    """
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
