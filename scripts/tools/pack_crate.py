"""Pack a finished run as a Workflow Run RO-Crate: its results with their digests, the code, and what both are.

The crate is a folder, or an archive where its name ends in .zip, with ro-crate-metadata.json by version 0.5 of the
profile (https://w3id.org/ro/wfrun/workflow). Everything that SHA256SUMS names is in it, at the same place, so that
scripts/verify_results.py works there too. Needs the package rocrate (`make crate` installs it).

Example
-------
python scripts/tools/pack_crate.py --results results --output crate.zip
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

sys.path.insert(0, str(Path(__file__).parents[1]))  # the library stands beside this folder

from plateaus.options import parser, run
from plateaus.storage.provenance import differences, repository, sha256

if TYPE_CHECKING:
    from rocrate.rocrate import ROCrate

ROOT = Path(__file__).parents[2]
CODE = ("Snakefile", "workflow", "scripts", "envs", "config", "pyproject.toml", "requirements.lock", "LICENSE")
PAGES = ("README.md", "results/README.md")
PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": "Process Run Crate",
    "https://w3id.org/ro/wfrun/workflow/0.5": "Workflow Run Crate",
    "https://w3id.org/workflowhub/workflow-ro-crate/1.0": "Workflow RO-Crate",
}
FORMATS = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".json": "application/json",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".py": "text/x-python",
    ".rst": "text/x-rst",
    ".svg": "image/svg+xml",
    ".yaml": "application/yaml",
}
"""Of files with other endings and with none: text."""

MEANINGS = {
    "config.json": "the configuration, with every default filled in",
    "SHA256SUMS": "SHA-256 of every result, as sha256sum writes them",
    "run.json": "what made the results, and when",
    "environments": "what an environment held: Python, packages, platform, processor, threads",
    "samples": "E and its gradient for a batch of random circuits",
    "probes": "what a probe recorded of a batch of random circuits",
    "exact": "exact moments, without sampling",
    "statistics": "estimates of one experiment",
    "tables": "a table that figures and claims are made of",
    "figures": "a figure, the data in it or its caption",
    "checks": "results held against theory, themselves and the reference",
    "provenance": "a record of the run",
}
"""What a file of results is, by its name, its folder, or the folder in ``results``."""


def recorded(results: Path) -> tuple[dict[str, Any], list[Path]]:
    """What a run says of itself, and its results, from the folder that holds ``results``.

    Raises
    ------
    ResultsError
        The run has not ended, or its record is damaged.
    ValueError
        Results are not those that the run made, or it was made by another commit than this checkout's.
    """
    sums = results / "provenance/SHA256SUMS"
    if problems := differences(sums):
        raise ValueError(f"{problems[0]} ({len(problems)} in all): only what a run made can be packed; see make verify")
    made = json.loads((results / "provenance/run.json").read_text(encoding="utf-8"))
    here = repository(ROOT)["commit"]
    if made["commit"] != here:
        raise ValueError(
            f"the run was made by commit {made['commit']}, this checkout is at {here}: git checkout that one"
        )
    lines = sums.read_text(encoding="utf-8").splitlines()
    return made, [Path(line.split("  ", 1)[1]) for line in lines]


def code() -> list[Path]:
    """The files of the workflow, from the top of the checkout."""
    files = (path for name in (*CODE, *PAGES) for path in [ROOT / name, *(ROOT / name).rglob("*")])
    return sorted(path.relative_to(ROOT) for path in files if path.is_file() and "__pycache__" not in path.parts)


def described(path: Path, **properties: str) -> dict[str, str]:
    """Digest, size and format of a file, and what else is to be said of it."""
    form = FORMATS.get(path.suffix, "text/plain")
    return {"sha256": sha256(path), "contentSize": str(path.stat().st_size), "encodingFormat": form, **properties}


def crate(results: Path) -> ROCrate:
    """The crate of a run, to be written; errors are those of `recorded`."""
    from rocrate.rocrate import ROCrate

    made, files = recorded(results)
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    packed = ROCrate(version="1.1")
    packed.metadata.extra_terms.update(sha256="https://w3id.org/ro/terms/workflow-run#sha256")
    describe(packed, made, citation)
    workflow = add_code(packed, made, citation)
    provenance = [path for path in sorted((results / "provenance").rglob("*")) if path.is_file()]
    environments = [path for path in provenance if path.parent.name == "environments"]
    add_packages(packed, workflow, environments)
    put = {}
    for path in sorted({*files, *(path.relative_to(results.parent) for path in provenance)}):
        meaning = MEANINGS.get(path.name) or MEANINGS.get(path.parts[-2]) or MEANINGS[path.parts[1]]
        properties = described(results.parent / path, description=meaning)
        put[path] = packed.add_file(results.parent / path, path.as_posix(), properties=properties)
    configuration = put[Path("results/provenance/config.json")]
    add_parameter(packed, workflow, configuration)
    packed.root_dataset["mentions"] = packed.add_action(
        workflow,
        "#run",
        object=configuration,
        result=[put[path] for path in files],
        properties={
            "name": packed.name,
            "description": f"Snakemake {made['snakemake']}",
            "endTime": made["finished"],
            "actionStatus": "http://schema.org/CompletedActionStatus",
        },
    )
    return packed


def entity(packed: ROCrate, identifier: str, kind: str, **properties: Any) -> Any:
    """Something that is no file, added to a crate."""
    from rocrate.model import ContextEntity

    return packed.add(ContextEntity(packed, identifier, properties={"@type": kind, **properties}))


def describe(packed: ROCrate, made: dict[str, Any], citation: dict[str, Any]) -> None:
    """Say what the whole crate is, by whom, under which licence, and by which profiles."""
    changed = ", with changes that were not committed" if made["dirty"] else ""
    packed.name = f"A run of {citation['title']}"
    packed.description = (
        f"Experiments {', '.join(made['configuration'])}: samples, exact curves, tables, figures and checks, with the "
        f"workflow that made them (commit {made['commit'] or 'unknown'}{changed})."
    )
    packed.datePublished = made["finished"]
    licence = citation["license"]
    packed.license = entity(packed, f"https://spdx.org/licenses/{licence}", "CreativeWork", name=f"{licence} License")
    people = []
    for number, author in enumerate(citation["authors"], start=1):
        person = "family-names" in author
        name = f"{author['given-names']} {author['family-names']}" if person else author["name"]
        identifier = author.get("orcid", f"#author-{number}")
        people.append(entity(packed, identifier, "Person" if person else "Organization", name=name))
    packed.root_dataset["author"] = people if len(people) > 1 else people[0]
    packed.root_dataset["conformsTo"] = [
        entity(packed, profile, "CreativeWork", name=name, version=profile.rpartition("/")[2])
        for profile, name in PROFILES.items()
    ]
    packed.metadata["conformsTo"] = [packed.metadata["conformsTo"], {"@id": list(PROFILES)[-1]}]


def add_code(packed: ROCrate, made: dict[str, Any], citation: dict[str, Any]) -> Any:
    """Add the files of the workflow; the Snakefile stands for it and is returned."""
    words = {"name": citation["title"], "version": made["commit"] or made["workflow"]}
    workflow = packed.add_workflow(
        ROOT / "Snakefile",
        "Snakefile",
        main=True,
        lang="snakemake",
        lang_version=made["snakemake"].partition(",")[0],
        properties=described(ROOT / "Snakefile", **words),
    )
    if "repository-code" in citation:
        workflow["url"] = citation["repository-code"]
    bioschemas = "https://bioschemas.org/profiles/ComputationalWorkflow/1.0-RELEASE"
    workflow["conformsTo"] = entity(packed, bioschemas, "CreativeWork", name="ComputationalWorkflow", version="1.0")
    for path in code():
        if path != Path("Snakefile"):
            packed.add_file(ROOT / path, path.as_posix(), properties=described(ROOT / path))
    packed.get("README.md")["about"] = packed.root_dataset
    return workflow


def add_packages(packed: ROCrate, workflow: Any, environments: Iterable[Path]) -> None:
    """Say which packages the workflow had, from the records of its environments."""
    packages = {
        (name, version)
        for path in environments
        for name, version in json.loads(path.read_text(encoding="utf-8"))["packages"].items()
    }
    required = []
    for name, version in sorted(packages):
        package = f"pkg:pypi/{name.lower()}@{version}"
        words = {"name": name, "softwareVersion": version, "url": package}
        required.append(entity(packed, package, "SoftwareApplication", **words))
    workflow["softwareRequirements"] = required


def add_parameter(packed: ROCrate, workflow: Any, configuration: Any) -> None:
    """Say that the configuration is what the workflow takes."""
    words = {"name": "configuration", "additionalType": "File", "valueRequired": True}
    parameter = entity(packed, "#configuration", "FormalParameter", **words)
    parameter["workExample"] = configuration
    configuration["exampleOfWork"] = parameter
    workflow["input"] = parameter


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--results", type=Path, required=True, help="the folder results of a finished run")
    options.add_argument(
        "--output", type=Path, required=True, help="folder, or archive in .zip, to write; not there yet"
    )
    a = options.parse_args()
    if find_spec("rocrate") is None:
        raise ValueError(f"{sys.executable} lacks rocrate: use make crate")
    if a.output.exists():
        raise ValueError(f"{a.output} is there already: name another --output, or remove it")
    packed = crate(a.results.absolute())
    if a.output.suffix == ".zip":
        packed.write_zip(a.output)
    else:
        packed.write(a.output)
    print(f"{len(packed.data_entities)} files in {a.output}")


if __name__ == "__main__":
    run(main)
