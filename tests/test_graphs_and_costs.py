"""Laws for depths and variances, and the claims made of them: each can come out either way."""

import numpy as np
import pandas as pd
import pytest

from plateaus.claims import NOT_REPRODUCED, REPRODUCED, UNDECIDED
from plateaus.decay_laws import decay_law
from plateaus.graph_and_cost_claims import GraphsAndCosts, judge
from plateaus.growth import COLUMNS, compare
from plateaus.limits import surviving_string_depth

SIZES = np.array([4, 6, 8, 10, 12, 14])


def depths_of(name, depth, closeness="relative", within=0.1):
    return pd.DataFrame(
        {
            "experiment": name,
            "qubits": SIZES,
            "closeness": closeness,
            "within": within,
            "source": "exact",
            "depth_low": depth,
            "depth_high": depth,
        }
    )


def points_of(name, rule, variance):
    return pd.DataFrame(
        {"experiment": name, "depth_rule": rule, "source": "exact", "qubits": SIZES, "variance": variance}
    )


def test_the_law_that_made_the_depths_is_told_from_the_other():
    depths = pd.concat([depths_of("line", 3.0 * SIZES - 2), depths_of("root", 11 * np.sqrt(SIZES) + 1)])
    found = pd.DataFrame(compare(depths, {"line": 2, "root": 2})).set_index(["experiment", "power"])
    assert found.loc[("line", 1.0), "residual"] < 1e-9 < 0.1 < found.loc[("line", 0.5), "residual"]
    assert found.loc[("root", 0.5), "residual"] < 1e-9 < 0.1 < found.loc[("root", 1.0), "residual"]
    assert found.loc[("line", 1.0), ["slope", "intercept"]].tolist() == pytest.approx([3, -2])


def test_one_dimension_and_infinite_and_single_graphs_have_one_law():
    depths = pd.concat([depths_of(name, 3.0 * SIZES) for name in ("chain", "complete", "patch", "other")])
    found = list(compare(depths, {"chain": 1, "complete": float("inf"), "patch": float("nan")}))
    assert [(row["experiment"], row["power"]) for row in found] == [("chain", 1), ("complete", 1), ("patch", 1)]


def test_sizes_without_a_depth_are_left_out_and_two_points_make_no_law():
    depth = np.array([np.nan, 1, 2, np.nan, np.nan, np.nan])
    assert list(compare(depths_of("chain", depth), {"chain": 1})) == []


@pytest.mark.parametrize(
    ("variance", "kind"),
    [
        (2.0**-SIZES, "exponential"),
        (SIZES**-2.0, "power"),
        (np.full(6, 0.1), "constant"),
        (0.1 + 0.001 * SIZES, "constant"),
    ],
)
def test_the_nearer_law_of_a_variance(variance, kind):
    law = decay_law(points_of("a", "1", variance))
    assert law is not None and law.kind == kind


def test_the_exponents_of_a_variance():
    law = decay_law(points_of("a", "1", 3 * SIZES**-2.0))
    assert law is not None and law.exponent == pytest.approx(-2) and law.exponent_residual < 1e-12
    assert decay_law(points_of("a", "1", 3 * SIZES**-2.0)[:2]) is None


def test_the_surviving_string_bounds_the_depth_by_a_line():
    limits = [2.0**n / (3 * (4.0**n - 1)) for n in (20, 30)]
    low, high = (surviving_string_depth(limit, 0.1) for limit in limits)
    assert (high - low) / 10 == pytest.approx(np.log(2) / np.log(9 / 4), rel=1e-6)


def judged(**changes):
    n = SIZES.astype(float)
    tables = {
        "depths": pd.concat([depths_of("g", 20 + 0 * n, "absolute", 0.001)]),
        "growth": pd.DataFrame(compare(depths_of("g", 2 * n), {"g": 2}), columns=COLUMNS),
        "points": pd.concat(
            [points_of("global", rule, 0.3 * 0.4**n) for rule in ("1", "2", "log2(n)", "12*n")]
            + [points_of("local", rule, n**-2) for rule in ("1", "2", "log2(n)")]
            + [points_of("local", "12*n", 2.0**-n)]
        ),
        "variance": pd.DataFrame(
            {
                "experiment": "warm",
                "qubits": SIZES,
                "layers": 1,
                "exact_variance": 1 / (8 * n**2),
                "variance_low": 0.9 / (8 * n**2),
                "variance_high": 1.1 / (8 * n**2),
                "variance_reliable": True,
            }
        ),
        "graphs": {"g": "grid"},
        "costs": {"global": "projector", "local": "local_projector"},
        "warm_ups": {"warm": "local_projector"},
    }
    return {row["number"]: row["verdict"] for row in judge(GraphsAndCosts(**(tables | changes)))}


def test_claims_hold_where_they_do():
    assert judged() == dict.fromkeys(("D1", "D2", "C1", "C2", "C3", "C4"), REPRODUCED)


def test_claims_fail_where_they_do_not():
    n = SIZES.astype(float)
    flat = pd.DataFrame(compare(depths_of("g", 0.5 * n), {"g": 2}), columns=COLUMNS)
    assert judged(growth=flat)["D1"] == NOT_REPRODUCED
    assert judged(depths=depths_of("g", n**1.5, "absolute", 0.001))["D2"] == NOT_REPRODUCED
    both_powers = pd.concat(
        [points_of(e, r, n**-2) for e in ("global", "local") for r in ("1", "2", "log2(n)", "12*n")]
    )
    assert judged(points=both_powers)["C2"] == judged(points=both_powers)["C4"] == NOT_REPRODUCED
    falling = both_powers.assign(variance=0.5 ** both_powers["qubits"])
    assert judged(points=falling)["C3"] == UNDECIDED
    assert judged(warm_ups={"warm": "projector"})["C1"] == NOT_REPRODUCED


def test_a_run_without_such_experiments_has_no_such_claims():
    nothing = {"graphs": {}, "costs": {}, "warm_ups": {}, "growth": pd.DataFrame(columns=COLUMNS)}
    assert judged(**nothing) == {}
