"""A process for each contender: nobody's threads, settings or version of a package reach another's."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import os
import sys
import time
from functools import partial
from importlib.metadata import version
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from peers.contenders import Contender

PREPARED = "prepare"
"""The function of a contender whose answers are functions: making these is not timed, calling them is."""


class ContenderError(ValueError):
    """A contender failed; the message names it."""


class Worker:
    """A running contender; close it, or use it as a context.

    Parameters
    ----------
    contender : Contender
    threads : int
        How many threads it may use. Where the system allows, it is also held to as many cores.
    first_core : int
        The first of these cores, by its place among those that there are.
    """

    def __init__(self, contender: Contender, threads: int, first_core: int = 0) -> None:
        self.contender = contender
        context = get_context("spawn")
        self._connection, far_end = context.Pipe()
        self._process = context.Process(target=_serve, args=(far_end, contender, threads, first_core), daemon=True)
        # What is imported before the contender's module must not bring another version of its package.
        sys.path[:0] = folder = [str(Path(contender.folder).resolve())] if contender.folder else []
        self._process.start()  # hands sys.path on
        del sys.path[: len(folder)]
        far_end.close()
        self.version, self.functions = self._receive()

    def start(self, function: str, *batch: tuple) -> None:
        """Let the contender call one of its functions with the arguments in each entry of `batch`."""
        self._connection.send((function, batch))

    def finish(self) -> tuple[list, float]:
        """What the function returned, or what it prepared, and the seconds that the whole batch took.

        Raises
        ------
        ContenderError
            The function failed, or the process ended.
        """
        return self._receive()

    def __call__(self, function: str, *batch: tuple) -> tuple[list, float]:
        self.start(function, *batch)
        return self.finish()

    def _receive(self) -> Any:
        try:
            answer = self._connection.recv()
        except EOFError:
            raise ContenderError(f"{self.contender.name}: its process ended (out of memory?)") from None
        if isinstance(answer, Exception):
            raise ContenderError(f"{self.contender.name}: {answer!r}") from answer
        return answer

    def close(self) -> None:
        self._connection.close()
        self._process.join()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_) -> None:
        self.close()


def _serve(connection: Connection, contender: Contender, threads: int, first_core: int) -> None:
    for variable in ("OMP_NUM_THREADS", "RAYON_NUM_THREADS"):  # read when the contender's library is loaded
        os.environ[variable] = str(threads)
    if hasattr(os, "sched_setaffinity"):  # not on macOS
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[first_core : first_core + threads])
    try:
        module = importlib.import_module(f"peers.{contender.module}")
        connection.send((_version(contender.package), set(vars(module))))
    except ImportError as error:
        connection.send(ImportError(f"{error}; `make benchmark` installs what the benchmark needs"))
        return
    except Exception as error:
        connection.send(error)
        return
    while True:
        try:
            function, batch = connection.recv()
        except EOFError:
            return
        try:
            call = partial(getattr(module, function), threads=threads, **contender.options)
            calls = [partial(call, *arguments) for arguments in batch]
            if function == PREPARED:
                calls = [prepare() for prepare in calls]
            begin = time.perf_counter()
            answers = [each() for each in calls]
            connection.send((answers, time.perf_counter() - begin))
        except Exception as error:
            connection.send(RuntimeError(repr(error)))


def _version(package: str) -> str:
    """Its version; of Qulacs also which build, since one version is published without, and built with, AVX2."""
    if package == "qulacs":
        core = importlib.util.find_spec("qulacs_core")
        digest = hashlib.sha256(Path(core.origin).read_bytes()).hexdigest() if core and core.origin else "unknown"
        return f"{package} {version(package)} (build {digest[:8]})"
    return f"{package} {version(package)}"
