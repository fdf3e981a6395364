"""Captions of runs that are small or odd: they say what is there, and nothing of what is not."""

from functools import cache
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
import small_run
from docutils.core import publish_doctree
from matplotlib import pyplot as plt
from text_faults import faults_in

from plateaus import figures as folder
from plateaus.figures import style
from plateaus.figures.publish import differentiated, fill, publish, simulated
from plateaus.plan.figures import figures
from plateaus.tables.results import Results

PLAN = small_run.plan()
TEMPLATES = Path(folder.__file__).parent
FIGURES = {figure.name: figure for figure in figures(PLAN)}
PROBED = ("gradients", "training", "trajectories", "shots")


def sizes(*kept):
    """A run of so few sizes."""

    def changed(name, table):
        if name in PROBED and not table["qubits"].isin(kept).any():
            return table[table["qubits"] == table["qubits"].min()]
        return table[table["qubits"].isin(kept)] if "qubits" in table and name != "benchmark" else table

    return changed


def unreliable(name, table):
    """A run of so few circuits that no interval is to be trusted."""
    return table.assign(variance_reliable=False, circuits=20) if name == "variance" else table


def without_theory(name, table):
    """A run without exact values of anything."""
    if name == "exact_variance":
        return table[:0]
    exact = [column for column in table if column.startswith("exact_") or column == "deviation"]
    return table.assign(**dict.fromkeys(exact, np.nan)) if name != "experiments" else table


def shallow(name, table):
    """A run of few layers, after which no curve is near its limit."""
    if name in ("variance", "exact_variance"):
        deep = table.groupby(["experiment", "qubits"])["layers"].transform("max") > 30
        return (
            table[(table["layers"] <= 2) & deep]
            if name == "exact_variance"
            else table[table["layers"].isin((1, 2, 40))]
        )
    return table


def perfect(name, table):
    """A run whose samples are the exact values."""
    if name != "variance":
        return table
    exact = table["exact_variance"]
    return table.assign(variance=exact, variance_low=0.9 * exact, variance_high=1.1 * exact, deviation=0.0)


def still(name, table):
    """A run in which nothing varies: no circuit has a gradient."""
    if name not in ("variance", "exact_variance"):
        return table
    zero = [
        column for column in table if column.removeprefix("exact_") in ("variance", "variance_low", "variance_high")
    ]
    return table.assign(**dict.fromkeys(zero, 0.0))


ODD = {
    "still": still,
    "one size": sizes(4),
    "two sizes": sizes(4, 6),
    "three sizes": sizes(4, 6, 8),
    "unreliable": unreliable,
    "without theory": without_theory,
    "shallow": shallow,
    "perfect": perfect,
}


@cache
def tables_of(run):
    """The tables of one of these runs."""
    return small_run.tables(PLAN, ODD[run])


@pytest.fixture(autouse=True)
def closed():
    """No figure outlives its test."""
    yield
    plt.close("all")


def drawing_of(wanted, tables):
    results = Results(tables={name: tables[name] for name in wanted.tables})
    return import_module(f"plateaus.figures.{wanted.module}").figure(results, list(wanted.experiments), [])


def caption_of(wanted, tables):
    return filled(wanted, drawing_of(wanted, tables))


def filled(wanted, drawing):
    template = (TEMPLATES / f"{wanted.module}.rst.j2").read_text(encoding="utf-8")
    return fill(template, drawing.numbers | {"title": "a title", "answers": wanted.answers})


DRAWN = [
    (run, name)
    for run in ODD
    for name in (*{figure.module: name for name, figure in reversed(FIGURES.items())}.values(), "blocks_qubits")
    # without theory there is no figure 5: exact curves that are asked for and not covered are refused before any job
    if not FIGURES[name].samples and (run, name) != ("without theory", "fig5")
]


