"""Every figure of the catalogue, drawn from small tables: what can be measured on its artists must be in order."""

import html
import re
from functools import cache
from importlib import import_module
from itertools import combinations
from pathlib import Path

import docutils.core
import jinja2
import numpy as np
import pandas as pd
import pytest
import small_run
from matplotlib import pyplot as plt
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from plateaus import figures as folder
from plateaus.figures import dimension, style
from plateaus.figures.publish import fill
from plateaus.plan.figures import BENCHMARK, KINDS, figures
from plateaus.statistics.laws import KINDS as KINDS_OF_DECAY
from plateaus.tables import depth_growth
from plateaus.tables.results import Results

PLAN = small_run.plan()
TEMPLATES = Path(folder.__file__).parent
MOST_DECADES = 9
"""The small tables hold no two numbers of one kind further apart."""
LEAST_FILLED = 0.3
"""Part of an axis that its data must take."""
PIXEL = 0.5
LEAST_CONTRAST = 4.5
"""Of a text and what lies behind it (WCAG 2.2, success criterion 1.4.3)."""

WORDS = {
    "ansatz": {"mcclean", "efficient_su2", "$n=4$"},
    "benchmark": {"one gradient,\nsimulation alone", "all depths,\n$n=4$", "this workflow, numba", "a rival"},
    "circuit": {"layer 1", "layer 2", "layer 3"},
    "costs": {"$L=1$", "$L=2n$", "$L=4n$", "deepest"},
    "dimension": {"within 10 % of the limit", "within 0.001 of the limit", "lower bound"},
    "noise": {"$n=4$", "$n=6$", "pairs of trajectories"},
    "plateau_depth": {"paper: about 10$n$", "within 10 %: by samples, not before"},
    "shots": {"sign, at 2 σ", "10 % of it"},
    "sizes": {"2-design after the gate", "± 10 %", "$L=1$", "$L=2n$", "$L=4n$", "$L=80$"},
    "starts": {"2-design"},
    "training": {"$n=4$, $L=20$", "$n=8$, $L=20$"},
    "variance_vs_layers": {"sampled, 95 %", "$n=4$"},
    "whole_gradient": {"sampled\nqubit", "exact\nqubit", "qubit 1", "2-designs on both sides"},
}
"""Titles of panels and names of curves that a module's figure must show."""

LIMITS = {
    "variance_vs_layers": {"chain": "2-design after the gate", "grid": "2-design (n = 4: parity sector)"},
    "variance_vs_qubits": {"chain": "2-design after the gate: "},
}
"""What it must call the limits of an experiment; of those without one it speaks of no 2-design."""


def labels_on(axis):
    """The labels of an axis that are drawn: of ticks within its limits, and its own."""
    low, high = sorted(axis.get_view_interval())
    which = 0 if axis.axis_name == "x" else 1
    ticks = [text for text in axis.get_ticklabels(which="both") if low <= text.get_position()[which] <= high]
    return [*ticks, axis.label, axis.get_offset_text()]


def texts_in(figure):
    """All texts that a figure shows."""
    legends = [*figure.legends, *(axes.get_legend() for axes in figure.axes if axes.get_legend())]
    found = [*figure.texts, *(text for legend in legends for text in legend.get_texts())]
    for axes in figure.axes:
        found += [axes.title, *axes.texts, *(labels_on(axes.xaxis) + labels_on(axes.yaxis) if axes.axison else ())]
    return [text for text in found if text.get_visible() and text.get_text().strip()]


def without_marker(text):
    """A label without the marker of its curve, and without what keeps matplotlib from leaving it out."""
    return re.sub(f"^[{''.join(dimension.MARKERS.values())}] ", "", text).lstrip("\u200b")


def contrast(one, other):
    """Of two colours, from 1 to 21, by WCAG's formula."""
    shares = [np.array(to_rgb(colour)) for colour in (one, other)]
    light = [np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4) @ (0.2126, 0.7152, 0.0722) for c in shares]
    return (max(light) + 0.05) / (min(light) + 0.05)


