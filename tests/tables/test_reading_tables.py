"""Tables are read as their columns are declared: nothing is guessed, and what is damaged is refused by name."""

import json
import sys

import numpy as np
import pandas as pd
import pytest
import yaml
from pipeline import SMOKE
from small_tables import rows_of

import describe
import make_table
from plateaus.plan import experiments
from plateaus.plan import tables as catalogue
from plateaus.plan.load import load
from plateaus.storage.tables import DTYPES, write_table
from plateaus.storage.writing import ResultsError
from plateaus.tables import decay_points, decay_rates
from plateaus.tables.results import Results, columns_of, module_of

NAMES = [*(table.name for table in catalogue.TABLES), "experiments", "claims", "benchmark"]


@pytest.mark.parametrize("name", NAMES)
def test_columns_are_declared_with_a_type_and_a_meaning(name):
    columns = columns_of(module_of(name))
    assert len({c.name for c in columns}) == len(columns)
    assert all(c.type in DTYPES and c.meaning for c in columns)


@pytest.mark.parametrize("name", NAMES)
def test_planning_knows_the_module_that_a_table_is_read_with(name):
    assert catalogue.modules([name]) == [module_of(name)]


def test_a_depth_rule_that_is_a_number_stays_text(tmp_path):
    path = tmp_path / "decay_rates.csv"
    rates = rows_of(decay_rates.COLUMNS, [{"experiment": "zz", "depth_rule": "50", "slope": -0.5, "points": 3}])
    write_table(path, rates, decay_rates.COLUMNS)
    read = Results([path])["decay_rates"]
    assert read["depth_rule"].tolist() == ["50"]
    assert read["points"].tolist() == [3]
    assert np.isnan(read["chi2"][0])


def test_whole_numbers_stay_numbers_and_an_experiment_may_be_called_nan(tmp_path):
    path = tmp_path / "decay_points.csv"
    path.write_text(
        "experiment,depth_rule,source,qubits,layers,variance,low,high,reliable\nnan,1,exact,4,1,1,1,1,True\n"
    )
    read = Results([path])["decay_points"]
    assert read["experiment"].tolist() == ["nan"]
    assert read["variance"].dtype == float
    assert read["reliable"].dtype == bool
    write_table(path, read, decay_points.COLUMNS)
    assert path.read_text().endswith("nan,1,exact,4,1,1.0,1.0,1.0,True\n")


def test_a_table_that_a_run_does_not_have_is_empty_and_typed():
    exact = Results()["exact_variance"]
    assert exact.empty
    assert {"experiment", "qubits", "variance", "limit"} <= set(exact)
    assert exact["variance"].dtype == float
    assert exact["qubits"].dtype == int


HEAD = "experiment,closeness,within,qubits_from,qubits_to,slope,intercept,points\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not a table, or damaged"),
        (HEAD.replace("slope,", ""), "column slope is missing"),
        (HEAD + "zz,relative,0.1,4,6,steep,0.0,2\n", "not a table, or damaged"),
        (HEAD + "zz,relative,0.1,4,,1.0,0.0,2\n", "not a table, or damaged"),
        (HEAD + '"zz,relative,0.1', "not a table, or damaged"),
    ],
)
def test_a_damaged_table_is_refused_by_name(tmp_path, text, reason):
    path = tmp_path / "plateau_fits.csv"
    path.write_text(text)
    with pytest.raises(ResultsError, match=rf"plateau_fits\.csv: {reason}.*Delete .* and run again"):
        Results([path])["plateau_fits"]


def program(module, monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["", *map(str, words)])
    module.main()


def test_the_table_of_experiments_comes_back_as_the_configuration_says(tmp_path, monkeypatch):
    plan = load(yaml.safe_load(SMOKE.read_text(encoding="utf-8")))
    rows = json.dumps(experiments.rows(plan))
    program(describe, monkeypatch, "--experiments", rows, "--output", tmp_path / "experiments.csv")
    results = Results([tmp_path / "experiments.csv"])
    assert list(results.experiments.index) == list(plan.studies)
    for name, study in plan.studies.items():
        assert results.source(name) == study.source
        assert results.experiments.loc[name, "title"] == study.title
        assert results.experiments.loc[name, "depth_rules"].split() == list(study.depth_rules)
    assert results.experiments.query("main").index.tolist() == [plan.main]


def test_an_empty_cell_and_infinity_come_back(tmp_path, monkeypatch):
    row = {c.name: {"text": "", "integer": 0, "number": None, "truth": False}[c.type] for c in describe.COLUMNS}
    rows = [row | {"experiment": "patch"}, row | {"experiment": "complete", "dimension": float("inf")}]
    program(describe, monkeypatch, "--experiments", json.dumps(rows), "--output", tmp_path / "experiments.csv")
    read = Results([tmp_path / "experiments.csv"]).experiments
    assert np.isnan(read.loc["patch", "dimension"])
    assert read.loc["complete", "dimension"] == np.inf
    assert read["tolerance"].isna().all()


def test_the_program_makes_a_table_from_files(tmp_path, monkeypatch):
    depths = [
        {
            "experiment": "zz",
            "qubits": n,
            "closeness": "relative",
            "within": 0.1,
            "source": "exact",
            "depth_high": 3 * n,
        }
        for n in (4, 6)
    ]
    columns = columns_of("plateaus.tables.plateau_depths")
    write_table(tmp_path / "plateau_depths.csv", rows_of(columns, depths), columns)
    words = ("--tables", tmp_path / "plateau_depths.csv", "--output", tmp_path / "plateau_fits.csv")
    program(make_table, monkeypatch, "--table", "plateau_fits", *words)
    assert pd.read_csv(tmp_path / "plateau_fits.csv")["slope"].tolist() == pytest.approx([3])
