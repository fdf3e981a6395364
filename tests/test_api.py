"""Experiments in Python are those of the workflow: the same refusals, samples, curves and diagnoses, bit by bit."""

import json
import re
import shlex
import sys
from importlib import import_module
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pandas as pd
import pytest
from own_circuits import REAL_AMPLITUDES
from small_run import typed

import compute_exact
import estimate
import simulate
from plateaus import api
from plateaus.ensemble.source import Source
from plateaus.options import as_options
from plateaus.plan import experiments
from plateaus.plan.load import load
from plateaus.plan.messages import ConfigError
from plateaus.storage.samples import VALUES, read_samples
from plateaus.tables.results import Results, columns_of, module_of
from plateaus.theory.coverage import NotCovered

EXPERIMENT: dict[str, Any] = {
    "title": "Z₁Z₂ on rings",
    "connectivity": "ring",
    "qubits": [3, 4, 6, 9],
    "layers": {"from": 1, "to": 12},
    "circuits": 50,
    "circuits_per_job": 25,
    "depth_rules": ["1*n", 3],
}
CONFIG = {"master_seed": 5, "experiments": {"rings": EXPERIMENT}}


@pytest.fixture(scope="module")
def workflow(tmp_path_factory):
    """Samples, files by (size, batch), and tables of that experiment, by the programs of the workflow."""
    folder = tmp_path_factory.mktemp("workflow")
    plan = load(CONFIG)
    study = plan.studies["rings"]
    words = shlex.split(as_options(study.source.words()))

    def run(program, **options):
        given = [(f"--{key}", str(value)) for key, value in options.items()]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", [program.__name__, *(word for pair in given for word in pair), *words])
            program.main()

    samples, curves = {}, []
    for cell in study.cells():
        path = samples[cell.qubits, cell.seed] = folder / f"{cell.qubits}_{cell.seed}.parquet"
        run(simulate, qubits=cell.qubits, layers="1-12", first=cell.first, circuits=cell.circuits, output=path)
    assert study.exact
    for n in study.exact.qubits:
        curves.append(folder / f"curve{n}.csv")
        run(compute_exact, qubits=n, layers=12, tolerance=1e-6, output=curves[-1], method=folder / "how.csv")
    words = [*map(str, samples.values()), *words]
    run(estimate, output=folder / "estimates.csv")
    found = {"experiments": typed("experiments", experiments.rows(plan))}
    for name, parts in {"exact_variance": curves, "variance": [folder / "estimates.csv"], "diagnosis": []}.items():
        found[name] = import_module(module_of(name)).make(Results(tables=found), parts)
    return samples, found


def test_samples_are_the_bits_of_the_workflows_jobs(workflow):
    samples, _ = workflow
    found = api.sample(EXPERIMENT, name="rings", master_seed=5)
    assert [c.name for c in api.SAMPLE] == list(found)
    for n, of_size in found.groupby("qubits"):
        batches = [read_samples(path) for (size, _), path in samples.items() if size == n]
        assert of_size["circuit"].unique().tolist() == list(range(50))
        for key in VALUES:
            values = np.concatenate([getattr(batch, key) for batch in batches])
            assert of_size[key].to_numpy().tobytes() == values.tobytes()
        axes = np.concatenate([batch.axis for batch in batches])
        assert of_size[of_size["layers"] == 1]["axis"].tolist() == [*np.array(list("XYZ"))[axes]]


def test_samples_of_depths_drawn_by_themselves_are_too():
    grid: dict[str, Any] = {"depths": "independent", "qubits": [4], "layers": [2, 5], "circuits": 20}
    found = api.sample(grid, name="apart", master_seed=3)
    source = Source("apart", 3, True)
    for depth in grid["layers"]:
        alone = simulate.sample(source, qubits=4, layers=[depth], first=0, circuits=20)
        assert found[found["layers"] == depth]["gradient"].tolist() == alone["gradient"].ravel().tolist()


def test_exact_curves_are_those_of_the_workflow(workflow):
    _, tables = workflow
    found = api.exact(EXPERIMENT, name="rings", master_seed=5)
    pd.testing.assert_frame_equal(found, tables["exact_variance"], check_exact=True, check_dtype=False)


def test_variances_are_those_of_the_workflow(workflow):
    _, tables = workflow
    found = api.variance(EXPERIMENT, name="rings", master_seed=5)
    assert list(found) == [c.name for c in api.VARIANCE]
    sampled, exact = (found[found["source"] == source] for source in ("sampled", "exact"))
    pairs = {"variance": "variance", "low": "variance_low", "high": "variance_high", "log_error": "log_variance_se"}
    for here, there in pairs.items():
        assert sampled[here].tolist() == tables["variance"][there].tolist()
    assert exact["variance"].tolist() == tables["variance"]["exact_variance"].tolist()


