"""Claims of McClean et al. 2018: where they are judged, by what, and what their findings say."""

import numpy as np
import pandas as pd
import pytest
from claim_runs import (
    MAIN,
    chain_depths,
    depths_of,
    exact_of,
    exact_table,
    experiments,
    finding_on,
    measured,
    paper_run,
    paper_tables,
    positions,
    rate,
    rates,
    verdicts,
)

from plateaus.claims import papers
from plateaus.claims.claim import DEPENDS, NO_DATA, NOT_REPRODUCED, REPRODUCED

ALWAYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "A1", "A2"]


def test_every_claim_gets_a_verdict_and_what_a_run_lacks_is_said():
    found = {row["number"]: row for row in papers.judge(paper_run())}
    assert list(found) == ALWAYS
    assert all(row["criterion"] and row["measured"] for row in found.values())
    for number in ("6", "10", "A1", "A2"):
        assert found[number]["verdict"] == NO_DATA
        assert "this run has no" in found[number]["measured"]


@pytest.mark.parametrize("main", [{"papers": False}, {"papers": False, "axes": "Y"}, {"main": False}])
def test_nothing_is_judged_of_another_main_experiment(main):
    assert papers.judge(paper_run(experiments=experiments(MAIN | main))) == []


def test_the_main_experiment_is_judged_however_its_law_is_spelled():
    spelled = experiments(MAIN | {"angles": "uniform:-1.0:1.0", "objective": "ZZI"})
    assert verdicts(paper_run(experiments=spelled), always=True) == verdicts(paper_run(), always=True)


def test_a_run_of_one_size_has_no_data_and_no_error():
    tables, exact = paper_tables(), exact_table()
    changes = {name: tables[name][:0] for name in ("decay_rates", "plateau_fits", "plateau_depths", "tails")}
    found = verdicts(paper_run(**changes, exact_variance=exact[exact["qubits"] == 4]), always=True)
    assert {found[number] for number in ("2", "3", "5", "7", "9")} == {NO_DATA}


@pytest.mark.parametrize("lacking", ["variance", "exact_variance", "tails", "checks"])
def test_a_run_without_a_table_has_no_data_and_no_error(lacking):
    found = verdicts(paper_run(**{lacking: paper_tables()[lacking][:0]}), always=True)
    needing = {"variance": {"1", "4", "8", "9"}, "tails": {"7"}, "checks": {"1"}}
    for number in needing.get(lacking, found):
        assert found[number] == NO_DATA


def test_an_exact_mean_that_is_not_zero():
    moved = exact_table().assign(mean=1e-3)
    assert finding_on("1", paper_run(exact_variance=moved)).verdict == NOT_REPRODUCED


def test_a_variance_that_bends_does_not_fall_exponentially():
    exact = exact_table()
    bent = exact.assign(variance=exact["variance"] * np.exp(0.1 * (exact["qubits"] - 5) ** 2))
    assert finding_on("2", paper_run(exact_variance=bent)).verdict == NOT_REPRODUCED


def test_the_printed_slope_is_held_against_the_papers_sizes_alone():
    assert "n = 2…24: the run has exact curves of 4 of them" in finding_on("3", paper_run()).measured
    shallow = exact_of(lambda n, depth: np.exp(-0.685 * n) + 0 * depth, layers=range(1, 20))
    assert "end before 10n" in finding_on("3", paper_run(exact_variance=shallow)).measured


def test_on_which_depth_the_printed_slope_depends_is_said_with_both_numbers():
    exact = exact_of(lambda n, depth: np.exp(-np.where(depth < 500, 0.685, 0.9) * n))
    finding = finding_on("3", paper_run(exact_variance=exact))
    assert finding.verdict == DEPENDS
    assert "−0.685 at 10n" in finding.measured and "−0.900 at L = 500" in finding.measured
    assert "but not L = 500" in finding.remark


def test_sizes_that_still_change_with_depth_do_not_count():
    finding = finding_on("4", paper_run(exact_variance=exact_table((2, 4, 6, 8), 60)))
    assert finding.verdict == REPRODUCED
    assert "left out: n = 6 (still changing at L = 60), n = 8 (still changing at L = 60)" in finding.measured


def test_how_close_decides_the_depth_and_both_numbers_are_said():
    finding = finding_on("5", paper_run(plateau_depths=chain_depths(9.5, 12)))
    assert finding.verdict == DEPENDS
    assert "to a factor 2 of the limit 9.5 to 9.5 layers a qubit (n = 12…24)" in finding.measured
    assert "to 10 % of the limit 12.0 to 12.0 layers a qubit" in finding.measured
    both = chain_depths(9.5, 12)
    small = both[both["qubits"] < 12]
    assert finding_on("5", paper_run(plateau_depths=small)).verdict == NO_DATA


