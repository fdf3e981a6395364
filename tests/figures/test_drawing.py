"""What a picture must not show, and what the program that draws one writes."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import small_run
from surroundings import surround

import draw
from draw import FOLDER
from plateaus.ensemble.circuits import draw_circuit
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source
from plateaus.figures import circuit as circuit_figure
from plateaus.figures import sizes as sizes_figure
from plateaus.figures import style, variance_vs_layers
from plateaus.figures.publish import fill
from plateaus.plan.figures import ENDINGS
from plateaus.storage.tables import write_table
from plateaus.tables.experiments import COLUMNS


def test_the_style_is_set_without_scipy_which_may_be_loaded_later():
    program = (
        "import sys; from plateaus.figures import style; style.use(); assert 'scipy' not in sys.modules; "
        "from scipy import stats; style.use(); assert sys.modules['scipy.stats'] is stats; print(stats.norm.cdf(0))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=Path(draw.__file__).parent, capture_output=True, text=True, check=True
    )
    assert done.stdout == "0.5\n"


def test_a_gradient_that_is_still_zero_is_not_drawn():
    """On a logarithmic axis it would be a line down to the frame."""
    layers = np.arange(1, 6)
    curve = pd.DataFrame({"qubits": 4, "layers": layers, "variance": [0.0, 0.0, 0.1, 0.05, 0.02], "rel_error": 0.0})
    exact = curve.assign(limit=0.02, limit_kind="unitary", limit_both_sides=0.03, standard_error=0.0)
    ends = {"variance_low": 0.01, "variance_high": 0.03, "variance_reliable": True, "log_variance_se": 0.1}
    sampled = exact[exact["layers"].isin([1, 5])].assign(deviation=0.0, **ends)
    drawing = variance_vs_layers.draw(sampled, exact, objective="ZZ", independent=False)
    axes = drawing.figure.axes[0]
    np.testing.assert_array_equal(np.isnan(axes.lines[0].get_ydata()), layers < 3)
    np.testing.assert_array_equal(axes.lines[1].get_xdata(), [5])  # of the samples
    assert axes.get_ylim()[0] > 1e-3
    assert drawing.numbers["points"] == 1


def test_curves_that_end_before_a_depth_rule_are_drawn_as_far_as_they_go():
    sizes = [4, 6, 8, 20, 30]
    points = pd.DataFrame({"depth_rule": "1", "qubits": sizes, "layers": 1, "variance": np.exp(-0.3 * np.array(sizes))})
    deep = points[points["qubits"] <= 8].assign(depth_rule="4*n", layers=lambda table: 4 * table["qubits"])
    points = pd.concat([points, deep]).assign(low=lambda table: table["variance"], high=lambda table: table["variance"])
    limits = pd.DataFrame({"qubits": sizes, "limit": 2.0 ** -np.array(sizes), "limit_kind": "unitary"})
    rates = pd.DataFrame({"depth_rule": ["1", "4*n"], "qubits_to": [30, 8], "slope": [-0.3, -0.7]})
    drawing = sizes_figure.draw(points, rates, limits, objective="ZZ", papers=True)
    assert len(drawing.data) == 8
    assert drawing.data["ratio"].notna().all()
    template = (FOLDER / "sizes.rst.j2").read_text(encoding="utf-8")
    caption = fill(template, drawing.numbers | {"title": "", "answers": "", "flat": {}})
    assert "At L = 4n it is drawn to n = 8: beyond, the exact curves end before that depth.\nSlopes over all" in caption
    whole = sizes_figure.draw(points[points["depth_rule"] == "1"], rates[:1], limits, objective="ZZ", papers=False)
    assert whole.numbers["short"] == {}


@pytest.mark.parametrize("kind", ["none", "unknown"])
def test_without_a_limit_none_is_drawn_and_nothing_divided_by_it(kind):
    sizes = [4, 6, 8]
    points = pd.DataFrame({"depth_rule": "1", "qubits": sizes, "layers": 1, "variance": [0.2, 0.1, 0.05]})
    points = points.assign(low=points["variance"], high=points["variance"])
    limits = pd.DataFrame({"qubits": sizes, "limit": np.nan, "limit_kind": kind})
    rates = pd.DataFrame({"depth_rule": ["1"], "qubits_to": [8], "slope": [-0.3]})
    drawing = sizes_figure.draw(points, rates, limits, objective="ZZ", papers=False)
    assert len(drawing.figure.axes) == 1
    template = (FOLDER / "sizes.rst.j2").read_text(encoding="utf-8")
    caption = fill(template, drawing.numbers | {"title": "", "answers": "", "flat": {}})
    assert "limit" not in caption and "nan" not in caption


@pytest.mark.parametrize(("parameter", "outlined"), [((3, 4), True), ((4, 1), False), ((1, 5), False)])
def test_a_caption_promises_an_outline_where_there_is_one(parameter, outlined):
    circuit = draw_circuit(Source("one", 1, False, Experiment(parameter=parameter)), qubits=4, index=0, layers=4)
    drawing = circuit_figure.draw(circuit, parameter=parameter, shown=3)
    thick = [patch for patch in drawing.figure.axes[0].patches if patch.get_linewidth() > 1]
    assert len(thick) == outlined
    caption = fill(
        (FOLDER / "circuit.rst.j2").read_text(encoding="utf-8"), drawing.numbers | {"title": "", "answers": ""}
    )
    assert ("Outlined" in caption) == outlined
    assert ("is not among those drawn" in caption) != outlined


def test_labels_are_moved_apart_and_no_further():
    places = style.spread(np.array([0.5, 0.0, 0.51, 0.9]), 0.1)
    assert np.diff(np.sort(places)).min() >= 0.1 - 1e-12
    np.testing.assert_allclose(places[[1, 3]], [0.0, 0.9])


@pytest.fixture
def program(tmp_path, monkeypatch):
    """A function that draws the circuit of an experiment; digests of the files that it writes, by their endings."""
    experiments = small_run.typed("experiments", small_run.experiments.rows(small_run.plan()))
    write_table(tmp_path / "experiments.csv", experiments.assign(title="a_title"), COLUMNS)

    def run(name, figure):
        words = ["--module", "circuit", "--experiments", name, "--answers", "Fig. 2"]
        tables = ["--tables", str(tmp_path / "experiments.csv"), "--output", str(tmp_path / figure / "fig2.pdf")]
        monkeypatch.setattr(sys, "argv", ["", *words, *tables])
        draw.main()
        files = (tmp_path / figure).iterdir()
        return {path.suffix[1:]: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    return run


def test_the_program_writes_the_same_bytes_again_and_a_title_is_no_markup(program, tmp_path):
    first = program("chain", "first")
    assert set(first) == set(ENDINGS)
    assert program("chain", "second") == first
    caption = (tmp_path / "first/fig2.rst").read_text(encoding="utf-8")
    assert "a\\_title; answers Fig. 2 of the paper" in caption


def test_a_users_settings_do_not_show_where_the_program_runs_by_itself(program, tmp_path):
    expected = program("chain", "expected")
    (tmp_path / "surrounded").mkdir()
    environment = os.environ | surround(tmp_path / "surrounded")
    command = [sys.executable, draw.__file__, "--module", "circuit", "--experiments", "chain", "--answers", "Fig. 2"]
    command += ["--tables", "../experiments.csv", "--output", "figure/fig2.pdf"]
    subprocess.run(command, check=True, cwd=tmp_path / "surrounded", env=environment, capture_output=True)
    files = (tmp_path / "surrounded/figure").iterdir()
    assert {path.suffix[1:]: hashlib.sha256(path.read_bytes()).hexdigest() for path in files} == expected


def test_an_experiment_that_is_not_in_the_tables_is_named(program):
    with pytest.raises(ValueError, match="no experiment nobody"):
        program("nobody", "figure")
