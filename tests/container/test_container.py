"""The container builds from the lock file, and what it computes as an unprivileged user are the bits of this machine.

Apptainer itself is not in Debian: `apptainer` beside this file stands in for it, which proves what Snakemake and the
rules make of `--sdm apptainer`, and nothing about Apptainer or about plateaus.def.
"""

import json
import os
import shutil
from pathlib import Path

import build_image
import pytest
from pipeline import DATA, ROOT, digests, planned, snakemake

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="makes a root file system: root alone can")
HERE = Path(__file__).parent
#: A sample, a curve, a table and a figure, and last what the environment of a rule holds.
TARGETS = (
    "results/samples/zz_chain/n2_L20_s0.parquet",
    "results/exact/zz_chain/n2_L160.csv",
    "results/statistics/zz_independent.csv",
    "results/figures/fig2.svg",
    "results/provenance/environments/analyse.json",
)


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """The smoke configuration, run without a container."""
    folder = tmp_path_factory.mktemp("here")
    snakemake(folder, "--cores", "2")
    return folder


@pytest.fixture(scope="module")
def container(tmp_path_factory):
    """A container, its image, and where its file system lies."""
    build_image.install()
    with build_image.built(tmp_path_factory.mktemp("build")) as image, build_image.container(image) as name:
        yield name, image, Path(build_image.command("buildah", "mount", name))


def test_it_runs_as_an_unprivileged_user_and_gives_the_same_bits(container, here, capsys):
    name, image, root = container
    words, user = build_image.entry(image)
    assert user == "plateaus"
    assert build_image.command("buildah", "run", name, "--", "id", "--user") != "0"
    smoke = ("--cores", "2", "--configfile", "/workflow/config/smoke.yaml")
    build_image.command("buildah", "run", name, "--", *words, *smoke)
    ours, theirs = digests(here, *DATA), digests(root / "results", *DATA)
    assert theirs == ours
    assert len([path for path in ours if path.startswith("results/tables/")]) > 10
    with capsys.disabled():
        print(f"\nimage: {build_image.size(root) / 1e9:.2f} GB, {len(ours)} files of results the same")


def test_snakemake_runs_every_job_in_the_image(container, here, tmp_path):
    _, _, root = container
    checkout = tmp_path / "checkout"
    shutil.copytree(ROOT, checkout, ignore=shutil.ignore_patterns(".*", "__pycache__", "results"))
    (checkout / "containers/plateaus.sif").write_text(str(root), encoding="utf-8")
    shutil.copy(HERE / "apptainer", tmp_path)
    path = os.pathsep.join([str(tmp_path), os.environ["PATH"]])
    run = tmp_path / "run"
    output = snakemake(run, *TARGETS, "--cores", "2", "--sdm", "apptainer", workflow=checkout, PATH=path)
    made = digests(run, "results/samples", "results/exact", "results/statistics", "results/tables")
    assert made
    assert made.items() <= digests(here, *DATA).items()
    jobs = sum(planned(output).values())
    assert output.count("Activating singularity image") == jobs
    assert len((tmp_path / "commands").read_text(encoding="utf-8").splitlines()) == jobs
    environment = json.loads((run / TARGETS[-1]).read_text(encoding="utf-8"))
    assert environment["packages"] == installed(root)


def installed(root):
    """Name and version of every package in the image."""
    names = "import importlib.metadata as m, json; print(json.dumps({d.name: d.version for d in m.distributions()}))"
    return json.loads(build_image.command("chroot", root, "/opt/plateaus/bin/python", "-c", names))
