"""What is said before a run, of a configuration in which nothing is wrong."""

from plans import plan_of

from plateaus.plan.load import load
from plateaus.plan.notes import notes


def test_sizes_that_can_never_tell_are_named_before_anything_is_simulated():
    entry = {"title": "mine", "layers": [2], "circuits": 20}
    config = {
        "master_seed": 1,
        "experiments": {"few": entry | {"qubits": [2, 4, 8]}, "near": entry | {"qubits": [6, 7, 8, 9]}},
    }
    (said,) = notes(load(config))
    assert "of few, near: it takes 4 or more, the largest at least 3 times the smallest" in said


def test_sizes_of_exact_curves_count():
    entry = {"title": "mine", "layers": [2], "circuits": 20, "qubits": [2, 4], "exact": {"qubits": [2, 4, 6, 8]}}
    assert notes(load({"master_seed": 1, "experiments": {"mine": entry}})) == []
    (said,) = notes(plan_of("paper"))
    assert "of zz_later_parameter, xyz_ring: it takes" in said
