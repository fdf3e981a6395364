"""Verdicts on later papers' claims follow from the numbers."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from plateaus.claims import NOT_REPRODUCED, REPRODUCED, UNDECIDED
from plateaus.further_claims import STATEMENTS, Further, judge

SIZES = np.array([4, 6, 8, 10])
STARTS = {"r": "random", "s": "small", "i": "identity:2"}
NOISE = {"none": "none", "weak": "depolarizing:0.01"}


def curve(name, values, layers=120, sizes=SIZES, error=0.05):
    values = np.asarray(values, dtype=float)
    return pd.DataFrame(
        {
            "experiment": name,
            "qubits": sizes,
            "layers": layers,
            "variance": values,
            "variance_low": values * (1 - 2 * error),
            "variance_high": values * (1 + 2 * error),
            "exact_variance": values,
            "haar_variance": 1 / (3 * 2.0 ** SIZES[: len(values)]) if np.ndim(sizes) else 1 / 192,
            "log_variance_se": error,
            "mean": 0.0,
        }
    )


def noisy(name, slope):
    layers = np.arange(1, 61)
    return curve(name, 0.1 * np.exp(slope * layers), layers=layers, sizes=6, error=0.1)


def training(name, e):
    row = {"experiment": name, "qubits": 10, "depth": 120, "step": 50, "circuits": 40}
    return row | {"e_median": e, "e_median_low": e - 0.05, "e_median_high": e + 0.05}


def positions(factor=1.0):
    layer, qubit = (index.ravel() + 1 for index in np.indices((48, 4)))
    exact = factor * np.where(qubit > 48 - layer + 3, 0.0, 2.0**-5)
    table = pd.DataFrame({"experiment": "z", "qubits": 4, "depth": 48, "layer": layer, "qubit": qubit})
    return table.assign(variance=exact * 1.01, exact_variance=exact, log_variance_se=0.05)


def tables(**changes):
    """A run in which everything is as its source says."""
    random, small, identity = 0.4 * 0.5**SIZES, np.full(4, 0.08), np.full(4, 1 / 18)
    noise = [noisy("none", -0.001), noisy("weak", -0.1)]
    starts = [curve("r", random), curve("s", small), curve("i", identity)]
    pairs = noisy("weak", -0.1).assign(variance_se=0.001, single_variance=0.05)
    shots = pd.DataFrame({"experiment": "z", "qubits": SIZES, "shots": 1000, "error_ratio": 1.0})
    needed = 12 * 2.0**SIZES
    shots = shots.assign(error_ratio_low=0.9, error_ratio_high=1.1, shots_sign=needed, exact_shots_sign=needed)
    shots = shots.assign(shots_sign_low=needed / 1.2, shots_sign_high=needed * 1.2)
    whole = Further(
        variance=pd.concat([*starts, *noise], ignore_index=True),
        training=pd.DataFrame([training("r", -0.2), training("i", -0.95)]),
        gradients=positions(),
        trajectories=pairs,
        shots=shots,
        starts=STARTS,
        noise=NOISE,
    )
    return replace(whole, **changes)


def verdicts(t):
    return {row["number"]: row["verdict"] for row in judge(t)}


def test_everything_is_reproduced_where_the_numbers_say_so():
    found = verdicts(tables())
    assert found == {statement.number: REPRODUCED for statement in STATEMENTS}


def falling(name):
    variance = tables().variance
    value = np.where(variance["experiment"] == name, 0.4 * 0.5 ** variance["qubits"], variance["variance"])
    return variance.assign(variance=value)


def rising():
    variance = tables().variance
    up = variance["variance"] * np.where(variance["experiment"] == "weak", np.exp(0.2 * variance["layers"]), 1)
    return variance.assign(variance=up)


@pytest.mark.parametrize(
    ("number", "changes", "verdict"),
    [
        ("S1", {"variance": falling("i")}, NOT_REPRODUCED),
        ("S2", {"variance": falling("s")}, NOT_REPRODUCED),
        ("S3", {"training": pd.DataFrame([training("r", -0.9), training("i", -0.95)])}, UNDECIDED),
        ("S3", {"training": pd.DataFrame([training("r", -0.95), training("i", -0.2)])}, NOT_REPRODUCED),
        ("G1", {"gradients": positions(2.0)}, NOT_REPRODUCED),
        ("N1", {"variance": rising()}, NOT_REPRODUCED),
        ("N2", {"trajectories": tables().trajectories.assign(variance=0.05)}, NOT_REPRODUCED),
        ("M1", {"shots": tables().shots.assign(error_ratio_low=1.05)}, NOT_REPRODUCED),
    ],
)
def test_a_verdict_changes_with_the_numbers_it_hangs_on(number, changes, verdict):
    assert verdicts(tables(**changes)) == verdicts(tables()) | {number: verdict}


def test_a_run_without_the_experiments_leaves_the_claims_out():
    nothing = pd.DataFrame()
    assert judge(Further(tables().variance, nothing, nothing, nothing, nothing, {}, {})) == []