def faults_of_contrast(figure, texts):
    """Texts too pale for what is drawn behind them, which is the commonest colour there without any text."""
    figure.set_layout_engine("none")
    boxes = [Text.get_window_extent(text) for text in texts]
    looks = [text.get_alpha() for text in texts]
    for text in texts:
        text.set_alpha(0)
    figure.canvas.draw()
    picture = np.asarray(figure.canvas.buffer_rgba())[::-1, :, :3]
    for text, box, look in zip(texts, boxes, looks, strict=True):
        text.set_alpha(look)
        behind = picture[max(int(box.y0), 0) : int(box.y1) + 1, max(int(box.x0), 0) : int(box.x1) + 1].reshape(-1, 3)
        found, times = np.unique(behind, axis=0, return_counts=True)
        ratio = contrast(text.get_color(), found[times.argmax()] / 255) if len(found) else np.inf
        if ratio < LEAST_CONTRAST:
            yield f"{text.get_text()!r} has a contrast of {ratio:.1f}"


def colours_of_sizes(drawing):
    """By number of qubits the colours of what a figure draws of each, where it says which."""
    found: dict[int, set] = {}
    for axes in drawing.figure.axes:
        for text in axes.texts:
            if size := re.fullmatch(r"\$(?:n=)?(\d+)\$", text.get_text()):
                found.setdefault(int(size[1]), set()).add(("text", to_rgb(text.get_color())))
        for container in axes.containers:
            if size := re.fullmatch(r"\$n=(\d+)\$", container.get_label()):
                found.setdefault(int(size[1]), set()).add(("line", to_rgb(container.lines[0].get_color())))
    return found


def values_in(axes, which):
    """The numbers that are drawn along the x axis (0) or y axis (1), a line across the panel at a number among them."""
    straight = (axes.get_xaxis_transform("grid"), axes.get_yaxis_transform("grid"))[which]
    lines = [line.get_xydata()[:, which] for line in axes.lines if line.get_transform() in (axes.transData, straight)]
    images = [np.reshape(image.get_extent(), (2, 2))[which] for image in axes.images]
    return np.concatenate([*lines, *images, []])


def faults_of_axis(axes, which):
    """What is wrong with one axis of a panel."""
    axis = (axes.xaxis, axes.yaxis)[which]
    name = f"{'xy'[which]} axis of the panel {axes.get_title() or axes.get_ylabel() or axes.get_xlabel()!r}"
    ends, values = np.array(axis.get_view_interval()), values_in(axes, which)
    if axis.get_scale() == "log":
        ends, values = np.log10(ends), np.log10(values[values > 0])
    span, seen = np.ptp(ends), np.clip(values[np.isfinite(values)], *sorted(ends))
    if not np.isfinite(span):
        yield f"{name}: from {ends[0]} to {ends[1]}"
    if axis.get_scale() == "log" and span > MOST_DECADES:
        yield f"{name}: {span:.0f} decades"
    if not len(seen) or np.ptp(seen) < LEAST_FILLED * span:
        yield f"{name}: hardly filled"


def faults_in(figure):
    """What is wrong with a figure, in words."""
    figure.draw_without_rendering()
    boxes = [(text.get_text(), Text.get_window_extent(text).padded(-PIXEL)) for text in texts_in(figure)]
    for (first, box), (second, other) in combinations(boxes, 2):
        if box.overlaps(other):
            yield f"{first!r} overlaps {second!r}"
    for text, box in boxes:
        if box.x0 < 0 or box.x1 > figure.bbox.x1 or box.y0 < 0 or box.y1 > figure.bbox.y1:
            yield f"{text!r} is cut off"
        if not text.replace("\n", "").isprintable():  # a backslash too few before a letter
            yield f"{text!r} has a sign that is none"
    panels = [axes for axes in figure.axes if axes.get_subplotspec()]
    letters = [text.get_text() for axes in panels for text in axes.texts if text.get_fontweight() == "bold"]
    if len(panels) > 1 and not set("abcdefghij"[: len(panels)]) <= set(letters):
        yield f"{len(panels)} panels have the letters {letters}"
    for axes in figure.axes:
        place = axes.get_subplotspec()
        if not axes.axison or place is None:  # a drawing; a colour bar
            continue
        for which in (0, 1):
            yield from faults_of_axis(axes, which)
        if place.is_last_row() and not axes.get_xlabel():
            yield "an x axis has no label"
        if place.is_first_col() and not axes.get_ylabel():
            yield "a y axis has no label"
    yield from faults_of_contrast(figure, texts_in(figure))


@pytest.fixture(scope="module")
def tables():
    return small_run.tables(PLAN)


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    return list(small_run.samples(PLAN, tmp_path_factory.mktemp("samples")))


