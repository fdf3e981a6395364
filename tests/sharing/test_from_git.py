"""The workflow from a Git repository: as a module by each kind of address, and as snakedeploy deploys it."""

import subprocess
import sys

import pytest
from pipeline import ROOT, SMOKE, digests, planned, snakemake

SAMPLES = "results/samples/zz_chain/n2_L20_s0.parquet"
SNAKEDEPLOY = ROOT / ".venv/sharing/bin/snakedeploy"
MODULE = f"""
configfile: {str(SMOKE)!r}

module plateaus:
    snakefile: SOURCE
    config: config

use rule * from plateaus
"""


@pytest.fixture(scope="session")
def samples(tmp_path_factory):
    """A folder with the samples of one cell, made in a checkout."""
    folder = tmp_path_factory.mktemp("checkout")
    snakemake(folder, "--cores", "1", SAMPLES)
    return folder


def run(folder, forge, *options, ok=True):
    """The output of Snakemake in a folder that has a Snakefile."""
    command = [sys.executable, "-m", "snakemake", "--cores", "1", *options]
    done = subprocess.run(command, cwd=folder, env=forge.environment, capture_output=True, text=True)
    assert (done.returncode == 0) == ok, done.stdout + done.stderr
    return done.stdout + done.stderr


def deploy(address, folder, forge, *options):
    """What snakedeploy makes of a repository."""
    command = [SNAKEDEPLOY, "deploy-workflow", address, folder, *options]
    subprocess.run(command, env=forge.environment, check=True, capture_output=True)
    return folder / "workflow/Snakefile"


def same_samples(folder, samples):
    return digests(folder, "results/samples") == digests(samples, "results/samples")


def test_a_module_from_a_local_repository_makes_the_same_samples(forge, samples, tmp_path):
    source = f"git+file://{forge.repository}/workflow/Snakefile@main"
    (tmp_path / "Snakefile").write_text(MODULE.replace("SOURCE", repr(source)))
    assert planned(run(tmp_path, forge, "--dry-run"))["simulate"] == 12
    run(tmp_path, forge, SAMPLES)
    assert same_samples(tmp_path, samples)
    assert [folder.name for folder in (tmp_path / ".snakemake/checkouts").iterdir()] == [forge.commit]


def test_deployed_from_a_forge_it_runs_as_it_is_and_its_checkout_tells_the_commit(forge, samples, tmp_path):
    folder = tmp_path / "deployed"
    made = deploy("https://github.com/owner/name", folder, forge, "--commit", forge.commit)
    assert f'github("owner/name", path="workflow/Snakefile", commit="{forge.commit}")' in made.read_text()
    (folder / "config/config.yaml").write_bytes(SMOKE.read_bytes())
    run(folder, forge, SAMPLES)
    assert same_samples(folder, samples)
    checkout = folder / ".snakemake/checkouts" / forge.commit
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=checkout, capture_output=True, text=True, check=True)
    assert head.stdout.strip() == forge.commit


def test_deployed_from_a_local_repository_it_runs_with_its_address_in_place_of_the_relative_path(
    forge, samples, tmp_path
):
    folder = tmp_path / "deployed"
    made = deploy(forge.repository, folder, forge, "--branch", "main")
    text = made.read_text()
    assert '"workflow/Snakefile"' in text  # of the repository, but Snakemake looks from the file that says it
    made.write_text(text.replace('"workflow/Snakefile"', repr(str(forge.repository / "workflow/Snakefile"))))
    (folder / "config/config.yaml").write_bytes(SMOKE.read_bytes())
    run(folder, forge, SAMPLES)
    assert same_samples(folder, samples)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("github('owner/name', path='Snakefile', branch='main')", "workflow/Snakefile, not Snakefile"),
        ("'git+file://REPOSITORY/Snakefile@main'", "workflow/Snakefile, not Snakefile"),
    ],
)
def test_the_snakefile_at_the_top_says_which_one_to_name(forge, tmp_path, source, message):
    source = source.replace("REPOSITORY", str(forge.repository))
    (tmp_path / "Snakefile").write_text(MODULE.replace("SOURCE", source))
    output = run(tmp_path, forge, "--dry-run", ok=False)
    assert message in output
    assert "Traceback" not in output


def test_a_repository_that_cannot_be_cloned_is_named(forge, tmp_path):
    source = f"git+file://{forge.repository}/workflow/Snakefile@main"
    (tmp_path / "Snakefile").write_text(MODULE.replace("SOURCE", repr(source)))
    (tmp_path / ".snakemake").mkdir()
    (tmp_path / ".snakemake/checkouts").touch()
    output = run(tmp_path, forge, "--dry-run", ok=False)
    assert f"no checkout of git+file://{forge.repository}/workflow/rules@main can be made" in output
