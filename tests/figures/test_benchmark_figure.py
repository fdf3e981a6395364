"""The benchmark's figure: everybody in it by name, apart from the others, and a caption that says how each compares."""

from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.text import Text
from pretended_times import table as pretended

from peers import measure
from peers.contenders import OURS, PEERS
from peers.worker import Worker
from plateaus.figures import benchmark
from plateaus.figures.publish import fill, publish

CAPTION = Path(benchmark.__file__).with_suffix(".rst.j2")


@pytest.fixture
def table():
    return pretended()


def test_the_figure_shows_every_contender_and_its_caption_is_filled(tmp_path):
    with Worker(OURS, 1) as ours, Worker(PEERS[0], 1) as shift:
        rows = measure.gradients([ours, shift], qubits=3, threads=1, seconds=0)
        rows += measure.sweeps([ours, shift], qubits=3, threads=1, seconds=0)
        rows += measure.variances(rows, needed=100, qubits=3)
    table = pd.DataFrame(rows).assign(machine="a machine")
    drawing = benchmark.draw(table)
    assert {OURS.name, PEERS[0].name} <= {text.get_text() for text in drawing.figure.axes[0].texts}
    publish(drawing, output=tmp_path / "benchmark.pdf", caption=CAPTION, title="circuits", answers="")
    text = (tmp_path / "benchmark.rst").read_text(encoding="utf-8")
    assert "a machine" in text
    assert "nan" not in text


def test_the_caption_compares_with_each_of_our_variants(table):
    numbers = benchmark.draw(table).numbers
    text = fill(CAPTION.read_text(encoding="utf-8"), numbers | {"title": "circuits"})
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
