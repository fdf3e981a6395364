"""A run lands its circuits, and what is judged and drawn from them alone says what the run said."""

import numpy as np
import pandas as pd
import pytest
from whole_run import Run, run

GRID = {"layers": {"from": 1, "to": 40}, "depth_rules": ["3*n", "5*n", "deepest"], "title": "t"}
CONFIG: dict = {
    "master_seed": 3,
    "figures": {"main": "zz", "projector": "projector", "depth_rule": "5*n"},
    "experiments": {
        "zz": GRID | {"qubits": [2, 4, 6], "circuits": {"4": 200, "6": 100}, "circuits_per_job": {"4": 200, "6": 25}},
        "projector": GRID | {"qubits": [2, 4], "circuits": 100, "objective": "projector"},
    },
}


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The run that lands its circuits, and what is made of these alone; a larger size is asked for and not there."""
    folder = str(tmp_path_factory.mktemp("reference"))
    zz = CONFIG["experiments"]["zz"] | {"qubits": [2, 4, 6, 8], "circuits": {"8": 200}, "circuits_per_job": 100}
    wanted = CONFIG | {"landed": folder, "experiments": CONFIG["experiments"] | {"zz": zz}}
    return run(CONFIG | {"land_in": folder}), run(wanted)


def test_verdicts_and_checks_are_the_same(both: tuple[Run, Run]):
    whole, landed = both
    assert whole.verdicts["2"] == "reproduced"
    assert landed.verdicts == whole.verdicts
    keys = ["experiment", "name", "passed"]
    pd.testing.assert_frame_equal(landed.results["checks"][keys], whole.results["checks"][keys])
    assert whole.results["checks"]["passed"].all()


@pytest.mark.parametrize("name", ["variance", "tails", "decay_rates"])
def test_numbers_are_the_same(both, name):
    whole, landed = (each.results[name] for each in both)
    keys = [key for key in ("experiment", "qubits", "layers", "epsilon", "depth_rule", "source") if key in whole]
    if name == "decay_rates":
        whole, landed = (table[table["source"] == "sampled"] for table in (whole, landed))
    together = landed.merge(whole, on=keys, suffixes=("", "_whole"))
    assert len(together) == len(landed) == len(whole)  # so few depths are all kept
    for column in landed.columns.drop(keys):
        values, wanted = together[column], together[f"{column}_whole"]
        if values.dtype == float:
            np.testing.assert_allclose(values, wanted, rtol=1e-7, atol=1e-12, err_msg=column)
        else:
            assert values.equals(wanted.rename(column)), column


def test_captions_say_how_many_circuits_each_size_has(both):
    for each in both:
        assert "(200 circuits at n = 2 … 4, 100 at n = 6)" in each.captions["fig3"]
        assert "4, 6 qubits (200 circuits at n = 2 … 4, 100 at n = 6;" in each.captions["fig4"].replace("\n", " ")
    assert set(both[0].captions) - set(both[1].captions) == {"fig1"}
