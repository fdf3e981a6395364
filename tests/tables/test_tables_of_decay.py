"""The points at which decay is fitted, and the lines through them."""

import numpy as np
import pytest
from small_tables import results_of

from plateaus import paper
from plateaus.tables import decay_points, decay_rates
from plateaus.tables.results import Results

SIZES = (2, 4, 6)


def law(n):
    return 2.0**-n


def tables(rules="3*n deepest", papers=False, sampled=SIZES, exact=(*SIZES, 8), deeper=40):
    """An experiment that is sampled to depth 20 and exact to `deeper`, Var = 2⁻ⁿ at every depth."""
    return {
        "experiments": [{"experiment": "zz", "depth_rules": rules, "papers": papers}],
        "variance": [
            {
                "experiment": "zz",
                "qubits": n,
                "layers": layers,
                "variance": law(n),
                "variance_low": 0.9 * law(n),
                "variance_high": 1.1 * law(n),
                "variance_reliable": n > 2,
                "log_variance_se": 0.05,
                "limit": 3.0**-n,
            }
            for n in sampled
            for layers in range(1, 21)
        ],
        "exact_variance": [
            {
                "experiment": "zz",
                "qubits": n,
                "layers": layers,
                "variance": law(n),
                "rel_error": 0.01,
                "limit": 3.0**-n,
            }
            for n in exact
            for layers in range(1, deeper + 1)
        ],
    }


def test_a_rule_picks_one_depth_a_size_of_the_samples_and_of_the_exact_values():
    points = decay_points.make(results_of(**tables()), [])
    assert list(points) == [c.name for c in decay_points.COLUMNS]
    found = {key: rows["layers"].tolist() for key, rows in points.groupby(["depth_rule", "source"], sort=False)}
    assert found == {
        ("3*n", "sampled"): [6, 12, 18],
        ("3*n", "exact"): [6, 12, 18, 24],
        ("deepest", "sampled"): [20, 20, 20],
        ("deepest", "exact"): [40, 40, 40, 40],
    }
    sampled, exact = (points[points["source"] == source].iloc[0] for source in ("sampled", "exact"))
    assert sampled[["low", "high"]].tolist() == pytest.approx([0.9 / 4, 1.1 / 4])
    assert exact[["low", "high"]].tolist() == pytest.approx([0.99 / 4, 1.01 / 4])
    assert points.groupby("source")["reliable"].mean().to_dict() == {"exact": 1.0, "sampled": pytest.approx(2 / 3)}


def test_lines_go_through_samples_exact_values_and_limits_at_the_sampled_and_at_all_sizes():
    rates = decay_rates.make(results_of(**tables()), [])
    assert list(rates) == [c.name for c in decay_rates.COLUMNS]
    assert rates["depth_rule"].tolist() == ["3*n"] * 5 + ["deepest"] * 5
    for rule in ("3*n", "deepest"):
        lines = rates[rates["depth_rule"] == rule]
        assert lines["source"].tolist() == ["sampled", "exact", "limit", "exact", "limit"]
        assert lines["qubits_to"].tolist() == [6, 6, 6, 8, 8]
        assert lines["points"].tolist() == [3, 3, 3, 4, 4]
        slopes = -np.log([2, 2, 3, 2, 3])
        assert lines["slope"].tolist() == pytest.approx(slopes.tolist())
        assert (lines["low"] < lines["slope"]).tolist() == [True, False, False, False, False]


def test_exact_values_at_the_sampled_sizes_are_those_at_the_sampled_depths():
    """The deepest exact depth is another one than the deepest sampled one."""
    entry = tables("deepest")
    for row in entry["exact_variance"]:
        row["variance"] *= 0.1 if row["layers"] == 20 else 1.0
    rates = decay_rates.make(results_of(**entry), [])
    assert rates["intercept"].tolist() == pytest.approx([0, np.log(0.1), 0, 0, 0], abs=1e-9)


def test_the_papers_line_belongs_to_the_papers_own_ensemble():
    rates = decay_rates.make(results_of(**tables(papers=True)), [])
    printed = rates[rates["source"] == "paper"]
    assert printed["slope"].tolist() == [paper.SLOPE] * 2
    assert printed[["qubits_from", "qubits_to", "points"]].to_numpy().tolist() == [[2, 24, 12]] * 2
    assert printed[["low", "high", "intercept", "chi2"]].isna().all(axis=None)
    assert "paper" not in set(decay_rates.make(results_of(**tables()), [])["source"])


def test_samples_alone_are_enough_and_nothing_at_all_gives_empty_tables():
    alone = results_of(**tables(exact=()))
    assert decay_rates.make(alone, [])["source"].tolist() == ["sampled", "limit"] * 2
    assert set(decay_points.make(alone, [])["source"]) == {"sampled"}
    assert decay_points.make(Results(), []).empty
    assert decay_rates.make(Results(), []).empty


def test_points_where_nothing_varies_are_left_out():
    entry = tables("deepest", sampled=(2, 4), exact=(2, 4))
    for row in entry["variance"]:
        if row["qubits"] == 2:
            row |= {"variance": 0.0, "log_variance_se": np.nan}
    for row in entry["exact_variance"]:
        row["variance"] = 0.0 if row["qubits"] == 4 else 1e-34
    points = decay_points.make(results_of(**entry), [])
    assert points[["source", "qubits"]].to_numpy().tolist() == [["sampled", 4], ["exact", 2]]


def test_experiments_come_in_the_order_of_their_table():
    entry = tables("deepest")
    for rows in entry.values():
        rows += [row | {"experiment": "first"} for row in rows]
    entry["experiments"].reverse()
    assert decay_points.make(results_of(**entry), [])["experiment"].unique().tolist() == ["first", "zz"]
