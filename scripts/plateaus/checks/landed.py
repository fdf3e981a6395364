"""Whether landed circuits are consistent with the exact theory, with the tables made of them and with an independent
simulation of a few of them.

The same questions as `checks.experiment` asks of samples, answered from sums over circuits. There are no circuits to
resample: how the depths of a curve hang together is known from the products of two depths, and tails too heavy for that
are left out by what the theory says, never by what the circuits show.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from plateaus.checks.check import LEAST_CIRCUITS, REDRAWN_TOLERANCE, Check
from plateaus.checks.experiment import NEAR_LIMIT, REDRAWN_QUBITS, exact_error, is_covered, missing_depths
from plateaus.engines import reference
from plateaus.engines.descent import first_circuit
from plateaus.ensemble.objectives import Projector
from plateaus.statistics.joint import Means, mean_scores, p_value, square_scores
from plateaus.statistics.landed import bound, means, moments, squares
from plateaus.storage.landed import AXES, Landed
from plateaus.theory import limits

SETTLED = 2.0
"""Squares of a projector's values are held against the theory where their variance is within this of its limit."""
REDRAWN_BLOCKS = 3


def checks(
    found: Sequence[Landed], variance: pd.DataFrame, exact: pd.DataFrame, *, tolerance: float | None
) -> list[Check]:
    """Every check of one experiment; parameters as of `checks.experiment.checks`."""
    results = [redrawn(found), distinct(found), table_of_variances(found, variance)]
    covered = [part for part in found if is_covered(part)]
    if tolerance is None or not covered:
        return results
    known = [part for part in covered if not missing_depths(part, exact)]
    return [*results, exact_error(covered, exact, tolerance), *against_exact(known, exact), *by_axis(known, exact)]


