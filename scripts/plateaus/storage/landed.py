"""Landed circuits: what is kept of samples in a folder of a few megabytes, as sums over circuits that add up.

A *block* is some circuits with consecutive numbers, of one source and size; every number of it is a sum over its
circuits, or their least or greatest value. (Products of two depths are summed over all blocks of a file.) Blocks of
different circuits add up to those of both, so that a later run adds circuits to a folder that long lost its samples.
Every circuit keeps a digest of its values: one that is landed again is counted once, and one that is another under the
same number is refused by name.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import reduce
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from plateaus.ensemble.depths import format_depths, kept_depths
from plateaus.ensemble.source import Source
from plateaus.storage.columns import Column
from plateaus.storage.samples import VALUES, Samples, array_of, join_samples
from plateaus.storage.writing import ResultsError, replacing

BLOCK = 200
"""Neighbouring blocks become one as long as it lies between two multiples of this."""


@dataclass(frozen=True)
class Quantity:
    """Something of which sums are kept, at every kept depth.

    Attributes
    ----------
    symbol, unit : str
    powers : int
        Up to which power.
    products, square_products : bool
        Whether the products of two depths are, and those of their squares.
    """

    symbol: str
    unit: str
    powers: int
    products: bool = False
    square_products: bool = False


QUANTITIES = {
    "objective": Quantity("E", "", 6, True, True),
    "gradient": Quantity("∂E", "per radian", 6, True, True),
    "curvature": Quantity("∂²E", "per radian squared", 4),  # products of two depths are on average those of ∂E
    "averaged": Quantity("((∂E)² + (∂²E)²)/2", "per radian squared", 3, True),
}
BEYOND = (0.01, 0.03, 0.1, 0.3)
"""Circuits with a gradient beyond ± each of these are counted."""
AXES = "xyz"
DIGEST = 6
"""Bytes of a circuit's digest: eight characters of base 64."""
INDEX = "index.json"


def _columns(name: str, quantity: Quantity) -> Iterator[Column]:
    symbol, unit = quantity.symbol, quantity.unit
    for power in range(1, quantity.powers + 1):
        yield Column(f"{name}_{power}", "float64", f"sum over the circuits of {symbol} to the power {power}")
    yield Column(f"{name}_least", "float64", f"least {symbol} of a circuit", unit)
    yield Column(f"{name}_most", "float64", f"greatest {symbol} of a circuit", unit)
    if name in VALUES:
        yield Column(f"{name}_first", "float64", f"{symbol} of the block's first circuit", unit)
    if quantity.products:
        words = (
            f"sums over all circuits of the file of {symbol} at this depth times {symbol} at this and each deeper one"
        )
        words += ", in the rows of its first block; to one part in 500"
        yield Column(f"{name}_products", "products", words)
    if quantity.square_products:
        yield Column(f"{name}_square_products", "products", f"the same of the squares of {symbol}")


LANDED_COLUMNS = (
    Column("first", "int32", "number of the block's first circuit"),
    Column("circuits", "int32", "how many circuits it has, with consecutive numbers"),
    Column("layers", "int16", "depth", "layers"),
    *(column for name, quantity in QUANTITIES.items() for column in _columns(name, quantity)),
    *(Column(f"beyond_{e:g}", "int32", f"circuits with a ∂E beyond ±{e:g} per radian") for e in BEYOND),
    *(
        column
        for axis in AXES
        for column in (
            Column(f"{axis}_circuits", "int32", f"circuits whose differentiated rotation is about {axis.upper()}"),
            Column(f"{axis}_2", "float64", "sum of ∂E² over these circuits"),
            Column(f"{axis}_4", "float64", "sum of ∂E⁴ over these circuits"),
        )
    ),
)
"""A file of landed circuits: a row a block and depth."""

SUMS = tuple(c.name for c in LANDED_COLUMNS if c.name not in ("first", "circuits", "layers") and c.type != "products")
PRODUCTS = tuple(c.name for c in LANDED_COLUMNS if c.type == "products")

Sums = Mapping[str, np.ndarray]
"""Values of `SUMS` by name, shape (depths,), or of `PRODUCTS`, shape (depths, depths)."""


@dataclass(frozen=True)
class Made:
    """What made some circuits.

    Attributes
    ----------
    first, circuits : int
        Which.
    software : dict of str to str
        Versions of packages.
    commit : str
        Of this project; empty where Git does not tell, with a + behind it where files differed from it.
    """

    first: int
    circuits: int
    software: Mapping[str, str]
    commit: str


