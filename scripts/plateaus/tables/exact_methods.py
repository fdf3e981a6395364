"""The table of how each exact curve was computed and how well, or why there is none.

A row belongs to an experiment and a size. Where the theory does not cover an experiment, the row gives the reason.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from plateaus.storage.columns import Column
from plateaus.tables.common import EXPERIMENT, QUBITS

if TYPE_CHECKING:
    import pandas as pd

    from plateaus.tables.results import Results

CAPTION = """
How the exact moments of each experiment and size were computed: by dense vectors, by a matrix-product state of the
given bond dimension, or by sampling the chain in so many runs of so many strings, with the largest relative error over
all depths and the one allowed: ``tolerance``, or where the chain is sampled the standard error ``relative_error``.
Where the theory does not cover an experiment there is a reason instead.
"""

COLUMNS = (
    EXPERIMENT,
    QUBITS,
    Column("layers", "integer", "the curve has the depths up to this one", "layers"),
    Column(
        "method", "text", "`dense`, `mps` or `population`, as in exact_variance.csv; empty where the theory has none"
    ),
    Column("bond", "integer", "bond dimension of the matrix-product state; 0 for other methods"),
    Column("runs", "integer", "independent runs of a sampled chain; 0 for other methods"),
    Column("strings", "integer", "strings that each of these runs keeps; 0 for other methods"),
    Column("rel_error", "number", "largest estimated relative error of a variance, of E or ∂E, at any depth"),
    Column("tolerance", "number", "relative error allowed, but for sampled chains"),
    Column(
        "standard_error", "number", "largest standard error relative to a variance, of E or ∂E, at any depth; likewise"
    ),
    Column("relative_error", "number", "standard error asked of a sampled chain, relative to the variance"),
    Column("met", "truth", "whether the error is the one allowed or less"),
    Column("reason", "text", "why the theory does not cover the experiment; empty where it does"),
)


def make(results: Results, parts: list[Path]) -> pd.DataFrame:
    """All rows under each other; `parts` are the files, one an experiment and size."""
    from plateaus.storage.tables import read_tables  # here: a job that computes a curve does without pandas

    return read_tables(parts, COLUMNS)
