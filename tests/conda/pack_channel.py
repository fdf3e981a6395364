"""Pack the local CPython and installed wheels as a conda channel, for a machine that reaches no public one.

What is in the packages is what pip installed, not what conda-forge builds; programs in bin/ are left out, and an
interpreter built with a shared libpython loads the one it was built with.

Example
-------
python tests/conda/pack_channel.py --wheels .venv/lib/python3.11/site-packages --output conda-forge numpy=numpy pip=pip
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from rattler import Subdir
from rattler.index import index_fs
from rattler_build import FileEntry, assemble_package

PYTHON = f"python{sys.version_info[0]}.{sys.version_info[1]}"
INTERPRETER = os.path.realpath(f"{sys.base_prefix}/bin/{PYTHON}")
NOT_PACKED = {"__pycache__", "site-packages", "dist-packages", "test", "idlelib", "ensurepip", "lib2to3", "tkinter"}
SYSTEMS_OWN = "EXTERNALLY-MANAGED"  # what keeps pip out of a distribution's python


def interpreter_files(links: Path) -> Iterator[FileEntry]:
    """The interpreter and its standard library; `links` is a folder to make symbolic links in."""
    yield FileEntry.from_paths(INTERPRETER, f"bin/{PYTHON}")
    for name in ("python", "python3"):
        (links / name).symlink_to(PYTHON)
        yield FileEntry.from_paths(links / name, f"bin/{name}")
    library = Path(sysconfig.get_path("stdlib"))
    for folder, folders, names in os.walk(library):
        folders[:] = [name for name in folders if name not in NOT_PACKED and not name.startswith("config-")]
        for path in (Path(folder, name) for name in names):
            if path.exists() and path.name != SYSTEMS_OWN:
                yield FileEntry.from_paths(path.resolve(), f"lib/{PYTHON}/{path.relative_to(library)}")


def packages_folder() -> str:
    """Where the interpreter, outside a virtual environment, looks for packages below its prefix: Debian has its own."""
    ask = "import site; print(site.getsitepackages(['/prefix'])[0])"
    answer = subprocess.run([INTERPRETER, "-I", "-c", ask], capture_output=True, text=True, check=True).stdout
    return os.path.relpath(answer.strip(), "/prefix")


def wheel_files(package: Distribution, home: str) -> Iterator[FileEntry]:
    """The modules and data of an installed wheel, to go to a folder."""
    for path in package.files or ():
        if ".." not in path.parts and path.suffix != ".pyc":
            yield FileEntry.from_paths(path.locate(), f"{home}/{path}")


def needed(package: Distribution) -> Iterator[Requirement]:
    """What an installed wheel requires on this platform, extras apart."""
    for requirement in map(Requirement, package.requires or ()):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield requirement


def closure(installed: dict[str, Distribution], names: Iterable[str]) -> set[str]:
    """Packages and all that they require."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [canonicalize_name(requirement.name) for requirement in needed(installed[name])]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", nargs="+", help="CONDA_NAME=PYPI_NAME of what to pack, with all it requires")
    parser.add_argument("--wheels", required=True, action="append", help="site-packages to take it from; first wins")
    parser.add_argument("--output", required=True, type=Path, help="folder of the channel")
    a = parser.parse_args()
    installed: dict[str, Distribution] = {}
    for package in distributions(path=a.wheels):
        installed.setdefault(canonicalize_name(package.name), package)
    conda_names = {pypi: conda for conda, pypi in (pair.split("=") for pair in a.packages)}
    platform = str(Subdir.current())

    def pack(name: str, version: str, files: Iterable[FileEntry], depends: list[str]) -> None:
        assemble_package(
            name=name,
            version=version,
            target_platform=platform,
            build_string="local_0",
            output_dir=a.output / platform,
            files=list(files),
            depends=depends,
            compression_level=1,
            detect_prefix=False,
        )

    (a.output / "noarch").mkdir(parents=True)
    (a.output / platform).mkdir()
    with TemporaryDirectory() as links:
        pack("python", sysconfig.get_python_version() + f".{sys.version_info[2]}", interpreter_files(Path(links)), [])
    home = packages_folder()
    for name in sorted(closure(installed, conda_names)):
        requirements = [(canonicalize_name(r.name), r.specifier) for r in needed(installed[name])]
        depends = [f"{conda_names.get(other, other)} {specifier}".strip() for other, specifier in requirements]
        depends.append(f"python {sysconfig.get_python_version()}.*")
        pack(conda_names.get(name, name), installed[name].version, wheel_files(installed[name], home), depends)
    asyncio.run(index_fs(a.output))


if __name__ == "__main__":
    main()
    os._exit(0)  # py-rattler's threads may still be at work, and abort the interpreter while it is taken down
