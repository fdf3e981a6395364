"""The start page of the report."""

import jinja2
import numpy as np
from docutils.core import publish_parts
from PIL import Image

from plateaus.figures.start_page import start_page

RECORD = {"finished": "2018-01-01", "commit": None, "dirty": None, "snakemake": "9"}


def test_the_page_is_valid_and_has_words_and_pictures(tmp_path):
    noise = np.random.default_rng(1).integers(0, 255, (300, 400, 3), dtype=np.uint8)
    Image.fromarray(noise).resize((600, 450)).save(tmp_path / "fig3.png")
    (tmp_path / "fig3.rst").write_text("**The caption**\n", encoding="utf-8")
    found = {"experiments": "a_, *b* {{ c }} {% d", "checks": "2 of 2 passed"}
    text = jinja2.Environment().from_string(start_page(found, RECORD, [tmp_path / "fig3.png"])).render()
    html = publish_parts(text, writer="html", settings_overrides={"halt_level": 2})["html_body"]
    for words in ("a_, *b* {{ c }} {% d", "2 of 2 passed", "The caption", "2018-01-01", "unknown"):
        assert words in html
    assert html.count('src="data:image/png;base64,') == 1


def test_changes_that_are_not_committed_are_named():
    record = RECORD | {"commit": "abc", "dirty": True}
    assert "abc, with changes that are not committed" in start_page({}, record, [])