def redrawn(found: Sequence[Landed]) -> Check:
    """The first circuits of some blocks, drawn again from their seeds, in an independent dense simulation."""
    worst, count = 0.0, 0
    least = min(part.qubits for part in found)
    for part in (part for part in found if part.qubits <= max(REDRAWN_QUBITS, least)):
        experiment, last = part.source.experiment, len(part.layers) - 1
        objective, noise = str(experiment.objective), experiment.noise.probability
        for block in part.blocks[:REDRAWN_BLOCKS]:
            circuit = first_circuit(part.source, qubits=part.qubits, index=block.first, layers=int(part.layers[-1]))
            for column in sorted({0, last // 3, last}):
                depth = int(part.layers[column])
                e = reference.expectation(circuit, objective, depth, noise=noise)
                slope = reference.gradient(circuit, objective, experiment.parameter, depth, noise)
                here = {"objective": e, "gradient": slope}
                worst = max(worst, *(abs(block.sums[f"{name}_first"][column] - v) for name, v in here.items()))
                count += len(here)
    detail = f"{count} landed values of E and its gradient, largest difference {worst:.1e}"
    return Check("redrawn circuits", found[0].source.name, False, float(worst < REDRAWN_TOLERANCE), detail)


def distinct(found: Sequence[Landed]) -> Check:
    """No circuit is there twice: under one number never; values that agree have seeds that give two circuits."""
    twice, circuits = 0, 0
    for part in found:
        numbers = [number for block in part.blocks for number in range(block.first, block.first + block.circuits)]
        digests = np.concatenate([block.digests for block in part.blocks])
        twice += len(numbers) - len(set(numbers))
        circuits += len(numbers)
        _, first, place = np.unique(digests, return_index=True, return_inverse=True)
        for row in np.flatnonzero(first[place] != np.arange(len(digests))):
            one, other = (
                first_circuit(part.source, qubits=part.qubits, index=numbers[r], layers=int(part.layers[-1])).angles
                for r in (first[place][row], row)
            )
            twice += np.array_equal(one, other)
    detail = f"{circuits} circuits, {twice} of them again"
    return Check("distinct circuits", found[0].source.name, False, float(twice == 0), detail)


def table_of_variances(found: Sequence[Landed], table: pd.DataFrame) -> Check:
    """The table's means and variances are those of the landed circuits."""
    worst = 0.0
    for part in found:
        rows = table[table["qubits"] == part.qubits].set_index("layers").loc[part.layers]
        count, sums = part.circuits, part.sums
        for prefix, name in (("", "gradient"), ("e_", "objective")):
            mean = sums[f"{name}_1"] / count
            apart = sums[f"{name}_most"] - sums[f"{name}_least"] > bound(part)
            variance = np.where(apart, (sums[f"{name}_2"] - count * mean**2) / (count - 1), 0.0)
            scale = np.where(variance > 0, variance, 1.0)
            off = np.abs(rows[f"{prefix}variance"] - variance) / scale
            shift = np.abs(rows[f"{prefix}mean"] - mean) / np.sqrt(scale)
            worst = max(worst, off.max(), shift.max())
    detail = f"largest relative difference {worst:.1e}"
    return Check("table of variances", found[0].source.name, False, float(worst < 1e-6), detail)


def against_exact(found: Sequence[Landed], exact: pd.DataFrame) -> list[Check]:
    """Means and mean squares of E and ∂E against the exact ones, all sizes and depths taken together."""
    found = [part for part in found if part.circuits >= LEAST_CIRCUITS]
    if not found:
        return []
    results = []
    for prefix, quantity, words in (("", "gradient", "the gradient"), ("e_", "objective", "E")):
        of_means, of_squares, constant = [], [], True
        for part in found:
            known = exact[exact["qubits"] == part.qubits].set_index("layers").loc[part.layers]
            mean, variance = known[f"{prefix}mean"].to_numpy(), known[f"{prefix}variance"].to_numpy()
            seen = variance > bound(part) ** 2
            sums = part.sums
            far = np.maximum(sums[f"{quantity}_most"] - mean, mean - sums[f"{quantity}_least"])
            constant &= bool((far[~seen] <= bound(part)).all())
            varies = moments(part, quantity).variance > 0
            constant &= bool(varies[seen].all())
            of_means.append(mean_scores(means(part, quantity), mean, np.where(seen, variance, 0.0)))
            tame = seen & ~(_heavy(part) & ~(variance <= SETTLED * known[f"{prefix}limit"].to_numpy()))
            of_squares.append(square_scores(squares(part, quantity), np.where(tame, variance + mean**2, 0.0)))
        for what, groups in (("mean", of_means), ("variance", of_squares)):
            points = sum(len(z) for z, _ in groups)
            p = p_value(groups) if constant else 0.0
            detail = f"{points} points, {len(found)} independent groups of circuits, from sums"
            results.append(Check(f"{what} of {words}", found[0].source.name, True, p, detail))
    return results


def _heavy(part: Landed) -> bool:
    """Whether tails are heavy on the way to the plateau: products of many factors, as a projector's values are."""
    return isinstance(part.source.experiment.objective, Projector)


def by_axis(found: Sequence[Landed], exact: pd.DataFrame) -> list[Check]:
    """Variances of ∂E by the axis of the differentiated gate against their limits, deep in the plateau."""
    groups = []
    for part in found:
        experiment = part.source.experiment
        if experiment.parameter[0] != 1 or experiment.axes != "random" or experiment.entangler == "none":
            continue
        known = exact[(exact["qubits"] == part.qubits) & (exact["layers"] == part.layers[-1])].iloc[0]
        if not abs(known["variance"] / known["limit"] - 1) <= NEAR_LIMIT:  # nor without a limit
            continue
        for place, axis in enumerate(AXES):
            circuits, second, fourth = (part.sums[f"{axis}_{what}"][-1:] for what in ("circuits", "2", "4"))
            if circuits[0] >= LEAST_CIRCUITS:
                mean, square = second / circuits, fourth / circuits
                found_here = Means(int(circuits[0]), mean, square - mean**2, square[None])
                limit = limits.gradient_variance(experiment, part.qubits, axis=place)
                groups.append(square_scores(found_here, np.array([limit])))
    if not groups:
        return []
    detail = f"{len(groups)} sets of circuits of one size and axis, from sums"
    return [Check("variance by axis", found[0].source.name, True, p_value(groups), detail)]
