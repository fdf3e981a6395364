"""Sections of a Markdown file that programs write: what stands between two lines of their own."""

from __future__ import annotations

from pathlib import Path


def with_section(path: Path, begin: str, end: str, section: str) -> str:
    """The text of a file with another section between the lines `begin` and `end`.

    Raises
    ------
    ValueError
        One of the lines is absent, or stands there twice.
    """
    text = path.read_text(encoding="utf-8")
    if text.count(begin) != 1 or text.count(end) != 1:
        raise ValueError(f"{path}: the lines {begin} and {end} must each stand there once")
    before, rest = text.split(begin)
    _, after = rest.split(end)
    return f"{before}{begin}\n\n{section}\n\n{end}{after}"
