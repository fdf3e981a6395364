"""Verdicts on the claims of McClean et al. 2018 follow from the numbers; those of theory give the expected ones."""

import numpy as np
import pandas as pd
import pytest
from claim_runs import (
    MAIN,
    changed_verdicts,
    depths_of,
    exact_table,
    experiments,
    mean_check,
    measured,
    paper_run,
    paper_tables,
    paper_verdict,
    positions,
    rate,
    rates,
    verdicts,
)

from plateaus.claims import mcclean2018, papers
from plateaus.claims.claim import NOT_REPRODUCED, REPRODUCED, UNDECIDED


def test_every_claim_gets_a_verdict_and_what_a_run_lacks_is_said():
    found = {row["number"]: row for row in papers.judge(paper_run())}
    assert list(found) == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "A1", "A2"]
    assert all(row["criterion"] and row["measured"] for row in found.values())
    for number in ("6", "10", "A1", "A2"):
        assert found[number]["verdict"] == UNDECIDED
        assert "this run has no" in found[number]["measured"]


def test_a_run_of_one_size_is_undecided_and_no_error():
    tables, exact = paper_tables(), exact_table()
    changes = {"decay_rates": tables["decay_rates"][:0], "plateau_fits": tables["plateau_fits"][:0]}
    found = verdicts(paper_run(**changes, exact_variance=exact[exact["qubits"] == 4]), always=True)
    assert {found[number] for number in ("2", "3", "5", "7", "9")} == {UNDECIDED}


@pytest.mark.parametrize("lacking", ["variance", "exact_variance", "tails", "checks", "experiments"])
def test_a_run_without_a_table_is_undecided_and_no_error(lacking):
    table = paper_tables()[lacking][:0]
    found = verdicts(paper_run(**{lacking: table}), always=True)
    needing = {"variance": {"1", "4", "8", "9"}, "tails": {"7"}, "checks": {"1"}}
    for number in needing.get(lacking, found):
        assert found[number] == UNDECIDED


def test_mean():
    assert paper_verdict(mcclean2018.mean_is_zero) == REPRODUCED
    assert paper_verdict(mcclean2018.mean_is_zero, checks=mean_check(1e-4)) == NOT_REPRODUCED
    moved = exact_table().assign(mean=1e-3)
    assert paper_verdict(mcclean2018.mean_is_zero, exact_variance=moved) == NOT_REPRODUCED


@pytest.mark.parametrize(
    ("slope", "half", "expected"),
    [(-0.69, 0.01, REPRODUCED), (-0.1, 0.2, NOT_REPRODUCED)],
)
def test_exponential_fall(slope, half, expected):
    decay = rates(rate("sampled", slope, half), rate("exact", -0.69))
    assert paper_verdict(mcclean2018.falls_exponentially, decay_rates=decay) == expected
    exact = exact_table()
    bent = exact.assign(variance=exact["variance"] * np.exp(0.1 * (exact["qubits"] - 5) ** 2))
    assert paper_verdict(mcclean2018.falls_exponentially, decay_rates=decay, exact_variance=bent) == NOT_REPRODUCED


def test_slope_depends_on_the_depth_rule():
    claim, exact = mcclean2018.slope_is_the_printed_one, exact_table()
    steep = exact.assign(variance=exact["variance"] * np.exp(-0.3 * exact["qubits"]))
    assert paper_verdict(claim, exact_variance=steep) == NOT_REPRODUCED
    straight = exact.assign(variance=np.exp(-0.685 * exact["qubits"]))
    assert paper_verdict(claim, exact_variance=straight) == REPRODUCED
    short = exact[exact["layers"] < 20]
    assert paper_verdict(claim, exact_variance=short) == UNDECIDED


def test_convergence():
    assert paper_verdict(mcclean2018.converges_to_the_2_design) == REPRODUCED
    exact = exact_table()
    off = exact.assign(variance=exact["variance"] * 1.02)
    assert paper_verdict(mcclean2018.converges_to_the_2_design, exact_variance=off) == NOT_REPRODUCED