@pytest.mark.parametrize(("run", "name"), DRAWN)
def test_a_caption_says_nothing_of_what_is_not_there_and_a_panel_that_there_are_no_values(run, name):
    drawing = drawing_of(FIGURES[name], tables_of(run))
    caption = filled(FIGURES[name], drawing)
    assert list(faults_in(caption)) == []
    publish_doctree(caption, settings_overrides={"halt_level": 2, "report_level": 5})  # warnings are errors
    style.finish(drawing.figure, "")
    for axes in drawing.figure.axes:
        paths = [path.vertices for collection in axes.collections for path in collection.get_paths()]
        marks = [*paths, *(line.get_xydata() for line in axes.lines)]
        seen = bool(axes.images) or any(np.isfinite(points).all(axis=1).any() for points in marks)
        said = "no values to draw" in [text.get_text() for text in axes.texts]
        assert said != (seen or not axes.axison)


@pytest.mark.parametrize(
    ("caption", "fault"),
    [
        ("exact nan.", "not a number"),
        ("needs inf measurements", "not a number"),
        ("χ² = 1.2 for 1 degrees of freedom", "one of several"),
        ("over n = 4 … 4 the variance", "a range of one"),
        ("with straight lines:\n\nGrey: by the samples", "an empty list"),
        ("or the exponent of n:\n", "an empty list"),
        ("χ² = 0.0 for 2 degrees", "a statistic of zero"),
        ("the variance is .", "a missing number"),
    ],
)
def test_a_faulty_caption_is_told_from_a_good_one(caption, fault):
    assert [found.partition(":")[0] for found in faults_in(caption)] == [fault]


def caption_of_odd(name, run):
    return caption_of(FIGURES[name], tables_of(run))


def test_what_is_not_there_is_left_out():
    layers = caption_of_odd("fig4", "unreliable")
    assert "estimated relative error at most\n1e-09.\n" in layers
    assert "flagged lie within" not in layers
    depth = caption_of_odd("fig6", "shallow")
    assert "does not come to stay within 50 % of its limit" in depth
    assert "straight lines" not in depth
    assert "for 1 degree of freedom, p" in caption_of_odd("fig3", "three sizes")
    assert "Found" not in caption_of_odd("beyond_costs", "without theory")


def test_where_nothing_varies_there_is_nothing_over_the_limit():
    """Figure 3 has its limits alone then, and no first point for the paper's line."""
    drawing = drawing_of(FIGURES["fig3"], tables_of("still"))
    assert len(drawing.figure.axes) == 1
    key = [text.get_text() for text in drawing.figure.axes[0].get_legend().get_texts()]
    assert [text.partition(":")[0] for text in key] == ["2-design after the gate"]
    caption = caption_of(FIGURES["fig3"], tables_of("still"))
    assert "No circuit shows a gradient there: no points.\n" in caption
    assert "(a)" not in caption and "(b)" not in caption and "Dashed" not in caption
    seen = caption_of(FIGURES["fig3"], tables_of("perfect"))
    assert "(a) Points" in seen and "(b) The same" in seen and "Dashed" in seen


@pytest.mark.parametrize(("parameter", "named"), [("1:1", False), ("2:1", True)])
def test_figure_3_names_both_limits_where_it_draws_both(parameter, named):
    tables = dict(tables_of("perfect"))
    tables["experiments"] = tables["experiments"].assign(parameter=parameter)
    key = drawing_of(FIGURES["fig3"], tables).figure.axes[0].get_legend().get_texts()
    assert ("2-designs before and after the gate" in [text.get_text() for text in key]) == named
    assert ("Grey, dotted: 2-designs before and after" in caption_of(FIGURES["fig3"], tables)) == named


@pytest.mark.parametrize(("rules", "panels"), [(["1"], 1), (["deepest"], 2), (["1", "deepest"], 2)])
def test_figure_5_compares_the_curves_that_come_near_their_limit(rules, panels):
    tables = dict(tables_of("perfect"))
    points = tables["decay_points"]
    points = points[points["depth_rule"].isin(rules)]
    far = points["depth_rule"] == "1"
    tables["decay_points"] = points.assign(variance=points["variance"].mask(far, 1.0))
    figure = drawing_of(FIGURES["fig5"], tables).figure
    assert len(figure.axes) == panels
    caption = caption_of(FIGURES["fig5"], tables)
    publish_doctree(caption, settings_overrides={"halt_level": 2, "report_level": 5})
    assert "the variance over its limit is" in caption
    assert ("(a)" in caption) == ("(b)" in caption) == (panels == 2)
    assert ("without the curves that come to 100 times it or more" in caption) == (rules == ["1", "deepest"])


