"""Files that programs write, and sections of Markdown files: what stands between two lines of their own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from plateaus.storage.writing import replacing


def with_section(path: Path, begin: str, end: str, section: str, text: str | None = None) -> str:
    """The text of a file, or what it is to become, with another section between the lines `begin` and `end`.

    Raises
    ------
    ValueError
        One of the lines is absent, or stands there twice.
    """
    text = path.read_text(encoding="utf-8") if text is None else text
    if text.count(begin) != 1 or text.count(end) != 1:
        raise ValueError(f"{path}: the lines {begin} and {end} must each stand there once")
    before, rest = text.split(begin)
    _, after = rest.split(end)
    return f"{before}{begin}\n\n{section}\n\n{end}{after}"


def write(files: Mapping[Path, str], root: Path, *, check: bool, program: str) -> None:
    """Write files that are not as they should be; or, to check, only name them.

    Raises
    ------
    ValueError
        To check, where there is such a file; it says which program writes it.
    """
    changed = {
        path: text for path, text in files.items() if not path.exists() or path.read_text(encoding="utf-8") != text
    }
    if check and changed:
        names = ", ".join(str(path.relative_to(root)) for path in changed)
        raise ValueError(f"not what declarations say, write them with python {program}: {names}")
    for path, text in changed.items():
        with replacing(path) as draft:
            draft.write_text(text, encoding="utf-8")
