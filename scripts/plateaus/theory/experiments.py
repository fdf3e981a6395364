"""What only numbers show about the experiments of a configuration, checked before anything is computed.

Planning holds a configuration against rules of words and whole numbers. Two more things can be wrong: the exact theory
is asked for and does not cover an experiment, or a gradient is zero in every circuit. `examine` looks at both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plateaus.ensemble.depths import format_depths, parse_depths
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source
from plateaus.theory.coverage import NotCovered, require_covered
from plateaus.theory.vanishing import zero_gradient


def examine(name: str, entry: Mapping[str, Any]) -> tuple[list[str], str]:
    """Check one experiment.

    Parameters
    ----------
    name : str
    entry : mapping
        As `plan.record.resolved` has it: ``source``, words; ``qubits``, sizes that are sampled, if any; ``layers``,
        depths that are recorded, as text; ``exact``, None or a mapping with ``qubits`` and with ``asked``, whether the
        configuration itself asks for exact curves.

    Returns
    -------
    errors : list of str
        What is wrong, a line each: the key, the bad value, what is allowed.
    looked_at : str
        What was looked at, and found, in one line.
    """
    experiment = Source.from_words(entry["source"]).experiment
    depths = parse_depths(entry["layers"]) if entry["qubits"] else ()
    reasons = [reason for n in entry["qubits"] if (reason := zero_gradient(experiment, n, depths))]
    errors = [f"experiments.{name}.{reason}" for reason in dict.fromkeys(reasons)]
    gradient = (
        f"{'zero' if reasons else 'not identically zero'} at {format_depths(entry['qubits'])} qubits"
        if entry["qubits"]
        else "not sampled"
    )
    exact = "not asked for"
    if entry["exact"]:
        refusal = _refusal(experiment, entry["exact"]["qubits"], entry["exact"]["method"])
        exact = refusal or f"covers {format_depths(entry['exact']['qubits'])} qubits"
        if refusal and entry["exact"]["asked"]:
            errors.append(f"experiments.{name}.exact: {refusal}; leave the key out, or none")
    return errors, f"{name}: gradient {gradient}; exact theory: {exact}"


def _refusal(experiment: Experiment, sizes: list[int], method: str) -> str:
    """Why the exact theory does not cover an experiment at the largest of its sizes; empty if it does."""
    try:
        require_covered(experiment)
        if experiment.objective.least_qubits <= sizes[0]:
            require_covered(experiment, sizes[-1], method)
    except NotCovered as reason:
        return str(reason)
    return ""
