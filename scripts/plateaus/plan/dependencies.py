"""What a job depends on: a digest of the code it runs, and the packages of its environment.

Both go into the parameters of its rule, so that a job runs again where they change and nowhere else. Everything is read
once: the workflow is planned anew by every job of a cluster.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import yaml

#: Names on PyPI of conda packages, where they differ.
PYPI_NAMES = {"matplotlib-base": "matplotlib", "seaborn-base": "seaborn"}


def depends_on(
    root: Path, conda: bool, program: str, environment: str, modules: Iterable[str] = (), files: Iterable[str] = ()
) -> str:
    """What a job depends on, as one parameter: digest of its code and files, and its packages with their versions.

    Parameters
    ----------
    root : path
        The checkout.
    conda : bool
        Whether it runs in its conda environment, which has what its file pins; else in the Python that asks.
    program, environment : str
        Names in ``scripts`` and ``envs``.
    modules, files : iterable of str
        Modules of the library, and files beside them, that it loads by name.
    """
    scripts = root / "scripts"
    digest = code_digest(scripts / f"{program}.py", tuple(modules), tuple(scripts / file for file in files))
    return f"{digest} {_versions(root / f'envs/{environment}.yaml', conda)}"


@cache
def _versions(environment: Path, conda: bool) -> str:
    """Packages of an environment, with the versions that it pins, or those in this Python."""
    packages = pins(environment)
    names = sorted(packages.keys() - {"python", "pip"})
    return " ".join(f"{name} {packages[name] if conda else installed(name)}" for name in names)


@cache
def code_digest(program: Path, modules: tuple[str, ...] = (), files: tuple[Path, ...] = ()) -> str:
    """Digest of a program and of every module beside it that it imports, directly or not.

    It is taken of the syntax trees without docstrings: comments, docstrings and layout do not change it.

    Parameters
    ----------
    program : path
        The program; only modules in its folder and the packages there count.
    modules : tuple of str
        Modules that it loads by name, which no import statement shows.
    files : tuple of path
        Files that it reads besides.

    Returns
    -------
    str
        16 hexadecimal digits.
    """
    found: set[Path] = set()
    waiting = [program, *(file for name in modules for file in _files_of(name, program.parent))]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += imported(file, program.parent)
    parts = [_read(file)[1] for file in sorted(found)] + [_digest(file) for file in files]
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:16]


@cache
def imported(file: Path, folder: Path) -> tuple[Path, ...]:
    """The modules below a folder that a file imports anywhere in it, packages on the way among them."""
    names, _ = _read(file)
    return tuple(dict.fromkeys(path for name in names for path in _files_of(name, folder)))


@cache
def _read(file: Path) -> tuple[list[str], str]:
    """Names of modules that a file may import, and the digest of its syntax tree."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names: list[str] = []
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                names += [alias.name for alias in node.names]
            case ast.ImportFrom(module=str(module)):
                names += [module, *(f"{module}.{alias.name}" for alias in node.names)]
            case ast.Module() | ast.ClassDef() | ast.FunctionDef() if ast.get_docstring(node, clean=False) is not None:
                node.body = node.body[1:]
    return names, hashlib.sha256(f"{file.name}\n{ast.dump(tree)}".encode()).hexdigest()


@cache
def _files_of(name: str, folder: Path) -> tuple[Path, ...]:
    """The files of a module below a folder and of its packages; none if it is no such module."""
    parts = name.split(".")
    if not _is_file(folder / f"{parts[0]}.py") and not _is_file(folder / parts[0] / "__init__.py"):
        return ()  # of the standard library, or installed
    packages = [folder.joinpath(*parts[: k + 1], "__init__.py") for k in range(len(parts))]
    module = folder.joinpath(*parts[:-1], f"{parts[-1]}.py")
    if _is_file(packages[-1]):
        return tuple(packages)
    return (*packages[:-1], module) if _is_file(module) else ()


@cache
def _is_file(path: Path) -> bool:
    return path.is_file()


@cache
def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]


@cache
def pins(environment: Path) -> dict[str, str]:
    """Name and version of every package that a conda environment file pins, those from pip included."""
    specs: list[str] = []
    for entry in yaml.safe_load(environment.read_text(encoding="utf-8"))["dependencies"]:
        specs += entry["pip"] if isinstance(entry, dict) else [entry]
    pairs = (spec.replace("==", "=").split("=") for spec in specs)
    return {PYPI_NAMES.get(name, name): number for name, number in pairs}


@cache
def installed(name: str) -> str:
    """Version of a package in this Python, ``none`` where it is missing."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def absent(environments: Path, names: Iterable[str]) -> list[str]:
    """Packages that environment files pin and this Python lacks."""
    wanted = {name for environment in names for name in pins(environments / f"{environment}.yaml")}
    return sorted(name for name in wanted - {"python", "pip"} if installed(name) == "none")
