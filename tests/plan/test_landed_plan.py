"""A plan whose circuits are landed ones, or that lands its own."""

import json
import re
import shutil

import landed_folder
import pytest

from plateaus.plan import figures, jobs, tables
from plateaus.plan.load import load
from plateaus.plan.messages import ConfigError

ENTRY = {"title": "t", "qubits": [2, 4, 8], "layers": {"from": 1, "to": 8}, "circuits": 1000}


def config(folder=None, **keys):
    return {
        "master_seed": landed_folder.SEED,
        "figures": {"main": "e0"},
        "experiments": {"e0": ENTRY | keys},
        "landed": folder or landed_folder.folder(),
    }


def test_sizes_and_circuits_are_those_of_the_folder():
    plan = load(config())
    study = plan.studies["e0"]
    assert (study.qubits, study.circuits, study.layers) == ((2, 4), {2: 24, 4: 24}, tuple(range(1, 9)))
    assert jobs.all_samples(plan) == study.cells() == jobs.receipts(plan) == []
    files = [f"{landed_folder.folder()}/e0/n{n}_L8.parquet" for n in (2, 4)]
    assert jobs.recorded(study) == files
    (tails,) = (table for table in tables.tables(plan) if table.name == "tails")
    assert tails.parts(plan) == files
    assert {figure.name for figure in figures.figures(plan)} == {"fig2", "fig3", "fig4"}  # of samples alone is figure 1
    assert study.exact
    assert study.exact.qubits == (2, 4, 8)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"landed": "nowhere"}, r"landed: nowhere is no folder of landed circuits \(nowhere/index.json: No such file"),
        ({"master_seed": 12}, r"landed: .* has e0 with master_seed 11, this configuration has master_seed 12"),
        ({"experiments": {"e1": ENTRY}, "figures": {}}, r"landed: .* has no circuits of e1; there are e0"),
        ({"experiments": {"e0": ENTRY | {"objective": "XX"}}}, r"landed: .* has e0 with objective ZZ, .* objective XX"),
        (
            {"experiments": {"e0": ENTRY | {"qubits": [8]}}},
            r"landed: .* has e0 at 2, 4, 6 qubits alone, none of experiments\.e0\.qubits",
        ),
        ({"landed": "a{b}"}, r'landed: "a\{b\}" is not allowed. Folder of landed circuits'),
        ({"land_in": ""}, r'land_in: "" is not allowed. Folder'),
    ],
)
def test_a_folder_that_does_not_fit_is_refused_in_a_line(change, words):
    with pytest.raises(ConfigError) as refused:
        load(config() | change)
    assert re.match(words, str(refused.value)), refused.value
    assert "\n" not in str(refused.value)


def test_a_rule_whose_depth_was_not_kept_is_refused(tmp_path):
    shutil.copytree(landed_folder.folder(), tmp_path, dirs_exist_ok=True)
    index = json.loads((tmp_path / "index.json").read_text(encoding="utf-8"))
    for file in index["e0"]["files"]:
        file["layers"] = "1-3,8"
    (tmp_path / "index.json").write_text(json.dumps(index), encoding="utf-8")
    with pytest.raises(
        ConfigError, match=r"at 4 qubits at the depths 1-3,8, without 4, which .*depth_rules .* by 1\*n"
    ):
        load(config(str(tmp_path), depth_rules=["1*n"]))


@pytest.mark.parametrize("text", ["", "[]", "{}x", '{"e0": {}}', '{"e0": {"files": [{"layers": "x"}]}}'])
def test_a_damaged_index_is_refused(tmp_path, text):
    (tmp_path / "index.json").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"is no folder of landed circuits .*damaged"):
        load(config(str(tmp_path)))


def test_a_run_that_lands_has_a_receipt_for_every_cell():
    entry = {"title": "t", "qubits": [2, 4], "layers": [1, 8], "circuits": 40, "circuits_per_job": 20}
    plan = load({"master_seed": 1, "land_in": "there", "experiments": {"a": entry}})
    wanted = [f"results/landed/a/n{n}_L8_s{seed}.txt" for n in (2, 4) for seed in (0, 1)]
    assert jobs.receipts(plan) == wanted
    assert set(wanted) <= set(jobs.everything_made(plan))
    assert jobs.receipts(load(config() | {"land_in": "there"})) == []
