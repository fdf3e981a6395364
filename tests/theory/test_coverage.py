"""What the exact theory covers, which gradients are zero, and what is said of a configuration's experiments."""

import json
import subprocess
from dataclasses import replace
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
import warm

from plateaus.ensemble.angles import NormalAngles
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source
from plateaus.theory.coverage import SUM_QUBITS, NotCovered, require_covered
from plateaus.theory.curve import exact_curve
from plateaus.theory.experiments import examine
from plateaus.theory.infinite_depth import limits_at

SCRIPTS = Path(__file__).parents[2] / "scripts"
ZERO_AXES = "Z commutes with ZZ on qubit 1: the gradient is zero; X, Y or random is allowed"


def experiment(**words):
    return Experiment.from_words(words)


def entry(qubits=(2, 4, 6), exact=None, **words):
    """An experiment as a plan has it."""
    return {
        "source": Source("zz_chain", experiment=experiment(**words)).words(),
        "qubits": list(qubits),
        "layers": "1-20",
        "exact": exact,
    }


def wanted(qubits=(2, 4, 6), asked=True, method="auto"):
    return {"qubits": list(qubits), "layers": 20, "tolerance": 1e-6, "asked": asked, "method": method}


@pytest.mark.parametrize("angles", ["uniform:0:1", "uniform:0.1:0.3"])
def test_what_is_not_covered_is_refused(angles):
    with pytest.raises(NotCovered, match="exact theory"):
        require_covered(experiment(angles=angles))
    with pytest.raises(NotCovered):
        exact_curve(experiment(angles=angles), qubits=4, layers=2)


def test_where_the_theory_stops_is_said():
    with pytest.raises(NotCovered, match=r"11 qubits: .* ising, a sum with X or Y, is for at most 10"):
        exact_curve(experiment(objective="ising"), qubits=SUM_QUBITS + 1, layers=2)
    with pytest.raises(NotCovered, match=r"20 qubits: .* with noise"):
        exact_curve(experiment(noise="depolarizing:0.01"), qubits=20, layers=2)


def test_identity_blocks_are_covered_without_noise():
    require_covered(experiment(start="identity:2"))
    with pytest.raises(NotCovered, match="identity blocks are exact without noise only"):
        require_covered(experiment(start="identity:2", noise="depolarizing:0.01"))


@pytest.mark.parametrize("objective", ["IIZ", "random:5:1"])
def test_small_angles_are_covered_whatever_the_objective_needs(objective):
    require_covered(experiment(angles="small", objective=objective), 8)


@pytest.mark.parametrize(("objective", "weight"), [("IIZ", 1), ("random:3:1", 3)])
def test_small_angles_have_their_curve_and_limits_whatever_the_objective_needs(objective, weight):
    x = experiment(angles="small", objective=objective)
    assert examine("small", entry([4], wanted([4, 5]), angles="small", objective=objective))[0] == []
    curve = exact_curve(x, qubits=4, layers=5)
    law = NormalAngles(1 / sqrt(weight * (5 + 2)))  # at depth 5
    assert curve.variance[-1] == exact_curve(replace(x, angles=law), qubits=4, layers=5).variance[-1] > 0


def test_an_objective_that_needs_more_qubits_is_an_error_and_not_outside_the_theory():
    with pytest.raises(ValueError, match="too few") as error:
        exact_curve(experiment(objective="IIZ"), qubits=2, layers=2)
    assert not isinstance(error.value, NotCovered)


def test_where_there_is_no_limit_of_depth_the_tables_have_none():
    for parameter in ("1:1", "2:1"):
        found = limits_at(experiment(angles="small", parameter=parameter), 4, 100)
        assert {found.pop(key) for key in ("limit_kind", "e_limit_kind")} == {"none"}
        assert np.isnan(list(found.values())).all()


def test_theory_is_computed_where_it_covers_and_asked_for_in_vain_is_refused():
    assert examine("zz_chain", entry(exact=wanted()))[0] == []
    half = {"angles": "uniform:0:1"}
    (error,), _ = examine("zz_chain", entry(exact=wanted(), **half))
    assert error.startswith("experiments.zz_chain.exact: angles uniform:0.0:1.0: the exact theory needs ")
    assert error.endswith("; leave the key out, or none")
    errors, looked_at = examine("zz_chain", entry(exact=wanted(asked=False), **half))
    assert errors == [] and "the exact theory needs" in looked_at
    errors, looked_at = examine("zz_chain", entry(**half))
    assert errors == [] and looked_at.endswith("exact theory: not asked for")