@dataclass(frozen=True)
class Block:
    """The circuits `first` … `first` + `circuits` − 1, as sums.

    Attributes
    ----------
    first, circuits : int
    sums : mapping of str to ndarray
    digests : ndarray of bytes, shape (circuits,)
        Of the values of each circuit.
    """

    first: int
    circuits: int
    sums: Sums
    digests: np.ndarray


@dataclass(frozen=True)
class Landed:
    """All landed circuits of one source, size and set of depths.

    Attributes
    ----------
    source : Source
    qubits : int
    layers : ndarray of int, shape (depths,)
        Kept depths, increasing.
    blocks : tuple of Block
        By circuit number, none twice.
    products : mapping of str to ndarray
        `PRODUCTS`, over all blocks.
    made : tuple of Made
        Likewise.
    engine, precision : str
        What simulated all of them, see `engines.registry`.
    """

    source: Source
    qubits: int
    layers: np.ndarray
    blocks: tuple[Block, ...]
    products: Sums
    made: tuple[Made, ...]
    engine: str
    precision: str

    @property
    def circuits(self) -> int:
        """How many."""
        return sum(block.circuits for block in self.blocks)

    @property
    def sums(self) -> Sums:
        """The sums over all circuits."""
        whole = reduce(added, [block.sums for block in self.blocks])
        return dict(whole) | dict(self.products)


def added(first: Sums, second: Sums) -> Sums:
    """Sums over the circuits of both; what is of the first circuit alone remains that of the first."""
    found = {}
    for name, values in first.items():
        how = name.rpartition("_")[2]
        if how == "least":
            found[name] = np.minimum(values, second[name])
        elif how == "most":
            found[name] = np.maximum(values, second[name])
        else:
            found[name] = values if how == "first" else values + second[name]
    return found


def sums_of(samples: Samples) -> Sums:
    """`SUMS` over all circuits of a batch."""
    found: dict[str, np.ndarray] = {}
    for name, values in _values(samples).items():
        power = np.ones_like(values)
        for p in range(1, QUANTITIES[name].powers + 1):
            power = power * values
            found[f"{name}_{p}"] = power.sum(axis=0)
        found[f"{name}_least"], found[f"{name}_most"] = values.min(axis=0), values.max(axis=0)
        if name in VALUES:
            found[f"{name}_first"] = values[0]
    for least in BEYOND:
        found[f"beyond_{least:g}"] = (np.abs(samples.gradient) > least).sum(axis=0)
    for place, axis in enumerate(AXES):
        gradient = samples.gradient[samples.axis == place]
        found[f"{axis}_circuits"] = np.full(len(samples.layers), len(gradient))
        found[f"{axis}_2"], found[f"{axis}_4"] = (gradient**2).sum(axis=0), (gradient**4).sum(axis=0)
    return found


def _products_of(samples: Samples) -> Sums:
    """`PRODUCTS` over all circuits of a batch."""
    found: dict[str, np.ndarray] = {}
    for name, values in _values(samples).items():
        if QUANTITIES[name].products:
            found[f"{name}_products"] = values.T @ values
        if QUANTITIES[name].square_products:
            found[f"{name}_square_products"] = (values**2).T @ values**2
    return found


def _values(samples: Samples) -> dict[str, np.ndarray]:
    """What sums are of, shape (circuits, depths)."""
    recorded = {name: getattr(samples, name) for name in VALUES}
    return recorded | {"averaged": (samples.gradient**2 + samples.curvature**2) / 2}


def digests_of(samples: Samples) -> np.ndarray:
    """A digest of the values of each circuit, shape (circuits,)."""
    rows = np.ascontiguousarray(np.hstack([getattr(samples, name) for name in VALUES]))
    return np.array([hashlib.blake2b(row.tobytes(), digest_size=DIGEST).digest() for row in rows], dtype=f"S{DIGEST}")


