"""The start page of Snakemake's report: what a run found in a few words, its main pictures, what made it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from textwrap import wrap
from typing import Any

from plateaus.figures.markup import as_text

FROM_THE_TOP = "<style>.h-screen.items-center { align-items: flex-start }</style>"
"""Snakemake (9.27) centres what it shows: of a page longer than the window the top cannot be reached."""

ENSEMBLE = """
E is the expectation value of the objective and ∂E its derivative by one angle, both exact to rounding for each circuit.
A variance is taken over circuits: every one has new axes, where they are random, and new angles. The paper's circuits,
of *L* layers on *n* qubits, start from R\\ :sub:`Y`\\ (π/4) on every qubit; a layer is a rotation exp(−iθP/2) of every
qubit, P uniform over X, Y, Z and θ uniform on [0, 2π), and a ladder of controlled-Z gates; the angle is the first of
the first qubit. What is otherwise in an experiment is in the table ``experiments.csv``.
"""


def start_page(found: Mapping[str, str], record: Mapping[str, Any], pictures: Iterable[Path]) -> str:
    """The page as reStructuredText, which Snakemake takes for a template of Jinja.

    Parameters
    ----------
    found : mapping of str to str
        What the run found, by what it is about (`claims.summary.in_words`).
    record : mapping
        What made the run, ``results/provenance/run.json``.
    pictures : iterable of path
        Figures to show, in PNG; the caption of each lies beside it.
    """
    commit = record["commit"] or "unknown"
    made = {
        "finished": record["finished"],
        "commit": commit + (", with changes that are not committed" if record["dirty"] else ""),
        "configuration": "results/provenance/run.json, with every default filled in",
        "Snakemake": record["snakemake"],
    }
    parts = [
        ".. raw:: html",
        "",
        f"   {FROM_THE_TOP}",
        "",
        "Results",
        "=======",
        "",
        *(f":{about}: {as_text(words)}" for about, words in found.items()),
        "",
        *(line for picture in pictures for line in _picture(picture)),
        "Made by",
        "-------",
        "",
        *(f":{about}: {as_text(words)}" for about, words in made.items()),
        "",
        "The circuits",
        "------------",
        ENSEMBLE.strip(),
    ]
    return "\n".join(parts) + "\n"


def _picture(path: Path) -> Iterator[str]:
    """A picture that is part of the page, and the title that its caption begins with."""
    data = b64encode(path.read_bytes()).decode()
    lines = wrap(f"data:image/png;base64,{data}", 1000)  # docutils refuses long lines
    yield f".. image:: {lines[0]}"
    yield from (f"   {line}" for line in lines[1:])
    yield "   :width: 100%"
    yield f"   :alt: {path.stem}"
    yield ""
    yield path.with_suffix(".rst").read_text(encoding="utf-8").strip().partition("** ")[0] + "**"
    yield ""