def test_the_largest_size_of_a_curve_has_to_be_covered():
    assert examine("sum", entry(exact=wanted([4, 10]), objective="ising"))[0] == []
    (error,), _ = examine("sum", entry(exact=wanted([4, 12]), objective="ising"))
    assert error.startswith("experiments.sum.exact: 12 qubits: the exact theory of ising, a sum with X or Y")


def test_how_far_a_curve_reaches_follows_from_the_method_asked_for():
    noisy = {"noise": "depolarizing:0.01"}
    (error,), _ = examine("noisy", entry(exact=wanted([4, 14]), **noisy))
    assert error.startswith("experiments.noisy.exact: 14 qubits: the exact theory with noise is for at most 12")
    assert examine("noisy", entry(exact=wanted([4, 14], method="population"), **noisy))[0] == []
    (error,), _ = examine("sum", entry(exact=wanted([4, 6], method="population"), objective="ising"))
    assert error.startswith("experiments.sum.exact: objective ising: the population method follows a single")


def test_a_parameter_that_nothing_depends_on_is_refused():
    errors, looked_at = examine("zz_chain", entry([4, 6], entangler="none", parameter="1:3"))
    assert [error.split(":")[:2] for error in errors] == [
        [
            "experiments.zz_chain.parameter",
            f" layer 1, qubit 3 is outside the light cone of ZZ at {n} qubits and 20 layers",
        ]
        for n in (4, 6)
    ]
    assert "gradient zero at 4,6 qubits" in looked_at


def test_a_parameter_that_only_shallow_circuits_do_not_depend_on_is_let_through():
    errors, looked_at = examine("zz_chain", entry([6], parameter="1:6"))
    assert errors == [] and "gradient not identically zero at 6 qubits" in looked_at


def test_axes_that_commute_with_the_objective_are_refused_once():
    assert examine("zz_chain", entry(axes="Z"))[0] == [f"experiments.zz_chain.axes: {ZERO_AXES}"]


def check(plan, folder):
    """Run the program on a plan: what it says, whether it passed, and the record."""
    record = folder / "config.json"
    command = [warm.python(), "-m", "check_experiments", "--plan", json.dumps(plan), "--output", record]
    done = subprocess.run(command, cwd=SCRIPTS, capture_output=True, text=True, check=False)
    return done.stderr.splitlines(), done.returncode, record


def test_all_that_is_wrong_is_said_at_once(tmp_path):
    plan = {
        "right": entry(exact=wanted()),
        "axes": entry(axes="Z"),
        "both": entry(exact=wanted(), axes="Z", angles="uniform:0:1"),
    }
    lines, code, record = check(plan, tmp_path)
    assert code == 1 and not record.exists()
    keys = ["axes.axes", "both.axes", "both.exact"]
    assert [line.split(": ")[:2] for line in lines] == [["configuration", f"experiments.{key}"] for key in keys]


def test_what_is_right_is_recorded_with_a_line_an_experiment(tmp_path):
    plan = {"first": entry(exact=wanted()), "second": entry([4], objective="projector")}
    lines, code, record = check(plan, tmp_path)
    assert code == 0 and [line.split(":")[0] for line in lines] == ["first", "second"]
    assert json.loads(record.read_text(encoding="utf-8")) == plan


@pytest.mark.parametrize("graph, size", [("ring", 3), ("ladder", 4), ("grid", 4), ("heavy_hex", 23)])
def test_small_angles_are_covered_whatever_sizes_the_graph_of_the_objective_has(graph, size):
    """Their law depends on the objective's weight, which is known at sizes of its graph alone: 2 is none."""
    small = {"objective": "maxcut", "connectivity": graph, "angles": "small"}
    errors, said = examine("mine", entry([size], exact=wanted([size], asked=False), **small))
    assert errors == []
    assert said.endswith(f"covers {size} qubits")
