"""The diagnosis of every experiment and depth rule, from samples and from exact values."""

import pytest
from small_tables import results_of

from plateaus.ensemble.experiment import Experiment
from plateaus.statistics.laws import CANNOT_TELL, DOES_NOT_FALL, EXPONENTIAL, IS_ZERO, POWER
from plateaus.tables import diagnosis
from plateaus.theory.curve import exact_curve


def made_of(rows, rules):
    """The table of one experiment of which exact values and samples, the same values, are at hand."""
    exact = [{"experiment": "a", "rel_error": 0.0} | row for row in rows]
    sampled = [{"experiment": "a", "log_variance_se": 0.01 if row["variance"] else 0.0} | row for row in rows]
    results = results_of(
        experiments=[{"experiment": "a", "depth_rules": rules}], variance=sampled, exact_variance=exact
    )
    return diagnosis.make(results, [])


def exact_rows(experiment, sizes, depth):
    """Exact variances of an experiment at every depth."""
    for n in sizes:
        curve = exact_curve(experiment, qubits=n, layers=depth, tolerance=1e-5)
        for layers, value in zip(curve.layers, curve.variance, strict=True):
            yield {"qubits": n, "layers": int(layers), "variance": float(value)}


def answers(table):
    return {(row.depth_rule, row.source): row.kind for row in table.itertuples()}


def test_the_plateau_of_the_papers_circuits_is_exponential_and_shallow_ones_do_not_fall():
    table = made_of(list(exact_rows(Experiment(), (2, 4, 6, 8), 96)), "1 12*n")
    assert list(table) == [column.name for column in diagnosis.COLUMNS]
    assert answers(table) == {
        ("1", "sampled"): DOES_NOT_FALL,
        ("1", "exact"): DOES_NOT_FALL,
        ("12*n", "sampled"): EXPONENTIAL,
        ("12*n", "exact"): EXPONENTIAL,
    }
    assert table["slope"].iloc[2:].tolist() == pytest.approx([-0.69, -0.69], abs=0.01)


def test_a_fixed_depth_stops_falling_where_the_light_cone_does_not_reach_further():
    sizes = (4, 6, 8, 10, 12)
    rows = [row for row in exact_rows(Experiment(), sizes, 20) if row["layers"] == 20]
    table = made_of(rows, "20")
    assert answers(table) == {("20", "sampled"): DOES_NOT_FALL, ("20", "exact"): DOES_NOT_FALL}
    assert table["qubits_from"].tolist() == [6, 6]


def test_warm_up_circuits_of_a_local_cost_fall_as_a_power():
    """Var = 1/(8n²), closed form: Cerezo et al. 2021."""
    words = {"initial_state": "none", "entangler": "none", "axes": "X", "objective": "local_projector"}
    warm = Experiment.from_words(words)
    sizes = (2, 4, 6, 8)
    rows = list(exact_rows(warm, sizes, 1))
    assert [row["variance"] for row in rows] == pytest.approx([1 / (8 * n**2) for n in sizes])
    table = made_of(rows, "1")
    assert answers(table) == {("1", "sampled"): POWER, ("1", "exact"): POWER}
    assert table["exponent"].tolist() == pytest.approx([-2, -2])


def test_two_sizes_cannot_tell():
    rows = [{"qubits": n, "layers": 1, "variance": 2.0**-n} for n in (2, 4)]
    table = made_of(rows, "1")
    assert set(table["kind"]) == {CANNOT_TELL}
    assert table["needed"].tolist() == [8, 8]


def test_where_nothing_varies_the_variance_is_zero():
    rows = [{"qubits": n, "layers": 1, "variance": 0.0} for n in (2, 4)]
    rows += [{"qubits": n, "layers": 2, "variance": 0.1 * (n > 2)} for n in (2, 4)]
    table = made_of(rows, "1 2")
    assert table["kind"].tolist() == [IS_ZERO] * 2 + [CANNOT_TELL] * 2
    assert table["points"].tolist() == [2, 2, 1, 1]


def test_samples_alone_and_nothing_at_all():
    rows = [{"qubits": n, "layers": 1, "variance": 2.0**-n, "log_variance_se": 0.01} for n in (2, 4, 6, 8)]
    results = results_of(
        experiments=[{"experiment": "a", "depth_rules": "1"}], variance=[{"experiment": "a"} | row for row in rows]
    )
    assert diagnosis.make(results, [])[["source", "kind"]].to_numpy().tolist() == [["sampled", EXPONENTIAL]]
    assert diagnosis.make(results_of(experiments=[]), []).empty
