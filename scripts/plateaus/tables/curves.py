"""An exact curve as rows of the table of exact moments: what theory says of one experiment and size, depth by depth.

The job that computes a curve writes these rows to a file; whoever asks for a curve in Python gets the very same ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from plateaus.ensemble.source import Source
from plateaus.tables.exact_variance import COLUMNS
from plateaus.theory.infinite_depth import limits_at
from plateaus.theory.moments import ExactCurve

if TYPE_CHECKING:
    import pandas as pd


def columns_of(source: Source, qubits: int, curve: ExactCurve) -> dict[str, list]:
    """One row a depth with the differentiated parameter, as `tables.exact_variance` has them: the values by column."""
    found = (curve.layers >= source.experiment.parameter[0]) & ~np.isnan(curve.variance)
    values = {
        "experiment": source.name,
        "qubits": qubits,
        "layers": curve.layers,
        "variance": curve.variance,
        "rel_error": curve.rel_error,
        "standard_error": curve.standard_error,
        "low": curve.low,
        "high": curve.high,
        "mean": curve.mean,
        "e_variance": curve.e_variance,
        "e_rel_error": curve.e_rel_error,
        "e_standard_error": curve.e_standard_error,
        "e_mean": curve.e_mean,
        "method": curve.method,
        "bond": curve.bond,
        **limits_at(source.experiment, qubits, int(curve.layers[-1])),
    }
    rows = int(found.sum())
    table = {name: v[found].tolist() if isinstance(v, np.ndarray) else [v] * rows for name, v in values.items()}
    return {c.name: table[c.name] for c in COLUMNS}


def rows(source: Source, qubits: int, curve: ExactCurve) -> pd.DataFrame:
    """The same as a table."""
    import pandas as pd  # here: the job that computes a curve does without

    from plateaus.storage.tables import DTYPES

    types = {c.name: DTYPES[c.type] for c in COLUMNS}
    return pd.DataFrame(columns_of(source, qubits, curve)).astype(types)


def is_met(curve: ExactCurve, tolerance: float, relative_error: float) -> bool:
    """Whether a curve is as exact as asked: a sampled chain by its standard error, all others by their tolerance."""
    if curve.runs:
        return curve.worst_standard_error <= relative_error
    return curve.worst_error <= tolerance


def what_is_missed(curve: ExactCurve, tolerance: float, relative_error: float) -> str:
    """What of the error asked for is not reached, in words; none where it is met."""
    if is_met(curve, tolerance, relative_error):
        return ""
    if not curve.runs:
        return f"the tolerance {tolerance:g} is not reached"
    above = (curve.relative_standard_errors > relative_error).any(axis=0).sum()
    return f"the standard error {relative_error:g} is not reached at {above} of {len(curve.layers)} depths"
