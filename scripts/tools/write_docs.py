"""Write the documentation that follows from declarations, or check that it is what stands there.

Columns of results are declared where tables are made and samples are recorded, keys of configurations in the schema,
captions of tables beside their columns. From these come the lists in ``results/README.md`` and ``config/README.md``,
and the files ``workflow/report/NAME.rst``.

Example
-------
python scripts/tools/write_docs.py --check
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # the library stands beside this folder

from plateaus.options import parser, run
from plateaus.plan.schema import schema
from plateaus.plan.tables import TABLES
from plateaus.probes.registry import KINDS
from plateaus.storage.columns import Columns
from plateaus.storage.samples import SAMPLE_COLUMNS
from plateaus.tables.results import module_of
from tools.sections import with_section, write

ROOT = Path(__file__).parents[2]
BEGIN, END = "<!-- declared: begin (written by scripts/tools/write_docs.py) -->", "<!-- declared: end -->"

OTHER_TABLES = ("experiments", "claims", "benchmark")
"""Tables that are made by programs of their own."""


def documents(root: Path = ROOT) -> dict[Path, str]:
    """Every file that is written in whole or in part, with the text that it should have."""
    lists = {root / "results/README.md": columns_page(), root / "config/README.md": keys_page()}
    shown = [*(table.name for table in TABLES if table.title), "claims", "benchmark"]
    captions = {root / f"workflow/report/{name}.rst": caption(name) for name in shown}
    return {path: with_section(path, BEGIN, END, page) for path, page in lists.items()} | captions


def caption(table: str) -> str:
    """What the report says of a table."""
    return import_module(module_of(table)).CAPTION.lstrip()


def columns_page() -> str:
    """The columns of every kind of results file, as Markdown."""
    names = [*(table.name for table in TABLES), *OTHER_TABLES]
    sections = [_of_module(f"tables/{name}.csv", module_of(name)) for name in names]
    sections += [
        _of_module("statistics/EXPERIMENT.csv", "plateaus.tables.estimates"),
        _section("samples/EXPERIMENT/….parquet", "E and its gradient, a row a circuit and depth.", SAMPLE_COLUMNS),
    ]
    sections += [
        _section(f"probes/{kind.name}/EXPERIMENT/….parquet", kind.meaning, kind.columns) for kind in KINDS.values()
    ]
    return "\n\n".join(sections)


def _of_module(file: str, name: str) -> str:
    module = import_module(name)
    assert module.__doc__
    return _section(file, module.__doc__.splitlines()[0], module.COLUMNS)


def _section(file: str, summary: str, columns: Columns) -> str:
    rows = ([f"`{c.name}`", c.type, c.unit, c.meaning] for c in columns)
    return f"### {file}\n\n{summary}\n\n{_table(('column', 'type', 'unit', 'meaning'), rows)}"


def keys_page() -> str:
    """The keys of a configuration, as Markdown."""
    rows = ([f"`{key}`", below["description"], without] for key, below, without in _keys(schema(), schema()))
    return _table(("key", "meaning", "left out"), rows)


def keys_of(whole: dict[str, Any], rule: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every key that a configuration may have, with its description; parameters as of `_keys`."""
    return ((key, below["description"]) for key, below, _ in _keys(whole, rule))


def _keys(whole: dict[str, Any], rule: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, dict[str, Any], str]]:
    """Every key that a configuration may have, with its rule, and what there is where it is left out.

    Parameters
    ----------
    whole : dict
        The schema.
    rule : dict
        The part of it for an object; the whole for the configuration itself.
    prefix : str
        Where that object stands, such as ``experiments.NAME.``.
    """
    rule = whole["$defs"][rule["$ref"].rsplit("/", 1)[1]] | rule if "$ref" in rule else rule
    for key, below in rule.get("properties", {}).items():
        default = f"`{json.dumps(below['default']).replace(chr(34), '')}`" if "default" in below else ""
        yield prefix + key, below, "required" if key in rule.get("required", ()) else default
        yield from _keys(whole, below, f"{prefix}{key}.")
    for option in rule.get("anyOf", ()):
        if "from" not in option.get("properties", ("from",)):  # a range explains itself where it is used
            yield from _keys(whole, option, prefix)
    if isinstance(rule.get("additionalProperties"), dict) and "$ref" in rule["additionalProperties"]:
        yield from _keys(whole, rule["additionalProperties"], prefix + "NAME.")


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown; vertical bars in cells would end them."""
    head = tuple(head)
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    options = parser(__doc__)
    options.add_argument(
        "--check", action="store_true", help="write nothing; fail if a file is not as it would be written"
    )
    write(documents(), ROOT, check=options.parse_args().check, program="scripts/tools/write_docs.py")


if __name__ == "__main__":
    run(main)
