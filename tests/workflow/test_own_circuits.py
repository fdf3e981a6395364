"""The example of docs/own_circuits.md, run: an experiment that nobody foresaw, from a file of the user's own."""

import hashlib
import json
import re

import pyarrow.parquet as pq
import pytest
from pipeline import ROOT, planned, snakemake

from plateaus.checks import check
from plateaus.storage.tables import read_table
from plateaus.tables import variance

PAGE = (ROOT / "docs/own_circuits.md").read_text(encoding="utf-8")


def block(language):
    """The first example of the page in a language."""
    found = re.search(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("own")
    (made / "circuit.py").write_text(block("python"), encoding="utf-8")
    (made / "mine.yaml").write_text(block("yaml").replace("[4, 7]", "[7]"), encoding="utf-8")
    snakemake(made, "results/checks/mine.csv", "--cores", "2", config=made / "mine.yaml")
    return made


def test_the_example_is_sampled_and_exact_and_they_agree(folder):
    table = read_table(folder / "results/tables/variance.csv", variance.COLUMNS)
    assert len(table) == 11
    assert (table["exact_variance"] > 0).all()
    found = read_table(folder / "results/checks/mine.csv", check.COLUMNS)
    assert "averaged variance of the gradient" in set(found["name"])
    assert (found["p_value"] > 1e-3).all()


def test_samples_and_provenance_have_the_digest_of_the_file(folder):
    digest = hashlib.sha256((folder / "circuit.py").read_bytes()).hexdigest()
    record = json.loads((folder / "results/provenance/config.json").read_text())
    assert record["mine"]["files"] == {"circuit.py": digest}
    for path in (folder / "results/samples/mine").glob("*.parquet"):
        words = json.loads(pq.read_schema(path).metadata[b"source"])
        assert words["circuits_sha256"] == digest
        assert (words["ansatz"], words["parameter"]) == ("python=circuit.py", "first")


def test_a_changed_file_is_read_again_and_one_that_is_gone_is_named(folder):
    dry = ("results/checks/mine.csv", "--dry-run")
    with (folder / "circuit.py").open("a", encoding="utf-8") as file:
        file.write("# another one\n")
    jobs = planned(snakemake(folder, *dry, config=folder / "mine.yaml"))
    assert jobs.keys() >= {"read_circuits", "simulate", "compute_exact", "estimate", "check"}
    (folder / "circuit.py").unlink()
    refusal = snakemake(folder, *dry, config=folder / "mine.yaml", ok=False)
    assert "experiments.mine.ansatz: circuit.py cannot be read (No such file or directory), seen from" in refusal
