"""The verdict on the claim of Wang et al. 2021 follows from the numbers."""

import numpy as np
import pytest
from claim_runs import changed_verdicts, compared_run, compared_variance

from plateaus.claims.claim import NOT_REPRODUCED, MissingError
from plateaus.claims.wang2021 import noise_plateau


def test_a_variance_that_rises_with_depth():
    variance = compared_variance()
    up = variance["variance"] * np.where(variance["experiment"] == "weak", np.exp(0.2 * variance["layers"]), 1)
    assert changed_verdicts(variance=variance.assign(variance=up)) == {"N1": NOT_REPRODUCED}


def test_one_depth_has_no_slope():
    variance = compared_variance()
    with pytest.raises(MissingError, match="weak has fewer than two depths"):
        noise_plateau.judge(compared_run(variance=variance[variance["layers"].isin([1, 60])]))