def test_the_growth_of_what_is_above_the_limit_is_fitted():
    limit = {n: rows["limit"].iloc[0] for n, rows in exact_of(lambda n, depth: 1.0 + 0 * depth).groupby("qubits")}
    exact = exact_of(lambda n, depth: limit[n] * (1 + 0.1 * np.exp(0.07 * n)) + 0 * depth)
    assert "grows as e^(0.070 n) over n = 12…24" in finding_on("5", paper_run(exact_variance=exact)).remark


def on_grids(sizes):
    grid = {"experiment": "grid", "connectivity": "grid", "dimension": 2.0}
    cube = {"experiment": "cube", "connectivity": "grid3d", "dimension": 3.0}
    exact = exact_table()
    beside = [exact[exact["qubits"] == n].assign(experiment=name) for name, n in (("grid", 4), ("cube", 8))]
    depths = [
        depths_of("grid", 3.0 * sizes, sizes=sizes),
        depths_of("grid", 17 + 0 * sizes, ("absolute", 0.001), sizes),
        depths_of("cube", np.array([18.0, 24.0]), sizes=np.array([8, 12])),
    ]
    return paper_run(
        experiments=experiments(MAIN, grid, cube),
        exact_variance=pd.concat([exact, *beside]),
        plateau_depths=pd.concat(depths),
    )


def test_closeness_decides_on_grids_and_lattices_of_few_sizes_are_left_out_by_name():
    finding = finding_on("6", on_grids(np.array([4, 6, 9, 12])))
    assert finding.verdict == DEPENDS
    assert "to within 10 % of the limit 12 (n = 4), 18 (n = 6)" in finding.measured
    assert "over the last 4 sizes 3.00 (2.9" in finding.measured
    assert "layers a qubit (0.0 layers off a line," in finding.measured
    assert "to within 0.001 17 (n = 4), 17 (n = 6), 17 (n = 9), 17 (n = 12), like n^0.00" in finding.measured
    assert "left out: cube (fewer than 4 sizes" in finding.measured
    assert "0.855 n layers" in finding.remark
    assert finding_on("6", on_grids(np.array([4, 6, 8, 9]))).verdict == NO_DATA  # they span less than a factor 3


def test_a_projector_is_judged_at_a_rule_that_it_was_fitted_at():
    named = experiments(MAIN, {"experiment": "projector", "objective": "projector", "projector": True})
    exact = pd.concat([exact_table(), exact_table().assign(experiment="projector")])
    lines = [rate(source, -1.4, experiment="projector", depth_rule="10*n") for source in ("sampled", "exact")]
    finding = finding_on("10", paper_run(experiments=named, exact_variance=exact, decay_rates=rates(*lines)))
    assert finding.verdict == REPRODUCED
    assert "at L = 10n" in finding.measured


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("A1", {"parameter": "2:1"}),
        ("A2", {"connectivity": "edges:1-2,1-3,1-4"}),
        ("A2", {"objective": "XX"}),
        ("A2", {"connectivity": "edges:1-2,1-3,1-4", "parameter": "2:1"}),
    ],
)
def test_an_experiment_of_one_size_is_left_out_by_name(number, words):
    exact = exact_table()
    one = exact[exact["qubits"] == 4]
    names = {"other": exact, "patch": one}
    graphless = words | ({"connectivity": "chain", "initial_state": "none"} if "connectivity" in words else {})
    named = experiments(MAIN, {"experiment": "other"} | graphless, {"experiment": "patch"} | words)
    lines = rates(
        *(rate(source, -0.69, experiment=name) for source in ("sampled", "exact") for name in ("zz", "other"))
    )
    run = paper_run(
        experiments=named,
        exact_variance=pd.concat([exact, *(rows.assign(experiment=name) for name, rows in names.items())]),
        decay_rates=lines,
    )
    before = verdicts(paper_run(), always=True)
    assert verdicts(run, always=True) == before | {number: REPRODUCED}
    assert finding_on(number, run).measured.endswith("left out: patch (no slope at any depth: a line needs two sizes)")


def test_shots_are_counted_exactly():
    finding = finding_on("9", paper_run())
    assert "exact shots at L = 12n: 36 (n = 2), 7.3e+02 (n = 6), 2.9e+03 (n = 8);" in finding.measured


def test_the_slope_of_the_objective_is_taken_at_the_depth_rule():
    assert "at L = 12n, n = 2…8" in finding_on("8", paper_run()).measured


@pytest.mark.parametrize(("number", "table", "rows"), [("G1", "gradients", positions()), ("M1", "shots", measured())])
def test_probes_of_another_ensemble_are_left_out(number, table, rows):
    probed = experiments(MAIN, {"experiment": "z"}, {"experiment": "noisy", "angles": "normal:0.1"})
    other = rows.assign(
        experiment="noisy", **{column: 9.0 for column in ("variance", "error_ratio_low") if column in rows}
    )
    finding = finding_on(number, paper_run(experiments=probed, **{table: pd.concat([rows, other])}))
    assert finding.verdict == REPRODUCED
    assert "left out: noisy (not the paper's ensemble)" in finding.measured
    assert finding_on(number, paper_run(experiments=probed, **{table: other})) is None
