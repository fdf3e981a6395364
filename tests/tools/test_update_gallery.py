"""The gallery has every figure with a number and one of every other kind, of the first run that has it."""

import subprocess
from pathlib import Path

import warm
from PIL import Image

from plateaus.plan.figures import figures
from plateaus.plan.read import read

ROOT = Path(__file__).parents[2]
CONFIGS = ("paper", "beyond")


def test_the_gallery_shows_what_was_drawn_small_with_its_caption(tmp_path):
    drawn = {}
    for config in CONFIGS:
        folder = tmp_path / config / "results/figures"
        folder.mkdir(parents=True)
        drawn[config] = figures(read(ROOT / f"config/{config}.yaml"))
        for figure in drawn[config]:
            if figure.name != "fig2":
                Image.new("RGB", (1800, 900), "white").save(folder / f"{figure.name}.png")
                (folder / f"{figure.name}.rst").write_text(f"Caption of {config} {figure.name}.\n")
    program = [warm.python(), ROOT / "scripts/tools/update_gallery.py", "--page", tmp_path / "docs/gallery.md"]
    runs = [f"config/{config}.yaml={tmp_path / config}" for config in CONFIGS]
    subprocess.run([*program, *runs], cwd=ROOT, check=True)
    page = (tmp_path / "docs/gallery.md").read_text(encoding="utf-8")
    shown = sorted(path.stem for path in (tmp_path / "docs/figures/gallery").glob("*.png"))
    assert sorted(line.split("/")[-1].removesuffix(".png)") for line in page.splitlines() if "![" in line) == shown
    numbered = {f.name for found in drawn.values() for f in found if f.name.startswith("fig")} - {"fig2"}
    assert numbered <= set(shown)
    kinds = {f.module for found in drawn.values() for f in found if f.name != "fig2"}
    modules = [f.module for found in drawn.values() for f in found if f.name in set(shown) - numbered]
    assert len(modules) == len(set(modules))
    assert kinds == {f.module for found in drawn.values() for f in found if f.name in shown}
    assert "Caption of paper fig3." in page
    with Image.open(tmp_path / "docs/figures/gallery/fig3.png") as picture:
        assert picture.width == 900
