"""Which qubits the entangling gates of a layer join.

A connectivity is a word: the name of a family of lattices, or ``edges:1-2,2-3``, any graph by its edges. A new family
is a new function from a number of qubits to edges, named in `FAMILIES`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from math import inf, isqrt

import numpy as np

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
        ``edges:1-2,2-3``: these pairs, qubits counted from 1.
    qubits : int
        At least 2.

    Raises
    ------
    ValueError
        The connectivity is unknown or has no such size: a ring needs 3 qubits (with 2 its two gates cancel), a grid a
        product of two numbers above 1, a box of three, a ladder an even number from 4 on, an edge list its own number.

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
    return FAMILIES[connectivity](qubits)


def check(connectivity: str) -> None:
    """Refuse a word that is no connectivity.

    Raises
    ------
    ValueError
        It is neither the name of a family nor a list of edges that are different and leave no qubit out.
    """
    if connectivity not in FAMILIES:
        _edge_list(connectivity)


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
    return {"chain": 1, "ring": 1, "ladder": 1, "grid": 2, "grid3d": 3, "complete": inf}.get(connectivity)


def light_cone(letters: Sequence[str], edges: Edges, layers: int) -> np.ndarray:
    """Which rotations of a circuit an objective after its last layer can depend on at all.

    Followed backwards, a controlled-Z gate leaves a Z alone and gives an X or Y on one of its qubits a Z on the other;
    rotations make X, Y and Z of any of them.

    Parameters
    ----------
    letters : sequence of str, length n
        The Pauli letters that the objective has on each qubit.
    edges : sequence of (int, int)
        Pairs of qubits, from 0, joined by a controlled-Z gate after the rotations of every layer.
    layers : int

    Returns
    -------
    ndarray of bool, shape (layers, n)

    Examples
    --------
    >>> light_cone(["Z", "Z", "I", "I"], edges("chain", 4), 3).astype(int).tolist()
    [[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0]]
    """
    acts = np.array([letter.strip("I") != "" for letter in letters])
    turned = np.array([bool(set(letter) & set("XY")) for letter in letters])
    cone = np.empty((layers, len(letters)), dtype=bool)
    for layer in reversed(range(layers)):
        cone[layer] = acts
        for a, b in edges:
            cone[layer, a] |= turned[b]
            cone[layer, b] |= turned[a]
        acts = turned = cone[layer]
    return cone


def nearest_size(connectivity: str, qubits: int) -> int:
    """The number of qubits nearest to `qubits` (of two, the larger) of which there is such a graph."""
    if connectivity not in FAMILIES:
        return 1 + max(map(max, _edge_list(connectivity)))
    for size in sorted(range(2, 2 * qubits + 10), key=lambda size: (abs(size - qubits), -size)):
        try:
            FAMILIES[connectivity](size)
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


FAMILIES: dict[str, Callable[[int], Edges]] = {
    "chain": _chain,
    "ring": _ring,
    "grid": lambda qubits: _rectangle(*grid_shape(qubits)),
    "ladder": _ladder,
    "grid3d": _box,
    "complete": _complete,
}
