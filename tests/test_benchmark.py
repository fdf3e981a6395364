"""The benchmark: its arithmetic, its gate on wrong answers, and the other simulators where they are installed."""

import doctest
import importlib.util
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

import quote_benchmark
from peers import measure, rounds
from peers.contenders import COMPILED, OURS, PEERS, Contender, contenders
from peers.worker import ContenderError, Worker
from plateaus.figures import benchmark, style

ROOT = Path(__file__).parents[1]
CAPTION = ROOT / "workflow/report/benchmark.rst.j2"
SHIFT = PEERS[0]


class Pretended(Worker):
    """A contender that answers zero after a made-up time."""

    version = "a version"
    functions = frozenset({"gradient", "sweep"})

    def __init__(self, contender, seconds):
        self.contender, self.seconds = contender, seconds

    def __call__(self, function, *batch):
        return [0.0 if function == "gradient" else np.zeros(len(case[1])) for case in batch], self.seconds * len(batch)


@pytest.fixture
def qulacs():
    """This workflow and the parameter-shift rule, which need no package of others."""
    with Worker(OURS, 1) as ours, Worker(SHIFT, 1) as shift:
        yield [ours, shift]


@pytest.fixture(scope="module")
def table():
    """What a run with a native build writes where ours take 2, 1 and 1.5 s and the others 1.6, 1.7, … s."""
    times = [2, 1, 1.5, *np.arange(1.6, 3, 0.1)]
    everybody = [Pretended(contender, seconds) for contender, seconds in zip(contenders("folder"), times, strict=False)]
    rows = []
    for threads in (1, 2):
        for n in (4, 12, 20):
            rows += measure.gradients(everybody, qubits=n, threads=threads, seconds=0)
        for n in (4, 12):
            rows += measure.sweeps(everybody, qubits=n, threads=threads, seconds=0)
    return pd.DataFrame([*rows, *measure.variances(rows, needed=100, qubits=4)]).assign(machine="a machine")


@pytest.mark.parametrize("module", [rounds, measure])
def test_the_examples_in_the_docstrings(module):
    failed, tried = doctest.testmod(module)
    assert (failed, tried) == (0, 1)


def test_intervals_of_a_median_cover_it_as_often_as_they_say():
    """On log-normal times, whose median is 1."""
    generator = np.random.default_rng(5)
    for count in (3, 5, 6, 9, 15):
        found = [rounds.median(np.exp(generator.normal(size=count))) for _ in range(4000)]
        covered = np.mean([m.low <= 1 <= m.high for m in found])
        assert covered == pytest.approx(found[0].coverage, abs=0.02)
        assert found[0].coverage >= (rounds.LEVEL if count >= 6 else 0.7)


def test_rounds_are_interleaved_and_bounded():
    order = []

    def timed(name):
        def run(number):
            order.append((number, name))
            return float(number)

        return run

    times = rounds.interleave({"a": timed("a"), "b": timed("b")}, seconds=0)
    assert order == [(0, "a"), (0, "b"), (1, "b"), (1, "a"), (2, "a"), (2, "b")]
    np.testing.assert_array_equal(times["b"], [0.0, 1.0, 2.0])
    assert len(rounds.interleave({"a": timed("a")}, seconds=60)["a"]) == rounds.MOST


def test_ratios_are_taken_round_by_round_and_against_each_of_our_variants():
    """A machine that slows down by half for a round changes no ratio."""
    spell = np.array([1.0, 1.5, 1.0, 1.0, 1.2, 1.0])
    columns = measure.ratios(6 * spell, {"": 2 * spell, "_native": spell})
    assert columns["ratio_low"] == columns["ratio"] == columns["ratio_high"] == 3
    assert columns["ratio_native"] == 6


