"""Verdicts follow from the numbers, and the numbers of the default run are those that theory gives."""

import numpy as np
import pandas as pd
import pytest

from plateaus import claims
from plateaus.claims import NOT_REPRODUCED, REPRODUCED, UNDECIDED, Tables
from plateaus.exact import exact_curve, limits_at
from plateaus.experiment import Experiment

SIZES = (2, 4, 6, 8)
RULE = "12*n"


def exact_table():
    tables = []
    for n in SIZES:
        curve = exact_curve(Experiment(), qubits=n, layers=170)
        columns = ("layers", "variance", "rel_error", "mean", "e_variance", "e_mean")
        table = pd.DataFrame({column: getattr(curve, column) for column in columns})
        tables.append(table.assign(experiment="zz", qubits=n, **limits_at(Experiment(), n)))
    return pd.concat(tables, ignore_index=True)


EXACT = exact_table()


def rate(source, slope, half=0.01, **more):
    row = {"experiment": "zz", "depth_rule": RULE, "source": source, "slope": slope, "p_value": 0.5, "intercept": -1.09}
    ends = {"low": slope - half, "high": slope + half, "qubits_from": 2, "qubits_to": 8, "points": 4}
    return row | ends | more


def tables(**changes):
    """Tables of a run whose estimates are the exact values."""
    variance = EXACT.assign(
        mean=0.0, mean_se=1e-4, variance_low=EXACT["variance"] * 0.95, variance_high=EXACT["variance"] * 1.05
    )
    variance = variance.assign(exact_mean=0.0, exact_variance=EXACT["variance"])
    variance = variance.assign(e_exact_variance=EXACT["e_variance"], e_log_variance_se=0.01)
    fits = pd.DataFrame(
        [
            {"experiment": "zz", "closeness": "relative", "within": w, "slope": 12.5, "intercept": -17}
            for w in (0.5, 0.1)
        ]
    )
    tails = pd.DataFrame(
        {
            "experiment": "zz",
            "qubits": [2, 8],
            "epsilon": 0.1,
            "exceed": [700, 10],
            "probability": [0.7, 0.01],
            "low": [0.65, 0.0],
            "high": [0.75, 0.02],
            "chebyshev": [8.9, 0.14],
        }
    )
    checks = pd.DataFrame([{"experiment": "zz", "name": "mean of the gradient", "p_value": 0.4}])
    values = {
        "variance": variance,
        "rates": pd.DataFrame([rate("sampled", -0.69), rate("exact", -0.69)]),
        "depths": pd.DataFrame(columns=["experiment", "source", "closeness", "within", "depth_high", "qubits"]),
        "fits": fits,
        "exact": EXACT,
        "tails": tails,
        "checks": checks,
    }
    parts = {"papers_own": True, "projector": None, "directions": (), "classes": (), "grids": ()}
    return Tables(**(values | parts | changes), main="zz", rule=RULE)


def verdict(claim, **changes):
    """The verdict on the claim that a function judges."""
    (number,) = (s.number for s in claims.STATEMENTS if s.judge is claim)
    return {row["number"]: row["verdict"] for row in claims.judge(tables(**changes))}[number]


def test_every_claim_gets_a_verdict_and_what_a_run_lacks_is_said():
    found = {row["number"]: row for row in claims.judge(tables())}
    assert list(found) == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "A1", "A2"]
    assert all(row["criterion"] and row["measured"] for row in found.values())
    for number in ("6", "10", "A1", "A2"):
        assert found[number]["verdict"] == UNDECIDED
        assert "this run has no" in found[number]["measured"]


def test_a_run_of_one_size_is_undecided_and_no_error():
    changes = {"rates": tables().rates[:0], "fits": tables().fits[:0], "exact": EXACT[EXACT["qubits"] == 4]}
    found = {row["number"]: row["verdict"] for row in claims.judge(tables(**changes))}
    assert {found[number] for number in ("2", "3", "5", "7", "9")} == {UNDECIDED}


def test_mean():
    biased = pd.DataFrame([{"experiment": "zz", "name": "mean of the gradient", "p_value": 1e-4}])
    assert verdict(claims.mean_is_zero) == REPRODUCED
    assert verdict(claims.mean_is_zero, checks=biased) == NOT_REPRODUCED
    assert verdict(claims.mean_is_zero, exact=EXACT.assign(mean=1e-3)) == NOT_REPRODUCED


@pytest.mark.parametrize(
    ("slope", "half", "expected"),
    [(-0.69, 0.01, REPRODUCED), (-0.1, 0.2, NOT_REPRODUCED)],
)
def test_exponential_fall(slope, half, expected):
    rates = pd.DataFrame([rate("sampled", slope, half), rate("exact", -0.69)])
    assert verdict(claims.falls_exponentially, rates=rates) == expected
    bent = EXACT.assign(variance=EXACT["variance"] * np.exp(0.1 * (EXACT["qubits"] - 5) ** 2))
    assert verdict(claims.falls_exponentially, rates=rates, exact=bent) == NOT_REPRODUCED


def test_slope_depends_on_the_depth_rule():
    steep = EXACT.assign(variance=EXACT["variance"] * np.exp(-0.3 * EXACT["qubits"]))
    assert verdict(claims.slope_is_the_printed_one, exact=steep) == NOT_REPRODUCED
    straight = EXACT.assign(variance=np.exp(-0.685 * EXACT["qubits"]))
    assert verdict(claims.slope_is_the_printed_one, exact=straight) == REPRODUCED
    short = EXACT[EXACT["layers"] < 20]
    assert verdict(claims.slope_is_the_printed_one, exact=short) == UNDECIDED


def test_convergence():
    assert verdict(claims.converges_to_the_2_design) == REPRODUCED
    off = EXACT.assign(variance=EXACT["variance"] * 1.02)
    assert verdict(claims.converges_to_the_2_design, exact=off) == NOT_REPRODUCED


def test_depth():
    assert verdict(claims.depth_is_about_10n) == NOT_REPRODUCED
    ten = tables().fits.assign(slope=10.2)
    settled = EXACT.assign(variance=EXACT["haar_variance"])
    assert verdict(claims.depth_is_about_10n, fits=ten, exact=settled) == REPRODUCED
    assert verdict(claims.depth_is_about_10n, fits=ten[:0]) == UNDECIDED


def test_tails():
    assert verdict(claims.tails_are_exponentially_small) == REPRODUCED
    above = tables().tails.assign(low=[0.65, 0.2], high=[0.75, 0.3])
    assert verdict(claims.tails_are_exponentially_small, tails=above) == NOT_REPRODUCED


def test_families():
    assert verdict(claims.any_direction, directions=("zz",)) == REPRODUCED
    flat = pd.DataFrame([rate("sampled", 0.0), rate("exact", 0.0)])
    assert verdict(claims.any_direction, directions=("zz",), rates=flat) == NOT_REPRODUCED


def test_shots_show_the_sign_at_two_sigma():
    """Simulated shots of both shifted circuits, for a component of typical size: right sign in 97.7 % of the tries."""
    rng, variance = np.random.default_rng(5), 1e-3
    slope, shots = np.sqrt(variance), claims.shots_for_the_sign(variance)
    half = int(shots / 2)
    up, down = (2 * rng.binomial(half, (1 + e) / 2, size=100_000) / half - 1 for e in (slope, -slope))
    estimates = (up - down) / 2
    assert estimates.mean() == pytest.approx(slope, rel=0.01)
    assert estimates.std() == pytest.approx(slope / 2, rel=0.01)
    assert (estimates > 0).mean() == pytest.approx(0.977, abs=0.002)
