"""The library's rooms: each imports from those before it, no module imports itself on the way, each says what it is.

The order is that of the data's way, from an experiment in words to the figures of a plan.
"""

import ast
import re
import sys
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[1] / "scripts"
LIBRARY = SCRIPTS / "plateaus"
ROOMS = (
    "ensemble",
    "engines",
    "theory",
    "storage",
    "statistics",
    "checks",
    "probes",
    "tables",
    "claims",
    "figures",
    "plan",
)
MODULES = {
    ".".join(path.relative_to(SCRIPTS).with_suffix("").parts): path
    for path in sorted(LIBRARY.rglob("*.py"))
    if path.name != "__init__.py"
}


def imports(path):
    """The modules of the library that a file imports, wherever in it, and the lines that do."""
    found: dict[str, int] = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.module, f"{path}:{node.lineno}: a relative import"
            assert not node.level, f"{path}:{node.lineno}: a relative import"
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        found |= {name: node.lineno for name in names if name in MODULES}
    return found


GRAPH = {name: imports(path) for name, path in MODULES.items()}


def room(name):
    """The room of a module; None for those beside the rooms."""
    parts = name.split(".")
    return parts[1] if len(parts) > 2 else None


def test_every_room_has_its_place():
    assert {path.parent.name for path in LIBRARY.glob("*/*.py")} == set(ROOMS)


def test_a_room_imports_only_from_those_before_it():
    upward = [
        f"{MODULES[name].relative_to(SCRIPTS)}:{line} imports {other}"
        for name, others in GRAPH.items()
        for other, line in others.items()
        if room(name) and room(other) and ROOMS.index(room(other)) > ROOMS.index(room(name))
    ]
    assert upward == []


def test_no_module_imports_itself_on_the_way():
    assert len(list(TopologicalSorter(GRAPH).static_order())) == len(MODULES)  # a circle is an error that names it


@pytest.mark.parametrize("package", sorted(LIBRARY.rglob("__init__.py")), ids=lambda path: path.parent.name)
def test_packages_import_nothing_of_their_own(package):
    """Or whoever imports one module of a room depends on all of them."""
    tree = ast.parse(package.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    sets_the_environment = package.parent in (LIBRARY, LIBRARY / "figures")
    assert [ast.unparse(node) for node in names] == (["import os"] if sets_the_environment else [])


@pytest.mark.parametrize("name", MODULES)
def test_a_module_says_what_it_is_and_one_thing_more(name):
    text = ast.get_docstring(ast.parse(MODULES[name].read_text(encoding="utf-8"))) or ""
    assert len(re.findall(r"[.:;](?=\s|$)", text)) >= 2, text


def test_programs_and_folders_of_scripts_are_named_like_nothing_that_is_installed():
    """They stand first on the path of every job, and of a Snakemake that a job starts."""
    own = {path.stem for path in SCRIPTS.iterdir() if path.suffix == ".py" or path.is_dir()} - {"__pycache__"}
    assert own & {*packages_distributions(), *sys.stdlib_module_names} <= {"plateaus"}
