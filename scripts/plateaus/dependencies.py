"""What a program depends on: a digest of the code it uses, and the packages of its environment."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from modulefinder import ModuleFinder
from pathlib import Path

import yaml

#: Names on PyPI of conda packages, where they differ.
PYPI_NAMES = {"matplotlib-base": "matplotlib", "seaborn-base": "seaborn"}


def code_digest(program: Path) -> str:
    """Digest of a program and of every module beside it that it imports, directly or not.

    It is taken of the syntax tree without docstrings: comments, docstrings and layout do not change it.

    Parameters
    ----------
    program : path
        The program; only modules in its folder and the packages there count.

    Returns
    -------
    str
        16 hexadecimal digits.
    """
    finder = ModuleFinder(path=[str(program.parent)])
    finder.run_script(str(program))  # reads its imports; runs nothing
    files = {file for module in finder.modules.values() if (file := getattr(module, "__file__", None))}
    return hashlib.sha256("".join(_syntax_digest(Path(file)) for file in sorted(files)).encode()).hexdigest()[:16]


@cache
def _syntax_digest(file: Path) -> str:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return hashlib.sha256(f"{file.name}\n{ast.dump(tree)}".encode()).hexdigest()


def pins(environment: Path) -> dict[str, str]:
    """Name and version of every package that a conda environment file pins, those from pip included."""
    specs: list[str] = []
    for entry in yaml.safe_load(environment.read_text(encoding="utf-8"))["dependencies"]:
        specs += entry["pip"] if isinstance(entry, dict) else [entry]
    pairs = (spec.replace("==", "=").split("=") for spec in specs)
    return {PYPI_NAMES.get(name, name): number for name, number in pairs}


def installed(names: Iterable[str]) -> dict[str, str]:
    """Versions of some packages in this Python, ``none`` where one is missing."""
    found = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "none"
    return found
