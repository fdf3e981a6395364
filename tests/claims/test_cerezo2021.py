"""Verdicts on the claims of Cerezo et al. 2021 follow from the numbers."""

import pandas as pd
from claim_runs import MORE_SIZES, changed_verdicts, compared_experiments, compared_variance, points_of

from plateaus.claims.claim import NOT_REPRODUCED, UNDECIDED

POWERS = pd.concat(
    [points_of(cost, rule, MORE_SIZES**-2.0) for cost in ("global", "local") for rule in ("1", "2", "log2(n)", "12*n")]
)


def test_warm_up_circuits_of_another_objective():
    assert changed_verdicts(experiments=compared_experiments(warm_up="projector")) == {"C1": NOT_REPRODUCED}


def test_warm_up_circuits_whose_intervals_miss_the_closed_form():
    off = compared_variance().assign(variance_low=1.0, variance_high=2.0)
    assert changed_verdicts(variance=off)["C1"] == NOT_REPRODUCED
    assert "C1" not in changed_verdicts(variance=off.assign(variance_reliable=False))


def test_costs_that_fall_as_a_power_have_no_plateau():
    assert changed_verdicts(decay_points=POWERS) == {"C2": NOT_REPRODUCED, "C4": NOT_REPRODUCED}


def test_sizes_that_cannot_tell_decide_nothing():
    few = POWERS[POWERS["qubits"] <= 10]
    assert changed_verdicts(decay_points=few) == {"C2": UNDECIDED, "C3": UNDECIDED, "C4": UNDECIDED}


def test_local_costs_that_fall_exponentially_are_undecided():
    falling = POWERS.assign(variance=0.5 ** POWERS["qubits"])
    assert changed_verdicts(decay_points=falling) == {"C3": UNDECIDED}
