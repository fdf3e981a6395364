"""The notebook runs with the installed library, in ten cells, and prints what stands in it."""

import json
import shutil

from built_wheel import ROOT, run

NOTEBOOK = ROOT / "docs/diagnosis.ipynb"


def test_it_prints_what_it_says(installed, tmp_path):
    program = ROOT / "scripts/tools/run_notebook.py"
    copy = shutil.copy(NOTEBOOK, tmp_path)
    run(installed / "python", program, "--check", copy, cwd=tmp_path)
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert len(cells) == 10
    (said,) = [cell["outputs"][0]["text"] for cell in cells if "10*n" in "".join(cell["source"])]
    assert "falls exponentially" in "".join(said)
