"""Claims of Cerezo et al. 2021: what the table of verdicts does not show."""

from claim_runs import MORE_SIZES, changed_verdicts, compared_experiments, compared_run, compared_variance, finding_on

from plateaus.claims.cerezo2021 import exponential
from plateaus.claims.claim import NOT_REPRODUCED
from plateaus.statistics.laws import DecayLaw


def test_warm_up_circuits_of_another_objective():
    assert changed_verdicts(experiments=compared_experiments(warm_up="projector")) == {"C1": NOT_REPRODUCED}


def test_intervals_with_heavy_tails_are_left_out():
    off = compared_variance().assign(variance_low=1.0, variance_high=2.0, variance_reliable=False)
    assert "C1" not in changed_verdicts(variance=off)


def test_a_law_is_told_from_the_other_by_a_factor_in_the_residual():
    def law(slope_residual, exponent_residual, spread=9.0):
        return DecayLaw(-0.5, -2.0, slope_residual, exponent_residual, spread, 4, 14, 6)

    assert exponential(law(0.1, 0.31)) is True
    assert exponential(law(0.31, 0.1)) is False
    assert exponential(law(0.1, 0.29)) is None
    assert exponential(law(0.1, 0.9, spread=1.1)) is False


def test_a_cost_of_fewer_than_three_sizes_is_left_out_by_name():
    points = compared_run()["decay_points"]
    few = points[(points["experiment"] == "global") | (points["qubits"] <= MORE_SIZES[1])]
    finding = finding_on("C4", compared_run(decay_points=few))
    assert finding.verdict == finding_on("C4", compared_run()).verdict
    assert finding.measured.endswith("; left out: local (a law needs exact values of three sizes)")
