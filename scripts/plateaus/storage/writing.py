"""Writing results: a file is there whole or not at all. And the one error that says a file is not to be trusted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class ResultsError(Exception):
    """A results file that is damaged, cannot be written, or does not belong to what is being computed."""


@contextmanager
def replacing(path: Path | str) -> Iterator[Path]:
    """A path to write to, in the folder of `path`, that takes its place when all went well and vanishes otherwise.

    Raises
    ------
    ResultsError
        It cannot be written: a full disk, a folder that is read-only.
    """
    path = Path(path)
    draft = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield draft
        draft.replace(path)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else error
        raise ResultsError(f"{path}: cannot be written: {reason}") from error
    finally:
        with suppress(OSError):  # where a folder of the path is a file there is nothing to remove either
            draft.unlink()
