"""The run crate: by its profile, with everything that the run recorded, of nothing but a whole run."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pipeline import ROOT

from plateaus.storage.provenance import sha256

#: What the profile recommends and a crate lacks: what only the owner can say, and names of packages that begin with
#: http; ours, such as pkg:pypi/numpy@2.4.6, are absolute as well.
NOT_SAID = {
    "The Action SHOULD have an agent that is a Person or Organization",
    "The Application SHOULD have a url",
    "The organization SHOULD have a URL.",
    "The `publisher` property of a `Root Data Entity` SHOULD be an `Organization`",
    "The SoftwareApplication id SHOULD be an absolute URI",
}
PYTHON = ROOT / ".venv/sharing/bin/python"


def pack(results, output):
    """The program's return code and what it printed."""
    command = [PYTHON, ROOT / "scripts/tools/pack_crate.py", "--results", results, "--output", output]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def validated(folder):
    """What the validator says of a crate."""
    command = [PYTHON, Path(__file__).parent / "validate_crate.py", folder]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def crate(smoke, tmp_path_factory):
    folder = tmp_path_factory.mktemp("crate") / "crate"
    code, output = pack(smoke / "results", folder)
    assert code == 0, output
    return folder


@pytest.fixture(scope="module")
def entities(crate):
    """Its metadata, by identifier."""
    metadata = json.loads((crate / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    return {entity["@id"]: entity for entity in metadata["@graph"]}


def test_it_conforms_to_the_profile(crate):
    report = validated(crate)
    assert report["checks"] > 100
    assert {severity for severity, _, _ in report["issues"]} == {"RECOMMENDED"}
    assert {message for _, message, _ in report["issues"]} == NOT_SAID


@pytest.mark.parametrize("key", ["instrument", "programmingLanguage", "conformsTo", "additionalType"])
def test_the_validator_misses_what_the_profile_requires(crate, tmp_path, key):
    shutil.copytree(crate, tmp_path / "crate")
    metadata = tmp_path / "crate/ro-crate-metadata.json"
    page = json.loads(metadata.read_text(encoding="utf-8"))
    for entity in page["@graph"]:
        if entity["@id"] != "ro-crate-metadata.json":
            entity.pop(key, None)
    metadata.write_text(json.dumps(page), encoding="utf-8")
    assert any(severity == "REQUIRED" for severity, _, _ in validated(tmp_path / "crate")["issues"])


def test_every_result_is_in_it_with_its_digest_and_can_be_verified_there(crate, entities, smoke):
    sums = (smoke / "results/provenance/SHA256SUMS").read_text(encoding="utf-8")
    for line in sums.splitlines():
        digest, path = line.split("  ", 1)
        assert entities[path]["sha256"] == digest == sha256(crate / path)
    assert {"results/tables/claims.csv", "results/figures/fig3.pdf"} <= entities.keys()
    (action,) = (entity for entity in entities.values() if entity["@type"] == "CreateAction")
    assert {part["@id"] for part in action["result"]} == {line.split("  ", 1)[1] for line in sums.splitlines()}
    verify = [sys.executable, crate / "scripts/verify_results.py", crate / "results/provenance/SHA256SUMS"]
    done = subprocess.run([str(word) for word in verify], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_it_says_by_what_the_results_were_made(entities, smoke):
    run = json.loads((smoke / "results/provenance/run.json").read_text(encoding="utf-8"))
    workflow = entities["Snakefile"]
    assert workflow["version"] == (run["commit"] or run["workflow"])
    assert entities[workflow["programmingLanguage"]["@id"]]["version"] == run["snakemake"].split(",")[0]
    assert {"@id": "pkg:pypi/qulacs@0.6.14"} in workflow["softwareRequirements"]
    assert entities["#configuration"]["workExample"] == {"@id": "results/provenance/config.json"}
    assert "results/provenance/environments/simulate.json" in entities
    assert {"scripts/simulate.py", "requirements.lock", "workflow/rules/simulate.smk"} <= entities.keys()
    assert entities["./"]["datePublished"] == run["finished"]


def test_only_a_whole_run_of_this_commit_is_packed(smoke, tmp_path):
    def refusal(results):
        code, output = pack(results, tmp_path / "crate")
        assert code == 1
        assert not (tmp_path / "crate").exists()
        (line,) = output.splitlines()
        return line

    shutil.copytree(smoke / "results", tmp_path / "a/results")
    record = tmp_path / "a/results/provenance/run.json"
    run = json.loads(record.read_text(encoding="utf-8"))
    record.write_text(json.dumps(run | {"commit": "0" * 40}), encoding="utf-8")
    assert f"the run was made by commit {'0' * 40}, this checkout is at" in refusal(tmp_path / "a/results")
    (tmp_path / "a/results/tables/tails.csv").write_text("changed\n", encoding="utf-8")
    assert "results/tables/tails.csv: is not the file that the run made (1 in all)" in refusal(tmp_path / "a/results")
    (tmp_path / "a/results/provenance/SHA256SUMS").unlink()
    assert "no record of a finished run" in refusal(tmp_path / "a/results")