@pytest.mark.parametrize("given", ["experiment", "table", "file"])
def test_a_diagnosis_is_that_of_the_workflow(workflow, given, tmp_path):
    _, tables = workflow
    options: dict[str, Any] = {"name": "rings", "master_seed": 5}
    if given == "experiment":
        found = api.diagnose(EXPERIMENT, **options)
    else:
        table = api.variance(EXPERIMENT, **options)
        if given == "file":
            table.to_csv(tmp_path / "table.csv", index=False)
            table = pd.read_csv(tmp_path / "table.csv")
        found = api.diagnose(table, EXPERIMENT["depth_rules"])
    pd.testing.assert_frame_equal(found, tables["diagnosis"], check_exact=True, check_dtype=False)
    assert set(found["source"]) == {"exact", "sampled"}
    assert len(api.in_words(found)) == len(found) == 4


def test_a_plateau_is_told_from_circuits_without_gates_between_qubits():
    sizes = range(3, 10, 2)
    plateau = api.diagnose({"connectivity": "complete"}, "10*n", qubits=sizes)
    none = api.diagnose({"entangler": "none"}, 20, qubits=sizes)
    assert plateau["kind"].tolist() == ["exponential"]
    assert plateau["slope"][0] == pytest.approx(-np.log(2), rel=0.05)
    assert none["kind"].tolist() == ["does not fall"]
    assert "falls exponentially, a barren plateau; ln Var changes by −0.7" in api.in_words(plateau)[0]


def test_numbers_may_be_those_of_numpy_or_python_alone():
    one = api.exact({}, qubits=4, layers=3)
    for qubits, layers in ((np.array([4]), np.int64(3)), ((4,), [3]), (range(4, 5), {"from": 3, "to": 3})):
        pd.testing.assert_frame_equal(api.exact({}, qubits=qubits, layers=layers), one)


def test_exact_curves_go_beyond_the_sizes_that_are_sampled_and_take_their_settings_from_the_experiment():
    wanted = {"qubits": [30, 31], "layers": 3, "method": "mps"}
    found = api.exact({"exact": wanted, "qubits": [4], "layers": [3], "circuits": 100})
    assert found["qubits"].tolist() == [30] * 3 + [31] * 3
    assert found["layers"].tolist() == [1, 2, 3] * 2
    assert set(found["method"]) == {"mps"}


REFUSALS = [
    {"objectiv": "ZZ"},
    {"objective": "QQ"},
    {"objective": "ZZZZZ"},
    {"circuits": 5},
    {"layers": [0]},
    {"qubits": [6, 4]},
    {"connectivity": "grid", "qubits": [5]},
    {"parameter": {"layer": 3, "qubit": 1}},
    {"start": "identity:1"},
    {"noise": "depolarizing:0.01", "qubits": [14]},
    {"depth_rules": ["12*n"]},
    {"ansatz": "two_local"},
]


@pytest.mark.parametrize("keys", REFUSALS, ids=str)
def test_what_a_configuration_refuses_is_refused_in_the_same_words(keys):
    entry = {"title": "t", "qubits": [4], "layers": [1, 2], "circuits": 20} | keys
    with pytest.raises(ConfigError) as theirs:
        load({"master_seed": 0, "experiments": {"mine": entry}})
    with pytest.raises(ConfigError) as ours:
        api.variance(entry)
    as_there = str(theirs.value).replace("experiments.mine.", "").replace("experiments.mine:", "experiment:")
    assert str(ours.value) == as_there


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            lambda: api.variance(json.loads('"ZZ"'), qubits=4, layers=1),
            "experiment: 'ZZ' is not allowed; it is keys with values",
        ),
        (lambda: api.variance({}, layers=1), "experiment: the key 'qubits' is missing"),
        (lambda: api.variance({}, qubits=4), "layers: left out; give depths, or depth_rules that say them"),
        (lambda: api.diagnose({}, "9999*n", qubits=4), "depth_rules: they ask for depth 39996; 10000 is the deepest"),
        (lambda: api.exact({}, qubits=129, layers=1), r"qubits: \[129\] is not allowed. Sizes of the exact curves"),
        (lambda: api.variance({}, qubits=31, layers=1, circuits=20), r"qubits: \[31\] is not allowed. Sizes, 2 to 30"),
        (lambda: api.sample({}, qubits=4, layers=1), "circuits: left out; give the number of random circuits"),
        (lambda: api.variance({"axes": "Z"}, qubits=4, layers=1), "axes: Z commutes with ZZ on qubit 1"),
        (lambda: api.variance({}, qubits=4, layers=1, engine="qiskit"), 'engine: "qiskit" is not allowed'),
        (lambda: api.diagnose(api.variance({}, qubits=4, layers=1), "2*n"), "depth_rules: 2.n asks for depth 8 at 4"),
        (lambda: api.diagnose(pd.DataFrame({"n": [1]})), "the table has no column 'experiment'"),
        (lambda: api.diagnose(api.variance({}, qubits=4, layers=1), qubits=4), "qubits: of an experiment alone"),
    ],
)
def test_what_only_python_can_get_wrong_is_refused_in_one_line(call, words):
    with pytest.raises(ConfigError, match=f"^{words}") as refused:
        call()
    assert "\n" not in str(refused.value)


