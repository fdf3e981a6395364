"""Where the workflow catalog looks: a Snakefile in `workflow`, words on the configuration, its own file."""

import yaml
from pipeline import ROOT, planned, snakemake


def test_workflow_snakefile_plans_what_the_snakefile_at_the_top_does(tmp_path):
    at_the_top = snakemake(tmp_path, "--dry-run")
    below = snakemake(tmp_path, "--dry-run", "--snakefile", ROOT / "workflow/Snakefile")
    assert planned(below) == planned(at_the_top)
    assert planned(below)["all"] == 1


def test_the_catalog_finds_what_it_shows():
    usage = yaml.safe_load((ROOT / ".snakemake-workflow-catalog.yml").read_text(encoding="utf-8"))["usage"]
    assert usage["software-stack-deployment"]["conda"]
    assert usage["report"]
    assert (ROOT / "config/README.md").exists()
    readme = (ROOT / "README.md").read_text(encoding="utf-8").lower()
    assert "snakemake" in readme
    assert "workflow" in readme
