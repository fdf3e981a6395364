"""Estimating: the batches of one probe of one experiment together, and a row of estimates for every point.

A point is a size and a depth, and what else the kind tells apart (a layer and qubit, a step, a number of measurements).
What is estimated at a point is the kind's business, in its module ``estimate``.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from plateaus.ensemble.source import Source
from plateaus.probes.kind import Kind
from plateaus.storage.samples import read_probe


def read_batches(kind: Kind, source: Source, paths: Iterable[Path | str]) -> pd.DataFrame:
    """All that a kind recorded of a source: its columns, and ``qubits`` and ``depth``.

    Raises
    ------
    ResultsError
        A file is damaged, or of another kind or source.
    """
    batches = (read_probe(path, kind.columns, source, {"probe": kind.name}) for path in paths)
    return pd.concat([pd.DataFrame(batch) for batch in batches], ignore_index=True)


def estimates(kind: Kind, source: Source, samples: pd.DataFrame) -> pd.DataFrame:
    """A row a point, in increasing order, with the estimates of its kind.

    Parameters
    ----------
    kind : Kind
    source : Source
    samples : DataFrame
        As from `read_batches`.
    """
    point = ["qubits", "depth", *kind.point]
    estimate = kind.module("estimate").estimate
    return pd.DataFrame(
        [
            {"experiment": source.name}
            | dict(zip(point, place, strict=True))
            | {"circuits": rows["circuit"].nunique()}
            | estimate(rows)
            for place, rows in samples.groupby(point)
        ]
    )
