"""The workflow as a module of another Snakefile, its files below a prefix."""

import json
import subprocess

import warm
from pipeline import ROOT, SMOKE, digests, lend

OUTER = f"""
configfile: {str(SMOKE)!r}

module plateaus:
    snakefile: {str(ROOT / "Snakefile")!r}
    prefix: "sub/plateaus"
    config: config

use rule * from plateaus as plateaus_*

rule mine:
    default_target: True
    input: "sub/plateaus/results/figures/fig2.svg", "sub/plateaus/results/samples/zz_chain/n2_L20_s0.parquet"
    output: "mine.txt"
    shell: "wc -c {{input}} > {{output}}"
"""


def run(directory, *options):
    lend(directory)
    command = [warm.python(), "-m", "snakemake", "--cores", "2", "--directory", directory, *options]
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_it_runs_below_a_prefix_and_guards_its_results(smoke, tmp_path):
    (tmp_path / "Snakefile").write_text(OUTER)
    code, output = run(tmp_path)
    assert code == 0, output
    samples = "results/samples/zz_chain/n2_L20_s0.parquet"
    assert digests(tmp_path / "sub/plateaus", "results/samples")[samples] == digests(smoke, "results/samples")[samples]
    assert (tmp_path / "mine.txt").exists()
    assert not (tmp_path / "results").exists()
    record = json.loads((tmp_path / "sub/plateaus/results/provenance/config.json").read_text(encoding="utf-8"))
    assert record["zz_chain"]["source"]["master_seed"] == "7"
    code, output = run(tmp_path, "--config", "master_seed=8")
    assert code == 1
    assert "the results here are of zz_chain with master_seed 7, this configuration has master_seed 8" in output
