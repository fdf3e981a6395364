"""What one key of an experiment may say: how its words are read, and how they are described to a user.

Every key has one module that knows its words; the schema of configurations, the options of programs and
config/README.md take them from there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Vocabulary:
    """The words of one key.

    Attributes
    ----------
    parse : function
        From a word to what it stands for; ``str`` is its inverse. Raises ValueError for anything that is no such word.
    schema : mapping
        JSON schema of the key in a configuration, with its description and default.
    help : str
        Of the option of the same name.
    word : function
        From what a configuration has to the word.
    """

    parse: Callable[[str], Any]
    schema: Mapping[str, Any]
    help: str
    word: Callable[[Any], str] = str


def one_of(key: str, words: Mapping[str, str], description: str) -> Vocabulary:
    """A key with a few fixed words, the first one the default; `words` says what each means."""

    def parse(text: str) -> str:
        if text not in words:
            raise ValueError(f"{key} {text!r}: allowed are {', '.join(words)}")
        return text

    meanings = "; ".join(f"{word}: {meaning}" for word, meaning in words.items())
    return Vocabulary(
        parse=parse,
        schema={"description": f"{description} {meanings}.", "enum": list(words), "default": next(iter(words))},
        help=meanings,
    )
