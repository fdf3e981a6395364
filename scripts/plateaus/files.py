"""The one place that reads and writes results: columns, units, provenance, and writes that are whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from . import __version__

if TYPE_CHECKING:
    import pandas as pd


SAMPLE_COLUMNS = {
    "circuit": (pa.int32(), "index of the circuit in its experiment and size, from 0"),
    "axis": (pa.dictionary(pa.int8(), pa.string()), "axis of the differentiated rotation"),
    "layers": (pa.int16(), "depth after which E and its gradient were read, layers"),
    "objective": (pa.float64(), "E, the expectation value of the objective, dimensionless"),
    "gradient": (pa.float64(), "dE/dtheta, per radian"),
}


class ResultsError(Exception):
    """A results file that is damaged, or does not belong to what is being computed."""


@dataclass(frozen=True)
class Samples:
    """E and ∂E of a batch of circuits at every recorded depth.

    Attributes
    ----------
    source : dict of str to str
        What was sampled: the experiment's name and words, ``master_seed``, ``depths``, ``qubits``.
    circuit : ndarray of int, shape (circuits,)
        Index of each circuit in its experiment and size.
    axis : ndarray of int, shape (circuits,)
        Axis of the differentiated rotation: 0, 1, 2 for X, Y, Z.
    layers : ndarray of int, shape (depths,)
        Recorded depths, increasing.
    objective, gradient : ndarray of float, shape (circuits, depths)
        E, and ∂E per radian.
    """

    source: dict[str, str]
    circuit: np.ndarray
    axis: np.ndarray
    layers: np.ndarray
    objective: np.ndarray
    gradient: np.ndarray


@contextmanager
def replacing(path: Path | str) -> Iterator[Path]:
    """A path to write to, in the folder of `path`, that takes its place when all went well and vanishes otherwise.

    Raises
    ------
    ResultsError
        It cannot be written: a full disk, a folder that is read-only.
    """
    path = Path(path)
    draft = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield draft
        draft.replace(path)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else error
        raise ResultsError(f"{path}: cannot be written: {reason}") from error
    finally:
        draft.unlink(missing_ok=True)


def write_samples(path: Path | str, samples: Samples) -> None:
    """Write a batch as Parquet: one row a circuit and depth, units and provenance in the metadata."""
    circuits, depths = samples.objective.shape
    columns = [
        _column(np.repeat(samples.circuit, depths), pa.int32()),
        pa.DictionaryArray.from_arrays(_column(np.repeat(samples.axis, depths), pa.int8()), _axis_names()),
        _column(np.tile(samples.layers, circuits), pa.int16()),
        _column(samples.objective.ravel(), pa.float64()),
        _column(samples.gradient.ravel(), pa.float64()),
    ]
    fields = [pa.field(key, kind, metadata={"unit": unit}) for key, (kind, unit) in SAMPLE_COLUMNS.items()]
    software = {"plateaus": __version__, "numpy": version("numpy"), "qulacs": version("qulacs")}
    metadata = {"source": json.dumps(samples.source), "software": json.dumps(software)}
    table = pa.Table.from_arrays(columns, schema=pa.schema(fields, metadata=metadata))
    with replacing(path) as draft:
        pq.write_table(table, draft, compression="zstd", use_dictionary=["circuit", "layers", "axis"])


def _column(values: np.ndarray, kind: pa.DataType) -> pa.Array:
    """An Arrow column of NumPy numbers. (`pa.array` would do, but imports pandas: longer than a job.)"""
    data = np.ascontiguousarray(values, dtype=kind.to_pandas_dtype())
    return pa.Array.from_buffers(kind, len(data), [None, pa.py_buffer(data)])


def _axis_names() -> pa.Array:
    return pa.StringArray.from_buffers(3, pa.py_buffer(np.arange(4, dtype=np.int32)), pa.py_buffer(b"XYZ"))


def read_samples(path: Path | str, source: dict[str, str] | None = None) -> Samples:
    """Read a batch back.

    Parameters
    ----------
    path : path
    source : dict, optional
        What the file should hold; entries that it names are compared with the file's own.

    Raises
    ------
    ResultsError
        The file is not such a file, is damaged or incomplete, or was made for another experiment.
    """
    try:
        table = pq.read_table(path)
        found = json.loads((table.schema.metadata or {})[b"source"])
        columns = {key: table.column(key).combine_chunks() for key in SAMPLE_COLUMNS}
    except (OSError, pa.ArrowException, KeyError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise ResultsError(
            f"{path}: not a samples file of this workflow, or damaged ({reason}). Delete it and run again."
        ) from error
    for key, wanted in (source or {}).items():
        if found.get(key) != wanted:
            raise ResultsError(
                f"{path}: made for {key} = {found.get(key)}, but {wanted} is asked for. Delete it and run again."
            )
    layers = np.unique(columns["layers"].to_numpy())
    shape = (-1, len(layers))
    depth = columns["layers"].to_numpy()
    if len(depth) == 0 or len(depth) % len(layers) or not (depth.reshape(shape) == layers).all():
        raise ResultsError(f"{path}: not every circuit has every depth. Delete it and run again.")
    values = {key: columns[key].to_numpy().reshape(shape) for key in ("objective", "gradient")}
    for key, array in values.items():
        if not np.isfinite(array).all():
            raise ResultsError(f"{path}: column {key} holds numbers that are not finite. Delete it and run again.")
    return Samples(
        source=found,
        circuit=columns["circuit"].to_numpy().reshape(shape)[:, 0],
        axis=columns["axis"].indices.to_numpy().reshape(shape)[:, 0],
        layers=layers,
        **values,
    )


def join_samples(parts: Sequence[Samples]) -> Samples:
    """Batches of one experiment, size and set of depths as one, circuits in the order of their index.

    Raises
    ------
    ResultsError
        The batches differ in what they sampled, or a circuit appears twice.
    """
    first = parts[0]
    for part in parts[1:]:
        if part.source != first.source or not np.array_equal(part.layers, first.layers):
            raise ResultsError(f"batches that do not belong together: {first.source} and {part.source}")
    circuit = np.concatenate([part.circuit for part in parts])
    order = np.argsort(circuit, kind="stable")
    if (np.diff(circuit[order]) == 0).any():
        raise ResultsError(f"a circuit appears in two batches of {first.source}")
    joined = {
        key: np.concatenate([getattr(part, key) for part in parts])[order]
        for key in ("circuit", "axis", "objective", "gradient")
    }
    return Samples(source=first.source, layers=first.layers, **joined)


def by_grid_point(batches: Sequence[Samples]) -> list[list[Samples]]:
    """Batches of the same size and depths together, in increasing order of both."""
    groups: dict[tuple, list[Samples]] = {}
    for batch in batches:
        groups.setdefault((int(batch.source["qubits"]), tuple(batch.layers)), []).append(batch)
    return [groups[key] for key in sorted(groups)]


def write_table(path: Path | str, table: pd.DataFrame) -> None:
    """Write a table as CSV, numbers with all their digits."""
    with replacing(path) as draft:
        table.to_csv(draft, index=False)


def read_table(path: Path | str, columns: Sequence[str] = ()) -> pd.DataFrame:
    """Read a table back.

    Raises
    ------
    ResultsError
        The file is no table, or lacks one of `columns`.
    """
    import pandas as pd  # here: it takes longer to import than a small simulation job runs

    try:
        table = pd.read_csv(path, keep_default_na=False, na_values=["", "nan"])
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise ResultsError(f"{path}: not a table, or damaged ({reason}). Delete it and run again.") from error
    missing = [column for column in columns if column not in table]
    if missing:
        raise ResultsError(f"{path}: column {', '.join(missing)} is missing. Delete the file and run again.")
    return table
