"""Samples on disk: Parquet files that say what they hold, in which units, and with which software they were made.

A file belongs to one `Source`, one size and one batch of circuits. Reading one compares all of that with what is asked
for, so that a damaged or foreign file is refused by name and never mixed in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from plateaus import __version__
from plateaus.engines.registry import DEFAULT, DOUBLE
from plateaus.ensemble.source import Source
from plateaus.storage.columns import Column, Columns
from plateaus.storage.writing import ResultsError, replacing

SAMPLE_COLUMNS = (
    Column("circuit", "int32", "index of the circuit in its experiment and size, from 0"),
    Column("axis", "axis", "axis of the differentiated rotation"),
    Column("layers", "int16", "depth after which E and its gradient were read", "layers"),
    Column("objective", "float64", "E, the expectation value of the objective", "dimensionless"),
    Column("gradient", "float64", "dE/dtheta", "per radian"),
    Column("curvature", "float64", "d2E/dtheta2", "per radian squared"),
)
VALUES = ("objective", "gradient", "curvature")
"""The columns with a number for every circuit and depth, as engines give them."""


@dataclass(frozen=True)
class Samples:
    """E, ∂E and ∂²E of a batch of circuits at every recorded depth.

    Attributes
    ----------
    source : Source
        What was sampled.
    qubits : int
    circuit : ndarray of int, shape (circuits,)
        Index of each circuit in its experiment and size.
    axis : ndarray of int, shape (circuits,)
        Axis of the differentiated rotation: 0, 1, 2 for X, Y, Z.
    layers : ndarray of int, shape (depths,)
        Recorded depths, increasing.
    objective, gradient, curvature : ndarray of float, shape (circuits, depths)
        E, ∂E per radian, and ∂²E per radian squared.
    engine, precision : str
        What simulated them, see `engines.registry`.
    """

    source: Source
    qubits: int
    circuit: np.ndarray
    axis: np.ndarray
    layers: np.ndarray
    objective: np.ndarray
    gradient: np.ndarray
    curvature: np.ndarray
    engine: str = DEFAULT
    precision: str = DOUBLE


def write_samples(path: Path | str, samples: Samples, package: str = "qulacs") -> None:
    """Write a batch: one row a circuit and depth, units and provenance in the metadata.

    `package` is what simulated; its version is recorded (a Qulacs built by `make native` calls itself 0.6.14+native).
    """
    circuits, depths = samples.objective.shape
    rows = {
        "circuit": np.repeat(samples.circuit, depths),
        "axis": np.repeat(samples.axis, depths),
        "layers": np.tile(samples.layers, circuits),
        "objective": samples.objective.ravel(),
        "gradient": samples.gradient.ravel(),
        "curvature": samples.curvature.ravel(),
    }
    made = {"qubits": str(samples.qubits), "engine": samples.engine, "precision": samples.precision}
    words = samples.source.words() | made | _digest_of_circuits(samples.source, samples.qubits)
    _write(path, rows, SAMPLE_COLUMNS, words, package, repetitive=["circuit", "layers", "axis"])


def write_probe(
    path: Path | str, rows: Mapping[str, np.ndarray], columns: Columns, source: Source, details: Mapping[str, str]
) -> None:
    """Write what a probe recorded.

    Parameters
    ----------
    path : path
    rows : dict of str to ndarray, each of shape (rows,)
    columns : sequence of Column
        Those of its kind.
    source : Source
    details : dict of str to str
        What else it was made with: the kind of ``probe``, ``qubits``, ``depth``, options.
    """
    repetitive = [c.name for c in columns if c.type != "float64"]
    _write(path, rows, columns, details_of(source, details), "qulacs", repetitive)


def details_of(source: Source, details: Mapping[str, str]) -> dict[str, str]:
    """The words of a source with what a probe adds to them, in the order that files have."""
    return source.words() | dict(details)


def _write(
    path: Path | str,
    rows: Mapping[str, np.ndarray],
    columns: Columns,
    words: Mapping[str, str],
    package: str,
    repetitive: list[str],
) -> None:
    arrays = [array_of(rows[c.name], c.type) for c in columns]
    fields = [pa.field(c.name, a.type, metadata={"unit": c.text}) for c, a in zip(columns, arrays, strict=True)]
    software = {"plateaus": __version__, "numpy": version("numpy"), package: version(package)}
    metadata = {"source": json.dumps(words), "software": json.dumps(software)}
    table = pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata=metadata))
    with replacing(path) as draft:
        pq.write_table(table, draft, compression="zstd", use_dictionary=repetitive)


def array_of(values: np.ndarray, kind: str) -> pa.Array:
    """An Arrow column of NumPy numbers. (`pa.array` would do, but imports pandas: longer than a job.)"""
    if kind == "axis":
        names = pa.StringArray.from_buffers(3, pa.py_buffer(np.arange(4, dtype=np.int32)), pa.py_buffer(b"XYZ"))
        return pa.DictionaryArray.from_arrays(array_of(values, "int8"), names)
    data = np.ascontiguousarray(values, dtype=kind)
    return pa.Array.from_buffers(getattr(pa, kind)(), len(data), [None, pa.py_buffer(data)])


def read_samples(path: Path | str, source: Source | None = None) -> Samples:
    """Read a batch back.

    Parameters
    ----------
    path : path
    source : Source, optional
        What the file should hold.

    Raises
    ------
    ResultsError
        The file is not such a file, is damaged or incomplete, or was made for another source.
    """
    columns, words = _read(path, SAMPLE_COLUMNS, source.words() if source else {})
    depth = columns["layers"].to_numpy()
    layers = np.unique(depth)
    shape = (-1, len(layers))
    if missing := {"qubits", "engine", "precision"} - words.keys():
        raise ResultsError(f"{path}: does not say with which {min(missing)} it was made. Delete it and run again.")
    if len(depth) == 0 or len(depth) % len(layers) or not (depth.reshape(shape) == layers).all():
        raise ResultsError(f"{path}: not every circuit has every depth. Delete it and run again.")
    values = {key: columns[key].to_numpy().reshape(shape) for key in VALUES}
    for key, array in values.items():
        if not np.isfinite(array).all():
            raise ResultsError(f"{path}: column {key} holds numbers that are not finite. Delete it and run again.")
    for key, wanted in _digest_of_circuits(source, int(words["qubits"])).items() if source else ():
        if words.get(key) != wanted:
            raise ResultsError(f"{path}: made from another file of circuits than is at hand. Delete it and run again.")
    return Samples(
        source=source or Source.from_words(words),
        qubits=int(words["qubits"]),
        engine=words["engine"],
        precision=words["precision"],
        circuit=columns["circuit"].to_numpy().reshape(shape)[:, 0],
        axis=columns["axis"].indices.to_numpy().reshape(shape)[:, 0],
        layers=layers,
        **values,
    )


def _digest_of_circuits(source: Source, qubits: int) -> dict[str, str]:
    """The digest of the user's file that circuits were read from, where it was read."""
    ansatz = source.experiment.ansatz
    return {"circuits_sha256": ansatz.circuits_of(qubits).sha256} if ansatz.circuits else {}