def of_sizes(largest, papers):
    """The caption of figure 5 to so many qubits, of the paper's experiment or of another one."""
    tables = dict(tables_of("perfect"))
    larger = {12: largest}
    for name in ("exact_variance", "decay_points"):
        tables[name] = tables[name].assign(qubits=tables[name]["qubits"].replace(larger))
    tables["experiments"] = tables["experiments"].assign(papers=papers)
    return caption_of(FIGURES["fig5"], tables)


@pytest.mark.parametrize(("largest", "beyond"), [(12, False), (30, False), (31, True)])
def test_figure_5_is_beyond_state_vectors_if_its_sizes_are(largest, beyond):
    assert ("beyond state vectors" in of_sizes(largest, papers=True)) == beyond


@pytest.mark.parametrize("papers", [True, False])
def test_the_papers_slope_and_depth_are_of_its_ensemble(papers):
    assert ("paper's slope" in of_sizes(12, papers)) == papers
    tables = dict(tables_of("perfect"))
    tables["experiments"] = tables["experiments"].assign(papers=papers)
    assert ("the paper says about 10n" in caption_of(FIGURES["fig6"], tables)) == papers


def test_figure_5_says_where_the_variance_does_not_fall():
    tables = dict(tables_of("perfect"))
    flat = {"experiment": "chain", "depth_rule": "1", "source": "exact", "kind": "does not fall"}
    tables["diagnosis"] = small_run.typed("diagnosis", [flat | {"qubits_from": 6, "qubits_to": 12}])
    caption = caption_of(FIGURES["fig5"], tables)
    assert "At L = 1 it does not fall over n = 6 … 12 (docs/statistics.md).\n" in caption
    assert "does not fall" not in caption_of(FIGURES["fig5"], tables | {"diagnosis": tables["diagnosis"][:0]})


def test_a_caption_says_whose_angle_it_is():
    """Of another ansatz than the paper's, and of each where several are shown."""
    results = Results(tables=dict(tables_of("perfect")))
    sentence = "θ is the angle of R_Y on qubit 1 in layer 1, step 1 of 3 of efficient_su2."
    assert differentiated(results, ["su2"]) == sentence
    assert differentiated(results, ["chain"]) == differentiated(results, ["chain", "su2"]) == ""
    gates = (
        "mcclean, Z₁Z₂, θ of the rotation about a random axis on qubit 1",
        "θ of R\\_Y on qubit 1 in layer 1, step",
    )
    for gate in gates:
        assert gate in caption_of(FIGURES["beyond_ansatz"], dict(tables_of("perfect")))


def test_the_last_sentence_says_what_simulated(tmp_path):
    """Sizes in between are another engine's; figures of exact values alone say nothing of engines."""
    engines = {4: ("qulacs", "double"), 6: ("numba", "single"), 8: ("qulacs", "double")}

    def by_size(name, table):
        made = table["qubits"].map(engines).str if name == "variance" else None
        return table if made is None else table.assign(engine=made[0], precision=made[1])

    tables = small_run.tables(PLAN, by_size)
    for name in ("fig1", "fig3", "fig4", "beyond_costs", "beyond_starts", "beyond_noise"):
        given = Results(tables={table: tables[table] for table in FIGURES[name].tables})
        sentence = simulated(given, FIGURES[name].experiments)
        assert sentence == "Simulated with Qulacs (n = 4, 8) and Numba in single precision (n = 6)."
    assert simulated(Results(), ["chain"]) == ""
    path, template = tmp_path / "f.pdf", TEMPLATES / "variance_vs_layers.rst.j2"
    drawing = drawing_of(FIGURES["fig4"], tables)
    publish(drawing, output=path, caption=template, title="", answers="", last=sentence)
    assert path.with_suffix(".rst").read_text(encoding="utf-8").endswith(f".\n{sentence}\n")
