"""The depths and rates that the page of lattices quotes; and that the page that comes along has all its pieces."""

import re
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from plans import entries_of
from small_tables import rows_of

from plateaus.ensemble.source import Source
from plateaus.plan.load import load
from plateaus.storage.tables import write_table
from plateaus.tables.results import columns_of, module_of
from tools import quote_lattices

DOCS = Path(__file__).parents[2] / "docs"
GRID = Source().words() | {"experiment": "grid", "title": "square grid", "dimension": 2.0, "dimension_place": 1}
NEAR = {"experiment": "grid", "qubits": 100, "source": "exact"}
LAW = {"experiment": "grid", "closeness": "relative", "within": 0.1, "qubits_from": 49, "qubits_to": 100}
LAW |= {"slope": 2.77, "slope_low": 2.7, "slope_high": 2.84, "derived": 2.758}
CURVE = {"experiment": "grid", "qubits": 100, "variance": 0.1, "standard_error": 0.0009}
CURVE |= {"e_variance": 0.3, "e_standard_error": 0.002}
CLAIM = {
    "number": "D1",
    "claim": "n layers",
    "criterion": "more than 0.855",
    "measured": "2.77",
    "verdict": "reproduced",
}
TABLES: dict[str, list[dict]] = {
    "experiments": [GRID],
    "plateau_depths": [
        NEAR | {"closeness": "relative", "within": 0.5, "depth_low": 247, "depth_high": 248},
        NEAR | {"closeness": "relative", "within": 0.1, "depth_low": 254, "depth_high": 254},
        NEAR | {"closeness": "absolute", "within": 0.001, "depth_low": 17, "depth_high": np.nan},
    ],
    "exact_methods": [
        {
            "experiment": "grid",
            "qubits": 100,
            "method": "population",
            "runs": 8,
            "strings": 9000,
            "standard_error": 0.02,
            "relative_error": 0.01,
        }
    ],
    "exact_variance": [CURVE | {"layers": 1}, CURVE | {"layers": 2, "standard_error": 0.002}, CURVE | {"layers": 3}],
    "depth_growth": [LAW | {"power": 1.0, "residual": 0.4}, LAW | {"power": 0.5, "residual": 4.2}],
    "claims": [CLAIM],
}


@pytest.fixture
def quote(tmp_path, monkeypatch):
    """A function that writes the page of a run; what it says."""
    for name, rows in TABLES.items():
        columns = columns_of(module_of(name))
        write_table(tmp_path / f"results/tables/{name}.csv", rows_of(columns, rows), columns)
    drawn = tmp_path / f"results/figures/{quote_lattices.FIGURE}"
    drawn.parent.mkdir()
    Image.new("RGB", (1800, 900)).save(drawn.with_suffix(".png"))
    drawn.with_suffix(".rst").write_text("**Dimension.** A caption.\n", encoding="utf-8")
    page = tmp_path / "docs/lattices.md"
    page.parent.mkdir()

    def run():
        monkeypatch.setattr(sys, "argv", ["", "--results", str(tmp_path / "results"), str(page)])
        quote_lattices.main()
        return page.read_text(encoding="utf-8")

    return run


def test_depths_rates_verdicts_and_picture_are_quoted(quote, tmp_path):
    text = quote()
    for line in (
        "| square grid | 100 | 247 … 248 | 254 | over 17 | 2.0 % | 1 % at 1 of 3 | 8 runs of 9000 strings |",
        "| square grid | 49 … 100 | 2.77 (2.70 to 2.84) | 2.76 | 0.4 | 4.2 |",
        "| D1 | n layers | more than 0.855 | 2.77 | **reproduced** |",
        "**Dimension.** A caption.",
    ):
        assert f"\n{line}\n" in text
    assert text.startswith("# Two and three dimensions\n")
    assert quote() == text
    with Image.open(tmp_path / "docs" / quote_lattices.PICTURE) as image:
        assert image.width == 900


def test_a_run_without_the_figure_is_refused(quote, tmp_path):
    (tmp_path / f"results/figures/{quote_lattices.FIGURE}.png").unlink()
    with pytest.raises(ValueError, match=r"beyond_dimension\.png is absent: `make lattices` makes it"):
        quote()


def test_a_page_that_comes_along_has_what_it_quotes():
    for page in DOCS.glob("lattices.md"):  # there is one from the first run on
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (DOCS / target).exists(), target
        for heading in ("## Layers needed", "## How they grow", "## Verdicts", "| 6 |", "| D1 |", "| D2 |"):
            assert heading in text
        for study in load(entries_of("lattices")).studies.values():
            assert text.count(f"| {study.title} | ") >= 5, study.title
        assert "nan" not in text
