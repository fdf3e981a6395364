"""What made a result, and whether it still is what was made: packages, machine, repository, digests of files.

A run records the first three and the SHA-256 of each of its results; held against that record later, a result that was
changed, damaged or lost is named.
"""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from importlib.metadata import distributions
from pathlib import Path

from plateaus.storage.writing import ResultsError


def this_environment() -> dict:
    """Python, packages, machine and thread settings of the process that asks."""
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_CORETYPE")
    return {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "cpu": cpu(),
        "cores": os.cpu_count(),
        "threads": {name: os.environ[name] for name in threads if name in os.environ},
        "packages": dict(sorted((d.metadata["Name"], d.version) for d in distributions())),
    }


def cpu() -> str:
    """The processor's name; Linux tells it in a file only."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def repository(folder: Path) -> dict:
    """Commit of the Git work tree that a folder belongs to, and whether tracked files differ from it.

    Both are None where Git tells neither: there is no work tree (an unpacked archive), it is someone else's, or there
    is no Git. ``no_commit`` then says why, in Git's words, and is None otherwise.
    """

    def git(*words: str) -> str:
        command = ["git", "-C", str(folder), *words]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    try:
        commit = git("rev-parse", "HEAD")
        dirty = bool(git("status", "--porcelain", "--untracked-files=no"))
    except OSError as error:
        return {"commit": None, "dirty": None, "no_commit": f"git cannot be run: {error.strerror}"}
    except subprocess.CalledProcessError as error:
        return {"commit": None, "dirty": None, "no_commit": error.stderr.strip().partition("\n")[0]}
    return {"commit": commit, "dirty": dirty, "no_commit": None}


def sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def differences(record: Path) -> list[str]:
    """One line for every file that is not as `record` says.

    Parameters
    ----------
    record : path
        Lines of a SHA-256, two spaces and a path from the folder that holds ``results``, as ``sha256sum`` writes them;
        the record itself lies in ``results/provenance``.

    Raises
    ------
    ResultsError
        There is no such record, or it is damaged.
    """
    try:
        lines = [line.split("  ", 1) for line in record.read_text(encoding="utf-8").splitlines()]
        expected = {path: digest for digest, path in lines}
    except (OSError, ValueError) as error:
        raise ResultsError(
            f"{record}: no record of a finished run, or damaged ({error}); a run that ends writes it (make figures)"
        ) from error
    problems = []
    for path, digest in expected.items():
        file = record.parents[2] / path
        if not file.is_file():
            problems.append(f"{path}: is missing")
        elif sha256(file) != digest:
            problems.append(f"{path}: is not the file that the run made")
    return problems
