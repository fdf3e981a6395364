"""How a figure is written: the picture as PDF, PNG and SVG, the data in it as CSV, its caption as reStructuredText.

The same figure is the same bytes whenever it is written. A caption is a template beside the module of its figure, and
every number in it comes from the figure, so that text and picture cannot disagree.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from math import isfinite
from pathlib import Path

import jinja2
import pandas as pd

from plateaus.claims.words import cannot_tell, depth, number, until
from plateaus.engines.registry import SINGLE, TITLES
from plateaus.ensemble.ansatz import DEFAULT as PAPERS
from plateaus.figures import style
from plateaus.figures.markup import as_text
from plateaus.figures.style import Drawing
from plateaus.storage.tables import write_table
from plateaus.storage.writing import replacing
from plateaus.tables.results import Results


def title_of(results: Results, experiments: Sequence[str]) -> str:
    """The title of the one experiment that a figure shows; empty where it shows several, or none."""
    return results.experiments.loc[experiments[0], "title"] if len(experiments) == 1 else ""


def simulated(results: Results, experiments: Sequence[str]) -> str:
    """What simulated the samples that a figure shows, a sentence; empty where it shows none.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"experiment": "a", "qubits": [2, 4, 6], "engine": ["qulacs", "qulacs", "numba"]})
    >>> simulated(Results(tables={"variance": table.assign(precision=["double", "double", "single"])}), ["a"])
    'Simulated with Qulacs (n = 2 … 4) and Numba in single precision (n = 6).'
    """
    rows = results.of("variance", *experiments).drop_duplicates(["engine", "precision", "qubits"])
    sizes = sorted(set(rows["qubits"]))
    engines = {
        TITLES[engine] + " in single precision" * (precision == SINGLE): _said(sorted(some["qubits"]), sizes)
        for (engine, precision), some in rows.groupby(["engine", "precision"], sort=False)
    }
    if len(engines) < 2:
        return "".join(f"Simulated with {engine}." for engine in engines)
    *first, last = (f"{engine} (n = {where})" for engine, where in engines.items())
    return f"Simulated with {', '.join(first)} and {last}."


def differentiated(results: Results, experiments: Sequence[str]) -> str:
    """Whose angle θ is, a sentence, where a figure shows one ansatz that is not the paper's; else empty.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"experiment": "a", "ansatz": "real_amplitudes", "parameter_gate": "R_Y on qubit 1 in layer 1"}
    >>> differentiated(Results(tables={"experiments": pd.DataFrame([row])}), ["a"])
    'θ is the angle of R_Y on qubit 1 in layer 1 of real_amplitudes.'
    """
    known = results.experiments.loc[list(experiments)] if experiments else results.experiments[:0]
    gates = known[["parameter_gate", "ansatz"]].drop_duplicates()
    if len(gates) != 1 or gates["ansatz"].item() == PAPERS:
        return ""
    return f"θ is the angle of {gates['parameter_gate'].item()} of {gates['ansatz'].item()}."


def _said(some: Sequence[int], sizes: Sequence[int]) -> str:
    """Some of all sizes: from the first to the last, or one by one where there are others in between."""
    if list(some) == [n for n in sizes if some[0] <= n <= some[-1]]:
        return until(some[0], some[-1])
    return ", ".join(map(str, some))


def publish(
    drawing: Drawing, *, output: Path | str, caption: Path | str, title: str, answers: str, last: str = ""
) -> None:
    """Write a figure as PDF, PNG and SVG, its data as CSV, its caption as reStructuredText.

    Parameters
    ----------
    drawing : Drawing
    output : path
        Where the figure goes; its ending is replaced by each of the five.
    caption : path
        Template of the caption (reStructuredText with Jinja's braces), filled with the drawing's numbers.
    title : str
        Title of the one experiment that it shows, above the picture and for the template; empty where it shows several.
    answers : str
        Which figure of the paper it answers, for the template; empty for none.
    last : str
        The last sentences of the caption, in plain text: whose angle θ is, what simulated the samples; empty for none.

    Raises
    ------
    jinja2.UndefinedError
        The template names a number that there is none of.
    ResultsError
        A file cannot be written.
    """
    os.environ["SOURCE_DATE_EPOCH"] = "0"
    style.finish(drawing.figure, title)
    output = Path(output)
    for ending, metadata in (
        (".pdf", {"Creator": None, "Producer": None, "CreationDate": None}),
        (".png", {"Software": None}),
        (".svg", {"Creator": None, "Date": None}),
    ):
        with replacing(output.with_suffix(ending)) as draft:
            drawing.figure.savefig(draft, metadata=metadata)
        drawing.figure.set_layout_engine("none")  # laid out once: the same in every format
    write_table(output.with_suffix(".csv"), drawing.data, ())
    words = {"title": title, "answers": answers}
    text = fill(Path(caption).read_text(encoding="utf-8"), words | drawing.numbers)
    if last:
        text = f"{text.rstrip()}\n{as_text(last)}\n"
    with replacing(output.with_suffix(".rst")) as draft:
        draft.write_text(text, encoding="utf-8")


def fill(template: str, numbers: Mapping) -> str:
    """A template of reStructuredText with its numbers filled in; a word in them, such as a title, is no markup.

    ``fixed`` and ``sig`` round to decimals and to significant digits; ``depth`` says a depth rule in words, ``until``
    from which to which number of qubits, ``cannot_tell`` why a law cannot be told; a number is ``known`` if it is one,
    and finite.

    Examples
    --------
    >>> fill("slope {{ slope | fixed }}", {"slope": -0.68512})
    'slope −0.685'
    """
    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=as_text
    )
    environment.filters["sig"] = lambda value, digits=2: f"{value:.{digits}g}"
    environment.filters["fixed"] = number
    environment.filters["depth"] = depth
    environment.filters["until"] = until
    environment.filters["cannot_tell"] = lambda law: cannot_tell(pd.Series(law))
    environment.tests["known"] = lambda value: value is not None and isfinite(value)
    return environment.from_string(template).render(**numbers)
