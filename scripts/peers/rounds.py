"""Interleaved rounds of timings, and what may be said from them."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import numpy as np
from scipy.stats import binom

LEAST, MOST = 3, 15
NEAR = 8
"""Times of no more than so many times the fastest one's are measured in more rounds."""
LEVEL = 0.95

Key = TypeVar("Key", bound=Hashable)


def interleave(runs: Mapping[Key, Callable[[int], float]], *, seconds: float) -> dict[Key, np.ndarray]:
    """Time everything once a round, in turns, so that a slow spell of the machine meets all alike.

    Where slow ones leave time for few rounds, those that are `NEAR` the fastest then have rounds of their own, for as
    long again: it is they whose order is in question.

    Parameters
    ----------
    runs : mapping of name to function
        Takes the number of the round, from 0, and returns seconds.
    seconds : float
        No round starts after this time; there are at least `LEAST` rounds and at most `MOST`.

    Returns
    -------
    dict of name to ndarray, shape (rounds,)
    """
    taken: dict[Key, list[float]] = {key: [] for key in runs}

    def in_turns(keys: list[Key]) -> None:
        end = time.monotonic() + seconds
        for number in range(len(taken[keys[0]]), MOST):
            if number >= LEAST and time.monotonic() > end:
                break
            # Forwards and backwards in turn: none always comes after the same other one.
            for key in keys[:: -1 if number % 2 else 1]:
                taken[key].append(runs[key](number))

    in_turns(list(runs))
    typical = {key: np.median(values) for key, values in taken.items()}
    in_turns([key for key in runs if typical[key] <= NEAR * min(typical.values())])
    return {key: np.array(values) for key, values in taken.items()}


@dataclass(frozen=True)
class Median:
    """A median with its interval.

    Attributes
    ----------
    low, best, high : float
        Ends of the interval, and the sample median between them.
    coverage : float
        Probability that the interval holds the median: at least `LEVEL`, or less where there are fewer than 6 values.
    """

    low: float
    best: float
    high: float
    coverage: float


def median(values: np.ndarray) -> Median:
    """The median of independent values, with the narrowest interval between order statistics that covers enough.

    The k-th smallest and k-th largest of N values enclose the median with probability 1 − 2 P(Bin(N, ½) < k), whatever
    the law of the values; the smallest and the largest where no pair comes up to `LEVEL`.

    Examples
    --------
    >>> median(np.array([3.0, 1.0, 2.0]))
    Median(low=1.0, best=2.0, high=3.0, coverage=0.75)
    """
    ordered = np.sort(values)
    place, coverage = _narrowest(len(values))
    return Median(float(ordered[place - 1]), float(np.median(values)), float(ordered[-place]), coverage)


@cache
def _narrowest(count: int) -> tuple[int, float]:
    """The k of that interval for so many values, and its coverage."""
    place = 1
    while 1 - 2 * binom.cdf(place, count, 0.5) >= LEVEL:
        place += 1
    return place, float(1 - 2 * binom.cdf(place - 1, count, 0.5))
