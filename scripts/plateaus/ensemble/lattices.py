"""Which qubits the entangling gates of a layer join.

A connectivity is a word: the name of a family of lattices, or ``edges:1-2,2-3``, any graph by its edges. A new family
is a new entry of `FAMILIES`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations, count
from math import inf, isqrt

from plateaus.ensemble.vocabulary import Vocabulary

Edges = tuple[tuple[int, int], ...]

_EDGE_LIST = re.compile(r"edges:\d+-\d+(,\d+-\d+)*")


def edges(connectivity: str, qubits: int) -> Edges:
    """Pairs of qubits (counted from 0) that a layer's entangling gates join.

    Parameters
    ----------
    connectivity : str
        ``chain``: nearest neighbours of an open line, the paper's choice. ``ring``: the line closed.
        ``grid``: nearest neighbours of an open rectangle, numbered row by row, as square as `qubits` allows.
        ``ladder``: two rows. ``grid3d``: an open box, as cubic as `qubits` allows. ``complete``: every pair.
        ``heavy_hex``: hexagons with a qubit on every side. ``cubic``: a random graph in which all have 3 neighbours.
        ``edges:1-2,2-3``: these pairs, qubits counted from 1.
    qubits : int
        At least 2.

    Raises
    ------
    ValueError
        The connectivity is unknown or has no such size: a ring needs 3 qubits (with 2 its two gates cancel), a grid a
        product of two numbers above 1, a box of three, a ladder an even number from 4 on, a cubic graph likewise, a
        heavy-hexagon lattice one of `heavy_hex_shape`, an edge list its own number.

    Examples
    --------
    >>> edges("chain", 4)
    ((0, 1), (1, 2), (2, 3))
    >>> edges("grid", 6)
    ((0, 1), (1, 2), (3, 4), (4, 5), (0, 3), (1, 4), (2, 5))
    >>> edges("edges:1-2,1-3", 3)
    ((0, 1), (0, 2))
    """
    if qubits < 2:
        raise ValueError(f"{qubits} qubits: at least 2 are needed to join any")
    if connectivity not in FAMILIES:
        listed = _edge_list(connectivity)
        size = 1 + max(map(max, listed))
        if qubits != size:
            raise ValueError(f"connectivity {connectivity!r} is a graph of {size} qubits, not of {qubits}")
        return listed
    return FAMILIES[connectivity].edges(qubits)


def parse(connectivity: str) -> str:
    """The word itself, if it is a connectivity.

    Raises
    ------
    ValueError
        It is neither the name of a family nor a list of edges that are different and leave no qubit out.
    """
    if connectivity not in FAMILIES:
        _edge_list(connectivity)
    return connectivity


def from_pairs(pairs: Iterable[Iterable[int]]) -> str:
    """The word for a graph with these edges, qubits counted from 1.

    Examples
    --------
    >>> from_pairs([[1, 2], [2, 3]])
    'edges:1-2,2-3'
    """
    return "edges:" + ",".join("-".join(map(str, pair)) for pair in pairs)


def dimension(connectivity: str) -> float | None:
    """The dimension of a family as it grows (a ladder's is 1, of the complete graph infinite); None for a single graph.

    Examples
    --------
    >>> dimension("grid"), dimension("ladder"), dimension("edges:1-2")
    (2, 1, None)
    """
    family = FAMILIES.get(connectivity)
    return family.dimension if family else None


def nearest_size(connectivity: str, qubits: int) -> int:
    """The number of qubits nearest to `qubits` (of two, the larger) of which there is such a graph."""
    if connectivity not in FAMILIES:
        return 1 + max(map(max, _edge_list(connectivity)))
    for size in sorted(range(2, max(2 * qubits + 10, 25)), key=lambda size: (abs(size - qubits), -size)):
        try:
            edges(connectivity, size)
        except ValueError:
            continue
        return size
    raise ValueError(f"connectivity {connectivity!r}: no size near {qubits} qubits")


def grid_shape(qubits: int) -> tuple[int, int]:
    """Rows and columns of the most nearly square rectangle of `qubits` sites, rows ≤ columns.

    Raises
    ------
    ValueError
        `qubits` is a prime, or 1: the rectangle would be a chain.

    Examples
    --------
    >>> grid_shape(12)
    (3, 4)
    """
    rows = max((r for r in range(2, isqrt(qubits) + 1) if qubits % r == 0), default=None)
    if rows is None:
        raise ValueError(f"a grid of {qubits} qubits: the number must be a product of two numbers above 1")
    return rows, qubits // rows


def box_shape(qubits: int) -> tuple[int, int, int]:
    """Sides of the most nearly cubic box of `qubits` sites, increasing.

    Raises
    ------
    ValueError
        `qubits` is no product of three numbers above 1.

    Examples
    --------
    >>> box_shape(12), box_shape(27)
    ((2, 2, 3), (3, 3, 3))
    """
    sides = [
        (a, b, qubits // (a * b))
        for a in range(2, qubits)
        if qubits % a == 0
        for b in range(a, qubits // a + 1)
        if qubits % (a * b) == 0 and b <= qubits // (a * b)
    ]
    if not sides:
        raise ValueError(f"a 3D grid of {qubits} qubits: the number must be a product of three numbers above 1")
    return min(sides, key=sum)


def heavy_hex_shape(qubits: int) -> tuple[int, int]:
    """Rows of qubits, and bridges between two rows, of the heavy-hexagon lattice of `qubits` sites.

    Of r rows, an odd number from 3 on, all have 4k − 1 sites but the first and the last, which have one less. k sites
    join each row to the next, in every fourth column, shifted by two from one gap to the next. So n = r(4k − 1) − 2 +
    (r − 1)k: 23, 65 and 127 for (3, 2), (5, 3) and (7, 4), the layouts of superconducting processors. Of two shapes the
    one that is more nearly a square is taken.

    Raises
    ------
    ValueError
        There is no such lattice.

    Examples
    --------
    >>> [heavy_hex_shape(n) for n in (23, 65, 127)]
    [(3, 2), (5, 3), (7, 4)]
    """
    shapes = [
        (rows, bridges)
        for rows in range(3, qubits // 2, 2)
        for bridges in range(2, qubits)
        if rows * (4 * bridges - 1) - 2 + (rows - 1) * bridges == qubits
    ]
    if not shapes:
        raise ValueError(f"a heavy-hexagon lattice of {qubits} qubits: there are 23, 37, 41, 51, 59, 65 and others")
    return min(shapes, key=lambda shape: abs(4 * shape[1] - 2 * shape[0]))


def _heavy_hex(qubits: int) -> Edges:
    rows, bridges = heavy_hex_shape(qubits)
    width = 4 * bridges - 1
    sites: dict[tuple[int, int], int] = {}
    found: list[tuple[int, int]] = []
    for row in range(rows):
        columns = range(width)[: width - (row == 0)][row == rows - 1 :]
        for column in columns:
            sites[row, column] = len(sites)
        found += [(sites[row, column], sites[row, column + 1]) for column in columns[:-1]]
    for gap in range(rows - 1):
        for bridge in range(bridges):
            column, site = 4 * bridge + 2 * (gap % 2), rows * width - 2 + gap * bridges + bridge
            found += [(sites[gap, column], site), (site, sites[gap + 1, column])]
    return tuple(found)


def _cubic(qubits: int) -> Edges:
    """A graph of the configuration model: three ends a qubit, joined at random until it is simple and in one piece.

    It is a fixed graph of each size: ends are sorted by digests of their names, the same everywhere.
    """
    if qubits < 4 or qubits % 2:
        raise ValueError(f"a cubic graph of {qubits} qubits: the number must be even and at least 4")
    for trial in count():
        ends = [(sha256(f"cubic {qubits} {trial} {end}".encode()).digest(), end // 3) for end in range(3 * qubits)]
        order = [qubit for _, qubit in sorted(ends)]
        found = {tuple(sorted(pair)) for pair in zip(order[::2], order[1::2], strict=True)}
        if len(found) == 3 * qubits // 2 and all(a != b for a, b in found) and _in_one_piece(found, qubits):
            return tuple(sorted((a, b) for a, b in found))
    raise AssertionError


def _in_one_piece(pairs: Iterable[Iterable[int]], qubits: int) -> bool:
    reached, before = {0}, 0
    joined = [set(pair) for pair in pairs]
    while len(reached) > before:
        before = len(reached)
        reached = reached.union(*(pair for pair in joined if pair & reached))
    return len(reached) == qubits


def _chain(qubits: int) -> Edges:
    return _rectangle(1, qubits)


def _ring(qubits: int) -> Edges:
    if qubits < 3:
        raise ValueError(f"a ring of {qubits} qubits: at least 3 are needed (with 2, its two gates cancel)")
    return (*_chain(qubits), (qubits - 1, 0))


def _ladder(qubits: int) -> Edges:
    if qubits < 4 or qubits % 2:
        raise ValueError(f"a ladder of {qubits} qubits: the number must be even and at least 4")
    return _rectangle(2, qubits // 2)


def _rectangle(rows: int, columns: int) -> Edges:
    across = tuple((q, q + 1) for q in range(rows * columns) if (q + 1) % columns)
    return across + tuple((q, q + columns) for q in range((rows - 1) * columns))


def _box(qubits: int) -> Edges:
    layers, rows, columns = box_shape(qubits)
    floor = rows * columns
    within = tuple((z * floor + a, z * floor + b) for z in range(layers) for a, b in _rectangle(rows, columns))
    return within + tuple((q, q + floor) for q in range((layers - 1) * floor))


def _complete(qubits: int) -> Edges:
    return tuple(combinations(range(qubits), 2))


def _edge_list(connectivity: str) -> Edges:
    if not _EDGE_LIST.fullmatch(connectivity):
        allowed = ", ".join(FAMILIES)
        raise ValueError(f"connectivity {connectivity!r}: allowed are {allowed}, or edges such as edges:1-2,2-3")
    pairs = [sorted(map(int, pair.split("-"))) for pair in connectivity.removeprefix("edges:").split(",")]
    joined = {qubit for pair in pairs for qubit in pair}
    for first, second in pairs:
        if first == second or first < 1:
            raise ValueError(f"connectivity: the edge {first}-{second} must join two qubits, counted from 1")
        if pairs.count([first, second]) > 1:
            raise ValueError(f"connectivity: the edge {first}-{second} appears twice, and its two gates cancel")
    alone = sorted(set(range(1, max(joined) + 1)) - joined)
    if alone:
        raise ValueError(f"connectivity: qubit {alone[0]} of {max(joined)} is in no edge")
    return tuple((first - 1, second - 1) for first, second in pairs)


@dataclass(frozen=True)
class Family:
    """Lattices of one kind.

    Attributes
    ----------
    edges : function
        From a number of qubits to edges; raises ValueError where there is no such lattice.
    dimension : float
        As it grows: a ladder's is 1, the complete graph's infinite.
    words : str
        What it is.
    """

    edges: Callable[[int], Edges]
    dimension: float
    words: str


FAMILIES: Mapping[str, Family] = {
    "chain": Family(_chain, 1, "open line"),
    "ring": Family(_ring, 1, "3 qubits or more"),
    "grid": Family(
        lambda qubits: _rectangle(*grid_shape(qubits)),
        2,
        "open rectangle, as square as the number of qubits allows; no primes",
    ),
    "ladder": Family(_ladder, 1, "two rows"),
    "grid3d": Family(_box, 3, "open box, as cubic as possible"),
    "complete": Family(_complete, inf, "every pair"),
    "heavy_hex": Family(_heavy_hex, 2, "hexagons with a qubit on every side: 23, 65, 127 qubits and others"),
    "cubic": Family(_cubic, inf, "one random graph a size, 3 neighbours each; even numbers"),
}

_LISTED = ", ".join(f"{name} ({family.words})" for name, family in FAMILIES.items())

VOCABULARY = Vocabulary(
    parse=parse,
    word=lambda entry: entry if isinstance(entry, str) else from_pairs(entry["edges"]),
    schema={
        "description": f"Which qubits the entangling gates join: {_LISTED}, or any graph, {{edges: [[1, 2], [2, 3]]}}, "
        "qubits counted from 1: it fixes the number of qubits.",
        "type": ["string", "object"],
        "pattern": f"^({'|'.join(FAMILIES)})$",
        "additionalProperties": False,
        "required": ["edges"],
        "properties": {
            "edges": {
                "description": "Pairs of qubits, counted from 1, each pair once, no qubit left out.",
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "array",
                    "minItems": 2,
                    "maxItems": 2,
                    "items": {"type": "integer", "minimum": 1, "maximum": 128},
                },
            }
        },
        "default": "chain",
    },
    help=f"{', '.join(FAMILIES)}, or a graph by its edges, such as edges:1-2,2-3",
)
