"""The graph of every configuration, and what every rule says of itself."""

import re

import pytest
import yaml
from pipeline import ROOT, SMOKE, planned, snakemake

from plateaus.plan.load import load
from tools.state_cost import costs


@pytest.mark.parametrize("name", ["config", "smoke", "paper", "exact", "beyond"])
def test_graph(name, tmp_path):
    config = ROOT / f"config/{name}.yaml"
    plan = load(yaml.safe_load(config.read_text(encoding="utf-8")))
    studies = plan.studies
    jobs = planned(snakemake(tmp_path, "--cores", "1", "-n", config=config))
    assert jobs["simulate"] == sum(len(study.cells()) for study in studies.values())
    assert jobs["estimate"] == len(studies)
    assert jobs["compute_exact"] == sum(len(study.exact.qubits) for study in studies.values() if study.exact)
    assert jobs["check"] == len(studies)
    assert {"draw_fig1", "draw_fig2", "draw_fig3", "draw_fig4", "draw_fig5", "draw_fig6"} <= set(jobs)
    assert {"check_experiments", "require_checks", "judge_claims", "tabulate_tails"} <= set(jobs)
    assert ("draw_figS1" in jobs) == ("draw_figS2" in jobs) == ("projector_chain" in studies)
    assert ("tabulate_depth_sampling" in jobs) == any(study.source.independent for study in studies.values())
    assert sum(jobs.values()) < 2000
    assert costs(plan)["jobs"].sum() == sum(jobs.values()) - jobs["all"]


def test_one_circuit_of_a_size_of_another_engine_is_simulated_again(tmp_path):
    config = yaml.safe_load(SMOKE.read_text(encoding="utf-8")) | {"engine": {2: "qulacs", 24: "numba"}}
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    output = snakemake(tmp_path, "--cores", "1", "-n", config=tmp_path / "config.yaml")
    jobs = planned(output)
    again = set(re.findall(r"Job \d+: .*: results/redrawn/(\S+)\.parquet", output))
    assert again == {
        "zz_chain/n4_L20_s0",
        "zz_chain/n6_L20_s0",
        "projector_chain/n4_L20_s0",
        "zz_independent/n4_L20_s0",
    }
    assert jobs["redraw"] == len(again)
    assert costs(load(config))["jobs"].sum() == sum(jobs.values()) - jobs["all"]


def test_every_rule_says_what_it_needs_or_runs_where_snakemake_runs():
    rules = []
    for path in sorted((ROOT / "workflow/rules").glob("*.smk")):
        rules += re.split(r"^ *rule(?: \w+)?:\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert len(rules) > 20
    for rule in rules:
        needs = re.search(r"resources:\n +mem_mb=grows\(.+\),\n +runtime=grows\(.+\),\n", rule)
        assert "shell:" not in rule or "message:" in rule, rule  # or Snakemake lists all of its files
        # what may run on either says of itself which
        assert bool(needs) != ("localrule: True" in rule) or "localrule: not table.samples" in rule, rule


def test_the_benchmark_is_a_target_of_its_own(tmp_path):
    jobs = planned(snakemake(tmp_path, "benchmark", "--cores", "1", "-n"))
    assert jobs == {"benchmark": 1, "run_benchmark": 1, "draw_benchmark": 1}
    assert "run_benchmark" not in planned(snakemake(tmp_path, "--cores", "1", "-n"))
