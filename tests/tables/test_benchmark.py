"""What the benchmark is to show, judged by tables that force each verdict."""

import pandas as pd
import pytest

from plateaus.tables import benchmark
from plateaus.tables.benchmark import ALONE, COMPILED, OURS

DOUBLE, SINGLE = COMPILED.values()


def table(*rows):
    """Ratios (low, median, high) of contenders to our second engine in their own precision, one row each."""
    ours = [{"contender": name, "precision": "double", "qubits": 4} for name in (OURS, DOUBLE)]
    ours.append({"contender": SINGLE, "precision": "single", "qubits": 4})
    found = []
    for name, precision, qubits, ratios in rows:
        columns: dict[str, float] = {}
        for ending in ("", "_numba", "_numba_single"):
            columns |= {f"ratio{ending}{end}": r for end, r in zip(("_low", "", "_high"), ratios, strict=True)}
        found.append({"contender": name, "precision": precision, "qubits": qubits} | columns)
    return pd.DataFrame([*ours, *found]).assign(task=ALONE, threads=1, layers=40)


def verdicts(*rows):
    return [target.verdict for target in benchmark.targets(table(*rows))]


def test_every_target_can_be_met_missed_and_left_open():
    double, single = ("a rival", "double", 4, (1.6, 1.7, 1.8)), ("qsim, fusing 2", "single", 16, (2.1, 2.2, 2.3))
    assert verdicts(double, single) == ["met"] * 5
    slow, fast, close = (0.7, 0.8, 0.9), (1.1, 1.2, 1.3), (1.4, 1.6, 1.8)
    assert verdicts(("a rival", "double", 4, slow), single) == ["not met", "met", "not met", "met", "not met"]
    assert verdicts(("a rival", "double", 4, close), single) == ["met", "met", "met", "met", "not told"]
    assert verdicts(double, ("qsim, fusing 2", "single", 16, fast)) == ["met", "met", "met", "not met", "met"]
    assert verdicts(double, ("another", "single", 8, slow)) == ["met", "not met", "not met", "not measured", "met"]


def test_one_size_is_enough_to_miss_a_target_and_is_named():
    first, *_ = benchmark.targets(
        table(("a rival", "double", 4, (2.0, 2.1, 2.2)), ("a rival", "double", 20, (0.8, 0.9, 0.95)))
    )
    assert (first.verdict, first.least) == ("not met", "0.90 (0.80 to 0.95), a rival, n = 20")


@pytest.mark.parametrize("rows", [(), (("qsim, fusing 2", "single", 8, (3.0, 3.0, 3.0)),)])
def test_what_was_not_timed_is_not_measured(rows):
    assert "not measured" in verdicts(*rows)


def test_whoever_was_not_timed_at_a_size_is_named():
    found = table(
        ("slow", "double", 4, (9, 9, 9)), ("quick", "double", 4, (2, 2, 2)), ("quick", "double", 20, (2, 2, 2))
    )
    assert benchmark.left_out(found, ALONE)[20] == [OURS, DOUBLE, SINGLE, "slow"]
    assert benchmark.fastest(found, ALONE, 1)[DOUBLE]["contender"].tolist() == ["quick", "quick"]