def software_of(path: Path | str) -> dict[str, str]:
    """Versions of the packages that made a file; the last is that of what simulated.

    Raises
    ------
    ResultsError
        The file does not say so.
    """
    try:
        found: dict[str, str] = json.loads((pq.read_schema(path).metadata or {})[b"software"])
    except (OSError, pa.ArrowException, KeyError, ValueError) as error:
        raise ResultsError(f"{path}: does not say what made it. Delete it and run again.") from error
    return found


def read_probe(path: Path | str, columns: Columns, source: Source, details: Mapping[str, str]) -> dict[str, np.ndarray]:
    """Read back what a probe recorded: its columns, and ``qubits`` and ``depth``, constant over the file.

    Raises
    ------
    ResultsError
        The file is not such a file, is damaged or incomplete, or was made for another source or with other details.
    """
    arrays, words = _read(path, columns, details_of(source, details))
    values = {key: array.to_numpy() for key, array in arrays.items()}
    for key, array in values.items():
        if len(array) == 0 or not np.isfinite(array).all():
            raise ResultsError(f"{path}: column {key} is empty or not finite. Delete it and run again.")
    return values | {key: np.full(len(array), int(words[key])) for key in ("qubits", "depth")}


def _read(
    path: Path | str, columns: Columns, expected: Mapping[str, str]
) -> tuple[dict[str, pa.Array], dict[str, str]]:
    """The columns of a file and the words in its metadata, which agree with those expected."""
    try:
        table = pq.read_table(path)
        found = json.loads((table.schema.metadata or {})[b"source"])
        arrays = {c.name: table.column(c.name).combine_chunks() for c in columns}
    except (OSError, pa.ArrowException, KeyError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise ResultsError(
            f"{path}: not a samples file of this workflow, or damaged ({reason}). Delete it and run again."
        ) from error
    for key, wanted in expected.items():
        if found.get(key) != wanted:
            raise ResultsError(
                f"{path}: made for {key} = {found.get(key)}, but {wanted} is asked for. Delete it and run again."
            )
    return arrays, found


def join_samples(parts: Sequence[Samples]) -> Samples:
    """Batches of one source, size and set of depths as one, circuits in the order of their index.

    Raises
    ------
    ResultsError
        The batches differ in what they sampled, or in what simulated them, or a circuit appears twice.
    """
    first = parts[0]
    for part in parts[1:]:
        if (part.source, part.qubits) != (first.source, first.qubits) or not np.array_equal(part.layers, first.layers):
            raise ResultsError(f"batches that do not belong together: {first.source} and {part.source}")
        if (part.engine, part.precision) != (first.engine, first.precision):
            raise ResultsError(
                f"samples of {first.source.name} at {first.qubits} qubits are by {first.engine} in {first.precision} "
                f"precision and by {part.engine} in {part.precision}; delete those of one of them and run again"
            )
    circuit = np.concatenate([part.circuit for part in parts])
    order = np.argsort(circuit, kind="stable")
    if (np.diff(circuit[order]) == 0).any():
        raise ResultsError(f"a circuit of {first.source.name} at {first.qubits} qubits appears in two batches")
    joined: dict[str, Any] = {
        key: np.concatenate([getattr(part, key) for part in parts])[order] for key in ("circuit", "axis", *VALUES)
    }
    return replace(first, **joined)


def by_grid_point(batches: Sequence[Samples]) -> list[list[Samples]]:
    """Batches of the same size and depths together, in increasing order of both."""
    groups: dict[tuple, list[Samples]] = {}
    for batch in batches:
        groups.setdefault((batch.qubits, tuple(batch.layers)), []).append(batch)
    return [groups[key] for key in sorted(groups)]
