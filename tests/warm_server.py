"""Imports the packages that programs and Snakemake need, once; then every program is a fork of it, for tests.

A start of Snakemake costs over a second of processor time and a figure's two, all of them imports. Nothing of this
project is imported here: a program finds its own modules on PYTHONPATH, as in a process of its own.
"""

import atexit
import gc
import importlib
import json
import os
import runpy
import selectors
import signal
import socket
import sys
import threading
import time
import traceback
from pathlib import Path

PACKAGES = (
    "snakemake.cli",
    "snakemake.executors.local",
    "snakemake.report",
    "smart_open",
    "platformdirs",
    "requests",
    "jinja2",
    "jsonschema",
    "yaml",
    "numpy",
    "pandas",
    "pyarrow.parquet",
    "matplotlib.backends.backend_pdf",
    "matplotlib.backends.backend_svg",
    "matplotlib.pyplot",
    "seaborn",
    "scipy.optimize",
    "scipy.stats",
    "numba",
    "qulacs",
)


def main():
    for name in PACKAGES:
        importlib.import_module(name)
    gc.freeze()
    with socket.socket(socket.AF_UNIX) as listener, selectors.DefaultSelector() as selector:
        listener.bind(sys.argv[1])
        listener.listen(64)
        selector.register(listener, selectors.EVENT_READ, "asked")
        selector.register(0, selectors.EVENT_READ, "tests are over")
        serve(listener, selector)


def serve(listener, selector):
    """Start what is asked for, tell when it has ended, end it where nobody waits for it any more."""
    while True:
        for key, _ in selector.select():
            if key.data == "tests are over":
                return
            if key.data == "asked":
                start(listener, selector)
                continue
            pid, client, ended = key.data
            if key.fd == ended:
                status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                client.sendall((status if status >= 0 else 128 - status).to_bytes(4, "big"))
            else:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            selector.unregister(client)
            selector.unregister(ended)
            client.close()
            os.close(ended)
            break  # the other of the two may be among those that were selected


def start(listener, selector):
    client, _ = listener.accept()
    size, streams, _, _ = socket.recv_fds(client, 8, 3)
    message = b""
    while len(message) < int.from_bytes(size, "big"):
        message += client.recv(1 << 20)
    pid = os.fork()
    if pid == 0:
        listener.close()
        client.close()
        selector.close()
        become(streams, **json.loads(message))
    for stream in streams:
        os.close(stream)
    ended = os.pidfd_open(pid)
    for source in (client, ended):
        selector.register(source, selectors.EVENT_READ, (pid, client, ended))


def become(streams, words, folder, variables, executable):
    """Be `python` and these words, a module's after ``-m`` or a program's, and end."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    time.tzset()
    sys.executable = executable
    module, sys.argv = words[0] == "-m", words[words[0] == "-m" :]
    first = [] if variables.get("PYTHONSAFEPATH") else [folder if module else str(Path(words[0]).resolve().parent)]
    sys.path[:0] = [*first, *filter(None, variables.get("PYTHONPATH", "").split(os.pathsep))]
    code = 0
    try:
        if module:
            runpy.run_module(words[1], run_name="__main__", alter_sys=True)
        else:
            runpy.run_path(words[0], run_name="__main__")
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    try:
        threading._shutdown()  # type: ignore[attr-defined] # as the interpreter does at its end
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
