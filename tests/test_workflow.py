"""The graph of every configuration, and the whole pipeline end to end on the smoke configuration."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from docutils.core import publish_doctree

from plateaus.config import load
from plateaus.files import read_samples, read_table, write_samples

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "workflow/schemas/config.schema.yaml"
SMOKE = ROOT / "config/smoke.yaml"


def snakemake(directory, *options, config=SMOKE, ok=True):
    """Run the workflow in a folder; its output."""
    command = [sys.executable, "-m", "snakemake", "--snakefile", ROOT / "Snakefile", "--directory", directory]
    command += ["--configfile", config, "--scheduler", "greedy", *options]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COV")}
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, cwd=ROOT, env=environment)
    assert (done.returncode == 0) == ok, done.stdout + done.stderr
    return done.stdout + done.stderr


def planned(output):
    """Jobs of each rule in a dry run."""
    table = re.search(r"^job +count\n-.*\n((?:.+\n)+?)total", output, re.MULTILINE)
    return {rule: int(count) for rule, count in re.findall(r"^(\S+) +(\d+)$", table[1], re.MULTILINE)} if table else {}


def digests(directory, *folders):
    """SHA-256 of every file below some folders."""
    return {
        str(path.relative_to(directory)): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in sorted((directory / folder).rglob("*"))
        if path.is_file()
    }


SMALL = {"qubits": [2, 4], "layers": {"from": 1, "to": 6}, "circuits": 60}
DATA = ("results/samples", "results/exact", "results/statistics", "results/checks", "results/tables")


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A folder in which the smoke configuration ran to the end on two cores."""
    directory = tmp_path_factory.mktemp("smoke")
    snakemake(directory, "--cores", "2")
    return directory


@pytest.mark.parametrize("name", ["config", "smoke", "paper", "exact", "beyond"])
def test_graph(name, tmp_path):
    config = ROOT / f"config/{name}.yaml"
    runs = load(yaml.safe_load(config.read_text(encoding="utf-8")), SCHEMA)
    jobs = planned(snakemake(tmp_path, "--cores", "1", "-n", config=config))
    assert jobs["simulate"] == sum(len(run.cells()) for run in runs.values())
    assert jobs["estimate_variances"] == len(runs)
    assert jobs["compute_exact_variances"] == sum(len(run.exact.qubits) for run in runs.values() if run.exact)
    assert jobs["run_checks"] == len(runs)
    assert {"draw_concentration", "draw_circuit", "draw_fig3", "draw_fig4", "draw_fig5", "draw_fig6"} <= set(jobs)
    assert {"check", "judge_claims", "estimate_tails"} <= set(jobs)
    assert ("draw_figS1" in jobs) == ("draw_figS2" in jobs) == ("projector_chain" in runs)
    assert ("compare_depth_sampling" in jobs) == any(run.independent for run in runs.values())
    assert sum(jobs.values()) < 2000


def test_a_finished_run_has_everything_and_nothing_left_to_do(finished):
    of_the_paper = ("fig1", "fig2", "fig3", "fig4", "fig5", "fig6", "figS1", "figS2")
    for figure in (*of_the_paper, "zz_independent_qubits", "zz_independent_layers"):
        for ending in ("pdf", "png", "svg", "csv", "rst"):
            assert (finished / f"results/figures/{figure}.{ending}").stat().st_size > 100
    variance = read_table(finished / "results/tables/variance.csv")
    contract = "experiment qubits layers circuits mean mean_se variance variance_low variance_high kurtosis"
    assert {*contract.split(), "haar_variance", "e_mean", "e_variance"} <= set(variance.columns)
    assert len(variance) == 3 * 20 + 2 * 20 + 2 * 3
    rates = read_table(finished / "results/tables/decay_rates.csv")
    assert {"experiment", "depth_rule", "source", "slope", "low", "high", "points"} <= set(rates.columns)
    assert set(rates["source"]) == {"sampled", "exact", "limit", "paper"}
    exact = read_table(finished / "results/tables/exact_variance.csv")
    assert {"experiment", "qubits", "layers", "variance", "rel_error"} <= set(exact.columns)
    assert read_table(finished / "results/tables/checks.csv")["passed"].all()
    assert set(read_table(finished / "results/tables/claims.csv")["verdict"]) <= {
        "reproduced",
        "not reproduced",
        "cannot be decided",
    }
    assert "Nothing to be done" in snakemake(finished, "--cores", "1")


def test_captions_are_filled_and_logs_tell_rate_and_end(finished):
    for caption in (finished / "results/figures").glob("*.rst"):
        text = caption.read_text(encoding="utf-8")
        assert "{" not in text
        assert "nan" not in text
        publish_doctree(text, settings_overrides={"halt_level": 2, "report_level": 5})  # warnings are errors
    log = (finished / "results/logs/simulate/zz_chain/n6_L20_s1.log").read_text()
    assert re.search(r"60/60 circuits, \S+ a second, ends \d{4}-\d\d-\d\d \d\d:\d\d:\d\d", log)


