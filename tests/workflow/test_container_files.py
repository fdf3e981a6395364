"""The container's two recipes agree, and what --sdm apptainer lacks is said in a sentence."""

import re

import pytest
from pipeline import ROOT, copy_of_the_workflow, snakemake


def test_apptainers_definition_installs_what_the_dockerfile_does():
    dockerfile, definition = (
        (ROOT / "containers" / name).read_text("utf-8") for name in ("Dockerfile", "plateaus.def")
    )
    base = re.search(r"^ARG BASE=(.*)$", dockerfile, re.MULTILINE)
    assert base
    assert f"From: {base[1]}\n" in definition
    (install,) = re.findall(r"pip install [^\n]*\\\n[^\n]*", dockerfile)
    assert " ".join(install.split()) in " ".join(definition.split())


def test_the_dockerfile_copies_what_there_is_and_its_context_holds():
    dockerfile = (ROOT / "containers/Dockerfile").read_text(encoding="utf-8")
    copied = {name for line in re.findall(r"^COPY (.*)$", dockerfile, re.MULTILINE) for name in line.split()[:-1]}
    context = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert copied == {line.removeprefix("!") for line in context if line.startswith("!")}
    assert all((ROOT / name).exists() for name in copied)


@pytest.mark.parametrize(
    ("methods", "message"),
    [
        (("apptainer",), "needs the image {}/containers/plateaus.sif, which is built from containers/plateaus.def"),
        (("conda", "apptainer"), "--sdm conda apptainer: the image has no conda"),
    ],
)
def test_what_is_missing_is_said(tmp_path, methods, message):
    checkout = copy_of_the_workflow(tmp_path / "checkout")
    output = snakemake(tmp_path / "run", "--dry-run", "--sdm", *methods, workflow=checkout, ok=False)
    assert message.format(checkout) in output
    assert "Traceback" not in output
