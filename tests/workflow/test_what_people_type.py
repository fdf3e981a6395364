"""What people type: configurations and commands that Snakemake, the shell or YAML could take for something else."""

import json
import os
import shlex
import subprocess
import sys

import pytest
import yaml
from pipeline import ROOT, SMOKE, copy_of_the_workflow, planned, snakemake

from plateaus.storage.tables import read_table
from plateaus.tables import experiments

TEXT = SMOKE.read_text(encoding="utf-8")


def test_a_key_that_stands_twice_is_named_before_any_job(tmp_path):
    config = tmp_path / "twice.yaml"
    config.write_text(TEXT.replace("master_seed: 7", "master_seed: 7\nmaster_seed: 8"), encoding="utf-8")
    output = snakemake(tmp_path, "-n", config=config, ok=False)
    assert f"{config}, line 3: the key 'master_seed' stands here again, first in line 2" in output


def lines_of_make(target):
    """What `make TARGET` would run, a line a command; also where these tests are run by another make."""
    command = ["make", "-n", target, "CONFIG=my config.yaml", "DIRECTORY=my results"]
    env = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout.splitlines()


@pytest.mark.parametrize("target", ["figures", "tables", "report", "unlock", "benchmark"])
def test_make_looks_at_the_configuration_first_and_takes_names_with_spaces(target):
    lines = lines_of_make(target)
    words = [shlex.split(line, comments=True) for line in lines]
    first = next(i for i, line in enumerate(words) if line[1:] == ["scripts/tools/check_config.py", "my config.yaml"])
    asked = [i for i, line in enumerate(words) if line and line[0].endswith("snakemake")]
    assert asked
    assert first < min(asked)
    for i in asked:
        assert words[i][words[i].index("--directory") + 1] == "my results"
        assert words[i][words[i].index("--configfile") + 1] == "my config.yaml"


@pytest.mark.parametrize("target", ["verify", "compare", "readme-benchmark", "cost"])
def test_so_do_the_other_targets(target):
    lines = lines_of_make(target)
    own = [word for word in shlex.split(lines[-1]) if word.startswith("my ")]
    assert own
    assert all(word == "my config.yaml" or word.startswith("my results/results") for word in own)


@pytest.mark.parametrize("target", ["paper", "judged", "readme"])
def test_what_is_of_the_papers_grid_is_so_whatever_else_is_asked_for(target):
    text = "\n".join(lines_of_make(target))
    assert "my results" not in text
    assert '--configfile "config/paper.yaml"' in text
    assert ('--config landed="../reference/paper"' in text) == (target != "paper")


def test_a_wrong_path_is_said_in_a_line():
    command = [sys.executable, "scripts/tools/check_config.py", "config/missing.yaml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "error: config/missing.yaml: No such file or directory\n")


def test_names_that_are_words_of_programs_are_names(tmp_path):
    """Numbers that are none, nothing, truth values: in quotes where YAML has them, and in every file's path."""
    names = ["nan", "inf", "on", "off", "null", "None", "results", "t"]
    config = yaml.safe_load(TEXT)
    one = {"qubits": [2, 4], "layers": [1, 5], "circuits": 20, "title": "1e3", "depth_rules": [5]}
    config |= {"experiments": dict.fromkeys(names, one), "figures": {"main": "nan", "projector": "on"}}
    (tmp_path / "names.yaml").write_text(json.dumps(config), encoding="utf-8")
    output = snakemake(tmp_path, "-n", config=tmp_path / "names.yaml")
    assert planned(output)["simulate"] == 2 * len(names)
    (tmp_path / "bare.yaml").write_text((tmp_path / "names.yaml").read_text().replace('"on"', "on"), encoding="utf-8")
    output = snakemake(tmp_path, "-n", config=tmp_path / "bare.yaml", ok=False)
    assert """line 1: YAML reads 'on' as true or false; put it in quotes ("on")""" in output


def test_titles_and_folders_are_no_patterns_and_no_options(tmp_path):
    """Braces, quotes, dollars, a hyphen in front: in titles, in the path of the checkout and of the run."""
    titles = {
        "zz_chain": "-x {0, π} $\\theta_{1,1}$ 50 % 'a' \"b\" \\",
        "projector_chain": "--plan {experiment} {{x}} `ls`",
    }
    config = yaml.safe_load(TEXT)
    for name, title in titles.items():
        config["experiments"][name]["title"] = title
    config["benchmark"]["native"] = "a {native} build"
    checkout = copy_of_the_workflow(tmp_path / "a {checkout} of 100 %")
    (checkout / "my {config}.yaml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    run = {"config": checkout / "my {config}.yaml", "workflow": checkout}
    snakemake(tmp_path / "a {run}", "-n", "all", "benchmark", **run)
    snakemake(tmp_path / "a {run}", "results/figures/fig2.svg", "--cores", "1", **run)
    table = read_table(tmp_path / "a {run}/results/tables/experiments.csv", experiments.COLUMNS)
    found = dict(zip(table["experiment"], table["title"], strict=True))
    assert {name: found[name] for name in titles} == titles
