"""What a user or a damaged file gets wrong is said in a line, and a failing check fails the run."""

import shutil
from dataclasses import replace

import yaml
from pipeline import SMOKE, digests, snakemake

from plateaus.storage.samples import read_samples, write_samples
from plateaus.storage.tables import read_table
from plateaus.tables import checks


def test_a_bad_config_ends_in_one_line_before_any_job(tmp_path):
    config = yaml.safe_load(SMOKE.read_text(encoding="utf-8"))
    config["experiments"]["zz_chain"]["circuit"] = 5
    (tmp_path / "bad.yaml").write_text(yaml.safe_dump(config))
    output = snakemake(tmp_path, "--cores", "1", config=tmp_path / "bad.yaml", ok=False)
    assert "experiments.zz_chain: unknown key 'circuit' (did you mean circuits?)" in output
    assert not (tmp_path / "results").exists()


def test_a_link_to_nothing_is_named_with_its_target_before_any_job(tmp_path):
    (tmp_path / "results").symlink_to("scratch/results")
    output = snakemake(tmp_path, "--cores", "1", ok=False)
    assert "results is a link to scratch/results, which is not there: make that folder, or remove the link" in output
    assert "Traceback" not in output


def test_a_damaged_samples_file_is_named_and_others_are_kept(finished, tmp_path):
    directory = tmp_path / "damaged"
    shutil.copytree(finished, directory)
    broken = directory / "results/samples/zz_chain/n2_L20_s0.parquet"
    broken.write_bytes(broken.read_bytes()[:1000])
    before = digests(directory, "results/samples")
    snakemake(directory, "--cores", "1", "results/tables/decay_rates.csv", ok=False)
    log = (directory / "results/logs/estimate/zz_chain.log").read_text()
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
    output = snakemake(directory, "--cores", "2", "require_checks", ok=False)
    assert "FAILED zz_chain: redrawn circuits: does not hold" in output
    assert "FAILED zz_chain: variance of the gradient" in output
    assert not read_table(directory / "results/tables/checks.csv", checks.COLUMNS)["passed"].all()
    assert not (directory / "results/checks/passed").exists()


def test_an_edited_configuration_is_checked_again_before_any_job(tmp_path):
    config = yaml.safe_load(SMOKE.read_text(encoding="utf-8"))
    config["experiments"] = {"zz_chain": config["experiments"]["zz_chain"]}
    del config["figures"]["projector"]
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(config))
    cell = "results/samples/zz_chain/n2_L20_s0.parquet"
    snakemake(tmp_path, cell, "--cores", "1", config=tmp_path / "config.yaml")
    before = (tmp_path / cell).stat().st_mtime_ns
    added = {"title": "added", "axes": "Z", "qubits": [2, 4], "layers": [1, 2], "circuits": 20}
    config["experiments"]["added"] = added
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(config))
    wanted = "results/samples/added/n2_L2_s0.parquet"
    output = snakemake(tmp_path, wanted, "--cores", "1", config=tmp_path / "config.yaml", ok=False)
    assert "configuration: experiments.added.axes: Z commutes with ZZ on qubit 1" in output
    assert "Traceback" not in output
    assert not (tmp_path / wanted).exists()
    added["axes"] = "X"
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(config))
    snakemake(tmp_path, cell, wanted, "--cores", "1", config=tmp_path / "config.yaml")
    assert (tmp_path / wanted).exists()
    assert (tmp_path / cell).stat().st_mtime_ns == before
    assert "added" in (tmp_path / "results/provenance/config.json").read_text(encoding="utf-8")