def landed(samples: Samples, layers: Sequence[int], made: Made) -> Landed:
    """The circuits of a batch at some of its depths, in blocks.

    Parameters
    ----------
    samples : Samples
        Circuits in the order of their number, none twice.
    layers : sequence of int
        Depths to keep, all of them recorded.
    made : Made
        What made them.
    """
    kept = at_depths(samples, layers)
    circuit = kept.circuit
    inner = np.flatnonzero((np.diff(circuit) != 1) | (circuit[1:] % BLOCK == 0)) + 1
    ends = [0, *inner.tolist(), len(circuit)]
    blocks = []
    for start, end in pairwise(ends):
        part = some_circuits(kept, slice(start, end))
        blocks.append(Block(int(circuit[start]), end - start, sums_of(part), digests_of(part)))
    pieces = tuple(replace(made, first=b.first, circuits=b.circuits) for b in blocks)
    simulated = (samples.engine, samples.precision)
    grid = (samples.source, samples.qubits, np.array(layers))
    return Landed(*grid, tuple(blocks), _products_of(kept), _joined(pieces), *simulated)


def at_depths(samples: Samples, layers: Sequence[int]) -> Samples:
    """The same circuits, at some of the recorded depths."""
    columns = np.searchsorted(samples.layers, layers)
    values: dict[str, Any] = {name: getattr(samples, name)[:, columns] for name in VALUES}
    return replace(samples, layers=np.array(layers), **values)


def some_circuits(samples: Samples, rows: slice | np.ndarray) -> Samples:
    """Some of the circuits of a batch."""
    values: dict[str, Any] = {name: getattr(samples, name)[rows] for name in VALUES}
    return replace(samples, circuit=samples.circuit[rows], axis=samples.axis[rows], **values)


def _joined(pieces: Sequence[Made]) -> tuple[Made, ...]:
    """What made which circuits, neighbours that were made alike as one."""
    found: list[Made] = []
    for piece in sorted(pieces, key=lambda made: made.first):
        last = found[-1] if found else None
        if last and last.first + last.circuits == piece.first and _alike(last) == _alike(piece):
            found[-1] = replace(last, circuits=last.circuits + piece.circuits)
        else:
            found.append(piece)
    return tuple(found)


def _alike(made: Made) -> Made:
    return replace(made, first=0, circuits=0)


def together(first: Landed, second: Landed) -> Landed:
    """Landed circuits of both, which have none in common; neighbouring blocks of one stretch of `BLOCK` as one."""
    blocks: list[Block] = []
    for block in sorted((*first.blocks, *second.blocks), key=lambda block: block.first):
        last = blocks[-1] if blocks else None
        if last and last.first + last.circuits == block.first and last.first // BLOCK == block.first // BLOCK:
            digests = np.concatenate([last.digests, block.digests])
            sums = added(last.sums, block.sums)
            blocks[-1] = Block(last.first, last.circuits + block.circuits, sums, digests)
        else:
            blocks.append(block)
    made = _joined((*first.made, *second.made))
    return replace(first, blocks=tuple(blocks), products=added(first.products, second.products), made=made)


def with_depths(found: Landed, layers: Sequence[int]) -> Landed:
    """The same circuits, at some of their depths."""
    columns = np.searchsorted(found.layers, layers)
    blocks = tuple(
        replace(block, sums={name: values[columns] for name, values in block.sums.items()}) for block in found.blocks
    )
    products = {name: matrix[np.ix_(columns, columns)] for name, matrix in found.products.items()}
    return replace(found, layers=np.array(layers), blocks=blocks, products=products)


def file_of(folder: Path | str, source: Source, qubits: int, depth: int) -> Path:
    """Where circuits of a source, a size and a deepest layer are landed."""
    return Path(folder) / source.name / f"n{qubits}_L{depth}.parquet"


def write_landed(path: Path | str, found: Landed) -> None:
    """Write landed circuits: one row a block and depth, what made them in the metadata."""
    blocks, depths = found.blocks, len(found.layers)
    rows = {
        "first": np.repeat([block.first for block in blocks], depths),
        "circuits": np.repeat([block.circuits for block in blocks], depths),
        "layers": np.tile(found.layers, len(blocks)),
    }
    arrays = [
        _lists(found.products[c.name], depths * len(blocks))
        if c.type == "products"
        else array_of(rows[c.name] if c.name in rows else np.concatenate([b.sums[c.name] for b in blocks]), c.type)
        for c in LANDED_COLUMNS
    ]
    fields = [pa.field(c.name, a.type) for c, a in zip(LANDED_COLUMNS, arrays, strict=True)]
    metadata = {
        "source": json.dumps(
            found.source.words() | {"qubits": str(found.qubits), "engine": found.engine, "precision": found.precision}
        ),
        "made": json.dumps([asdict(made) for made in found.made]),
        "digests": json.dumps([base64.b64encode(block.digests.tobytes()).decode() for block in blocks]),
    }
    table = pa.Table.from_arrays(arrays, schema=pa.schema(fields))
    whole = [c.name for c in LANDED_COLUMNS if c.type.startswith("int")]
    split = [c.name for c in LANDED_COLUMNS if c.type == "float64"]
    split += [f"{c.name}.list.element" for c in LANDED_COLUMNS if c.type == "products"]
    options = {"use_dictionary": whole, "use_byte_stream_split": split, "compression": "zstd", "compression_level": 19}
    # units of columns (results/README.md), statistics and a second schema took a quarter of a file
    lean = {"write_statistics": False, "store_schema": False}
    with replacing(path) as draft, pq.ParquetWriter(draft, table.schema, **options, **lean) as file:
        file.write_table(table)
        file.add_key_value_metadata(metadata)


