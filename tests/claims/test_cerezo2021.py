"""Claims of Cerezo et al. 2021: what the table of verdicts does not show."""

import pytest
from claim_runs import MORE_SIZES, changed_verdicts, compared_experiments, compared_run, compared_variance, finding_on

from plateaus.claims.cerezo2021 import exponential
from plateaus.claims.claim import NOT_REPRODUCED
from plateaus.statistics.laws import CANNOT_TELL, DOES_NOT_FALL, EXPONENTIAL, IS_ZERO, POWER, DecayLaw


def test_warm_up_circuits_of_another_objective():
    assert changed_verdicts(experiments=compared_experiments(warm_up="projector")) == {"C1": NOT_REPRODUCED}


def test_intervals_with_heavy_tails_are_left_out():
    off = compared_variance().assign(variance_low=1.0, variance_high=2.0, variance_reliable=False)
    assert "C1" not in changed_verdicts(variance=off)


@pytest.mark.parametrize(
    ("kind", "falls"),
    [(EXPONENTIAL, True), (POWER, False), (DOES_NOT_FALL, False), (IS_ZERO, False), (CANNOT_TELL, None)],
)
def test_a_law_is_what_its_diagnosis_says(kind, falls):
    assert exponential(DecayLaw(kind, 4, 14, 6)) is falls


def test_a_cost_of_fewer_than_three_sizes_is_left_out_by_name():
    points = compared_run()["decay_points"]
    few = points[(points["experiment"] == "global") | (points["qubits"] <= MORE_SIZES[1])]
    finding = finding_on("C4", compared_run(decay_points=few))
    assert finding.verdict == finding_on("C4", compared_run()).verdict
    assert finding.measured.endswith("; left out: local (a law needs exact values of three sizes)")