@pytest.fixture(scope="module")
def drawn(tables, samples):
    """Every figure of the catalogue, drawn once: a function of what is wanted."""

    @cache
    def drawing(wanted):
        results = Results(tables={name: tables[name] for name in wanted.tables})
        found = import_module(f"plateaus.figures.{wanted.module}").figure(
            results, list(wanted.experiments), samples if wanted.samples else []
        )
        plt.close(found.figure)  # Matplotlib counts those that are open, and takes its canvas from one that is closed
        FigureCanvasAgg(found.figure)
        return found

    return drawing


@pytest.fixture(autouse=True)
def closed():
    """No figure outlives its test."""
    yield
    plt.close("all")


def test_the_small_run_has_every_kind_of_figure():
    drawn = {figure.module for figure in figures(PLAN)} | {BENCHMARK.module}
    assert drawn == {kind.module for kind in KINDS} | {BENCHMARK.module}
    assert drawn == {path.name.removesuffix(".rst.j2") for path in TEMPLATES.glob("*.rst.j2")}


@pytest.mark.parametrize("wanted", [*figures(PLAN), BENCHMARK], ids=lambda figure: figure.name)
def test_a_figure_is_in_order_and_its_caption_is_filled(wanted, drawn):
    """From no other tables than those that the catalogue gives it."""
    drawing = drawn(wanted)
    alone = [PLAN.studies[name].title for name in wanted.experiments] if len(wanted.experiments) == 1 else []
    style.finish(drawing.figure, *alone or [""])
    assert list(faults_in(drawing.figure)) == []
    assert set(alone) <= {text.get_text() for text in drawing.figure.texts}
    several = (
        len(wanted.experiments) > 1 and wanted.module != "ansatz"
    )  # there a row names the ansatz, the key what is measured
    titles = {PLAN.studies[name].title for name in wanted.experiments} if several else set()
    shown = {without_marker(text.get_text()) for text in texts_in(drawing.figure)}
    sampled = all(PLAN.studies[name].qubits for name in wanted.experiments)
    absent = set() if sampled else {"sampled, 95 %"}
    assert titles | (WORDS.get(wanted.module, set()) - absent) <= shown
    assert len(drawing.data)
    template = (TEMPLATES / f"{wanted.module}.rst.j2").read_text(encoding="utf-8")
    caption = fill(template, drawing.numbers | {"title": "a title", "answers": wanted.answers})
    assert not re.search(r"\bnan\b", caption)
    if limit := LIMITS.get(wanted.module, {}).get(" ".join(wanted.experiments)):
        assert any(text.startswith(limit) for text in shown)
    if wanted.experiments in (("noisy",), ("blocks",)):
        assert "design" not in " ".join(shown) + caption
        assert "limit" not in " ".join(shown) + caption


def test_where_graphs_are_large_a_third_panel_has_layers_a_qubit_beside_what_droplets_take():
    """Three graphs of two and three dimensions; one is too small for a droplet."""
    sizes, slopes = [16, 36, 64, 100], {"a": 2.7, "b": 2.1, "c": 11.0}
    point = {"source": "exact", "closeness": "relative", "within": 0.1}
    rows = [
        {"experiment": name, "qubits": n, "depth_low": round(slope * n), "depth_high": round(slope * n) + (n > 50)}
        | point
        for name, slope in slopes.items()
        for n in sizes
    ]
    fixed = {"a": 17, "b": 12, "c": 8}
    rows += [
        row
        | {"closeness": "absolute", "within": 0.001}
        | dict.fromkeys(("depth_low", "depth_high"), fixed[str(row["experiment"])])
        for row in rows
    ]
    depths = small_run.typed("plateau_depths", rows)
    growth = pd.DataFrame(depth_growth.compare(depths, {"a": 2.0, "b": 3.0, "c": 1.0}, {"a": 2.76, "b": 2.1}))
    limits = pd.Series(1 / (3 * 2.0 ** np.array(sizes)), sizes)
    drawing = dimension.draw(depths, growth, {"a": "square", "b": "cubic", "c": "chain"}, limits, "c")
    style.finish(drawing.figure, "")
    assert list(faults_in(drawing.figure)) == []
    shown = {text.get_text() for text in texts_in(drawing.figure)}
    assert {"● 2.76", "■ 2.10", "● square", "within 10 %, from one size to the next"} <= shown
    caption = fill(
        (TEMPLATES / "dimension.rst.j2").read_text(encoding="utf-8"),
        drawing.numbers
        | {"chains": {"from": 16, "to": 100, "runs": 8, "most": 9, "error": 0.02}, "title": "", "answers": ""},
    )
    for words in (
        "(c) layers a qubit",
        "standard errors\nof at most 2 %",
        "derived for ever larger graphs at least 2.76",
        "1.71 layers a qubit",
    ):
        assert words in caption


