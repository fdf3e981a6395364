"""The kinds of limits that variances have at infinite depth, and the words for them.

`infinite_depth` says which an experiment has. Tables carry the kind beside the value, and figures and captions name it
by the words here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

KINDS: Mapping[str, str] = {
    "unitary": "2-design after the gate",
    "orthogonal": "orthogonal 2-design after the gate",
    "parity sector": "limit in its parity sector",
    "other": "limit of the separate parts",
    "none": "",
    "unknown": "",
}
"""What a legend says of a limit, by its kind; ``none`` and ``unknown`` have no value, and nothing is drawn."""


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
