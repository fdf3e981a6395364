"""The hooks of .pre-commit-config.yaml, run by pre-commit itself."""

import subprocess

from pipeline import ROOT


def test_hooks_pass_on_what_is_here_and_stop_what_they_should(forge, tmp_path):
    checkout = tmp_path / "checkout"
    subprocess.run(["git", "clone", "--quiet", str(forge.repository), str(checkout)], check=True)
    (checkout / ".venv").symlink_to(ROOT / ".venv")

    def hooks():
        command = [str(ROOT / ".venv/sharing/bin/pre-commit"), "run", "--all-files"]
        return subprocess.run(command, cwd=checkout, env=forge.environment, capture_output=True, text=True)

    good = hooks()
    assert good.returncode == 0, good.stdout + good.stderr
    assert good.stdout.count("Passed") == 5
    citation = checkout / "CITATION.cff"
    citation.write_text(citation.read_text(encoding="utf-8").replace("MIT", "BSD-3-Clause"), encoding="utf-8")
    (checkout / "scripts/draw.py").write_text("import os\n", encoding="utf-8")
    bad = hooks()
    assert bad.returncode != 0
    assert "license is BSD-3-Clause in CITATION.cff, MIT in pyproject.toml" in bad.stdout
    assert "`os` imported but unused" in bad.stdout
