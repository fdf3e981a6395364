"""Where the gates of one step of a layer act: patterns of ordered pairs of qubits, by name.

A pattern is a function from a number of qubits and a layer, from 0, to pairs of qubits, from 0, in the order of their
gates; the first qubit of a pair is the control of a CX. A new pattern is a new entry of `PATTERNS`. The pattern
``connectivity`` is the experiment's own graph.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations

from plateaus.ensemble.lattices import Edges

GRAPH = "connectivity"
"""The pattern that is not in `PATTERNS`: the graph of the experiment, its edges in their order."""


def _linear(qubits: int, layer: int) -> Edges:
    return tuple((q, q + 1) for q in range(qubits - 1))


def _reverse_linear(qubits: int, layer: int) -> Edges:
    return _linear(qubits, layer)[::-1]


def _full(qubits: int, layer: int) -> Edges:
    return tuple(combinations(range(qubits), 2))


def _circular(qubits: int, layer: int) -> Edges:
    closing = ((qubits - 1, 0),) if qubits > 2 else ()
    return closing + _linear(qubits, layer)


def _pairwise(qubits: int, layer: int) -> Edges:
    return _even_pairs(qubits, layer) + _odd_pairs(qubits, layer)


def _sca(qubits: int, layer: int) -> Edges:
    pairs = _circular(qubits, layer)
    split = -layer % len(pairs)
    shifted = pairs[split:] + pairs[:split]
    return tuple((b, a) for a, b in shifted) if layer % 2 else shifted


def _even_pairs(qubits: int, layer: int) -> Edges:
    return tuple((q, q + 1) for q in range(0, qubits - 1, 2))


def _odd_pairs(qubits: int, layer: int) -> Edges:
    return tuple((q, q + 1) for q in range(1, qubits - 1, 2))


def _ring(qubits: int, layer: int) -> Edges:
    return _linear(qubits, layer) + (((qubits - 1, 0),) if qubits > 2 else ())


def _ranges(qubits: int, layer: int) -> Edges:
    reach = layer % (qubits - 1) + 1
    return tuple((q, (q + reach) % qubits) for q in range(qubits))


@dataclass(frozen=True)
class Pattern:
    """Pairs of qubits by the size and the layer.

    Attributes
    ----------
    pairs : function
        From a number of qubits, 2 or more, and a layer, from 0, to ordered pairs of qubits, from 0.
    words : str
        What it is.
    period : function
        From a number of qubits to the number of layers after which it repeats itself; 1 if it is the same in all.
    """

    pairs: Callable[[int, int], Edges]
    words: str
    period: Callable[[int], int] = lambda qubits: 1


PATTERNS: Mapping[str, Pattern] = {
    "linear": Pattern(_linear, "1-2, 2-3, ..."),
    "reverse_linear": Pattern(_reverse_linear, "the same from the last pair to the first"),
    "full": Pattern(_full, "every pair"),
    "circular": Pattern(_circular, "n-1, then linear"),
    "pairwise": Pattern(_pairwise, "1-2, 3-4, ..., then 2-3, 4-5, ..."),
    "sca": Pattern(
        _sca,
        "circular, shifted by one pair a layer, pairs reversed in every other layer (Sim et al. 2019)",
        lambda qubits: (1 + qubits % 2) * qubits if qubits > 2 else 2,
    ),
    "even_pairs": Pattern(_even_pairs, "1-2, 3-4, ..."),
    "odd_pairs": Pattern(_odd_pairs, "2-3, 4-5, ..."),
    "ring": Pattern(_ring, "linear, then n-1"),
    "ranges": Pattern(
        _ranges,
        "q-(q + r) of every qubit q, r = 1, 2, ..., n - 1, 1, ... by layer (Schuld et al. 2020)",
        lambda qubits: qubits - 1,
    ),
}
"""Patterns by name; those of Qiskit's templates bear Qiskit's names.

References
----------
Sim, Johnson and Aspuru-Guzik, Advanced Quantum Technologies 2, 1900070 (2019): shifted circular alternating. Schuld,
Bocharov, Svore and Wiebe, Physical Review A 101, 032308 (2020): ranges.
"""

ENTANGLEMENTS = ("reverse_linear", "linear", "full", "circular", "pairwise", "sca")
"""Those that Qiskit offers for its templates, its default first."""


def pairs(pattern: str, qubits: int, layer: int, graph: Edges) -> Edges:
    """The pairs of a pattern in a layer, from 0; `graph` are those of the pattern ``connectivity``.

    Examples
    --------
    >>> pairs("reverse_linear", 4, 0, ())
    ((2, 3), (1, 2), (0, 1))
    >>> [pairs("sca", 3, layer, ()) for layer in (0, 1)]
    [((2, 0), (0, 1), (1, 2)), ((2, 1), (0, 2), (1, 0))]
    """
    return graph if pattern == GRAPH else PATTERNS[pattern].pairs(qubits, layer)


def period(pattern: str, qubits: int) -> int:
    """The number of layers after which a pattern repeats itself."""
    return 1 if pattern == GRAPH else PATTERNS[pattern].period(qubits)
