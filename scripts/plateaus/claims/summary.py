"""A run in a few words: how many checks passed, the verdicts, what the variance of each experiment does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pandas as pd

from plateaus.claims.words import cannot_tell, circuits, depth, number, said
from plateaus.statistics.laws import CANNOT_TELL
from plateaus.tables.plateau_depths import RELATIVELY_NEAR, exact_curves
from plateaus.tables.results import Results


def in_words(results: Results) -> dict[str, str]:
    """What is to be known of a run first, by what it is about; only of what the run has.

    Parameters
    ----------
    results : Results
        The tables ``experiments``, ``checks``, ``claims``, ``diagnosis``, ``plateau_depths`` of a run.
    """
    seeds = sorted(set(results.experiments["master_seed"].astype(str)))
    words = {
        "experiments": f"{', '.join(results.experiments.index)}; master seed {', '.join(seeds)}",
        "checks": checks_passed(results),
        "claims": listed(by_verdict(results, lambda claim: str(claim["number"])).items()),
        "variance": listed(laws(results).items()),
        "depth": ", ".join(settled(results)),
    }
    return {about: text for about, text in words.items() if text}


def checks_passed(results: Results) -> str:
    """How many of the checks passed."""
    passed = results["checks"]["passed"]
    return f"{int(passed.sum())} of {len(passed)} passed" if len(passed) else ""


def by_verdict(results: Results, words: Callable[[pd.Series], str]) -> dict[str, list[str]]:
    """The claims by their verdict, in their order, each in the words that a function gives a row."""
    found: dict[str, list[str]] = {}
    for _, claim in results["claims"].iterrows():
        found.setdefault(said(claim["verdict"], claim["choice"]), []).append(words(claim))
    return found


def laws(results: Results) -> dict[str, list[str]]:
    """The experiments by what their variance does with the number of qubits, at the last depth rule of each.

    The exact values say it where they can tell, else the samples.
    """
    found: dict[str, list[str]] = {}
    for name, rows in results["diagnosis"].groupby("experiment", sort=False):
        last = rows[rows["depth_rule"] == rows["depth_rule"].iloc[-1]]
        tell = last[last["kind"] != CANNOT_TELL]
        row = (tell if len(tell) else last).sort_values("source").iloc[0]
        kind = {"exponential": "falls exponentially", "power": "falls as a power of n"}
        if row["kind"] == CANNOT_TELL:
            kind[CANNOT_TELL] = cannot_tell(row)
        rate = {
            "exponential": f" ({number(row['slope'])} a qubit, {row['source']}, {depth(row['depth_rule'])})",
            "power": f" ({number(row['exponent'], 2)}, {row['source']}, {depth(row['depth_rule'])})",
            CANNOT_TELL: _nearer(row),
        }
        words = f"{name}{rate.get(row['kind'], '')}"
        found.setdefault(kind.get(row["kind"], row["kind"]), []).append(words)
    return found


def _nearer(law: pd.Series) -> str:
    """Which of the two laws is nearer so far, in brackets; nothing where less than three sizes were compared."""
    if law["points"] < 3 or not min(law["slope_residual"], law["exponent_residual"]) >= 0:
        return ""
    if law["slope_residual"] <= law["exponent_residual"]:
        return f" (nearer to an exponential, {number(law['slope'])} a qubit, {law['source']})"
    return f" (nearer to a power, {number(law['exponent'], 2)}, {law['source']})"


def settled(results: Results) -> Iterator[str]:
    """From which depth on the exact variance of each experiment is near its limit, at the largest size that tells."""
    closeness, within = RELATIVELY_NEAR
    for (name, *distance), rows in exact_curves(results["plateau_depths"]):
        if distance == [closeness, within]:
            largest = rows.loc[rows["qubits"].idxmax()]
            layers = f"{largest['depth_high']:.0f} layers"
            yield f"{name} within {within:.0%} of its limit after {layers} (n = {largest['qubits']})"


def listed(groups: Iterable[tuple[str, list[str]]]) -> str:
    """Groups and their members in a line.

    Examples
    --------
    >>> listed({"reproduced": ["1", "2"], "no data": ["3"]}.items())
    'reproduced: 1, 2; no data: 3'
    """
    return "; ".join(f"{group}: {', '.join(members)}" for group, members in groups)


def made_of(results: Results) -> Iterator[str]:
    """How many circuits there are of each experiment, and what simulated them; how many checks passed."""
    for name, rows in results["variance"].groupby("experiment", sort=False):
        by_size = rows.groupby("qubits")["circuits"].min().to_dict()
        yield f"{name}: {circuits(by_size)}; {_simulated(rows)}"
    yield f"checks of the results: {checks_passed(results)}"


def _simulated(rows: pd.DataFrame) -> str:
    """Which engine and precision simulated which sizes."""
    kinds = rows.groupby(["engine", "precision"], sort=False)["qubits"]
    found = [f"{engine} in {precision} precision to n = {n.max()}" for (engine, precision), n in kinds]
    return ", ".join(found)
