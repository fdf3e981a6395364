"""Experiments of a user's own, in YAML alone."""

import yaml
from pipeline import SMOKE, snakemake
from whole_run import run

from plateaus.storage.tables import read_table
from plateaus.tables import checks, exact_methods, exact_variance, variance

SMALL = {"qubits": [2, 4], "layers": {"from": 1, "to": 6}, "circuits": 60}


def not_covered(**roles):
    """The smoke configuration with one experiment that the exact theory does not cover."""
    config = yaml.safe_load(SMOKE.read_text(encoding="utf-8")) | roles
    config["experiments"] = {"half": {"title": "angles in [0, π)", "angles": {"low": 0, "high": 1}} | SMALL}
    return config


def not_explained(captions, curves, methods):
    """No figure answers the paper's, no exact row is there, and the reason is."""
    assert not any("answers" in caption for caption in captions.values())
    assert curves.empty
    assert len(methods) == 2
    assert methods["reason"].str.contains("exact theory needs").all()


def test_an_experiment_that_theory_does_not_cover_still_runs_alone(tmp_path):
    config = not_covered()
    del config["figures"]
    (tmp_path / "half.yaml").write_text(yaml.safe_dump(config))
    output = snakemake(tmp_path, "--cores", "2", config=tmp_path / "half.yaml")
    assert output.index("from a power, of half: it takes 4 or more") < output.index(
        "circuits of half: results/samples/half/n4_"
    )
    captions = {path.stem: path.read_text(encoding="utf-8") for path in (tmp_path / "results/figures").glob("*.rst")}
    assert set(captions) == {"half_qubits", "half_layers"}
    tables = tmp_path / "results/tables"
    curves = read_table(tables / "exact_variance.csv", exact_variance.COLUMNS)
    not_explained(captions, curves, read_table(tables / "exact_methods.csv", exact_methods.COLUMNS))
    assert (tmp_path / "results/summary.txt").read_text(encoding="utf-8").startswith("experiments  half;")


def test_and_as_the_main_one():
    made = run(not_covered(figures={"main": "half"}))
    assert set(made.captions) == {"fig1", "fig2", "fig3", "fig4"}
    not_explained(made.captions, made.results["exact_variance"], made.results["exact_methods"])


def test_a_new_graph_cost_and_law_need_nothing_but_yaml(tmp_path):
    """A patch of heavy-hexagon lattice (two rows and the qubit that bridges them) with a string of weight 3."""
    rows = [[1, 2], [2, 3], [3, 4], [4, 5], [3, 6], [6, 8], [7, 8], [8, 9]]
    patch = {
        "title": "heavy-hexagon patch, Z₂X₃Y₆",
        "connectivity": {"edges": rows},
        "objective": "IZXIIY",
        "angles": {"sigma": 1.2},
        "parameter": {"layer": 1, "qubit": 3},
        "qubits": [9],
        "layers": [1, 2, 4, 8, 16],
        "circuits": 1000,
    }
    config = tmp_path / "patch.yaml"
    entry = {"master_seed": 11, "figures": {"main": "patch"}, "experiments": {"patch": patch}}
    config.write_text(yaml.safe_dump(entry), encoding="utf-8")
    snakemake(tmp_path, "results/checks/passed", "results/figures/fig2.svg", "--cores", "2", config=config)
    table = read_table(tmp_path / "results/tables/variance.csv", variance.COLUMNS)
    trusted = table[table["variance_reliable"]]
    assert len(trusted) >= 3
    inside = (trusted["variance_low"] <= trusted["exact_variance"]) & (
        trusted["exact_variance"] <= trusted["variance_high"]
    )
    assert inside.sum() >= len(trusted) - 1
    found = read_table(tmp_path / "results/tables/checks.csv", checks.COLUMNS)
    assert "variance of the gradient" in set(found["name"])
