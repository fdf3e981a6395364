"""What the documentation of Qiskit and of PennyLane says of their templates, where an ensemble can decide it.

Of the other templates the documentation says how they are made, which tests hold, and nothing of their gradients.
"""

from __future__ import annotations

import pandas as pd

from plateaus.claims import parts, words
from plateaus.claims.claim import Finding, MissingError, claim, every, verdict
from plateaus.tables.plateau_depths import RELATIVELY_NEAR
from plateaus.tables.results import Results

REPS = 3
"""How many layers Qiskit's templates have unless asked for others."""


@claim(
    "Q1",
    "pauli_two_design is a particular form of a 2-design circuit",
    where="Qiskit, documentation of pauli_two_design",
    criterion="the exact variances of every experiment and size are within 10 % of those of random unitaries; of "
    "infinitely many layers that the limits are theirs",
    choice=f"how many layers: {REPS}, which it has by default, the deepest of the run, or infinitely many",
)
def pauli_two_design_is_a_two_design(results: Results) -> Finding:
    curves = _curves(results, "pauli_two_design")
    unitary = bool((curves["limit_kind"] == "unitary").all())
    readings: list[bool | None] = [unitary]
    found = []
    for depth in (REPS, int(curves["layers"].max())):
        rows = curves[curves["layers"] == depth]
        if rows.empty:
            continue
        off = (rows["variance"] / rows["limit"] - 1).abs()
        readings.append(every(unitary, bool(off.max() <= RELATIVELY_NEAR[1])))
        worst = rows.loc[off.idxmax()]
        found.append(
            f"after {depth} layers at most {worst['variance'] / worst['limit']:.3g} times the limit of random "
            f"unitaries ({worst['experiment']}, n = {worst['qubits']})"
        )
    found.append(f"in the limit of infinite depth {'those' if unitary else 'others than those'} of random unitaries")
    return Finding("; ".join(found), verdict(*readings))


@claim(
    "P1",
    "SimplifiedTwoDesign is not a strict 2-design",
    where="PennyLane, documentation of SimplifiedTwoDesign",
    criterion="at no size and for no objective is the limit of infinite depth that of random unitaries",
)
def simplified_two_design_is_not_strict(results: Results) -> Finding:
    curves = _curves(results, "simplified_two_design")
    return Finding(_kinds(curves), verdict(not (curves["limit_kind"] == "unitary").any()))


@claim(
    "Q2",
    "The states that real_amplitudes prepares have real amplitudes only",
    where="Qiskit, documentation of real_amplitudes",
    criterion="at every size and for every objective the limit of infinite depth is that of random orthogonal matrices",
)
def real_amplitudes_are_real(results: Results) -> Finding:
    curves = _curves(results, "real_amplitudes")
    return Finding(_kinds(curves), verdict(bool((curves["limit_kind"] == "orthogonal").all())))


def _curves(results: Results, word: str) -> pd.DataFrame:
    """Exact rows of all experiments of an ansatz as its library has it, of those whose limit is known."""
    curves = results.of("exact_variance", *parts.of_ansatz(results, word))
    curves = curves[~curves["limit_kind"].isin(("unknown", ""))]
    if curves.empty:
        raise MissingError(f"this run has no exact values of {word}")
    return curves


def _kinds(curves: pd.DataFrame) -> str:
    """The kinds of the limits, with the sizes that have each."""
    kinds = curves.groupby("limit_kind", sort=False)["qubits"].agg(["min", "max"])
    return "limits of infinite depth: " + ", ".join(
        f"{kind} at n = {words.until(row['min'], row['max'])}" for kind, row in kinds.iterrows()
    )
