"""The table of exact moments: what the theory says of E and its gradient at every size and depth, without sampling.

One job computes one size of one experiment. Experiments that the theory does not cover have no rows here; the table
`exact_methods` says why.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from plateaus.storage.columns import Column
from plateaus.tables.common import POINT
from plateaus.theory.kinds import KINDS

if TYPE_CHECKING:
    import pandas as pd

    from plateaus.tables.results import Results

CAPTION = """
Exact moments of the gradient and of the objective (``e_``) over the ensemble, at every depth, without sampling.
``rel_error`` and ``e_rel_error`` are upper estimates of the relative errors of the variances: rounding for dense
vectors; for matrix-product states twice the difference from the next smaller bond dimension; for a sampled chain
(``population``) half the 95 % interval, whose standard errors are statistical: of independent runs, by Student's t.
"""

_KINDS = "; ".join(f"`{kind}`: {words}" for kind, words in KINDS.items())

LIMITS = (
    Column(
        "limit",
        "number",
        "what the variance of ∂E tends to at infinite depth; empty where there is no such limit, or it is not known",
        "per radian squared",
    ),
    Column("limit_kind", "text", f"which limit that is. {_KINDS}"),
    Column(
        "limit_both_sides",
        "number",
        "the limit where the circuit before the differentiated gate is a 2-design as well, to first order in 2⁻ⁿ; "
        "empty where `limit_kind` is not `unitary`",
        "per radian squared",
    ),
    Column("e_limit_mean", "number", "what the mean of E tends to at infinite depth; empty likewise"),
    Column("e_limit", "number", "what the variance of E tends to at infinite depth; empty likewise"),
    Column("e_limit_kind", "text", "as `limit_kind`, of E"),
)
"""Values of infinite depth."""

COLUMNS = (
    *POINT,
    Column("variance", "number", "exact variance of ∂E over the ensemble", "per radian squared"),
    Column("rel_error", "number", "upper estimate of that variance's relative error"),
    Column(
        "standard_error",
        "number",
        "statistical error of that variance, where the chain is sampled; 0 where it is not",
        "per radian squared",
    ),
    Column("low", "number", "the variance less its error: lower end of the 95 % interval of a sampled chain"),
    Column("high", "number", "upper end likewise"),
    Column("mean", "number", "exact mean of ∂E over the ensemble", "per radian"),
    Column("e_variance", "number", "exact variance of E"),
    Column("e_rel_error", "number", "upper estimate of that variance's relative error"),
    Column("e_standard_error", "number", "as `standard_error`, of E"),
    Column("e_mean", "number", "exact mean of E"),
    Column("method", "text", "`dense` vectors, `mps`: a matrix-product state, `population`: a sampled chain"),
    Column("bond", "integer", "bond dimension of the matrix-product state; 0 for other methods"),
    *LIMITS,
)


def make(results: Results, parts: list[Path]) -> pd.DataFrame:
    """All exact curves under each other; `parts` are the files, one an experiment and size."""
    from plateaus.storage.tables import read_tables  # here: a job that computes a curve does without pandas

    return read_tables(parts, COLUMNS)
