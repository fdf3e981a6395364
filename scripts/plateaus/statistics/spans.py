"""Which sizes it takes to tell how a variance falls. Known when a run is planned, so nothing is imported here."""

from __future__ import annotations

LEAST_SIZES, LEAST_SPAN = 4, 3
"""A law needs so many sizes, the largest at least so many times the smallest."""

NEEDED = f"it takes {LEAST_SIZES} or more, the largest at least {LEAST_SPAN} times the smallest"


def can_tell(smallest: float, largest: float, sizes: int, span: float = LEAST_SPAN) -> bool:
    """Whether so many sizes, from the smallest to the largest, are enough.

    Examples
    --------
    >>> can_tell(4, 12, 5), can_tell(6, 10, 5), can_tell(2, 20, 3)
    (True, False, False)
    """
    return sizes >= LEAST_SIZES and largest >= span * smallest