def test_circuits_are_deep_up_to_the_limit_and_the_timed_depths_stand_for_all():
    assert [measure.depth_of(n) for n in (4, 8, 12, 16)] == [40, 80, 120, 160]
    assert 20 * measure.depth_of(20) * 2**20 <= measure.LARGEST_CIRCUIT
    assert np.mean(measure.SWEEP_TIMED) == np.mean(range(1, measure.SWEEP_LAYERS + 1))


@pytest.mark.parametrize("precision", measure.TOLERANCE)
def test_a_wrong_answer_stops_the_benchmark(precision):
    contender = Contender("a rival", "rival", "rival", precision)
    ours, allowed = np.array([0.1, 0.2]), measure.TOLERANCE[precision]
    assert measure.disagreement(contender, ours + allowed / 2, ours) == pytest.approx(allowed / 2)
    some = np.array([np.nan, 0.2])
    assert measure.disagreement(contender, some, ours) == 0
    for wrong in (ours + 2 * allowed, np.full(2, np.nan)):
        with pytest.raises(ContenderError, match="a rival"):
            measure.disagreement(contender, wrong, ours)


def test_time_to_a_variance_is_circuits_times_gradient_and_the_exact_method(qulacs):
    rows = measure.gradients(qulacs, qubits=3, threads=1, seconds=0)
    found = measure.variances(rows, needed=700, qubits=3)
    assert [row["contender"] for row in found] == [OURS.name, SHIFT.name, "exact method"]
    assert found[1]["seconds"] == pytest.approx(700 * rows[1]["seconds"])
    assert found[1]["ratio"] == rows[1]["ratio"]
    assert found[2]["ratio"] == pytest.approx(found[2]["seconds"] / found[0]["seconds"])


def test_circuits_needed_fall_as_the_square_of_the_error(qulacs, monkeypatch):
    few = measure.circuits_needed(qulacs[0], qubits=2)
    monkeypatch.setattr(measure, "WITHIN", measure.WITHIN / 2)
    assert measure.circuits_needed(qulacs[0], qubits=2) == pytest.approx(4 * few, abs=4)
    assert few > 100


def test_a_contender_that_fails_or_is_absent_is_named():
    with Worker(OURS, 1) as worker, pytest.raises(ContenderError, match=OURS.name):
        worker("gradient", ("no circuit",))
    with pytest.raises(ContenderError, match=r"a rival.*make benchmark"):
        Worker(Contender("a rival", "rival", "rival"), 1)


def test_a_native_build_is_timed_beside_the_installed_one():
    names = [contender.name for contender in contenders("elsewhere")]
    assert names[:4] == [OURS.name, COMPILED.name, f"{OURS.name}, native", f"{SHIFT.name}, native"]
    assert len(set(names)) == len(names) == len(contenders()) + 2


@pytest.mark.parametrize("contender", PEERS, ids=lambda contender: contender.name)
def test_other_simulators_agree(contender):
    imports = {
        "pennylane-lightning": "pennylane_lightning",
        "qiskit-aer": "qiskit_aer",
        "tensorcircuit-ng": "tensorcircuit",
    }
    if not importlib.util.find_spec(imports.get(contender.package, contender.package)):
        pytest.skip(f"{contender.package} is not installed: it comes with make benchmark")
    with Worker(OURS, 1) as ours, Worker(contender, 1) as other:
        for qubits, layers in ((2, 1), (3, 4), (5, 12)):
            depths = tuple(range(1, layers + 1))
            for circuit in measure.circuits(qubits, layers, 0, 2):
                expected = ours("sweep", (circuit, depths))[0][0]
                measure.disagreement(contender, np.array(other("gradient", (circuit,))[0]), expected[-1:])
                if "sweep" in other.functions:
                    measure.disagreement(contender, other("sweep", (circuit, depths))[0][0], expected)


