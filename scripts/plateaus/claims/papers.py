"""The papers whose claims a run is held against: a module each, in the order in which the claims are listed.

A claim is added in the module of its paper and nowhere else. A new paper is a module and its name here.
"""

from __future__ import annotations

from typing import Any

from plateaus.claims import cerezo2021, derived, grant2019, libraries, mcclean2018, wang2021, wiersema2020, zhang2022
from plateaus.claims.claim import Claim
from plateaus.tables.results import Results

PAPERS = (mcclean2018, grant2019, zhang2022, wang2021, cerezo2021, wiersema2020, libraries, derived)


def claims() -> list[Claim]:
    """Every claim, by paper and in the order of its module."""
    return [value for paper in PAPERS for value in vars(paper).values() if isinstance(value, Claim)]


def judge(results: Results) -> list[dict[str, Any]]:
    """Rows of the table of claims: every claim of which a run says something, with what it says."""
    return [
        {
            "number": claim.number,
            "claim": claim.text,
            "where": claim.where,
            "criterion": claim.criterion,
            "choice": claim.choice,
        }
        | vars(finding)
        for claim in claims()
        if (finding := claim.finding(results))
    ]
