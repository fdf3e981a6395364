"""The benchmark's figure: everybody in it by name, apart from the others, and a caption that says how each compares."""

from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.text import Text
from pretended_times import SLOWEST
from pretended_times import table as pretended

from peers import measure
from peers.contenders import OURS, PEERS, contenders
from peers.worker import Worker
from plateaus.figures import benchmark
from plateaus.figures.publish import fill, publish
from plateaus.tables.benchmark import ALONE, AS_USED

CAPTION = Path(benchmark.__file__).with_suffix(".rst.j2")


@pytest.fixture
def table():
    return pretended()


def test_the_figure_shows_every_contender_and_its_caption_is_filled(tmp_path):
    with Worker(OURS, 1) as ours, Worker(PEERS[0], 1) as shift:
        rows = []
        for task in (AS_USED, ALONE):
            rows += measure.gradients([ours, shift], task=task, qubits=3, threads=1, seconds=0)
        rows += measure.sweeps([ours, shift], qubits=3, threads=1, seconds=0)
        rows += measure.variances(rows, needed=measure.Needed(plain=100, averaged=50), qubits=3)
    table = pd.DataFrame(rows).assign(machine="a machine", date="2026-01-31")
    drawing = benchmark.draw(table)
    assert {OURS.name, PEERS[0].name} <= {text.get_text() for text in drawing.figure.axes[1].texts}
    publish(drawing, output=tmp_path / "benchmark.pdf", caption=CAPTION, title="circuits", answers="")
    text = (tmp_path / "benchmark.rst").read_text(encoding="utf-8")
    assert "a machine; 2026-01-31" in text
    assert "nan" not in text


def test_the_caption_compares_with_each_of_our_variants(table):
    numbers = benchmark.draw(table).numbers
    text = fill(CAPTION.read_text(encoding="utf-8"), numbers | {"title": "circuits"})
    for name, ratio, sweep, averaged in (
        ("This workflow", "0.8 (0.8 to 0.8; n = 20,", f"160.0 to {100 * SLOWEST:.0f} times", "1e+02 s by the estimate"),
        (
            "This workflow, numba",
            "1.6 (1.6 to 1.6; n = 20,",
            f"320.0 to {200 * SLOWEST:.0f} times",
            "50 s by the estimate",
        ),
        (
            "This workflow, numba, single",
            "3.2 (3.2 to 3.2; n = 20,",
            f"640.0 to {400 * SLOWEST:.0f} times",
            "25 s by the estimate",
        ),
        (
            "This workflow, native",
            "1.1 (1.1 to 1.1; n = 20,",
            f"213.3 to {400 / 3 * SLOWEST:.0f} times",
            "75 s by the estimate",
        ),
    ):
        paragraph = " ".join(text.partition(f"*{name}*")[2].partition("\n\n")[0].split())
        assert all(words in paragraph for words in (ratio, sweep, averaged)), paragraph
    assert f"too slow by the size before: {PEERS[-1].name}." in text
    assert "Double precision 1.5 times as fast as every peer in double: met (least 1.60" in text


def test_names_in_the_figure_stand_apart_in_looks_of_their_own(table):
    figure = benchmark.draw(table).figure
    figure.draw_without_rendering()
    left, middle, *right = figure.axes
    everybody = len(contenders("folder"))
    for axes, timed in ((left, everybody), (middle, everybody)):
        looks = {(line.get_color(), line.get_linestyle()) for line in axes.lines}
        assert sum(dashes != "None" for _, dashes in looks) == timed  # the ends of error bars have none
    # without their lines
    boxes = sorted((Text.get_window_extent(name) for name in middle.texts), key=lambda box: box.y0)
    assert len(boxes) == everybody
    assert all(low.y1 < high.y0 for low, high in pairwise(boxes))
    assert max(box.x1 for box in boxes) < right[0].get_window_extent().x0
