"""Whether built results are consistent with the exact theory, with themselves, and with an independent simulation.

Statistical checks give a p-value each; the whole run has one level α, shared equally among them (Bonferroni). The
others either hold or do not, and have p = 1 or 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from . import dense, limits
from .ensemble import Circuit, draw_circuit, stream
from .experiment import Experiment
from .files import Samples
from .statistics import Moments, zero_mean_p_values
from .training import prepared

ALPHA = 0.01
"""Probability that a run without any fault fails a statistical check (for up to 50 of them; see `threshold`)."""

RESAMPLES = 4999
REDRAWN_QUBITS = 8
"""Largest register of which circuits are simulated again; the smallest size always is."""
LEAST_CIRCUITS = 100
"""Fewer circuits of a size are not held against the theory: a bootstrap of so few has more than its level."""
REDRAWN_TOLERANCE = 1e-10
COINCIDENCES = 20
"""At most so many rows of a size that equal another one are looked into."""
NEAR_LIMIT = 0.01
"""How near, relatively, the exact variance must be to its limit for the limits by axis to be looked at."""


@dataclass(frozen=True)
class Check:
    """The outcome of one check.

    Attributes
    ----------
    name, experiment : str
    statistical : bool
        Whether `p_value` is a probability, to be held against the level; else it is 1 (holds) or 0.
    p_value : float
    detail : str
        What was compared, with its numbers.
    """

    name: str
    experiment: str
    statistical: bool
    p_value: float
    detail: str


def threshold(statistical: int) -> float:
    """The p-value below or at which one of so many statistical checks fails.

    An equal share of `ALPHA`, but never less than the smallest p-value that `RESAMPLES` can give: with more than
    ALPHA·(RESAMPLES + 1) checks the level of the run grows instead of the checks becoming unable to fail.
    """
    return max(ALPHA / max(1, statistical), 1 / (RESAMPLES + 1))


def against_exact(samples: Sequence[Samples], exact: pd.DataFrame, master_seed: int) -> list[Check]:
    """Means and variances of E and ∂E against the exact ones, all sizes and depths taken together.

    The second moments are taken about the exact means. A variance is left out where its tails are too heavy for the
    number of circuits (see `Moments.reliable`): there a bootstrap has not seen them either.
    """
    samples = [part for part in samples if len(part.circuit) >= LEAST_CIRCUITS]
    if not samples:
        return []
    name = samples[0].source["experiment"]
    columns = ("mean", "variance", "e_mean", "e_variance")
    groups, used = [], dict.fromkeys(columns, 0)
    for part in samples:
        known = exact[exact["qubits"] == int(part.source["qubits"])].set_index("layers").loc[part.layers]
        group = []
        for prefix, values in (("", part.gradient), ("e_", part.objective)):
            variance = known[f"{prefix}variance"].to_numpy()
            unit = np.sqrt(np.where(variance > 0, variance, 1.0))
            deviation = (values - known[f"{prefix}mean"].to_numpy()) / unit
            moments = Moments.of(values)
            looked_at = moments.reliable | (moments.variance <= 1e-9 * unit**2)
            group += [deviation, (deviation**2 - variance / unit**2)[:, looked_at]]
        used = {column: used[column] + array.shape[1] for column, array in zip(columns, group, strict=True)}
        groups.append(group)
    generator = stream(master_seed, f"checks of {name}")
    p_values = zero_mean_p_values(groups, resamples=RESAMPLES, generator=generator)
    words = ("mean of the gradient", "variance of the gradient", "mean of E", "variance of E")
    return [
        Check(word, name, True, p, f"{used[column]} points, {len(samples)} independent groups of circuits")
        for word, column, p in zip(words, columns, p_values, strict=True)
    ]


def by_axis(samples: Sequence[Samples], exact: pd.DataFrame, experiment: Experiment, master_seed: int) -> list[Check]:
    """Variances of ∂E by the axis of the differentiated gate against their limits, deep in the plateau.

    For a parameter of the first layer and random axes: X and Z have 3/4, Y has 3/2 of the whole.
    """
    if experiment.parameter[0] != 1 or experiment.axes != "random" or experiment.entangler == "none":
        return []
    groups = []
    for part in samples:
        n, deepest = int(part.source["qubits"]), part.layers[-1]
        known = exact[(exact["qubits"] == n) & (exact["layers"] == deepest)].iloc[0]
        if abs(known["variance"] / known["haar_variance"] - 1) > NEAR_LIMIT:
            continue
        for axis in range(3):
            gradient = part.gradient[part.axis == axis, -1:]
            if len(gradient) >= LEAST_CIRCUITS and Moments.of(gradient).reliable.all():
                groups.append([gradient**2 / limits.gradient_variance(experiment, n, axis=axis) - 1])
    if not groups:
        return []
    name = samples[0].source["experiment"]
    generator = stream(master_seed, f"axes of {name}")
    (p_value,) = zero_mean_p_values(groups, resamples=RESAMPLES, generator=generator)
    return [Check("variance by axis", name, True, p_value, f"{len(groups)} sets of circuits of one size and axis")]


def redrawn(samples: Sequence[Samples], experiment: Experiment) -> Check:
    """A few recorded circuits, drawn again from their seeds, in an independent dense simulation.

    The only check that sees a global sign, or anything else that leaves the distributions as they are.
    """
    worst, count = 0.0, 0
    least = min(int(part.source["qubits"]) for part in samples)
    for part in (part for part in samples if int(part.source["qubits"]) <= max(REDRAWN_QUBITS, least)):
        depths = sorted({0, len(part.layers) // 3, len(part.layers) - 1})
        for row in sorted({0, len(part.circuit) // 2, len(part.circuit) - 1}):
            circuit = _drawn_again(part, row, experiment)
            for column in depths:
                depth, objective = int(part.layers[column]), str(experiment.objective)
                noise = experiment.noise.probability
                e = dense.expectation(circuit, objective, depth, noise=noise)
                slope = dense.gradient(circuit, objective, experiment.parameter, depth, noise)
                worst = max(worst, abs(part.objective[row, column] - e), abs(part.gradient[row, column] - slope))
                count += 1
    detail = f"{count} recorded values of E and its gradient, largest difference {worst:.1e}"
    return Check("redrawn circuits", samples[0].source["experiment"], False, float(worst < REDRAWN_TOLERANCE), detail)


def _drawn_again(part: Samples, row: int, experiment: Experiment) -> Circuit:
    """The circuit of a row of samples, from its seed."""
    drawn = draw_circuit(
        experiment,
        master_seed=int(part.source["master_seed"]),
        name=part.source["experiment"],
        qubits=int(part.source["qubits"]),
        index=int(part.circuit[row]),
        layers=int(part.layers[-1]),
        own_stream=part.source["depths"] == "independent",
    )
    return prepared(drawn, experiment)


def distinct(samples: Sequence[Samples], experiment: Experiment) -> Check:
    """No circuit appears twice: reused seeds would make errors look smaller than they are.

    Shallow circuits may agree by chance, for their values do not depend on every angle. So where all of E and ∂E of
    two rows agree, their seeds must give two circuits, and an independent simulation of both must agree as well.
    """
    twice, rows = 0, 0
    for part in samples:
        rows += len(part.circuit)
        values = np.hstack([part.objective, part.gradient])
        _, first, place = np.unique(values, axis=0, return_index=True, return_inverse=True)
        again = np.flatnonzero(first[place.ravel()] != np.arange(len(values)))
        for row in again[:COINCIDENCES]:
            one, other = (_drawn_again(part, r, experiment) for r in (int(first[place.ravel()[row]]), int(row)))
            same_seed = np.array_equal(one.angles, other.angles)
            depth, objective = int(part.layers[-1]), str(experiment.objective)
            noise = experiment.noise.probability
            e = [dense.expectation(circuit, objective, depth, noise=noise) for circuit in (one, other)]
            twice += same_seed or abs(e[0] - e[1]) > REDRAWN_TOLERANCE
    detail = f"{rows} circuits, {twice} of them again"
    return Check("distinct circuits", samples[0].source["experiment"], False, float(twice == 0), detail)


def table_of_variances(samples: Sequence[Samples], table: pd.DataFrame) -> Check:
    """The table's means and variances are those of the samples."""
    worst = 0.0
    for part in samples:
        rows = table[table["qubits"] == int(part.source["qubits"])].set_index("layers").loc[part.layers]
        for prefix, values in (("", part.gradient), ("e_", part.objective)):
            scale = values.var(axis=0, ddof=1) + 1e-300
            off = np.abs(rows[f"{prefix}variance"] - values.var(axis=0, ddof=1)) / scale
            shift = np.abs(rows[f"{prefix}mean"] - values.mean(axis=0)) / np.sqrt(scale)
            worst = max(worst, off.max(), shift.max())
    detail = f"largest relative difference {worst:.1e}"
    return Check("table of variances", samples[0].source["experiment"], False, float(worst < 1e-6), detail)


