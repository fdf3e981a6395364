"""Set the version of every package in conda environment files to the one in the lock files.

Example
-------
python scripts/tools/pin_environments.py --lock requirements.lock --lock tests/conda/requirements.txt envs/*.yaml
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # the library stands beside this folder

from plateaus.options import parser, run
from plateaus.plan.dependencies import PYPI_NAMES

NOT_LOCKED = {"python"}


def locked(text: str) -> dict[str, str]:
    """Version of every package in a lock file."""
    return dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;]+)", text, re.MULTILINE))


def pin(environment: str, versions: Mapping[str, str]) -> str:
    """An environment file with its packages at the given versions; all else stays as it is.

    Raises
    ------
    ValueError
        For a package without a version.
    """

    def at_its_version(spec: re.Match[str]) -> str:
        name = PYPI_NAMES.get(spec["name"], spec["name"])
        if name in NOT_LOCKED:
            return spec[0]
        if name not in versions:
            raise ValueError(f"{name} is in no lock file")
        return f"{spec['name']}{spec['equals']}{versions[name]}"

    return re.sub(r"(?<=- )(?P<name>[a-z0-9-]+)(?P<equals>==?)[0-9.]+", at_its_version, environment)


def main() -> None:
    options = parser(__doc__)
    options.add_argument("environments", nargs="+", type=Path, help="environment files to pin, in place")
    options.add_argument("--lock", required=True, action="append", type=Path, help="a lock file")
    a = options.parse_args()
    versions: dict[str, str] = {}
    for lock in a.lock:
        versions |= locked(lock.read_text(encoding="utf-8"))
    for path in a.environments:
        path.write_text(pin(path.read_text(encoding="utf-8"), versions), encoding="utf-8")


if __name__ == "__main__":
    run(main)