def test_where_there_is_no_exact_curve_it_is_an_error_or_with_samples_a_warning():
    entry = {"noise": "depolarizing:0.01", "connectivity": "complete"}
    with pytest.raises(NotCovered, match="14 qubits: the exact theory with noise is for at most 12"):
        api.exact(entry, qubits=[4, 14], layers=2)
    tilted = {"angles": {"low": 0, "high": 1}}
    with pytest.raises(NotCovered, match="the exact theory needs"):
        api.variance(tilted, qubits=4, layers=2)
    with pytest.warns(UserWarning, match="no exact curve of 4 qubits: angles"):
        found = api.variance(tilted, qubits=4, layers=2, circuits=20)
    assert found["source"].tolist() == ["sampled"]


def test_a_cost_is_that_of_the_jobs():
    found = api.cost(EXPERIMENT)
    assert found["what"].tolist() == ["samples"] * 4 + ["exact curves"] * 4
    assert (found["seconds"] > 0).all()
    assert found["circuits"].tolist() == [50] * 4 + [0] * 4
    seconds = [api.cost(EXPERIMENT, circuits=circuits)["seconds"] for circuits in (25, 50, 250)]
    assert (seconds[2] - seconds[1])[:4].tolist() == pytest.approx((8 * (seconds[1] - seconds[0]))[:4].tolist())
    assert (seconds[2] - seconds[0])[4:].tolist() == [0] * 4


@pytest.mark.parametrize(
    ("function", "columns"),
    [
        (api.variance, api.VARIANCE),
        (api.exact, columns_of("plateaus.tables.exact_variance")),
        (api.sample, api.SAMPLE),
        (api.cost, api.COST),
    ],
)
def test_docstrings_name_every_column_and_its_unit(function, columns):
    _, _, returns = function.__doc__.partition("Returns")
    for column in columns:
        at = returns.find(f"``{column.name}``")
        assert at >= 0, column.name
        assert column.unit in ("", "layers") or column.unit.split()[0] in returns[at : at + 300], column.name


def test_the_page_says_what_its_lines_print(capsys):
    page = (Path(__file__).parents[1] / "docs/python.md").read_text(encoding="utf-8")
    (lines,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    exec(lines, {})
    (quoted,) = re.findall(r"^> (.*)$", page, re.MULTILINE)
    assert capsys.readouterr().out == quoted + "\n"


def test_circuits_from_a_file(tmp_path, monkeypatch):
    """Read where they are asked for; exact and sampled as what they are, a preset."""
    monkeypatch.chdir(tmp_path)
    Path("own.py").write_text(dedent(REAL_AMPLITUDES), encoding="utf-8")
    grid: dict[str, Any] = {"qubits": 3, "layers": [1, 3], "circuits": 20, "name": "a"}
    found, expected = (api.variance({"ansatz": word}, **grid) for word in ({"python": "own.py"}, "real_amplitudes"))
    assert found["source"].tolist() == ["exact"] * 2 + ["sampled"] * 2
    for column in ("variance", "mean", "e_variance", "e_mean"):
        np.testing.assert_allclose(found[column], expected[column], rtol=1e-9, atol=1e-14)
    only = api.exact({"ansatz": {"python": "own.py"}}, qubits=3, layers=[1, 3])
    np.testing.assert_allclose(only["variance"], found["variance"][:2], rtol=1e-12)
    with pytest.raises(ConfigError, match=r"^ansatz: none\.py: cannot be read"):
        api.variance({"ansatz": {"python": "none.py"}}, qubits=3, layers=2)
