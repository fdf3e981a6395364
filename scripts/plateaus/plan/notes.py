"""What is worth knowing before a run, though nothing is wrong with its configuration.

A run begins with these sentences.
"""

from __future__ import annotations

from plateaus.plan.study import Plan
from plateaus.statistics.spans import NEEDED, can_tell


def notes(plan: Plan) -> list[str]:
    """Sentences: which experiments have sizes that can never tell how their variance falls."""
    blind = []
    for study in plan.studies.values():
        sizes = sorted({*study.qubits, *(study.exact.qubits if study.exact else ())})
        if not can_tell(sizes[0], sizes[-1], len(sizes)):
            blind.append(study.name)
    if not blind:
        return []
    named = ", ".join(blind)
    return [f"sizes that cannot tell an exponential fall of the variance from a power, of {named}: {NEEDED}"]