def test_the_figure_shows_every_contender_and_its_caption_is_filled(qulacs, tmp_path):
    rows = measure.gradients(qulacs, qubits=3, threads=1, seconds=0)
    rows += measure.sweeps(qulacs, qubits=3, threads=1, seconds=0)
    table = pd.DataFrame([*rows, *measure.variances(rows, needed=100, qubits=3)]).assign(machine="a machine")
    drawing = benchmark.draw(table)
    assert {OURS.name, SHIFT.name} <= {text.get_text() for text in drawing.figure.axes[0].texts}
    style.publish(drawing, output=tmp_path / "benchmark.pdf", caption=CAPTION, title="circuits", answers="")
    text = (tmp_path / "benchmark.rst").read_text(encoding="utf-8")
    assert "a machine" in text
    assert "nan" not in text


def test_the_caption_compares_with_each_of_our_variants(table):
    numbers = benchmark.draw(table).numbers
    text = style.fill(CAPTION.read_text(encoding="utf-8"), numbers | {"title": "circuits"})
    for name, ratio, verdict, sweep in (
        ("This workflow", "0.8 (0.8 to 0.8; n = 20,", "ours is slower at n = 4, 12, 20", "160.0 to 220 times"),
        ("This workflow, numba", "1.6 (1.6 to 1.6; n = 20,", "ours is the fastest at every size", "320.0 to 440 times"),
        (
            "This workflow, native",
            "1.1 (1.1 to 1.1; n = 20,",
            "ours is the fastest at every size",
            "213.3 to 293 times",
        ),
    ):
        paragraph = text.partition(f"*{name}*")[2].partition("\n\n")[0]
        assert all(words in paragraph for words in (ratio, verdict, sweep))


def test_names_in_the_figure_stand_apart_in_looks_of_their_own(table):
    figure = benchmark.draw(table).figure
    figure.draw_without_rendering()
    left, *right = figure.axes
    looks = {(line.get_color(), line.get_linestyle()) for line in left.lines}
    assert sum(dashes != "None" for _, dashes in looks) == 10  # the ends of error bars have none
    boxes = sorted((Text.get_window_extent(name) for name in left.texts), key=lambda box: box.y0)  # without their lines
    assert len(boxes) == 10
    assert all(low.y1 < high.y0 for low, high in pairwise(boxes))
    assert max(box.x1 for box in boxes) < right[0].get_window_extent().x0


@pytest.fixture
def quote(table, tmp_path, monkeypatch):
    """A function that lets the table be quoted in a file of some text; the file."""
    table.to_csv(tmp_path / "benchmark.csv", index=False)
    readme = tmp_path / "README.md"

    def run(text):
        readme.write_text(text, encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["", "--benchmark", str(tmp_path / "benchmark.csv"), str(readme)])
        quote_benchmark.main()
        return readme.read_text(encoding="utf-8")

    return run


def test_the_readme_quotes_every_contender_and_where_each_of_our_variants_stands(quote):
    empty = f"before\n{quote_benchmark.BEGIN}\n{quote_benchmark.END}\nafter\n"
    text = quote(empty)
    for line in (
        "| **this workflow, numba**, ms | 1000 | 1000 | 1000 |",
        "| **this workflow** | 2.0 | 2.0 | 2.0 |",
        "| **this workflow**, threads: 2 | 0.80 | 0.80 | 0.80 |",
        "| **this workflow** | 160 to 220 | 0.80 to 1.1 | 200 s |",
        *(f"| {peer.name} | {2.2 - 0.1 * place:.1f} |" for place, peer in enumerate(reversed(PEERS))),
    ):
        assert f"\n{line}" in text
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert quote(text) == text


def test_a_readme_without_a_place_or_a_benchmark_is_refused(quote, tmp_path):
    with pytest.raises(ValueError, match=r"README\.md: the lines .* must each stand there once"):
        quote("no place")
    (tmp_path / "benchmark.csv").unlink()
    with pytest.raises(ValueError, match=r"benchmark\.csv is absent: `make benchmark` makes it"):
        quote("no matter")
