"""The results that the README and its page quote."""

import sys

import numpy as np
import pytest
from PIL import Image
from small_tables import rows_of

from plateaus.storage.tables import write_table
from plateaus.tables.results import columns_of, module_of
from tools import update_readme

CLAIM = {"number": "1", "claim": "|∂E| vanishes", "criterion": "p ≥ 0.01", "measured": "0"}
RATE = {"experiment": "zz", "depth_rule": "12*n", "slope": -0.69, "low": -0.7, "high": -0.68}
SIZE = {"experiment": "zz", "layers": 9, "engine": "qulacs", "precision": "double"}
TABLES: dict[str, list[dict]] = {
    "experiments": [{"experiment": "zz", "main": True}],
    "checks": [{"passed": True}, {"passed": False}],
    "variance": [SIZE | {"qubits": 2, "circuits": 1000}, SIZE | {"qubits": 4, "circuits": 200}],
    "decay_rates": [
        RATE | {"source": source, "qubits_from": 2, "qubits_to": 24} for source in ("sampled", "exact", "paper")
    ],
}


@pytest.fixture
def update(tmp_path, monkeypatch):
    """A function that runs the program on a README of some text, of a run with some verdict; what it says then."""
    (tmp_path / "results/figures").mkdir(parents=True)
    noise = np.random.default_rng(1).integers(0, 255, (300, 400, 3), dtype=np.uint8)
    for name in update_readme.PICTURES:
        Image.fromarray(noise).resize((2000, 1500)).save(tmp_path / f"results/figures/{name}.png")
        (tmp_path / f"results/figures/{name}.rst").write_text(f"**Caption of {name}**\n", encoding="utf-8")

    def run(text, verdict, *options):
        for name, rows in (TABLES | {"claims": [CLAIM | {"verdict": verdict}]}).items():
            columns = columns_of(module_of(name))
            write_table(tmp_path / f"results/tables/{name}.csv", rows_of(columns, rows), columns)
        (tmp_path / "README.md").write_text(text, encoding="utf-8")
        words = ["README.md", "--results", "results", "--page", "docs/results.md", *options]
        monkeypatch.setattr(sys, "argv", ["", *words])
        monkeypatch.chdir(tmp_path)
        update_readme.main()
        return (tmp_path / "README.md").read_text(encoding="utf-8")

    return run


OLD = f"before\n{update_readme.BEGIN}\nold\n{update_readme.END}\nafter\n"


def test_the_results_are_written_between_their_lines_and_checked_there(update):
    text = update(OLD, "reproduced")
    assert "| 1 | \\|∂E\\| vanishes | 0 | **reproduced** |\n" in text
    assert "* zz: 1000 circuits at n = 2, 200 at n = 4; qulacs in double precision to n = 4.\n" in text
    assert "\n* 1 of 2 checks of the results passed.\n" in text
    assert "](docs/figures/fig3.png)" in text
    assert "[docs/results.md](docs/results.md)" in text
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert "old" not in text
    assert update(text, "reproduced", "--check") == text
    with pytest.raises(SystemExit, match=r"README\.md are not those of this run; write them with `make readme`"):
        update(text, "not reproduced", "--check")
    with pytest.raises(ValueError, match="must each stand there once"):
        update("no place", "reproduced", "--check")


def test_the_page_has_criteria_slopes_captions_and_small_pictures(update, tmp_path):
    text = update(OLD, "reproduced")
    page = (tmp_path / "docs/results.md").read_text(encoding="utf-8")
    assert "| 1 | \\|∂E\\| vanishes | p ≥ 0.01 | 0 | **reproduced** |\n" in page
    assert "| zz | L = 12n | sampled | 2…24 | −0.690 | −0.700 to −0.680 |\n" in page
    assert "| zz | L = 12n | exact | 2…24 | −0.690 |  |\n" in page
    assert "| paper |" not in page
    for name, words in update_readme.PICTURES.items():
        assert f"![{words}](figures/{name}.png)\n\n**Caption of {name}**\n" in page
        picture = tmp_path / f"docs/figures/{name}.png"
        with Image.open(picture) as image:
            assert image.width == 900
    picture.unlink()
    with pytest.raises(SystemExit, match=r"figS2\.png is absent"):
        update(text, "reproduced", "--check")
    (tmp_path / "docs/results.md").write_text(page + "more", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"results\.md are not those of this run"):
        update(text, "reproduced", "--check")