def test_a_size_has_one_colour_in_all_figures(drawn):
    found: dict[int, set] = {}
    for wanted in figures(PLAN):
        drawing = drawn(wanted)
        for size, colours in colours_of_sizes(drawing).items():
            found.setdefault(size, set()).update(colours)
        if wanted.module == "concentration":
            for axes in drawing.figure.axes:
                for size, fill in zip(PLAN.studies[PLAN.main].qubits, axes.collections, strict=True):
                    found.setdefault(size, set()).add(("line", to_rgb(fill.get_facecolor()[0])))
    assert {4, 6, 8, 10, 12} <= set(found)
    for size, colours in found.items():
        assert colours <= {("line", style.of_size(size)), ("text", style.ink(style.of_size(size)))}
    assert len({style.of_size(size) for size in range(2, 65, 2)}) == 32


def test_what_is_written_in_a_colour_can_be_read():
    named = [*style.SERIES, style.LIMIT, style.PAPER, style.BOTH_SIDES]
    colours: list[str | tuple] = [*named, *map(style.of_size, range(1, 130))]
    assert min(contrast(style.ink(colour), "white") for colour in colours) >= LEAST_CONTRAST
    assert min(contrast(style.of_size(size), "white") for size in range(1, 130)) >= 3


@pytest.mark.parametrize("experiment", ["chain", "projector"])
def test_limits_before_and_after_the_gate_are_drawn_where_there_are_layers_before_it(experiment, tables):
    """A parameter of the first layer has none."""
    words = {text.get_text() for text in texts_in(_layers(experiment, tables).figure)}
    assert "before and after" not in words
    later = tables["experiments"].assign(parameter="2:1")
    drawing = _layers(experiment, tables | {"experiments": later})
    assert "before and after" in {text.get_text() for text in texts_in(drawing.figure)}


def _layers(experiment, tables):
    return import_module("plateaus.figures.variance_vs_layers").figure(Results(tables=tables), [experiment], [])


@pytest.mark.parametrize(("circuits", "warned"), [(20, True), (99, True), (100, False)])
@pytest.mark.parametrize("name", ["fig3", "beyond_starts"])
def test_a_caption_says_where_an_interval_of_a_slope_is_too_short(name, circuits, warned, tables):
    (wanted,) = (figure for figure in figures(PLAN) if figure.name == name)
    results = Results(tables=tables | {"variance": tables["variance"].assign(circuits=circuits)})
    drawing = import_module(f"plateaus.figures.{wanted.module}").figure(results, list(wanted.experiments), [])
    template = (TEMPLATES / f"{wanted.module}.rst.j2").read_text(encoding="utf-8")
    caption = fill(template, drawing.numbers | {"title": "a title", "answers": wanted.answers})
    assert (f"f {circuits} circuits a size" in caption) == warned


DIAGNOSES = {
    "exponential": "sampled over n = 4 … 12 the variance is exponential, −0.690 a qubit (−0.700 to −0.680).",
    "power": "sampled over n = 4 … 12 the variance is a power of n, −2.00 (−2.20 to −1.80).",
    "does not fall": "sampled over n = 4 … 12 the variance does not fall (as a power of n −2.00, −2.20 to −1.80).",
    "is zero": "sampled over n = 4 … 12 the variance is zero.",
    "cannot tell": "sampled over n = 4 … 12 the variance: these sizes cannot tell: neither an exponential nor a power "
    "is clearly nearer; sizes up to 20 would.",
}


@pytest.mark.parametrize("kind", KINDS_OF_DECAY)
def test_a_caption_says_how_the_variance_falls(kind, tables):
    (wanted,) = (figure for figure in figures(PLAN) if figure.name == "fig3")
    answer = {"experiment": "chain", "depth_rule": "deepest", "source": "sampled", "kind": kind, "needed": 20}
    answer |= {"points": 5, "qubits_from": 4, "qubits_to": 12, "slope": -0.69, "slope_low": -0.7, "slope_high": -0.68}
    answer |= {"exponent": -2, "exponent_low": -2.2, "exponent_high": -1.8}
    results = Results(tables=tables | {"diagnosis": small_run.typed("diagnosis", [answer])})
    drawing = import_module(f"plateaus.figures.{wanted.module}").figure(results, list(wanted.experiments), [])
    template = (TEMPLATES / f"{wanted.module}.rst.j2").read_text(encoding="utf-8")
    caption = fill(template, drawing.numbers | {"title": "a title", "answers": ""})
    assert DIAGNOSES[kind] in caption.splitlines()


