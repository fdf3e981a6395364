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

from plateaus.checks.check import LEAST_CIRCUITS, Check, settled
from plateaus.checks.experiment import NEAR_LIMIT, REDRAWN_QUBITS, allowed, exact_error, is_covered, missing_depths
from plateaus.engines import reference
from plateaus.engines.descent import first_circuit
from plateaus.ensemble.objectives import Projector
from plateaus.statistics.averaging import not_averaged
from plateaus.statistics.joint import Means, Scores, mean_scores, p_value, square_scores
from plateaus.statistics.landed import bound, means, moments, squares
from plateaus.storage.landed import AXES, Landed
from plateaus.storage.samples import VALUES
from plateaus.theory import limits

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
    worst, count, holds = 0.0, 0, True
    least = min(part.qubits for part in found)
    for part in (part for part in found if part.qubits <= max(REDRAWN_QUBITS, least)):
        experiment, last = part.source.experiment, len(part.layers) - 1
        objective, noise = str(experiment.objective), experiment.noise.probability
        of = {name: moments(part, name) for name in VALUES}
        most = {name: allowed(part.precision, m.mean, np.sqrt(m.variance), bound(part)) for name, m in of.items()}
        for block in part.blocks[:REDRAWN_BLOCKS]:
            circuit = first_circuit(part.source, qubits=part.qubits, index=block.first, layers=int(part.layers[-1]))
            for column in sorted({0, last // 3, last}):
                depth = int(part.layers[column])
                e = reference.expectation(circuit, objective, depth, noise=noise)
                slope = reference.gradient(circuit, objective, experiment.parameter, depth, noise)
                bend = reference.curvature(circuit, objective, experiment.parameter, depth, noise)
                for name, expected in zip(VALUES, (e, slope, bend), strict=True):
                    off = abs(block.sums[f"{name}_first"][column] - expected)
                    holds &= bool(off < most[name][column])
                    worst = max(worst, off)
                count += 1
    detail = f"{count} landed values of E and its two derivatives, largest difference {worst:.1e}"
    return Check("redrawn circuits", found[0].source.name, False, float(holds), detail)


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
        averaged = rows["averaged_variance"]
        if not_averaged(part.source.experiment):
            off = averaged.isna().map({True: 0.0, False: np.inf})
        else:
            mean = np.where(sums["averaged_most"] <= bound(part) ** 2, 0.0, sums["averaged_1"] / count)
            off = (np.abs(averaged - mean) / np.where(mean > 0, mean, 1.0)).fillna(np.inf)
        worst = max(worst, off.max())
    detail = f"largest relative difference {worst:.1e}"
    return Check("table of variances", found[0].source.name, False, float(worst < 1e-6), detail)


def against_exact(found: Sequence[Landed], exact: pd.DataFrame) -> list[Check]:
    """Means and mean squares of E and its derivatives against the exact ones, all sizes and depths taken together.

    Those of ∂²E, and the average of (∂E)² over θ, where that may be averaged, as in `checks.experiment`.
    """
    found = [part for part in found if part.circuits >= LEAST_CIRCUITS]
    if not found:
        return []
    name, known = found[0].source.name, [_at_depths(part, exact) for part in found]
    quantities = [("gradient", "", "the gradient"), ("objective", "e_", "E")]
    averaged = not not_averaged(found[0].source.experiment)
    if averaged:
        quantities.append(("curvature", "", "the curvature"))
    results = []
    for quantity, prefix, words in quantities:
        of_means, of_squares, healthy = [], [], True
        for part, rows in zip(found, known, strict=True):
            mean, variance = rows[f"{prefix}mean"].to_numpy(), rows[f"{prefix}variance"].to_numpy()
            seen = variance > bound(part) ** 2
            far = np.maximum(part.sums[f"{quantity}_most"] - mean, mean - part.sums[f"{quantity}_least"])
            # what the theory says is constant is, and all else varies
            healthy &= bool((far[~seen] <= bound(part)).all() and (moments(part, quantity).variance[seen] > 0).all())
            of_means.append(mean_scores(means(part, quantity), mean, np.where(seen, variance, 0.0)))
            tame = seen & _tame(part, rows, prefix)
            of_squares.append(square_scores(squares(part, quantity), np.where(tame, variance + mean**2, 0.0)))
        for what, groups in (("mean", of_means), ("variance", of_squares)):
            results.append(_check(f"{what} of {words}", name, groups, healthy))
    if averaged:
        of_averages = []
        for part, rows in zip(found, known, strict=True):
            variance = rows["variance"].to_numpy()
            tame = (variance > bound(part) ** 2) & _tame(part, rows, "")
            of_averages.append(square_scores(means(part, "averaged"), np.where(tame, variance, 0.0)))
        results.append(_check("averaged variance of the gradient", name, of_averages, True))
    return results


def _at_depths(part: Landed, exact: pd.DataFrame) -> pd.DataFrame:
    """The exact moments at the depths that were kept."""
    return exact[exact["qubits"] == part.qubits].set_index("layers").loc[part.layers]


def _check(what: str, name: str, groups: Sequence[Scores], healthy: bool) -> Check:
    points = sum(len(z) for z, _ in groups)
    detail = f"{points} points, {len(groups)} independent groups of circuits, from sums"
    return Check(what, name, True, p_value(groups) if healthy else 0.0, detail)


def _tame(part: Landed, exact: pd.DataFrame, prefix: str) -> np.ndarray:
    """At which depths the squares of values have no tails too heavy for their sums.

    All but those of a projector on the way to the plateau: there its values are products of many factors.
    """
    if not isinstance(part.source.experiment.objective, Projector):
        return np.ones(len(part.layers), dtype=bool)
    return settled(exact, prefix)


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
