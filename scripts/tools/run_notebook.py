"""Run the notebook of the documentation and keep what it printed, or check that it is what stands there.

Pictures are kept but not compared. Runs in the environment of the site, with the installed library: make notebook.

Example
-------
.venv/site/bin/python scripts/tools/run_notebook.py --check docs/diagnosis.ipynb
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

SECONDS = 600
"""Longest time of a cell."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("notebook", type=Path, help="notebook to run, and unless --check to write")
    options.add_argument("--check", action="store_true", help="write nothing, end with an error where it differs")
    a = options.parse_args()
    import nbformat
    from nbclient import NotebookClient

    kept = nbformat.read(a.notebook, as_version=4)
    made = nbformat.from_dict(kept)
    NotebookClient(made, kernel_name="python3", timeout=SECONDS).execute()
    if a.check:
        differ = [str(k) for k, pair in enumerate(zip(kept.cells, made.cells, strict=True), 1) if _differ(*pair)]
        sys.exit(f"{a.notebook}: cells {', '.join(differ)} print something else: make notebook" if differ else 0)
    for cell in made.cells:
        cell.metadata = {}  # when it was run
    made.metadata = kept.metadata  # and by which Python
    nbformat.write(made, a.notebook)


def _differ(kept: Any, made: Any) -> bool:
    return printed(kept) != printed(made)


def printed(cell: Any) -> str:
    """What a cell printed and returned, as text."""
    outputs = cell.get("outputs", [])
    return "".join(output.get("text") or output.get("data", {}).get("text/plain", "") for output in outputs)


if __name__ == "__main__":
    main()
