"""Whether a run agrees with landed circuits: value by value where both drew the same, else as samples of one law.

The same experiment under the same name and master seed *is* the same circuits, whatever engine and machine: they agree
to rounding or something is wrong. Circuits of another name or seed are other samples of the law, if it is the same, and
then one p-value says whether all their means and variances could be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from plateaus.checks.check import LEAST_CIRCUITS
from plateaus.checks.experiment import allowed
from plateaus.engines.registry import DOUBLE, SINGLE
from plateaus.ensemble.same_law import same_law
from plateaus.statistics.joint import difference_scores, p_value
from plateaus.statistics.landed import bound, means, moments, squares
from plateaus.storage.landed import Landed, Made, at_depths, landed, some_circuits, sums_of, with_depths
from plateaus.storage.samples import VALUES, Samples

LEVEL = 0.01
"""Probability that samples of one law are said to differ."""
COMPARED = ("gradient", "objective")


@dataclass(frozen=True)
class Comparison:
    """What came of comparing two experiments.

    Attributes
    ----------
    how : str
        ``the same circuits``, ``other circuits of the same law``, or ``not compared``.
    agrees : bool or None
        None where there was nothing to compare.
    detail : str
        What was compared, with its numbers.
    """

    how: str
    agrees: bool | None
    detail: str


def compared(samples: Sequence[Samples], reference: Sequence[Landed]) -> Comparison:
    """Compare an experiment of a run with one of a folder of landed circuits.

    Parameters
    ----------
    samples : sequence of Samples
        All circuits of one experiment of the run, one entry a size (and a depth, where depths are independent).
    reference : sequence of Landed
        Those of one experiment of the folder.
    """
    ours, theirs = samples[0].source, reference[0].source
    if ours == theirs:
        return _same_circuits(samples, reference)
    sizes = {part.qubits for part in samples} & {part.qubits for part in reference}
    if not all(same_law(ours.experiment, theirs.experiment, n) for n in sizes):
        return Comparison("not compared", None, "another law")
    if (ours.name, ours.master_seed) == (theirs.name, theirs.master_seed):
        return Comparison(
            "not compared", None, "made of the same random numbers, but by other words: neither equal nor independent"
        )
    return _other_circuits(samples, reference)


def _pairs(samples: Sequence[Samples], reference: Sequence[Landed]) -> list[tuple[Samples, Landed]]:
    """Parts of one size, both at the depths that both have."""
    found = []
    for part in samples:
        for other in reference:
            layers = np.intersect1d(part.layers, other.layers).tolist()
            deepest = part.layers[-1] == other.layers[-1] or not part.source.independent
            if part.qubits == other.qubits and layers and deepest:
                found.append((at_depths(part, layers), with_depths(other, layers)))
    return found


def _same_circuits(samples: Sequence[Samples], reference: Sequence[Landed]) -> Comparison:
    """Sums over the same circuits, and single ones value by value, to rounding in the lower of both precisions."""
    worst, in_sums, alone = 0.0, 0, 0
    for part, other in _pairs(samples, reference):
        precision = SINGLE if SINGLE in (part.precision, other.precision) else DOUBLE
        of = {name: moments(other, name) for name in VALUES}
        most = {name: allowed(precision, m.mean, np.sqrt(m.variance), bound(other)) for name, m in of.items()}
        for block in other.blocks:
            rows = (part.circuit >= block.first) & (part.circuit < block.first + block.circuits)
            first = part.circuit == block.first
            if first.any():
                alone += 1
                for name in VALUES:
                    off = np.abs(getattr(part, name)[first][0] - block.sums[f"{name}_first"])
                    worst = max(worst, float((off / most[name]).max()))
            if rows.sum() == block.circuits:
                in_sums += block.circuits
                sums = sums_of(some_circuits(part, rows))
                for name in VALUES:
                    mean, square = (
                        np.abs(sums[f"{name}_{p}"] - block.sums[f"{name}_{p}"]) / block.circuits for p in (1, 2)
                    )
                    size = np.sqrt(block.sums[f"{name}_2"] / block.circuits)
                    # a square changes by twice the value times the change
                    of_square = most[name] * (2 * size + most[name])
                    worst = max(worst, float((mean / most[name]).max()), float((square / of_square).max()))
    if not alone and not in_sums:
        return Comparison("not compared", None, "the same circuits, but none of the same number, size and depth")
    detail = f"{alone} one by one and {in_sums} in sums, largest difference {worst:.2g} of what rounding may do"
    return Comparison("the same circuits", worst <= 1, detail)


def _other_circuits(samples: Sequence[Samples], reference: Sequence[Landed]) -> Comparison:
    """One p-value for means and mean squares of E and ∂E at all sizes and depths: four times the least of the four."""
    how = "other circuits of the same law"
    made = Made(0, 0, {}, "")
    pairs = [
        (landed(part, part.layers.tolist(), made), other)
        for part, other in _pairs(samples, reference)
        if min(len(part.circuit), other.circuits) >= LEAST_CIRCUITS
    ]
    if not pairs:
        return Comparison("not compared", None, f"{how}, but no size of {LEAST_CIRCUITS} of them or more in both")
    found = {
        f"{what} of {name}": p_value([difference_scores(of(one, name), of(other, name)) for one, other in pairs])
        for name in COMPARED
        for what, of in (("mean", means), ("mean square", squares))
    }
    p = min(1.0, len(found) * min(found.values()))
    points = sum(len(one.layers) for one, _ in pairs)
    sizes = ", ".join(str(one.qubits) for one, _ in pairs)
    detail = (
        f"p = {p:.2g} for {points} points at {sizes} qubits ({min(found, key=lambda what: found[what])} differs most)"
    )
    return Comparison(how, p > LEVEL, detail)