def test_depth():
    claim, exact = mcclean2018.depth_is_about_10n, exact_table()
    assert paper_verdict(claim) == NOT_REPRODUCED
    ten = paper_tables()["plateau_fits"].assign(slope=10.2)
    settled = exact.assign(variance=exact["haar_variance"])
    assert paper_verdict(claim, plateau_fits=ten, exact_variance=settled) == REPRODUCED
    assert paper_verdict(claim, plateau_fits=ten[:0]) == UNDECIDED


def test_grids():
    grid = {"experiment": "grid", "connectivity": "grid"}
    exact = pd.concat([exact_table(), exact_table().assign(experiment="grid")])
    depths = pd.concat([depths_of("grid", np.array([10, 20, 27, 34, 40, np.nan]))])
    run = paper_run(experiments=experiments(MAIN, grid), exact_variance=exact, plateau_depths=depths)
    finding = mcclean2018.depth_on_grids.judge(run)
    assert finding.verdict == UNDECIDED
    assert finding.measured.startswith("exact depths on a grid to within 10 % of the limit: 10 (n = 4), 20 (n = 6),")
    assert "0.855 n layers" in finding.remark


def test_tails():
    claim = mcclean2018.tails_are_exponentially_small
    assert paper_verdict(claim) == REPRODUCED
    above = paper_tables()["tails"].assign(low=[0.65, 0.2], high=[0.75, 0.3])
    assert paper_verdict(claim, tails=above) == NOT_REPRODUCED


def test_projector():
    named = experiments(MAIN, {"experiment": "projector", "objective": "projector", "projector": True})
    exact = pd.concat([exact_table(), exact_table().assign(experiment="projector")])
    for slope, expected in ((-1.4, REPRODUCED), (0.0, NOT_REPRODUCED)):
        lines = [rate(source, slope, experiment="projector", depth_rule="10*n") for source in ("sampled", "exact")]
        finding = mcclean2018.projector_behaves_alike.judge(
            paper_run(experiments=named, exact_variance=exact, decay_rates=rates(*lines))
        )
        assert finding.verdict == expected
        assert "at L = 10n" in finding.measured  # it has not been fitted at the depth rule of the main experiment


@pytest.mark.parametrize(
    ("claim", "words"),
    [(mcclean2018.any_direction, {"parameter": "2:1"}), (mcclean2018.wide_class, {"connectivity": "ring"})],
)
def test_families(claim, words):
    exact = pd.concat([exact_table(), exact_table().assign(experiment="other")])
    named = experiments(MAIN, {"experiment": "other"} | words)
    for slope, expected in ((-0.69, REPRODUCED), (0.0, NOT_REPRODUCED)):
        lines = rates(*(rate(source, slope, experiment="other") for source in ("sampled", "exact")))
        assert paper_verdict(claim, experiments=named, exact_variance=exact, decay_rates=lines) == expected


def test_shots_are_counted_for_the_papers_objective_alone():
    finding = mcclean2018.measurements_needed.judge(paper_run())
    assert finding.verdict == REPRODUCED
    assert "exact shots at L = 12n: 36 (n = 2), 7.3e+02 (n = 6), 2.9e+03 (n = 8);" in finding.measured
    same = paper_tables()["variance"].assign(variance=0.01, e_variance=0.1)
    assert paper_verdict(mcclean2018.measurements_needed, variance=same) == NOT_REPRODUCED
    other = experiments(MAIN | {"papers": False})
    assert paper_verdict(mcclean2018.measurements_needed, experiments=other) == UNDECIDED


def test_the_slope_of_the_objective_is_taken_at_the_depth_rule():
    finding = mcclean2018.objective_concentrates.judge(paper_run())
    assert finding.verdict == REPRODUCED
    assert "at L = 12n, n = 2…8" in finding.measured


@pytest.mark.parametrize(
    ("number", "changes"),
    [
        ("D2", {"plateau_depths": depths_of("g", np.arange(4.0, 15, 2) ** 1.5, ("absolute", 0.001))}),
        ("G1", {"gradients": positions(2.0)}),
        ("M1", {"shots": measured(error_ratio_low=1.05)}),
    ],
)
def test_a_verdict_changes_with_the_numbers_it_hangs_on(number, changes):
    assert changed_verdicts(**changes) == {number: NOT_REPRODUCED}
