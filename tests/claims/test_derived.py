"""Verdicts on what this project derives follow from the numbers."""

from claim_runs import MORE_SIZES, changed_verdicts, growth_of, pairs

from plateaus.claims.claim import NOT_REPRODUCED


def test_pairs_of_trajectories_that_miss_the_exact_variance():
    assert changed_verdicts(trajectories=pairs(variance=0.05)) == {"N2": NOT_REPRODUCED}


def test_a_depth_that_grows_more_slowly_than_the_bound():
    assert changed_verdicts(depth_growth=growth_of(0.5 * MORE_SIZES)) == {"D1": NOT_REPRODUCED}
