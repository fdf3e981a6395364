"""What a claim is: a sentence of a paper, the criterion that a run has to meet, and the function that judges it.

The criterion is stated before the number is known. The function that judges, marked with `claim`, gets the tables of a
run and returns a `Finding`; whatever that says in words is made from numbers of the tables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import nan

from plateaus.tables.results import Results

REPRODUCED, NOT_REPRODUCED, UNDECIDED = "reproduced", "not reproduced", "cannot be decided"


class MissingError(Exception):
    """The run has no number that a claim hangs on."""


@dataclass(frozen=True)
class Finding:
    """What a run says of a claim.

    Attributes
    ----------
    measured : str
        What was found, in words with numbers.
    verdict : {"reproduced", "not reproduced", "cannot be decided"}
    value, low, high : float
        The run's sampled number for the claim and its 95 % interval; NaN where there is none.
    exact : float
        The exact value of the same thing; NaN where there is none.
    remark : str
        What depends on choices that the paper leaves open.
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
    always : bool
        Whether a run without its numbers says so; otherwise such a run leaves the claim out.
    judge : function
        From the tables of a run to a finding. It raises `MissingError` where the run lacks a number.
    """

    number: str
    text: str
    where: str
    criterion: str
    always: bool
    judge: Judge

    def finding(self, results: Results) -> Finding | None:
        """What a run says of the claim: None, or that it cannot be decided, where the run lacks a number."""
        try:
            return self.judge(results)
        except MissingError as missing:
            return Finding(str(missing), UNDECIDED) if self.always else None


def claim(number: str, text: str, *, where: str, criterion: str, always: bool = False) -> Callable[[Judge], Claim]:
    """Make a claim of the function that judges it; parameters as the attributes of `Claim`."""

    def of(judge: Judge) -> Claim:
        return Claim(number, text, where, criterion, always, judge)

    return of


def verdict(good: bool, bad: bool | None = None) -> str:
    """The verdict where a claim is reproduced if `good`, and is not if `bad`: by default whenever it is not good.

    Examples
    --------
    >>> verdict(True), verdict(False), verdict(False, bad=False)
    ('reproduced', 'not reproduced', 'cannot be decided')
    """
    if good:
        return REPRODUCED
    return NOT_REPRODUCED if bad is None or bad else UNDECIDED