def _lists(matrix: np.ndarray, rows: int) -> pa.Array:
    """A symmetric matrix as lists: in each of the first rows its own from the diagonal on, to one part in 500."""
    size = len(matrix)
    values = matrix[np.triu_indices(size)].astype(np.float32).view(np.uint32)
    rounded = ((values + np.uint32(1 << 14)) & np.uint32(0xFFFF8000)).view(np.float32)  # eight bits of the mantissa
    lengths = np.zeros(rows, dtype=int)
    lengths[:size] = np.arange(size, 0, -1)
    ends = array_of(np.concatenate([[0], np.cumsum(lengths)]), "int32")
    return pa.ListArray.from_arrays(ends, array_of(rounded, "float32"))


def _matrix(column: pa.Array, size: int) -> np.ndarray:
    """The inverse of `_lists`."""
    found = np.zeros((size, size))
    row, other = np.triu_indices(size)
    found[row, other] = found[other, row] = column.flatten().to_numpy()
    return found


def read_landed(path: Path | str, source: Source | None = None) -> Landed:
    """Read landed circuits back.

    Parameters
    ----------
    path : path
    source : Source, optional
        What the file should hold.

    Raises
    ------
    ResultsError
        The file is not such a file, is damaged or incomplete, or holds circuits of another source.
    """
    try:
        table = pq.read_table(path)
        words, made, digests = (json.loads(table.schema.metadata[key]) for key in (b"source", b"made", b"digests"))
        columns = {c.name: table.column(c.name).combine_chunks() for c in LANDED_COLUMNS}
        first = columns["first"].to_numpy().reshape(len(digests), -1)[:, 0]
        circuits = columns["circuits"].to_numpy().reshape(len(digests), -1)[:, 0]
        layers = columns["layers"].to_numpy().reshape(len(digests), -1)[0]
        shape = (len(first), len(layers))
        sums = {name: columns[name].to_numpy().reshape(shape) for name in SUMS}
        products = {name: _matrix(columns[name], len(layers)) for name in PRODUCTS}
        found = [np.frombuffer(base64.b64decode(text), dtype=f"S{DIGEST}") for text in digests]
        if [len(each) for each in found] != circuits.tolist() or not all(
            np.isfinite(values).all() for values in (*sums.values(), *products.values())
        ):
            raise ValueError("numbers are missing")
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise ResultsError(f"{path}: not a file of landed circuits, or damaged ({reason}); restore it") from error
    known = Source().words() | words  # a word that came after they were landed has its default
    for key, wanted in source.words().items() if source else ():
        if known[key] != wanted:
            raise ResultsError(f"{path}: landed for {key} = {known[key]}, but {wanted} is asked for")
    blocks = tuple(
        Block(int(first[b]), int(circuits[b]), {name: values[b] for name, values in sums.items()}, found[b])
        for b in range(len(first))
    )
    pieces = tuple(Made(**piece) for piece in made)
    simulated = (words["engine"], words["precision"])
    return Landed(Source.from_words(words), int(words["qubits"]), layers, blocks, products, pieces, *simulated)


def is_landed(path: Path | str) -> bool:
    """Whether a file is in a folder of landed circuits, which has an index, and not one of samples.

    That says the place and not the file, which may be damaged: then it is refused with what is to be done about it.
    """
    return (Path(path).parents[1] / INDEX).exists()


