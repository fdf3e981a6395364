"""Sets of depths as text, and the rules that pick one depth for every size.

A command line lists depths as ``1-20,40``; a configuration asks for fits at ``12*n``, twelve layers a qubit.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from math import ceil, log2

RULE = re.compile(r"(?:(?P<factor>\d+(?:\.\d+)?)\*n|(?P<fixed>\d+)|log2\(n\)|deepest)")


def format_depths(layers: Sequence[int]) -> str:
    """Increasing depths as text, runs of neighbours shortened; `parse_depths` is the inverse.

    Examples
    --------
    >>> format_depths([1, 2, 3, 10, 12])
    '1-3,10,12'
    """
    runs: list[list[int]] = []
    for layer in layers:
        if runs and layer == runs[-1][-1] + 1:
            runs[-1][1:] = [layer]
        else:
            runs.append([layer])
    return ",".join("-".join(map(str, run)) for run in runs)


def parse_depths(text: str) -> list[int]:
    """Depths from text.

    Raises
    ------
    ValueError
        The text is not of that form.

    Examples
    --------
    >>> parse_depths("1-3,10,12")
    [1, 2, 3, 10, 12]
    """
    layers: list[int] = []
    for run in text.split(","):
        first, _, last = run.partition("-")
        layers.extend(range(int(first), int(last or first) + 1))
    return layers


def depth_at(rule: str, qubits: int, deepest: int) -> int:
    """The depth that a rule picks for a size.

    Parameters
    ----------
    rule : str
        ``12*n``: that many layers a qubit, rounded, a half up; ``log2(n)``: the logarithm, rounded up; ``50``: a fixed
        depth; ``deepest``: the deepest there is.
    qubits, deepest : int

    Raises
    ------
    ValueError
        The rule is not of that form.

    Examples
    --------
    >>> [depth_at(rule, 10, 200) for rule in ("12*n", "log2(n)", "50", "deepest")]
    [120, 4, 50, 200]
    >>> [depth_at("1.5*n", n, 200) for n in (3, 4, 5, 7)]
    [5, 6, 8, 11]
    """
    match = RULE.fullmatch(rule)
    if match is None:
        raise ValueError(f"depth rule {rule!r}: allowed are 10*n, log2(n), a number of layers, or deepest")
    if match["factor"]:
        return int((Decimal(match["factor"]) * qubits).to_integral_value(ROUND_HALF_UP))
    if rule == "log2(n)":
        return ceil(log2(qubits))
    return int(match["fixed"]) if match["fixed"] else deepest


KEPT = 56
"""About so many depths of a curve are kept besides those that rules pick."""


def kept_depths(layers: Sequence[int], rules: Sequence[str], qubits: int) -> list[int]:
    """Which recorded depths to keep of a long curve: all the first ones, then at equal ratios, and what rules pick.

    Parameters
    ----------
    layers : sequence of int
        Recorded depths, increasing; all are kept if they are few. Which of them are kept but for rules is the same at
        all sizes.
    rules : sequence of str
        See `depth_at`.
    qubits : int

    Examples
    --------
    >>> kept = kept_depths(range(1, 501), ["12*n", "50"], 14)
    >>> kept[:12], 50 in kept, 168 in kept, kept[-1], len(kept)
    ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], True, True, 500, 57)
    >>> kept_depths([2, 4, 9], ["deepest"], 14)
    [2, 4, 9]
    """
    if len(layers) <= KEPT:
        return list(layers)
    first, last = layers[0], layers[-1]
    points, spread = KEPT, set[int]()
    while len(spread) < KEPT:
        targets = (first * (last / first) ** (k / (points - 1)) for k in range(points))
        spread = {layers[min(bisect_left(layers, target - 0.5), len(layers) - 1)] for target in targets}
        points += 1
    return sorted(spread | ({depth_at(rule, qubits, last) for rule in rules} & set(layers)))
