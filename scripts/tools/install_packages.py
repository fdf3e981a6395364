"""Install what a lock file lists into the environment that runs this, and say what is fetched and what is large.

pip by itself is silent for minutes or fills the screen. Nothing but the standard library is there yet.

Example
-------
.venv/bin/python scripts/tools/install_packages.py requirements.lock
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

LARGE = 1_000_000
"""Bytes from which on a file that is fetched has a line of its own."""
PIP = ("-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off", "--require-hashes")
FETCHED = re.compile(
    r"(?:Downloading|Using cached|Processing) (?P<file>\S+\.(?:whl|tar\.gz))(?:$| \((?P<size>\d\S* \w+)?)"
)


def main() -> None:
    options = argparse.ArgumentParser(
        usage="install_packages.py LOCK", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("lock", type=Path, help="packages with versions and hashes, as pip reads them")
    lock = options.parse_args().lock
    command = [sys.executable, *PIP, "-r", str(lock)]
    print(f"Packages of {lock} for {sys.prefix}:", flush=True)
    env = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=env) as pip:
        assert pip.stdout
        for line in pip.stdout:
            if words := told(line):
                print(f"  {words}", flush=True)
    if pip.returncode:
        sys.exit(pip.returncode)
    sizes = sorted(((size(package), package.metadata["Name"]) for package in distributions()), reverse=True)
    largest = ", ".join(f"{name} {megabytes(count)}" for count, name in sizes[:6])
    print(f"{sys.prefix} has {megabytes(sum(count for count, _ in sizes))} of packages, the largest: {largest}")


def told(line: str) -> str | None:
    """What is said of a line of pip's: that it fetches something large, or that it installs now; of others nothing."""
    if line.startswith("Installing collected packages: "):
        return f"installing {line.count(',') + 1} packages"
    if not (match := FETCHED.match(line.strip())):
        return None
    file = Path(match["file"])
    if not (match["size"] or file.exists()):  # what was built here has no size, nor has a file of this machine
        return None
    given = match["size"] or megabytes(file.stat().st_size)
    name, version = file.name.removesuffix(".tar.gz").removesuffix(".whl").split("-")[:2]
    count, unit = given.split()
    return f"{name} {version}, {given}" if float(count) * {"MB": 1e6, "GB": 1e9}.get(unit, 0) >= LARGE else None


def size(package: Distribution) -> int:
    """Bytes that the files of an installed package have on disk, compiled ones among them."""
    paths = (Path(str(file.locate())) for file in package.files or ())
    return sum(path.stat().st_size for path in paths if path.exists())


def megabytes(count: int) -> str:
    """Bytes as people read them."""
    return f"{count / 1e6:.0f} MB"


if __name__ == "__main__":
    main()
