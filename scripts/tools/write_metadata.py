"""Write codemeta.json and .zenodo.json from CITATION.cff, or check that they are what it says.

Requirements come from pyproject.toml, all else from CITATION.cff; version and licence stand in both, and have to agree.

Example
-------
python scripts/tools/write_metadata.py --check
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).parents[1]))  # the library stands beside this folder

from plateaus.options import parser, run
from tools.sections import write

ROOT = Path(__file__).parents[2]


def documents(root: Path = ROOT) -> dict[Path, str]:
    """Each file that is written, with the text that it should have.

    Raises
    ------
    ValueError
        CITATION.cff and pyproject.toml differ in the version or the licence.
    """
    citation = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for key in ("version", "license"):
        if citation[key] != project[key]:
            raise ValueError(f"{key} is {citation[key]} in CITATION.cff, {project[key]} in pyproject.toml")
    made = {"codemeta.json": codemeta(citation, project), ".zenodo.json": zenodo(citation)}
    return {root / name: json.dumps(page, indent=2, ensure_ascii=False) + "\n" for name, page in made.items()}


def codemeta(citation: dict[str, Any], project: dict[str, Any]) -> dict[str, Any]:
    """The software in the terms of CodeMeta 3.0."""
    page = {
        "@context": "https://w3id.org/codemeta/3.0",
        "@type": "SoftwareSourceCode",
        "name": citation["title"],
        "identifier": project["name"],
        "description": citation["abstract"],
        "version": citation["version"],
        "license": f"https://spdx.org/licenses/{citation['license']}",
        "author": [_agent(author) for author in citation["authors"]],
        "keywords": citation["keywords"],
        "programmingLanguage": ["Python", "Snakemake"],
        "operatingSystem": ["Linux", "macOS"],
        "runtimePlatform": f"Python {project['requires-python']}",
        "softwareRequirements": project["dependencies"],
        "referencePublication": [
            {
                "@type": "ScholarlyArticle",
                "@id": f"https://doi.org/{paper['doi']}",
                "name": paper["title"],
                "author": [_agent(author) for author in paper["authors"]],
            }
            for paper in citation["references"]
        ],
    }
    for ours, theirs in (("repository-code", "codeRepository"), ("date-released", "datePublished")):
        if ours in citation:
            page[theirs] = str(citation[ours])
    if "doi" in citation:
        page["@id"] = f"https://doi.org/{citation['doi']}"
    return page


def zenodo(citation: dict[str, Any]) -> dict[str, Any]:
    """A deposit of the software, as Zenodo reads it; the DOI is Zenodo's to give."""
    page: dict[str, Any] = {
        "title": citation["title"],
        "description": citation["abstract"],
        "upload_type": "software",
        "version": citation["version"],
        "license": citation["license"],
        "creators": [_creator(author) for author in citation["authors"]],
        "keywords": citation["keywords"],
        "related_identifiers": [
            {"identifier": paper["doi"], "relation": "references", "resource_type": "publication-article"}
            for paper in citation["references"]
        ],
    }
    if "repository-code" in citation:
        page["related_identifiers"].append({"identifier": citation["repository-code"], "relation": "isSupplementTo"})
    return page


def _agent(author: dict[str, str]) -> dict[str, Any]:
    """An author as CodeMeta has it; one without a family name is a group."""
    if "family-names" not in author:
        return {"@type": "Organization", "name": author["name"]}
    agent: dict[str, Any] = {"@type": "Person"} | ({"@id": author["orcid"]} if "orcid" in author else {})
    agent |= {"givenName": author["given-names"], "familyName": author["family-names"]}
    if "affiliation" in author:
        agent["affiliation"] = {"@type": "Organization", "name": author["affiliation"]}
    return agent


def _creator(author: dict[str, str]) -> dict[str, str]:
    """An author as Zenodo has it."""
    if "family-names" not in author:
        return {"name": author["name"]}
    creator = {"name": f"{author['family-names']}, {author['given-names']}"}
    if "orcid" in author:
        creator["orcid"] = author["orcid"].rsplit("/", 1)[-1]
    return creator | {key: author[key] for key in ("affiliation",) if key in author}


def main() -> None:
    options = parser(__doc__)
    options.add_argument(
        "--check", action="store_true", help="write nothing; fail if a file is not as it would be written"
    )
    write(documents(), ROOT, check=options.parse_args().check, program="scripts/tools/write_metadata.py")


if __name__ == "__main__":
    run(main)