def land(folder: Path | str, samples: Samples, rules: Sequence[str], made: Made) -> int:
    """Add the circuits of a batch to those of a folder; how many of them are new there.

    Parameters
    ----------
    folder : path
    samples : Samples
    rules : sequence of str
        Depth rules, whose depths are among those that are kept.
    made : Made
        What made the samples; which circuits they are is seen from them.

    Raises
    ------
    ResultsError
        The folder has other values of one of these circuits, or keeps other depths, or cannot be written.
    """
    samples = join_samples([samples])
    layers = kept_depths(samples.layers.tolist(), rules, samples.qubits)
    path = file_of(folder, samples.source, samples.qubits, int(samples.layers[-1]))
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        old = read_landed(path, samples.source) if path.exists() else None
        if old is not None and (old.engine, old.precision) != (samples.engine, samples.precision):
            raise ResultsError(
                f"{path}: landed by {old.engine} in {old.precision} precision, these samples are by {samples.engine} "
                f"in {samples.precision}; land them in another folder"
            )
        if old is not None and old.layers.tolist() != layers:
            raise ResultsError(
                f"{path}: keeps the depths {format_depths(old.layers.tolist())}, these samples would be kept at "
                f"{format_depths(layers)}; land them in another folder"
            )
        new = _not_in(old, samples, layers, path) if old else np.ones(len(samples.circuit), dtype=bool)
        if new.any():
            found = landed(some_circuits(samples, new), layers, made)
            write_landed(path, together(old, found) if old else found)
        write_index(Path(folder))
    return int(new.sum())


def _not_in(old: Landed, samples: Samples, layers: Sequence[int], path: Path) -> np.ndarray:
    """Which circuits of a batch are not landed yet; those that are must have the values that are landed."""
    known = {block.first + place: digest for block in old.blocks for place, digest in enumerate(block.digests)}
    found = zip(samples.circuit.tolist(), digests_of(at_depths(samples, layers)), strict=True)
    for number, digest in found:
        if known.get(number, digest) != digest:
            raise ResultsError(
                f"{path}: circuit {number} of {samples.source.name} at {samples.qubits} qubits is landed with other "
                "values than these samples have; land them in another folder"
            )
    return np.array([number not in known for number in samples.circuit.tolist()])


@contextmanager
def _alone(folder: Path | str) -> Iterator[None]:
    """No other program lands in the folder meanwhile."""
    place = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(place, fcntl.LOCK_EX)
        yield
    finally:
        os.close(place)


def write_index(folder: Path) -> None:
    """Write what the folder holds and what made it: for planning, which reads no Parquet, and to read."""
    index: dict[str, Any] = {}
    for path in sorted(folder.glob("*/*.parquet")):
        found = read_landed(path)
        entry = index.setdefault(found.source.name, {"source": found.source.words(), "files": []})
        entry["files"].append(
            {
                "path": path.relative_to(folder).as_posix(),
                "qubits": found.qubits,
                "layers": format_depths(found.layers.tolist()),
                "circuits": found.circuits,
                "engine": found.engine,
                "precision": found.precision,
                "made": [asdict(made) for made in found.made],
            }
        )
    for entry in index.values():
        entry["files"].sort(key=lambda file: (file["qubits"], file["path"]))
    with replacing(folder / INDEX) as draft:
        draft.write_text(json.dumps(index, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    with replacing(folder / "README.md") as draft:
        draft.write_text(page(index), encoding="utf-8")


def page(index: Mapping[str, Any]) -> str:
    """What a folder of landed circuits says of itself, in Markdown."""
    lines = [
        "# Landed circuits",
        "",
        "Counts and moments of samples, not the samples: every file is one experiment, size and deepest layer, a row a",
        "block of circuits and depth; `results/README.md` explains the columns. `scripts/land.py` wrote all of this.",
    ]
    for name, entry in index.items():
        words = ", ".join(f"{key} {word}" for key, word in entry["source"].items() if key != "experiment")
        lines += ["", f"## {name}", "", f"{words}.", ""]
        lines += ["| qubits | depths | circuits | engine, precision | software | commit |", "| --- " * 6 + "|"]
        for file in entry["files"]:
            for made in file["made"]:
                last = made["first"] + made["circuits"] - 1
                software = ", ".join(f"{package} {number}" for package, number in made["software"].items())
                lines.append(
                    f"| {file['qubits']} | {file['layers']} | {made['first']} to {last} | {file['engine']}, "
                    f"{file['precision']} | {software} | {made['commit'] or 'unknown'} |"
                )
    return "\n".join(lines) + "\n"
