"""The table of gradients from measurements: their errors, and how many measurements a useful one takes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from plateaus.ensemble.experiment import Experiment
from plateaus.probes.kind import outcomes_are_signs
from plateaus.probes.shots.kind import KIND
from plateaus.probes.tabulating import Tables, interval, of_points
from plateaus.statistics.shots import shots_for_the_sign
from plateaus.storage.columns import Column
from plateaus.storage.tables import read_tables

CAPTION = """
Gradients from measurements by the parameter-shift rule: mean squared error over its prediction, how often the sign is
right, and the measurements after which the root mean square error is a half or a tenth of the root mean square
gradient, measured and predicted; 95 % intervals.
"""


def _enough(name: str, error: str) -> tuple[Column, ...]:
    return (
        Column(f"shots_{name}", "number", f"measurements for a root mean square error of {error}, from the errors"),
        *interval(f"shots_{name}", "that number"),
        Column(f"shots_{name}_predicted", "number", "the same from the variances predicted for these circuits"),
    )


HALF = "half the root mean square gradient (its sign is known at 2 σ)"
TENTH = "a tenth of the root mean square gradient"
ESTIMATES = of_points(
    KIND,
    Column("error_ratio", "number", "mean squared error over what is predicted"),
    *interval("error_ratio", "that ratio"),
    Column("sign_right", "number", "share of circuits whose measured gradient has the right sign"),
    *interval("sign_right", "that share"),
    *_enough("sign", HALF),
    *_enough("tenth", TENTH),
)
"""What is estimated, one experiment a file."""

COLUMNS = (
    *ESTIMATES,
    Column("exact_shots_sign", "number", f"measurements for {HALF}, exact; empty where the theory has none"),
    Column("exact_shots_tenth", "number", f"measurements for {TENTH}, likewise"),
)


def make(results: Tables, parts: Sequence[Path]) -> pd.DataFrame:
    """Estimates with the exact numbers of measurements, where moments tell them; `parts` are the files of estimates."""
    point = ["experiment", "qubits", "depth"]
    exact = results["exact_variance"].rename(columns={"layers": "depth"})
    exact = exact[exact["experiment"].isin(_told_by_moments(results["experiments"]))]
    sign = shots_for_the_sign(**exact[["variance", "mean", "e_variance", "e_mean"]])
    exact = exact.assign(exact_shots_sign=sign, exact_shots_tenth=25 * sign)
    columns = [*point, "exact_shots_sign", "exact_shots_tenth"]
    return read_tables(parts, ESTIMATES).merge(exact[columns], on=point, how="left")


def _told_by_moments(experiments: pd.DataFrame) -> list[str]:
    """Experiments whose exact moments say how many measurements a gradient takes."""
    words = list(Experiment().words())
    return [
        name
        for name, *entries in experiments[["experiment", *words]].itertuples(index=False)
        if outcomes_are_signs(Experiment.from_words(dict(zip(words, entries, strict=True))))
    ]
