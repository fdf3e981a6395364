"""The verdict on the claim of Zhang et al. 2022 follows from the numbers."""

from claim_runs import changed_verdicts, falling

from plateaus.claims.claim import NOT_REPRODUCED


def test_a_variance_that_falls_exponentially():
    assert changed_verdicts(variance=falling("s")) == {"S2": NOT_REPRODUCED}
