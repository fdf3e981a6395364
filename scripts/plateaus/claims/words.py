"""Numbers and depths as findings and captions write them: digits, intervals, ranges of sizes, once for all."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from plateaus.claims.claim import DEPENDS
from plateaus.statistics.fits import Fit
from plateaus.statistics.laws import DecayLaw
from plateaus.statistics.spans import NEEDED, can_tell


def number(value: float, digits: int = 3) -> str:
    """A number with so many digits behind the point, and a minus sign.

    Examples
    --------
    >>> number(-0.6852)
    '−0.685'
    """
    return f"{value:.{digits}f}".replace("-", "−")


def interval(value: float, low: float, high: float, digits: int = 3) -> str:
    """A number and its interval.

    Examples
    --------
    >>> interval(0.5, -0.1, 1.1, digits=1)
    '0.5 (−0.1 to 1.1)'
    """
    return f"{number(value, digits)} ({number(low, digits)} to {number(high, digits)})"


def slope(line: Fit | pd.Series) -> str:
    """The slope of a line, or of a row of ``decay_rates.csv``, and its interval."""
    return interval(line.slope, line.low, line.high)


def sizes(line: DecayLaw | pd.Series) -> str:
    """From which to which number of qubits a law, or a row of a table of fits, was fitted: ``n = 2…14``."""
    return f"n = {line.qubits_from:.0f}…{line.qubits_to:.0f}"


def cannot_tell(law: DecayLaw | pd.Series) -> str:
    """That some sizes cannot tell how a variance falls, why, and which ones would, if it goes on as over the last.

    Examples
    --------
    >>> cannot_tell(DecayLaw("cannot tell", 6, 10, 5, needed=18))
    'these sizes cannot tell: it takes 4 or more, the largest at least 3 times the smallest'
    >>> cannot_tell(DecayLaw("cannot tell", 2, 8, 4, needed=12))
    'these sizes cannot tell: neither an exponential nor a power is clearly nearer; sizes up to 12 would'
    """
    these = "one size" if law.points == 1 else "these sizes"
    if not can_tell(law.qubits_from, law.qubits_to, law.points):
        return f"{these} cannot tell: {NEEDED}"
    upto = f"sizes up to {law.needed:.0f}" if pd.notna(law.needed) else "no size up to four times the largest"
    return f"{these} cannot tell: neither an exponential nor a power is clearly nearer; {upto} would"


def until(first: float, last: float) -> str:
    """From one number of qubits to another, which may be the same.

    Examples
    --------
    >>> until(2, 14), until(4, 4)
    ('2 … 14', '4')
    """
    return f"{first:.0f}" if first == last else f"{first:.0f} … {last:.0f}"


def circuits(by_size: Mapping[int, int]) -> str:
    """How many circuits there are of each size, sizes with equally many together.

    Examples
    --------
    >>> circuits({2: 1000, 4: 1000, 6: 200}), circuits({4: 100})
    ('1000 circuits at n = 2 … 4, 200 at n = 6', '100 circuits at n = 4')
    """
    runs: list[tuple[int, int, int]] = []
    for n, count in sorted(by_size.items()):
        if runs and runs[-1][2] == count:
            runs[-1] = (runs[-1][0], n, count)
        else:
            runs.append((n, n, count))
    listed = [f"{count} at n = {until(first, last)}" for first, last, count in runs]
    return ", ".join(listed).replace(" at", " circuits at", 1)


def sampled_chains(methods: pd.DataFrame) -> dict[str, float]:
    """What is to be said of exact curves that are found by sampling the chain; nothing where none are.

    Parameters
    ----------
    methods : DataFrame
        Rows of ``exact_methods.csv``.

    Returns
    -------
    dict of str to float
        The sizes ``from`` and ``to``, the ``runs`` of the fewest and of the ``most``, and the largest ``error``: a
        standard error, relative to the variance, at any depth.
    """
    rows = methods[methods["runs"] > 0]
    if rows.empty:
        return {}
    sizes, runs = rows["qubits"], rows["runs"]
    found = {"from": sizes.min(), "to": sizes.max(), "runs": runs.min(), "most": runs.max()}
    return found | {"error": rows["standard_error"].max()}


def depth(rule: str) -> str:
    """A depth rule as a reader has it, without the sign for a product, which Markdown takes for emphasis.

    Examples
    --------
    >>> [depth(rule) for rule in ("12*n", "log2(n)", "50", "deepest")]
    ['L = 12n', 'L = log₂(n)', 'L = 50', 'the deepest layer']
    """
    return "the deepest layer" if rule == "deepest" else "L = " + rule.replace("*", "").replace("log2", "log₂")


def left_out(names: Mapping[str, str]) -> str:
    """The end of a sentence: which experiments a claim cannot use, and why; nothing where there are none.

    Examples
    --------
    >>> left_out({"patch": "a line needs two sizes"})
    '; left out: patch (a line needs two sizes)'
    """
    return "; left out: " + ", ".join(f"{name} ({reason})" for name, reason in names.items()) if names else ""


def said(verdict: str, choice: str) -> str:
    """A verdict as readers see it: where it depends, on what.

    Examples
    --------
    >>> said("depends", "how close"), said("reproduced", "how close")
    ('depends on how close', 'reproduced')
    """
    return f"{verdict} on {choice}" if verdict == DEPENDS else verdict
