"""Claims on starts (Grant et al. 2019, Zhang et al. 2022) and noise (Wang et al. 2021): which experiments they use."""

import pandas as pd
import pytest
from claim_runs import (
    compared_experiments,
    compared_run,
    compared_variance,
    finding_on,
    noisy,
    trained,
    unchanged_verdicts,
)


def run(first, *more_variance, **tables):
    """The compared run with an experiment before the others, and its rows of variance."""
    words = compared_experiments()
    row = pd.DataFrame([words.iloc[0].to_dict() | first])
    named = pd.concat([row, words], ignore_index=True)
    variance = pd.concat([compared_variance(), *more_variance], ignore_index=True)
    return compared_run(experiments=named, variance=variance, **tables)


@pytest.mark.parametrize(
    ("number", "first"),
    [("S1", {"start": "identity:1"}), ("S2", {"angles": "small"})],
)
def test_a_start_of_one_size_is_left_out_by_name(number, first):
    variance = compared_variance()
    one = variance[(variance["experiment"] == "i") & (variance["qubits"] == 4)].assign(experiment="patch")
    finding = finding_on(number, run({"experiment": "patch", "starts_place": 1} | first, one))
    assert finding.verdict == unchanged_verdicts()[number]
    assert "left out: patch (a line needs two sizes)" in finding.measured


def test_a_start_on_another_graph_is_left_out_by_name():
    other = {"experiment": "ring", "starts_place": 1, "start": "identity:1", "connectivity": "ring"}
    variance = compared_variance()
    rows = variance[variance["experiment"] == "i"].assign(experiment="ring")
    finding = finding_on("S1", run(other, rows))
    assert finding.verdict == unchanged_verdicts()["S1"]
    assert "ring (differs from the paper's experiment in more than what is compared)" in finding.measured


def test_training_is_compared_at_a_size_that_both_have():
    training = trained(-0.2, -0.95)
    larger = training[training["experiment"] == "i"].assign(qubits=12, e_median=0.0)
    finding = finding_on("S3", compared_run(training=pd.concat([training, larger])))
    assert finding.verdict == unchanged_verdicts()["S3"]
    assert "at n = 10" in finding.measured
    only = pd.concat([training[training["experiment"] == "r"], larger])
    assert finding_on("S3", compared_run(training=only)) is None


def test_noise_of_one_depth_is_left_out_by_name():
    first = {"experiment": "patch", "noise_place": 1, "noise": "depolarizing:0.2"}
    shallow = noisy("patch", -0.1)
    finding = finding_on("N1", run(first, shallow[shallow["layers"].isin([1, 60])]))
    assert finding.verdict == unchanged_verdicts()["N1"]
    assert "left out: patch (fewer than two depths in the second half: no slope)" in finding.measured


def test_nothing_is_said_of_starts_and_noise_without_the_papers_circuits():
    other = compared_run(experiments=compared_experiments().assign(initial_state="none"))
    assert [finding_on(number, other) for number in ("S1", "S2", "S3", "N1")] == [None] * 4
