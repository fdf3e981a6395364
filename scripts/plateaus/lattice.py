"""Which qubits the entangling gates of a layer join."""

from __future__ import annotations

from math import isqrt

CONNECTIVITIES = ("chain", "ring", "grid")

Edges = tuple[tuple[int, int], ...]


def edges(connectivity: str, qubits: int) -> Edges:
    """Pairs of qubits (counted from 0) that a layer's entangling gates join.

    Parameters
    ----------
    connectivity : {"chain", "ring", "grid"}
        ``chain``: nearest neighbours of an open line, the paper's choice. ``ring``: the line closed.
        ``grid``: nearest neighbours of an open rectangle, numbered row by row, as square as `qubits` allows.
    qubits : int
        At least 2.

    Raises
    ------
    ValueError
        The connectivity is unknown or has no such size: a ring needs 3 qubits (with 2 its two gates cancel),
        a grid a number of qubits that is no prime.

    Examples
    --------
    >>> edges("chain", 4)
    ((0, 1), (1, 2), (2, 3))
    >>> edges("grid", 6)
    ((0, 1), (1, 2), (3, 4), (4, 5), (0, 3), (1, 4), (2, 5))
    """
    if qubits < 2:
        raise ValueError(f"{qubits} qubits: at least 2 are needed to join any")
    line = tuple((q, q + 1) for q in range(qubits - 1))
    if connectivity == "chain":
        return line
    if connectivity == "ring":
        if qubits < 3:
            raise ValueError(f"a ring of {qubits} qubits: at least 3 are needed (with 2, its two gates cancel)")
        return (*line, (qubits - 1, 0))
    if connectivity == "grid":
        rows, columns = grid_shape(qubits)
        across = tuple((q, q + 1) for q in range(qubits) if (q + 1) % columns)
        return across + tuple((q, q + columns) for q in range((rows - 1) * columns))
    raise ValueError(f"connectivity {connectivity!r}: allowed are {', '.join(CONNECTIVITIES)}")


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
