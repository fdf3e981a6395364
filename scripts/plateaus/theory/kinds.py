"""The kinds of limits that variances have at infinite depth, and the words for them.

`infinite_depth` says which an experiment has. Tables carry the kind beside the value, and figures and captions name it
by the words here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

KINDS: Mapping[str, str] = {
    "unitary": "a 2-design: circuits are as good as random unitaries",
    "orthogonal": "circuits are real, and as good as random orthogonal matrices",
    "parity sector": "circuits conserve a parity, as where every qubit has an even number of neighbours, and mix all "
    "else",
    "other": "circuits mix a part of all Pauli strings, as where no path of gates joins some qubits",
    "none": "there is none: noise, angles that get smaller with depth, blocks that are the identity, or rotations that "
    "all commute keep circuits from becoming random, nothing random follows the differentiated gate, or what varies is "
    "zero",
    "unknown": "not known, such as about one fixed axis",
}
"""Each kind, in words; ``none`` and ``unknown`` have no value, and nothing is drawn or divided by."""


@dataclass(frozen=True)
class Limit:
    """What a variance tends to with depth.

    Attributes
    ----------
    value : float
        NaN where `kind` is ``none`` or ``unknown``.
    kind : str
        One of `KINDS`.
    """

    value: float
    kind: str


NONE, UNKNOWN = (Limit(float("nan"), kind) for kind in ("none", "unknown"))
