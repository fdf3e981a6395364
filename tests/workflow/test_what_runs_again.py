"""Which jobs run again after a change of the configuration, of the code, or of nothing that matters."""

import re

import pytest
import yaml
from pipeline import SMOKE, copy_of_the_workflow, snakemake


def test_more_circuits_run_only_the_added_cells(finished, tmp_path):
    config = yaml.safe_load(SMOKE.read_text(encoding="utf-8"))
    config["experiments"]["zz_chain"]["circuits"] = 240
    (tmp_path / "more.yaml").write_text(yaml.safe_dump(config))
    plan = snakemake(finished, "--cores", "1", "-n", "results/statistics/zz_chain.csv", config=tmp_path / "more.yaml")
    added = set(re.findall(r"Job \d+: .*: results/samples/(\S+)\.parquet", plan))
    assert added == {f"zz_chain/{name}" for name in ("n2_L20_s1", "n4_L20_s1", "n6_L20_s2", "n6_L20_s3")}


def test_changed_depths_run_their_cells_again_and_no_others(finished, tmp_path):
    config = yaml.safe_load(SMOKE.read_text(encoding="utf-8"))
    config["experiments"]["projector_chain"]["layers"] = {"from": 2, "to": 20, "step": 2}
    config["experiments"]["projector_chain"]["depth_rules"] = ["4*n", "deepest"]
    config["figures"].pop("depth_rule")
    config["experiments"]["zz_chain"]["title"] = "another title"
    (tmp_path / "other.yaml").write_text(yaml.safe_dump(config))
    plan = snakemake(finished, "--cores", "1", "-n", config=tmp_path / "other.yaml")
    again = set(re.findall(r"Job \d+: .*: results/samples/(\w+)/", plan))
    assert again == {"projector_chain"}


def test_a_touched_file_and_a_fresh_checkout_change_nothing(finished, tmp_path):
    checkout = copy_of_the_workflow(tmp_path / "fresh")
    for path in (finished / "results").rglob("*.*"):
        path.touch()
    assert "Nothing to be done" in snakemake(finished, "--cores", "1", "-n", workflow=checkout)


@pytest.mark.parametrize(
    ("file", "old", "new", "again"),
    [
        (
            "ensemble/circuits.py",
            "(3 * uniform[:, 0])",
            "(2 * uniform[:, 0])",
            {"circuits of", "figure: results/figures/fig2.pdf"},
        ),
        ("theory/mps.py", "import numpy as np", "import numpy as np\n\nNEW = 1", {"exact variances of"}),
        ("paper.py", "-0.685", "-0.69", {"table: results/tables/decay_rates.csv"}),
        ("figures/concentration.rst.j2", "qubit", "Qubit", {"figure: results/figures/fig1.pdf"}),
        ("statistics/moments.py", '"""', '"""About ', set()),
    ],
)
def test_a_rule_runs_again_exactly_when_its_code_changed(finished, tmp_path, file, old, new, again):
    checkout = copy_of_the_workflow(tmp_path / "edited")
    path = checkout / "scripts/plateaus" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    plan = snakemake(finished, "--cores", "1", "-n", workflow=checkout)
    changed = re.findall(r"^Job \d+: (.*)\nReason: .*Params have changed", plan, re.MULTILINE)
    found = {said for said in again | {"circuits of"} if any(job.startswith(said) for job in changed)}
    assert found == again
    if not again:
        assert "Nothing to be done" in plan


def test_the_benchmark_runs_again_where_an_engine_or_a_contender_changed(tmp_path):
    """They are loaded by name: no import statement of its program, which times nothing here, shows them."""
    checkout, table = copy_of_the_workflow(tmp_path / "edited"), "results/tables/benchmark.csv"
    program = "import sys\n\nopen(sys.argv[sys.argv.index('--output') + 1], 'w').close()\n"
    (checkout / "scripts/run_benchmark.py").write_text(program, encoding="utf-8")
    (tmp_path / "run").mkdir()
    snakemake(tmp_path / "run", "--cores", "1", table, workflow=checkout)
    for file in ("plateaus/engines/sweeps.py", "peers/panta.py"):
        assert "Nothing to be done" in snakemake(tmp_path / "run", "--cores", "1", "-n", table, workflow=checkout)
        path = checkout / "scripts" / file
        text = path.read_text(encoding="utf-8")
        path.write_text(text + "\n\nNEW = 1\n", encoding="utf-8")
        again = snakemake(tmp_path / "run", "--cores", "1", "-n", table, workflow=checkout)
        assert re.search(r"benchmark.csv\nReason: .*Params have changed", again)
        path.write_text(text, encoding="utf-8")
