"""What describes the software: one source, and all files that repeat it agree."""

import json
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from plateaus import __version__
from tools import write_metadata

ROOT = Path(__file__).parents[2]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PERSON = {"family-names": "Doe", "given-names": "Jo", "affiliation": "A University"}
FILLED_IN = CITATION | {
    "authors": [PERSON | {"orcid": "https://orcid.org/0000-0000-0000-0000"}],
    "repository-code": "https://example.org/owner/name",
    "date-released": "2026-01-02",
    "doi": "10.1234/example",
}


def test_the_written_files_are_what_the_source_says():
    for path, text in write_metadata.documents().items():
        assert path.read_text(encoding="utf-8") == text


def test_version_and_licence_are_the_same_wherever_they_stand():
    codemeta = json.loads((ROOT / "codemeta.json").read_text(encoding="utf-8"))
    zenodo = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
    assert {__version__, CITATION["version"], PROJECT["version"]} == {codemeta["version"]} == {zenodo["version"]}
    assert CITATION["license"] == PROJECT["license"] == zenodo["license"] == codemeta["license"].rpartition("/")[2]
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith(f"{CITATION['license']} License")


def test_a_version_that_differs_is_named(tmp_path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "CITATION.cff").write_text(yaml.safe_dump(CITATION | {"version": "9.9"}), encoding="utf-8")
    with pytest.raises(ValueError, match=r"version is 9\.9 in CITATION\.cff, .* in pyproject\.toml"):
        write_metadata.documents(tmp_path)


def test_what_the_owner_fills_in_reaches_both_files():
    codemeta = write_metadata.codemeta(FILLED_IN, PROJECT)
    (author,) = codemeta["author"]
    assert author["@type"] == "Person"
    assert (author["@id"], author["familyName"]) == ("https://orcid.org/0000-0000-0000-0000", "Doe")
    assert author["affiliation"]["name"] == "A University"
    assert codemeta["codeRepository"] == "https://example.org/owner/name"
    assert (codemeta["datePublished"], codemeta["@id"]) == ("2026-01-02", "https://doi.org/10.1234/example")
    zenodo = write_metadata.zenodo(FILLED_IN)
    creator = {"name": "Doe, Jo", "orcid": "0000-0000-0000-0000", "affiliation": "A University"}
    assert zenodo["creators"] == [creator]
    repository = {"identifier": "https://example.org/owner/name", "relation": "isSupplementTo"}
    assert repository in zenodo["related_identifiers"]


def test_what_is_marked_for_the_owner_is_listed_and_the_other_way_round():
    if not (ROOT / ".git").exists():
        pytest.skip("which files are the project's, only Git knows")
    kept = subprocess.run(["git", "grep", "-lI", "# OWNER: "], cwd=ROOT, capture_output=True, text=True).stdout.split()
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    _, _, section = contributing.partition("## Before the first release")
    listed = {cell.strip(" `") for row in section.splitlines() if row.startswith("|") for cell in [row.split("|")[2]]}
    assert listed - {"where", "---"} == set(kept) - {Path(__file__).relative_to(ROOT).as_posix()}