TITLES = ("$\\theta_{1,1}$, {0, π}", "-x 50 % *of* `5 $`", "_{{ x }} {% raw %} |0⟩ \\ <b>")


@pytest.mark.parametrize("module", ["costs", "starts", "noise", "training", "dimension"])
def test_titles_are_shown_as_they_are_typed(module, tables):
    """Neither mathematics nor hidden in the picture; no markup in the caption, which a report fills in once more."""
    (wanted,) = [figure for figure in figures(PLAN) if figure.module == module]
    titles = dict(zip(wanted.experiments, TITLES, strict=False))
    experiments = tables["experiments"].assign(title=lambda table: table["experiment"].map(titles).fillna("other"))
    results = Results(tables=tables | {"experiments": experiments})
    drawing = import_module(f"plateaus.figures.{module}").figure(results, list(wanted.experiments), [])
    drawing.figure.draw_without_rendering()
    shown = [text._preprocess_math(text.get_text()) for text in texts_in(drawing.figure)]
    assert set(titles.values()) <= {without_marker(text) for text, is_mathematics in shown if not is_mathematics}
    template = (TEMPLATES / f"{module}.rst.j2").read_text(encoding="utf-8")
    caption = jinja2.Template(fill(template, drawing.numbers | {"title": "", "answers": ""})).render()
    page = docutils.core.publish_parts(caption, writer="html", settings_overrides={"halt_level": 1})["body"]
    text = " ".join(html.unescape(re.sub("<[^>]*>", "", page)).split())
    for title in titles.values():
        assert title in text


def plain():
    """A figure without faults."""
    figure, axes = plt.subplots(layout="none")
    axes.plot([1, 10, 100], [3e-3, 2e-2, 1e-1])
    axes.loglog()
    axes.set_xlabel("layers")
    axes.set_ylabel("variance")
    return figure, axes


def broken_letters():
    figure, panels = plt.subplots(1, 2, layout="none")
    for axes in panels:
        axes.plot([1, 10, 100], [3e-3, 2e-2, 1e-1])
        axes.set(xlabel="layers", ylabel="variance")
    return figure


def test_panels_without_letters_are_told():
    assert "2 panels have the letters []" in list(faults_in(broken_letters()))
    lettered = broken_letters()
    style.finish(lettered, "")
    assert not any("letters" in fault for fault in faults_in(lettered))


def test_a_title_that_is_too_long_for_a_line_is_not_cut_off():
    figure, _ = plain()
    style.finish(figure, "Z₁Z₂ on a chain " * 12)
    figure.set_size_inches(style.ONE_COLUMN, 3)
    figure.set_layout_engine("constrained")
    assert not any("cut off" in fault for fault in faults_in(figure))


BREAKS = {
    "'one' overlaps 'two'": lambda axes: [axes.text(10, 0.02, "one"), axes.text(10.5, 0.02, "two")],
    "overlaps 'variance'": lambda axes: axes.text(-0.1, 0.5, "a long remark", transform=axes.transAxes, ha="right"),
    "'a remark' is cut off": lambda axes: axes.text(1.1, 0.5, "a remark", transform=axes.transAxes),
    "has a sign that is none": lambda axes: axes.set_ylabel("$\theta$"),
    "y axis of the panel 'variance': 36 decades": lambda axes: axes.plot([1, 1], [1e-34, 1e-33]),
    "y axis of the panel 'variance': hardly filled": lambda axes: axes.set_ylim(1e-8, 1),
    "x axis of the panel 'variance': hardly filled": lambda axes: axes.lines[0].remove(),
    "'pale' has a contrast of 2.3": lambda axes: axes.text(10, 0.02, "pale", color="#56B4E9"),
    "an x axis has no label": lambda axes: axes.set_xlabel(""),
    "a y axis has no label": lambda axes: axes.set_ylabel(""),
}


def test_a_plain_figure_has_no_faults():
    assert list(faults_in(plain()[0])) == []


@pytest.mark.parametrize("fault", BREAKS)
def test_a_broken_figure_is_told_from_a_good_one(fault):
    figure, axes = plain()
    BREAKS[fault](axes)
    assert any(fault in found for found in faults_in(figure))
