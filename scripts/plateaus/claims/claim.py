"""What a claim is: a sentence of a paper, the criterion that a run has to meet, and the function that judges it.

The criterion is stated before the number is known. The function that judges, marked with `claim`, gets the tables of a
run and returns a `Finding`; whatever that says in words is made from numbers of the tables. All verdicts come from one
function, `verdict`, which gets what the claim's *readings* come to: one, or several where the paper leaves a choice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import nan

from plateaus.tables.results import Results

REPRODUCED, NOT_REPRODUCED, DEPENDS, NO_DATA = "reproduced", "not reproduced", "depends", "no data"


class MissingError(Exception):
    """The run has no number that a claim hangs on."""


class ElsewhereError(Exception):
    """The claim is about an ensemble that the run's experiments are not of: nothing is to be said of it."""


@dataclass(frozen=True)
class Finding:
    """What a run says of a claim.

    Attributes
    ----------
    measured : str
        What was found, in words with numbers.
    verdict : {"reproduced", "not reproduced", "depends", "no data"}
        As `verdict` gives it.
    value, low, high : float
        The run's sampled number for the claim and its 95 % interval; NaN where there is none.
    exact : float
        The exact value of the same thing; NaN where there is none.
    remark : str
        What else is to be known, and what depends on choices that the paper leaves open.
    """

    measured: str
    verdict: str
    value: float = nan
    low: float = nan
    high: float = nan
    exact: float = nan
    remark: str = ""


Judge = Callable[[Results], Finding]


@dataclass(frozen=True)
class Claim:
    """A claim as a paper has it, and what has to be found for it to count as reproduced.

    Attributes
    ----------
    number : str
        How the project refers to it.
    text : str
    where : str
        In the paper, or which paper.
    criterion : str
    choice : str
        What the paper leaves open, on which the verdict may depend; empty for nothing.
    always : bool
        Whether a run without its numbers says so; otherwise such a run leaves the claim out.
    judge : function
        From the tables of a run to a finding. It raises `MissingError` where the run lacks a number, and
        `ElsewhereError` where the claim is not about the run's experiments.
    """

    number: str
    text: str
    where: str
    criterion: str
    choice: str
    always: bool
    judge: Judge

    def finding(self, results: Results) -> Finding | None:
        """What a run says of the claim: None, or that there is no data, where the run lacks a number."""
        try:
            return self.judge(results)
        except ElsewhereError:
            return None
        except MissingError as missing:
            return Finding(str(missing), NO_DATA) if self.always else None


def claim(
    number: str, text: str, *, where: str, criterion: str, choice: str = "", always: bool = False
) -> Callable[[Judge], Claim]:
    """Make a claim of the function that judges it; parameters as the attributes of `Claim`."""

    def of(judge: Judge) -> Claim:
        return Claim(number, text, where, criterion, choice, always, judge)

    return of


def verdict(*readings: bool | None) -> str:
    """The verdict on a claim, from whether each of its readings holds.

    Parameters
    ----------
    *readings : bool or None
        One for each way to read the claim that the paper leaves open (which depth, how close); None where the run's
        numbers do not tell.

    Returns
    -------
    str
        Reproduced if the readings that the numbers tell of hold, not reproduced if none of them does, and that it
        depends if some do; no data if the numbers tell of none.

    Examples
    --------
    >>> verdict(True), verdict(False), verdict(None), verdict(True, None), verdict(True, False)
    ('reproduced', 'not reproduced', 'no data', 'reproduced', 'depends')
    """
    told = {bool(reading) for reading in readings if reading is not None}
    if not told:
        return NO_DATA
    if len(told) > 1:
        return DEPENDS
    return REPRODUCED if told.pop() else NOT_REPRODUCED


def every(*conditions: bool | None) -> bool | None:
    """Whether conditions hold together: not if one of them does not, else unknown if one of them is.

    Examples
    --------
    >>> every(True, True), every(True, None), every(None, False)
    (True, None, False)
    """
    if any(condition is not None and not condition for condition in conditions):
        return False
    return None if None in conditions else True


def below(low: float, high: float, bound: float) -> bool | None:
    """Whether a number is below a bound, by its 95 % interval; None where the bound lies within.

    Examples
    --------
    >>> below(-0.7, -0.6, -0.1), below(-0.05, 0.05, -0.1), below(-0.4, 0.2, -0.1)
    (True, False, None)
    """
    if high < bound:
        return True
    return False if low > bound else None