def exact_error(exact: pd.DataFrame, tolerance: float) -> Check:
    """The exact variances reach the tolerance that the configuration asks for."""
    worst = float(exact[["rel_error", "e_rel_error"]].max().max())
    detail = f"estimated relative error {worst:.1e}, tolerance {tolerance:g}"
    return Check("error of the exact variance", exact["experiment"].iloc[0], False, float(worst <= tolerance), detail)


def all_checks(
    samples: Sequence[Samples],
    table: pd.DataFrame,
    exact: pd.DataFrame,
    *,
    experiment: Experiment,
    tolerance: float | None,
) -> list[Check]:
    """Every check of one experiment.

    Parameters
    ----------
    samples : sequence of Samples
        All circuits, one entry a size (and a depth, where depths are drawn independently).
    table, exact : DataFrame
        Rows of ``variance.csv`` and ``exact_variance.csv`` of the experiment; `exact` is empty where the theory does
        not cover it.
    experiment : Experiment
    tolerance : float or None
        Relative error asked of the exact variances.
    """
    found = [redrawn(samples, experiment), distinct(samples, experiment), table_of_variances(samples, table)]
    if tolerance is not None:
        master_seed = int(samples[0].source["master_seed"])
        found.append(exact_error(exact, tolerance))
        found += against_exact(samples, exact, master_seed)
        found += by_axis(samples, exact, experiment, master_seed)
    return found
