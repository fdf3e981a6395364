"""Whether the samples of an experiment are consistent with the exact theory, with the tables made of them, with
themselves, and with an independent simulation of a few circuits.

The statistical checks compare all sizes and depths at once, each circuit a whole curve, so that the correlations
between depths need no model.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import pandas as pd

from plateaus.checks.check import (
    LEAST_CIRCUITS,
    REDRAWN_TOLERANCE,
    RESAMPLES,
    SINGLE_TOLERANCE,
    Check,
    settled,
    too_few_for_tails,
)
from plateaus.engines import reference
from plateaus.engines.descent import circuit_of
from plateaus.engines.registry import DEFAULT, DOUBLE, SINGLE, engine_of
from plateaus.engines.rounding import ROUNDING, rounding
from plateaus.ensemble.circuits import Circuit, stream
from plateaus.ensemble.gate_circuits import GateCircuit
from plateaus.ensemble.source import Source
from plateaus.statistics.averaging import averaged_square, not_averaged
from plateaus.statistics.intervals import zero_mean_p_values
from plateaus.storage.samples import VALUES, Samples
from plateaus.theory import limits
from plateaus.theory.coverage import NotCovered, require_covered

REDRAWN_QUBITS = 8
"""Largest register of which circuits are simulated again; the smallest size always is."""
COINCIDENCES = 20
"""At most so many rows of a size that equal another one are looked into."""
NEAR_LIMIT = 0.01
"""How near, relatively, the exact variance must be to its limit for the limits by axis to be looked at."""


class Point(Protocol):
    """Circuits of one size: samples, or sums over them."""

    @property
    def source(self) -> Source: ...
    @property
    def qubits(self) -> int: ...
    @property
    def layers(self) -> np.ndarray: ...
    @property
    def precision(self) -> str: ...


def checks(
    samples: Sequence[Samples],
    variance: pd.DataFrame,
    exact: pd.DataFrame,
    *,
    tolerance: float | None,
    again: Sequence[Samples] = (),
) -> list[Check]:
    """Every check of one experiment.

    Parameters
    ----------
    samples : sequence of Samples
        All circuits, one entry a size (and a depth, where depths are drawn independently).
    variance, exact : DataFrame
        Rows of the tables ``variance`` and ``exact_variance`` of the experiment.
    tolerance : float or None
        Relative error asked of the exact variances; None if none were asked for. With it, exact values that are missing
        at a sampled point are a fault, unless the theory does not cover the experiment at that size.
    again : sequence of Samples
        Circuits that the default engine simulated too, one of every size that another engine sampled.
    """
    found = [redrawn(samples), distinct(samples), table_of_variances(samples, variance)]
    if others := [part for part in samples if part.engine != engine_of(DEFAULT, part.source.experiment).name]:
        found.append(other_engines(others, again))
    if tolerance is None:
        return found
    covered = [part for part in samples if is_covered(part)]
    if covered:
        found.append(exact_error(covered, exact, tolerance))
        known = [part for part in covered if not missing_depths(part, exact)]
        found += against_exact(known, exact)
        found += by_axis(known, exact)
    return found


def is_covered(part: Point) -> bool:
    """Whether there is an exact theory of what was sampled."""
    try:
        require_covered(part.source.experiment, part.qubits)
    except NotCovered:
        return False
    return True


def missing_depths(part: Point, exact: pd.DataFrame) -> int:
    """How many of the depths that were sampled are missing in the table of exact moments."""
    return int((~np.isin(part.layers, exact.loc[exact["qubits"] == part.qubits, "layers"])).sum())


def exact_error(samples: Sequence[Point], exact: pd.DataFrame, tolerance: float) -> Check:
    """There is an exact variance at every point of `samples`, and all reach the tolerance asked for.

    Errors of a sampled chain are statistical: they are said, and have no tolerance.
    """
    points = sum(len(part.layers) for part in samples)
    missing = sum(missing_depths(part, exact) for part in samples)
    by_runs = (exact[["standard_error", "e_standard_error"]] > 0).any(axis=1)
    by_runs = by_runs.groupby(exact["qubits"]).transform("any")
    errors = exact[["rel_error", "e_rel_error"]].max(axis=1)
    worst = float(errors[~by_runs].max()) if not by_runs.all() else 0.0
    if missing:
        detail = f"{missing} of {points} sampled points that the theory covers have no exact variance"
    else:
        detail = f"estimated relative error {worst:.1e}, tolerance {tolerance:g}"
        if by_runs.any():
            detail += f"; of sampled chains half an interval of 95 %, at most {errors[by_runs].max():.1e}"
    holds = not missing and worst <= tolerance
    return Check("error of the exact variance", samples[0].source.name, False, float(holds), detail)


def against_exact(samples: Sequence[Samples], exact: pd.DataFrame) -> list[Check]:
    """Means and variances of E and ∂E against the exact ones, all sizes and depths taken together.

    Where (∂E)² may be averaged over θ, so are that average and the moments of ∂²E: its mean is zero and its variance
    that of ∂E. The second moments are taken about the exact means. No point is left out for tails that the samples
    show: whether they look heavy depends on the same circuits, and to keep those that do not is to keep variances that
    came out low. The resampled t-values know of tails, as the found ones do, and keep the level (see the tests), but
    not of tails that so few circuits do not show (`check.too_few_for_tails`): there only means are compared, before the
    plateau.
    """
    samples = [part for part in samples if len(part.circuit) >= LEAST_CIRCUITS]
    if not samples:
        return []
    source = samples[0].source
    groups, points = [], []
    quantities = [("gradient", ""), ("objective", "e_")]
    names = ["mean of the gradient", "variance of the gradient", "mean of E", "variance of E"]
    averaged = not not_averaged(source.experiment)
    if averaged:
        quantities.append(("curvature", ""))  # the mean of ∂E, zero as its own, and its variance
        names += ["mean of the curvature", "variance of the curvature", "averaged variance of the gradient"]
    for part in samples:
        known = exact[exact["qubits"] == part.qubits].set_index("layers").loc[part.layers]
        objective = part.source.experiment.objective
        bound = rounding(objective, part.qubits, part.precision)
        few = too_few_for_tails(len(part.circuit), objective, part.qubits)
        deviations, group, tame = {}, [], np.ones(len(known), dtype=bool)
        for quantity, prefix in quantities:
            variance = known[f"{prefix}variance"].to_numpy()
            seen = variance > bound**2
            unit = np.where(seen, np.sqrt(variance), bound)
            deviation = (getattr(part, quantity) - known[f"{prefix}mean"].to_numpy()) / unit
            deviation[:, ~seen] *= np.abs(deviation[:, ~seen]) > 1  # there rounding is nothing, and all else too much
            deviations[quantity] = deviation
            tame = settled(known, prefix) if few else tame
            group += [deviation, (deviation**2 - seen)[:, tame]]
        if averaged:
            group.append((averaged_square(deviations["gradient"], deviations["curvature"]) - seen)[:, tame])
        groups.append(group)
        points.append([values.shape[1] for values in group])
    generator = stream(source.master_seed, f"checks of {source.name}")
    p_values = zero_mean_p_values(groups, resamples=RESAMPLES, generator=generator)
    return [
        Check(name, source.name, True, p, f"{count} points, {len(samples)} independent groups of circuits")
        for name, p, count in zip(names, p_values, np.sum(points, axis=0), strict=True)
    ]


def by_axis(samples: Sequence[Samples], exact: pd.DataFrame) -> list[Check]:
    """Variances of ∂E by the axis of the differentiated gate against their limits, deep in the plateau.

    For a parameter of the first layer and random axes: X and Z have 3/4, Y has 3/2 of the whole.
    """
    groups = []
    for part in samples:
        experiment = part.source.experiment
        if not experiment.ansatz.is_papers:
            continue
        if experiment.parameter[0] != 1 or experiment.axes != "random" or experiment.entangler == "none":
            continue
        known = exact[(exact["qubits"] == part.qubits) & (exact["layers"] == part.layers[-1])].iloc[0]
        if not abs(known["variance"] / known["limit"] - 1) <= NEAR_LIMIT:  # nor without a limit
            continue
        for axis in range(3):
            gradient = part.gradient[part.axis == axis, -1:]
            if len(gradient) >= LEAST_CIRCUITS:
                groups.append([gradient**2 / limits.gradient_variance(experiment, part.qubits, axis=axis) - 1])
    if not groups:
        return []
    source = samples[0].source
    generator = stream(source.master_seed, f"axes of {source.name}")
    (p_value,) = zero_mean_p_values(groups, resamples=RESAMPLES, generator=generator)
    return [
        Check("variance by axis", source.name, True, p_value, f"{len(groups)} sets of circuits of one size and axis")
    ]


def redrawn(samples: Sequence[Samples]) -> Check:
    """A few recorded circuits, drawn again from their seeds, in an independent dense simulation.

    The only check that sees a global sign, or anything else that leaves the distributions as they are.
    """
    worst, count, holds = 0.0, 0, True
    least = min(part.qubits for part in samples)
    for part in (part for part in samples if part.qubits <= max(REDRAWN_QUBITS, least)):
        experiment = part.source.experiment.at_depth(int(part.layers[-1]), part.qubits)
        objective, noise = str(experiment.objective), experiment.noise.probability
        depths = sorted({0, len(part.layers) // 3, len(part.layers) - 1})
        most = _allowed(part)
        for row in sorted({0, len(part.circuit) // 2, len(part.circuit) - 1}):
            circuit = _drawn_again(part, row)
            for column in depths:
                depth = int(part.layers[column])
                e = reference.expectation(circuit, objective, depth, noise=noise)
                slope = reference.gradient(circuit, objective, experiment.parameter, depth, noise)
                bend = reference.curvature(circuit, objective, experiment.parameter, depth, noise)
                for quantity, expected in zip(VALUES, (e, slope, bend), strict=True):
                    off = abs(getattr(part, quantity)[row, column] - expected)
                    holds &= bool(off < most[quantity][column])
                    worst = max(worst, off)
                count += 1
    detail = f"{count} recorded values of E and its two derivatives, largest difference {worst:.1e}"
    return Check("redrawn circuits", samples[0].source.name, False, float(holds), detail)


def other_engines(samples: Sequence[Samples], again: Sequence[Samples]) -> Check:
    """One circuit of every size that another engine than the default one sampled, simulated by that one too."""
    worst, count, missing = 0.0, 0, {part.qubits for part in samples}
    default = engine_of(DEFAULT, samples[0].source.experiment).name
    for same in (part for part in again if part.engine == default):
        for part in samples:
            rows, columns = np.isin(part.circuit, same.circuit), np.isin(part.layers, same.layers)
            # circuits of independent depths are others at every depth
            if part.qubits != same.qubits or not rows.any() or columns.sum() < len(same.layers):
                continue
            missing.discard(part.qubits)
            for quantity, most in _allowed(part).items():
                off = np.abs(getattr(part, quantity)[rows][:, columns] - getattr(same, quantity))
                worst = max(worst, (off / most[columns]).max())
            count += same.objective.size
    detail = f"{count} recorded values of E and its two derivatives, largest difference {worst:.1e} of what is allowed"
    if missing:
        detail = f"no circuit of {', '.join(map(str, sorted(missing)))} qubits was simulated again; {detail}"
    return Check("other engines", samples[0].source.name, False, float(not missing and worst < 1), detail)


def _allowed(part: Samples) -> dict[str, np.ndarray]:
    """How far E and its derivatives in a circuit may be from those in another simulation, at every depth."""
    bound = rounding(part.source.experiment.objective, part.qubits, part.precision)
    values = {quantity: getattr(part, quantity) for quantity in VALUES}
    return {q: allowed(part.precision, v.mean(axis=0), v.std(axis=0), bound) for q, v in values.items()}


def allowed(precision: str, mean: np.ndarray, spread: np.ndarray, bound: float) -> np.ndarray:
    """How far a value may be from that of another simulation, where circuits have such a mean and spread.

    In single precision that is a part of the spread over the circuits, whatever the size, and a part of the mean, in
    which the norm of a state shows; and where all circuits agree but for rounding, that.
    """
    if precision == DOUBLE:
        return np.full(np.shape(mean), REDRAWN_TOLERANCE)
    return np.where(spread > bound, SINGLE_TOLERANCE * spread + ROUNDING[SINGLE] * np.abs(mean), bound)


def _drawn_again(part: Samples, row: int) -> Circuit | GateCircuit:
    """The circuit of a row of samples, from its seed."""
    return circuit_of(part.source, qubits=part.qubits, index=int(part.circuit[row]), layers=int(part.layers[-1]))


def distinct(samples: Sequence[Samples]) -> Check:
    """No circuit appears twice: reused seeds would make errors look smaller than they are.

    Shallow circuits may agree by chance, for their values do not depend on every angle. So where all of E and ∂E of
    two rows agree, their seeds must give two circuits, and an independent simulation of both must agree as well.
    """
    twice, rows = 0, 0
    for part in samples:
        experiment = part.source.experiment
        objective, noise = str(experiment.objective), experiment.noise.probability
        rows += len(part.circuit)
        values = np.hstack([part.objective, part.gradient])
        _, first, place = np.unique(values, axis=0, return_index=True, return_inverse=True)
        again = np.flatnonzero(first[place.ravel()] != np.arange(len(values)))
        for row in again[:COINCIDENCES]:
            one, other = (_drawn_again(part, r) for r in (int(first[place.ravel()[row]]), int(row)))
            same_seed = np.array_equal(one.angles, other.angles)
            depth = int(part.layers[-1])
            e = [reference.expectation(circuit, objective, depth, noise=noise) for circuit in (one, other)]
            twice += same_seed or abs(e[0] - e[1]) > REDRAWN_TOLERANCE
    detail = f"{rows} circuits, {twice} of them again"
    return Check("distinct circuits", samples[0].source.name, False, float(twice == 0), detail)


def table_of_variances(samples: Sequence[Samples], table: pd.DataFrame) -> Check:
    """The table's means and variances are those of the samples, the one averaged over θ where there is one."""
    worst = 0.0
    for part in samples:
        rows = table[table["qubits"] == part.qubits].set_index("layers").loc[part.layers]
        bound = rounding(part.source.experiment.objective, part.qubits, part.precision)
        for prefix, values in (("", part.gradient), ("e_", part.objective)):
            # values within rounding of each other are equal, and differences of that size nothing
            variance = np.where(np.ptp(values, axis=0) <= bound, 0.0, values.var(axis=0, ddof=1))
            scale = np.where(variance > 0, variance, 1.0)
            off = np.abs(rows[f"{prefix}variance"] - variance) / scale
            shift = np.abs(rows[f"{prefix}mean"] - values.mean(axis=0)) / np.sqrt(scale)
            worst = max(worst, off.max(), shift.max())
        averaged = rows["averaged_variance"]
        if not_averaged(part.source.experiment):
            off = averaged.isna().map({True: 0.0, False: np.inf})
        else:
            squares = averaged_square(part.gradient, part.curvature)
            mean = np.where(squares.max(axis=0) <= bound**2, 0.0, squares.mean(axis=0))
            off = (np.abs(averaged - mean) / np.where(mean > 0, mean, 1.0)).fillna(np.inf)
        worst = max(worst, off.max())
    detail = f"largest relative difference {worst:.1e}"
    return Check("table of variances", samples[0].source.name, False, float(worst < 1e-6), detail)
