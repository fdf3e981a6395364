"""Stands for ``python`` in runs of tests: has `warm_server` run a module or a program, else is a Python like any other.

Imports next to nothing: it is started for every job.
"""

import json
import os
import socket
import sys
from pathlib import Path


def main():
    python, address, shim, *words = sys.argv[1:]
    if not (words and (words[0] == "-m" or words[0].endswith(".py"))):
        os.execv(python, [python, *words])
    asked = {"words": words, "folder": str(Path.cwd()), "variables": dict(os.environ), "executable": shim}
    message = json.dumps(asked).encode()
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(address)
        socket.send_fds(server, [len(message).to_bytes(8, "big")], [0, 1, 2])
        server.sendall(message)
        answer = server.recv(4)
    sys.exit(int.from_bytes(answer, "big") if answer else 1)


if __name__ == "__main__":
    main()
