"""Starts, noise and probes, in YAML alone."""

import shutil

import yaml
from docutils.core import publish_doctree
from pipeline import digests, snakemake

from plateaus.storage.tables import read_table
from plateaus.tables import checks, claims

PROBED = {
    "master_seed": 3,
    "figures": {"main": "plain", "starts": ["plain", "blocks"], "noise": ["plain", "noisy"]},
    "experiments": {
        "plain": {
            "title": "plain",
            "qubits": [2, 4],
            "layers": {"from": 1, "to": 8},
            "circuits": 120,
            "probes": {
                "gradients": {"qubits": [4], "depth": 8, "circuits": 120},
                "shots": {"qubits": [2, 4], "depth": "2*n", "circuits": 120, "shots": [100, 1000]},
                "training": {"qubits": [4], "depth": 8, "circuits": 20, "steps": 3, "rate": 0.1},
            },
        },
        # a start on a graph that nobody foresaw: a heavy-hex patch and a string of weight 3
        "blocks": {
            "title": "blocks on a heavy-hex patch",
            "connectivity": {"edges": [[1, 2], [2, 3], [3, 4], [3, 5], [5, 6]]},
            "objective": "ZIXIIZ",
            "start": "identity:2",
            "depths": "independent",
            "qubits": [6],
            "layers": [8],
            "circuits": 120,
            "probes": {"training": {"qubits": [6], "depth": 8, "circuits": 20, "steps": 3, "rate": 0.1}},
        },
        "noisy": {
            "title": "noisy",
            "noise": "depolarizing:0.02",
            "qubits": [2, 4],
            "layers": {"from": 1, "to": 8},
            "circuits": 120,
            "probes": {"trajectories": {"qubits": [4], "circuits": 120}},
        },
    },
}

FIGURES = ("starts", "training", "noise", "whole_gradient_plain", "shots_plain")
"""What the configuration is for; other figures are drawn in other tests."""


def test_starts_noise_and_probes_run_to_the_end_from_yaml_alone(tmp_path):
    (tmp_path / "probed.yaml").write_text(yaml.safe_dump(PROBED))
    figures = [f"results/figures/beyond_{figure}.pdf" for figure in FIGURES]
    snakemake(tmp_path, "--cores", "2", *figures, "claims", "require_checks", config=tmp_path / "probed.yaml")
    found = read_table(tmp_path / "results/tables/checks.csv", checks.COLUMNS)
    assert found["passed"].all()
    assert {"redrawn training", "variance by pairs of trajectories"} <= set(found["name"])
    assert {"variances of all derivatives", "errors of measured gradients"} <= set(found["name"])
    for figure in FIGURES:
        caption = (tmp_path / f"results/figures/beyond_{figure}.rst").read_text(encoding="utf-8")
        assert "nan" not in caption
        publish_doctree(caption, settings_overrides={"halt_level": 2, "report_level": 5})
        assert (tmp_path / f"results/figures/beyond_{figure}.pdf").stat().st_size > 100
    judged = read_table(tmp_path / "results/tables/claims.csv", claims.COLUMNS)
    assert {"G1", "N1", "N2", "M1"} <= set(judged["number"])
    before = digests(tmp_path, "results/probes", "results/tables")
    for kind in ("shots", "trajectories"):
        shutil.rmtree(tmp_path / f"results/probes/{kind}")
    snakemake(tmp_path, "--cores", "1", "samples", "claims", config=tmp_path / "probed.yaml")
    assert digests(tmp_path, "results/probes", "results/tables") == before
