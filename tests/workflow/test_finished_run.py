"""The smoke configuration run to the end: what there is, what it says of itself, and its report."""

import json
import re
import shutil
import subprocess
import sys

from docutils.core import publish_doctree
from pipeline import ROOT, digests, snakemake

from plateaus.storage.tables import read_table
from plateaus.tables import checks, claims, decay_rates, exact_variance, variance


def test_a_finished_run_has_everything_and_nothing_left_to_do(finished):
    of_the_paper = ("fig1", "fig2", "fig3", "fig4", "fig5", "fig6", "figS1", "figS2")
    for figure in (*of_the_paper, "zz_independent_qubits", "zz_independent_layers"):
        for ending in ("pdf", "png", "svg", "csv", "rst"):
            assert (finished / f"results/figures/{figure}.{ending}").stat().st_size > 100
    table = read_table(finished / "results/tables/variance.csv", variance.COLUMNS)
    contract = "experiment qubits layers circuits mean mean_se variance variance_low variance_high kurtosis"
    assert {*contract.split(), "limit", "e_mean", "e_variance"} <= set(table.columns)
    assert len(table) == 3 * 20 + 2 * 20 + 2 * 3
    rates = read_table(finished / "results/tables/decay_rates.csv", decay_rates.COLUMNS)
    assert {"experiment", "depth_rule", "source", "slope", "low", "high", "points"} <= set(rates.columns)
    assert set(rates["source"]) == {"sampled", "exact", "limit", "paper"}
    exact = read_table(finished / "results/tables/exact_variance.csv", exact_variance.COLUMNS)
    assert {"experiment", "qubits", "layers", "variance", "rel_error"} <= set(exact.columns)
    assert read_table(finished / "results/tables/checks.csv", checks.COLUMNS)["passed"].all()
    assert set(read_table(finished / "results/tables/claims.csv", claims.COLUMNS)["verdict"]) <= {
        "reproduced",
        "not reproduced",
        "depends",
        "no data",
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


def test_a_run_records_what_it_used_and_its_results_can_be_verified(finished, tmp_path):
    provenance = finished / "results/provenance"
    run = json.loads((provenance / "run.json").read_text(encoding="utf-8"))
    commit = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
    assert run["commit"] == (commit or None)
    assert (run["no_commit"] is None) == bool(commit)
    assert run["configuration"] == json.loads((provenance / "config.json").read_text(encoding="utf-8"))
    assert run["configuration"]["zz_chain"]["source"]["master_seed"] == "7"
    for name in ("simulate", "analyse", "figures"):
        environment = json.loads((provenance / f"environments/{name}.json").read_text(encoding="utf-8"))
        assert environment["packages"]["qulacs"] == "0.6.14"
        assert environment["threads"]["OMP_NUM_THREADS"] == "1"
    recorded = {line.split("  ")[1] for line in (provenance / "SHA256SUMS").read_text().splitlines()}
    assert set(digests(finished, "results/samples", "results/exact", "results/tables", "results/figures")) <= recorded

    directory = tmp_path / "kept"
    shutil.copytree(finished / "results", directory / "results")
    verify = [sys.executable, ROOT / "scripts/verify_results.py", directory / "results/provenance/SHA256SUMS"]
    good = subprocess.run(verify, capture_output=True, text=True)
    assert (good.returncode, good.stdout) == (0, f"{len(recorded)} files are those that the run made\n")
    table = directory / "results/tables/variance.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("1", "2", 1), encoding="utf-8")
    bad = subprocess.run(verify, capture_output=True, text=True)
    differing, advice = bad.stderr.splitlines()
    assert (bad.returncode, differing) == (1, "results/tables/variance.csv: is not the file that the run made")
    assert advice.startswith(f"1 of {len(recorded)} files differ: remove them and run the same configuration again")


def test_report(finished):
    snakemake(finished, "--report", "report.html")
    page = (finished / "report.html").read_text(encoding="utf-8")
    for words in ("Figures of the paper", "Beyond the paper", "Tables", "Claims", "Experiments", "Concentration"):
        assert words in page
