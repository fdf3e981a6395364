"""Verdicts on the claims of Grant et al. 2019 follow from the numbers."""

import pytest
from claim_runs import changed_verdicts, falling, trained

from plateaus.claims.claim import NOT_REPRODUCED, UNDECIDED


def test_a_variance_that_falls_is_no_escape_from_the_plateau():
    assert changed_verdicts(variance=falling("i")) == {"S1": NOT_REPRODUCED}


@pytest.mark.parametrize(("random", "identity", "verdict"), [(-0.9, -0.95, UNDECIDED), (-0.95, -0.2, NOT_REPRODUCED)])
def test_training_that_goes_as_well_from_random_angles(random, identity, verdict):
    assert changed_verdicts(training=trained(random, identity)) == {"S3": verdict}