def test_one_core_and_reversed_order_give_the_same_bytes(finished, tmp_path):
    samples = sorted(str(p.relative_to(finished)) for p in (finished / "results/samples").rglob("*.parquet"))
    for half in (samples[len(samples) // 2 :], samples[: len(samples) // 2]):
        snakemake(tmp_path, "--cores", "1", *reversed(half))
    snakemake(tmp_path, "--cores", "1", "tables", "claims", "check")
    assert digests(tmp_path, *DATA) == digests(finished, *DATA)


def test_deleted_outputs_come_back_the_same_and_alone(finished, tmp_path):
    directory = tmp_path / "half"
    shutil.copytree(finished, directory)
    before = digests(directory, *DATA, "results/figures")
    files = sorted(path for folder in DATA for path in (directory / folder).rglob("*") if path.is_file())
    for path in files[::2]:
        path.unlink()
    kept = {path: path.stat().st_mtime_ns for path in files[1::2] if path.suffix == ".parquet"}
    snakemake(directory, "--cores", "2")
    assert digests(directory, *DATA, "results/figures") == before
    assert all(path.stat().st_mtime_ns == time for path, time in kept.items())


def test_more_circuits_run_only_the_added_cells(finished, tmp_path):
    config = yaml.safe_load(SMOKE.read_text(encoding="utf-8"))
    config["experiments"]["zz_chain"]["circuits"] = 240
    (tmp_path / "more.yaml").write_text(yaml.safe_dump(config))
    plan = snakemake(finished, "--cores", "1", "-n", "results/statistics/zz_chain.csv", config=tmp_path / "more.yaml")
    added = set(re.findall(r"output: results/samples/(\S+)\.parquet", plan))
    assert added == {f"zz_chain/{name}" for name in ("n2_L20_s1", "n4_L20_s1", "n6_L20_s2", "n6_L20_s3")}


def test_a_changed_ensemble_runs_its_cells_again_and_no_others(finished, tmp_path):
    config = yaml.safe_load(SMOKE.read_text(encoding="utf-8"))
    config["experiments"]["projector_chain"]["initial_state"] = "none"
    config["experiments"]["zz_chain"]["title"] = "another title"
    (tmp_path / "other.yaml").write_text(yaml.safe_dump(config))
    plan = snakemake(finished, "--cores", "1", "-n", config=tmp_path / "other.yaml")
    again = set(re.findall(r"output: results/samples/(\w+)/", plan))
    assert again == {"projector_chain"}


def test_a_bad_config_ends_in_one_line_before_any_job(tmp_path):
    config = yaml.safe_load(SMOKE.read_text(encoding="utf-8"))
    config["experiments"]["zz_chain"]["circuit"] = 5
    (tmp_path / "bad.yaml").write_text(yaml.safe_dump(config))
    output = snakemake(tmp_path, "--cores", "1", config=tmp_path / "bad.yaml", ok=False)
    assert "experiments.zz_chain: unknown key 'circuit' (did you mean circuits?)" in output
    assert not (tmp_path / "results").exists()


def test_a_damaged_samples_file_is_named_and_others_are_kept(finished, tmp_path):
    directory = tmp_path / "damaged"
    shutil.copytree(finished, directory)
    broken = directory / "results/samples/zz_chain/n2_L20_s0.parquet"
    broken.write_bytes(broken.read_bytes()[:1000])
    before = digests(directory, "results/samples")
    snakemake(directory, "--cores", "1", "results/tables/decay_rates.csv", ok=False)
    log = (directory / "results/logs/estimate_variances/zz_chain.log").read_text()
    assert log.startswith("error: results/samples/zz_chain/n2_L20_s0.parquet: not a samples file")
    assert "Traceback" not in log
    assert digests(directory, "results/samples") == before


def test_a_failing_check_fails_the_run_by_name_and_keeps_the_table(finished, tmp_path):
    """Samples of another law under the right name: what a bug in the simulation would leave."""
    directory = tmp_path / "wrong"
    shutil.copytree(finished, directory)
    path = directory / "results/samples/zz_chain/n2_L20_s0.parquet"
    samples = read_samples(path)
    write_samples(path, replace(samples, gradient=2 * samples.gradient))
    output = snakemake(directory, "--cores", "2", "check", ok=False)
    assert "FAILED zz_chain: redrawn circuits: does not hold" in output
    assert "FAILED zz_chain: variance of the gradient" in output
    assert not read_table(directory / "results/tables/checks.csv")["passed"].all()
    assert not (directory / "results/checks/passed").exists()


def test_a_main_experiment_that_theory_does_not_cover_still_runs(tmp_path):
    config = yaml.safe_load(SMOKE.read_text(encoding="utf-8"))
    config["experiments"] = {"half": {"title": "angles in [0, π)", "angles": {"low": 0, "high": 1}} | SMALL}
    config["figures"] = {"main": "half"}
    (tmp_path / "half.yaml").write_text(yaml.safe_dump(config))
    snakemake(tmp_path, "--cores", "2", config=tmp_path / "half.yaml")
    assert (tmp_path / "results/figures/fig4.pdf").exists()
    assert not (tmp_path / "results/tables/exact_variance.csv").exists()


def test_report(finished):
    snakemake(finished, "--report", "report.html")
    page = (finished / "report.html").read_text(encoding="utf-8")
    for words in ("Figures of the paper", "Beyond the paper", "Tables", "Claims", "Other experiments", "Concentration"):
        assert words in page


def test_a_new_graph_cost_and_law_need_nothing_but_yaml(tmp_path):
    """A patch of heavy-hexagon lattice (two rows and the qubit that bridges them) with a string of weight 3."""
    rows = [[1, 2], [2, 3], [3, 4], [4, 5], [3, 6], [6, 8], [7, 8], [8, 9]]
    patch = {
        "title": "heavy-hexagon patch, Z₂X₃Y₆",
        "connectivity": {"edges": rows},
        "objective": "IZXIIY",
        "angles": {"sigma": 1.2},
        "parameter": {"layer": 1, "qubit": 3},
        "qubits": [9],
        "layers": [1, 2, 4, 8, 16],
        "circuits": 2000,
    }
    config = tmp_path / "patch.yaml"
    entry = {"master_seed": 11, "figures": {"main": "patch"}, "experiments": {"patch": patch}}
    config.write_text(yaml.safe_dump(entry), encoding="utf-8")
    snakemake(tmp_path, "results/checks/passed", "results/figures/fig2.svg", "--cores", "2", config=config)
    variance = read_table(tmp_path / "results/tables/variance.csv")
    trusted = variance[variance["variance_reliable"]]
    assert len(trusted) >= 3
    inside = (trusted["variance_low"] <= trusted["exact_variance"]) & (
        trusted["exact_variance"] <= trusted["variance_high"]
    )
    assert inside.sum() >= len(trusted) - 1
    checks = read_table(tmp_path / "results/tables/checks.csv")
    assert "variance of the gradient" in set(checks["name"])


PROBED = {
    "master_seed": 3,
    "figures": {"main": "plain", "starts": ["plain", "blocks"], "noise": ["plain", "noisy"]},
    "experiments": {
        "plain": {
            "title": "plain",
            "qubits": [2, 4],
            "layers": {"from": 1, "to": 8},
            "circuits": 120,
            "probes": {
                "gradients": {"qubits": [4], "depth": 8, "circuits": 120},
                "shots": {"qubits": [2, 4], "depth": "2*n", "circuits": 120, "shots": [100, 1000]},
                "training": {"qubits": [4], "depth": 8, "circuits": 20, "steps": 3, "rate": 0.1},
            },
        },
        # a start on a graph that nobody foresaw: a heavy-hex patch and a string of weight 3
        "blocks": {
            "title": "blocks on a heavy-hex patch",
            "connectivity": {"edges": [[1, 2], [2, 3], [3, 4], [3, 5], [5, 6]]},
            "objective": "ZIXIIZ",
            "start": "identity:2",
            "depths": "independent",
            "qubits": [6],
            "layers": [8],
            "circuits": 120,
            "probes": {"training": {"qubits": [6], "depth": 8, "circuits": 20, "steps": 3, "rate": 0.1}},
        },
        "noisy": {
            "title": "noisy",
            "noise": "depolarizing:0.02",
            "qubits": [2, 4],
            "layers": {"from": 1, "to": 8},
            "circuits": 120,
            "probes": {"trajectories": {"qubits": [4], "circuits": 120}},
        },
    },
}


def test_starts_noise_and_probes_run_to_the_end_from_yaml_alone(tmp_path):
    (tmp_path / "probed.yaml").write_text(yaml.safe_dump(PROBED))
    snakemake(tmp_path, "--cores", "2", "beyond_figures", "claims", "check", config=tmp_path / "probed.yaml")
    checks = read_table(tmp_path / "results/tables/checks.csv")
    assert checks["passed"].all()
    assert {"redrawn training", "variance by pairs of trajectories"} <= set(checks["name"])
    assert {"variances of all derivatives", "errors of measured gradients"} <= set(checks["name"])
    for figure in ("starts", "training", "noise", "whole_gradient_plain", "shots_plain"):
        caption = (tmp_path / f"results/figures/beyond_{figure}.rst").read_text(encoding="utf-8")
        assert "nan" not in caption
        publish_doctree(caption, settings_overrides={"halt_level": 2, "report_level": 5})
        assert (tmp_path / f"results/figures/beyond_{figure}.pdf").stat().st_size > 100
    claims = read_table(tmp_path / "results/tables/claims.csv")
    assert {"G1", "N1", "N2", "M1"} <= set(claims["number"])
    before = digests(tmp_path, "results/probes", "results/tables")
    for kind in ("shots", "trajectories"):
        shutil.rmtree(tmp_path / f"results/probes/{kind}")
    snakemake(tmp_path, "--cores", "1", "probes", "claims", config=tmp_path / "probed.yaml")
    assert digests(tmp_path, "results/probes", "results/tables") == before
