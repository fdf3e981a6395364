"""The report of a run in a browser: it starts with what was found, and every figure and table opens without an error.

The browser is Chromium; Debian's is installed where there is none (as root), as the tests of Slurm install theirs.
"""

import shutil
import subprocess
import sys

import pytest
from built_wheel import ROOT

PROGRAM = """
import sys
from playwright.sync_api import sync_playwright

report, browser, picture = sys.argv[1:]
# a page in a frame, or a picture that is more than the logo
OPEN = "() => document.querySelector('iframe') || [...document.images].some(i => i.naturalWidth > 100)"
with sync_playwright() as play:
    page = play.chromium.launch(executable_path=browser, args=["--no-sandbox"]).new_page()
    page.on("pageerror", lambda error: print("error:", error))
    page.on("console", lambda said: print("error:", said.text) if said.type == "error" else None)
    page.goto(f"file://{report}")
    page.get_by_role("heading", name="Results").wait_for()
    assert page.get_by_role("heading", name="Results").bounding_box()["y"] >= 0  # not above the window
    print("start:", page.locator(".prose").inner_text())
    page.screenshot(path=picture)
    for category in page.evaluate("Object.keys(categories)"):
        page.reload()
        page.get_by_text(category, exact=True).first.click()
        rows = page.locator("tbody tr:has(a)")
        rows.first.wait_for()
        for number in range(rows.count()):
            label = rows.nth(number).inner_text().strip()
            link = rows.nth(number).locator("a").first
            if link.get_attribute("download"):
                print("offered:", label)
                continue
            link.click()
            page.wait_for_function(OPEN)
            print("opened:", label)
            page.get_by_text(category, exact=True).first.click()
            rows.first.wait_for()
"""


@pytest.fixture(scope="module")
def browser():
    """The path of Chromium."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        subprocess.run(["apt-get", "update", "--quiet"], check=True)
        subprocess.run(["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium"], check=True)
        found = shutil.which("chromium")
    return found


def test_it_starts_with_what_was_found_and_everything_opens(smoke, browser, tmp_path):
    words = [sys.executable, "-m", "snakemake", "--snakefile", ROOT / "Snakefile", "--directory", smoke]
    words += ["--configfile", ROOT / "config/smoke.yaml", "--report", tmp_path / "report.html"]
    subprocess.run(list(map(str, words)), check=True, capture_output=True, cwd=ROOT)
    python = ROOT / ".venv/site/bin/python"
    command = [str(python), "-c", PROGRAM, str(tmp_path / "report.html"), browser, str(tmp_path / "start.png")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "error:" not in done.stdout
    said = done.stdout
    for found in ("checks", "claims", "variance", "commit", "finished"):
        assert found in said
    for number in ("1", "2", "3", "4", "5", "6", "S1", "S2"):
        assert f"opened: Figure {number}: " in said
    for table in ("opened: does the variance fall", "opened: checks", "offered: variance at every size and depth"):
        assert table in said
