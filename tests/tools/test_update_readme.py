"""The results that the README and its page quote."""

import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from small_tables import rows_of

from plateaus.storage.tables import write_table
from plateaus.tables.results import columns_of, module_of
from tools import update_readme

ROOT = Path(__file__).parents[2]
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
OWN: dict[str, list[dict]] = {
    "experiments": [{"experiment": "mine"}],
    "checks": [{"passed": True}],
    "variance": [SIZE | {"experiment": "mine", "qubits": 2, "circuits": 40}],
    "diagnosis": [{"experiment": "mine", "depth_rule": "9", "source": "exact", "kind": "exponential", "slope": -0.5}],
}


@pytest.fixture
def update(tmp_path, monkeypatch):
    """A function that runs the program on a README of some text, of a run with some verdict; what it says then."""
    for folder in ("results", "own"):
        (tmp_path / folder / "figures").mkdir(parents=True)
    blots = np.random.default_rng(1).integers(0, 255, (6, 8, 3), dtype=np.uint8)
    picture = tmp_path / "own/figures/mine_layers.png"
    Image.fromarray(blots).resize((1200, 900), Image.Resampling.NEAREST).save(picture)
    for name in update_readme.PICTURES:
        (tmp_path / f"results/figures/{name}.png").hardlink_to(picture)
        (tmp_path / f"results/figures/{name}.rst").write_text(f"**Caption of {name}**\n", encoding="utf-8")

    def run(text, verdict, *options):
        for folder, tables in (("results", TABLES | {"claims": [CLAIM | {"verdict": verdict}]}), ("own", OWN)):
            for name, rows in tables.items():
                columns = columns_of(module_of(name))
                write_table(tmp_path / f"{folder}/tables/{name}.csv", rows_of(columns, rows), columns)
        (tmp_path / "README.md").write_text(text, encoding="utf-8")
        words = ["README.md", "--results", "results", "--own", "own", "--page", "docs/results.md", *options]
        monkeypatch.setattr(sys, "argv", ["", *words])
        monkeypatch.chdir(tmp_path)
        update_readme.main()
        return (tmp_path / "README.md").read_text(encoding="utf-8")

    return run


OLD = "before\n" + "between\n".join(
    "{}\nold\n{}\n".format(*update_readme.place(name)) for name in ("figures", "verdicts", "own")
)


def test_the_results_are_written_between_their_lines_and_checked_there(update):
    text = update(OLD, "reproduced")
    assert "\n* **reproduced**: |∂E| vanishes (1).\n" in text
    assert "\n* Of 2 checks of the results 1 passed. [" in text
    assert "](docs/results.md)" in text
    assert '<img src="docs/figures/fig3.png"' in text
    slopes = "sampled over n = 2…24 −0.690 (−0.700 to −0.680), exact over n = 2…24 −0.690; the paper prints −0.685."
    assert slopes in text
    assert '<img src="docs/figures/own.png"' in text
    said = "falls exponentially: (−0.500 a qubit, exact, L = 9); checks: 1 of 1 passed (40 circuits at n = 2)."
    assert said in text
    assert text.startswith("before\n")
    assert text.count("between\n") == 2
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
    assert "* zz: 1000 circuits at n = 2, 200 at n = 4; qulacs in double precision to n = 4.\n" in page
    assert "\n* checks of the results: 1 of 2 passed.\n" in page
    for name, words in update_readme.PICTURES.items():
        assert f"![{words}](figures/{name}.png)\n\n**Caption of {name}**\n" in page
        picture = tmp_path / f"docs/figures/{name}.png"
        with Image.open(picture) as image:
            assert image.width == 900
    (tmp_path / "docs/figures/figS2.png").unlink()
    with pytest.raises(SystemExit, match=r"figS2\.png is absent"):
        update(text, "reproduced", "--check")
    (tmp_path / "docs/results.md").write_text(page + "more", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"results\.md are not those of this run"):
        update(text, "reproduced", "--check")


def test_the_example_that_the_readme_shows_is_the_one_that_is_run():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.split("```yaml\n")[1].split("```")[0]
    assert (ROOT / "config/own.yaml").read_text(encoding="utf-8").partition("\n")[2] == shown


def test_the_readme_is_a_first_screen():
    """At most 120 lines and 900 words."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.count("\n") <= 120
    assert len(readme.split()) <= 900
