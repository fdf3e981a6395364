"""What a job depends on: a digest of the code it runs, and the packages of its environment.

Both go into the parameters of its rule, so that a job runs again where they change and nowhere else. The workflow is
planned anew by every job of a cluster: everything is read once, and what comes of parsing is kept for the next time.
"""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from collections.abc import Container, Iterable
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

import yaml

from plateaus.plan.schema import LOADER
from plateaus.storage.writing import ResultsError, replacing

#: Where Snakemake keeps its own notes, from the folder in which it plans.
KEPT = Path(".snakemake/digests.json")

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
    modules_of = _modules(program.parent)
    found: set[str] = set()
    waiting = [program.name, *(file for name in modules for file in _files_of(name, modules_of))]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += modules_of[file].imports
    parts = [modules_of[file].digest for file in sorted(found)] + [_digest(file) for file in files]
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:16]


class Module(NamedTuple):
    """What a job that runs a module depends on: the files imported anywhere in it, the digest of its syntax tree."""

    imports: list[str]
    digest: str


@cache
def _modules(folder: Path) -> dict[str, Module]:
    """Every module below a folder, by its path from there.

    To parse them all takes half a second: what comes out of a file is kept, for as long as neither it nor this Python
    changes, nor which files there are.
    """
    sources = {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*.py"))}
    digests = {file: hashlib.sha256(source).hexdigest() for file, source in sources.items()}
    state = hashlib.sha256(repr((sys.version, list(sources))).encode()).hexdigest()
    known: dict[str, Module] = {}
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):  # none, or not as it is written below
        kept = json.loads(KEPT.read_text(encoding="utf-8"))
        if kept["state"] == state:
            entries = kept["modules"].items()
            known = {file: Module(*module) for file, (of, module) in entries if of == digests[file]}
    found = {file: known.get(file) or _parsed(file, source, sources) for file, source in sources.items()}
    if found.keys() != known.keys():
        entries = {file: (digests[file], module) for file, module in found.items()}
        with suppress(ResultsError), replacing(KEPT) as draft:  # where nothing can be written, they are parsed again
            draft.write_text(json.dumps({"state": state, "modules": entries}), encoding="utf-8")
    return found


def _parsed(file: str, source: bytes, files: Container[str]) -> Module:
    """One module. What is no Python has a digest all the same: whoever runs it is told."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return Module([], hashlib.sha256(source).hexdigest())
    names: list[str] = []
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                names += [alias.name for alias in node.names]
            case ast.ImportFrom(module=str(module)):
                names += [module, *(f"{module}.{alias.name}" for alias in node.names)]
            case ast.Module() | ast.ClassDef() | ast.FunctionDef() if ast.get_docstring(node, clean=False) is not None:
                node.body = node.body[1:]
    imports = dict.fromkeys(path for name in names for path in _files_of(name, files))
    name = file.rpartition("/")[2]
    return Module(list(imports), hashlib.sha256(f"{name}\n{ast.dump(tree)}".encode()).hexdigest())


def _files_of(name: str, files: Container[str]) -> list[str]:
    """The files of a module and of the packages on the way to it; none if it is not one of `files`."""
    parts = name.split(".")
    packages = ["/".join([*parts[: k + 1], "__init__.py"]) for k in range(len(parts))]
    module = "/".join(parts) + ".py"
    if packages[-1] in files:
        return packages
    return [*packages[:-1], module] if module in files else []


@cache
def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]


@cache
def pins(environment: Path) -> dict[str, str]:
    """Name and version of every package that a conda environment file pins, those from pip included."""
    specs: list[str] = []
    for entry in yaml.load(environment.read_text(encoding="utf-8"), LOADER)["dependencies"]:
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
