"""A Python for runs of tests that has imported everything before: see `warm_server`."""

import atexit
import os
import shlex
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent


@cache
def python():
    """Its path; of the plain one where programs cannot be forked safely. It serves until this process ends."""
    if sys.platform != "linux":
        return sys.executable
    folder = TemporaryDirectory(prefix="warm")  # the address of a socket has at most 100 characters
    atexit.register(folder.cleanup)
    address, shim = f"{folder.name}/socket", Path(folder.name) / "python"
    client = [sys.executable, "-I", "-S", HERE / "warm_client.py", sys.executable, address, shim]
    shim.write_text(f'#!/bin/sh\nexec {shlex.join(map(str, client))} "$@"\n', encoding="utf-8")
    shim.chmod(0o755)
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    server = subprocess.Popen(
        [sys.executable, "-P", "-s", HERE / "warm_server.py", address],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env=plain | one | {"MPLBACKEND": "agg"},
    )
    atexit.register(server.communicate)  # closes its standard input, at which it ends
    while not Path(address).exists():
        assert server.poll() is None, "it ended before it began"
        time.sleep(0.01)
    return str(shim)
