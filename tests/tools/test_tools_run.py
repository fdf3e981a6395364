"""Every tool runs from the checkout as its docstring says."""

import subprocess
from pathlib import Path

import pytest
import warm

ROOT = Path(__file__).parents[2]
TOOLS = [path for path in sorted((ROOT / "scripts/tools").glob("*.py")) if "def main(" in path.read_text("utf-8")]


@pytest.mark.parametrize("tool", TOOLS, ids=lambda path: path.stem)
def test_a_tool_explains_itself(tool):
    assert f"python scripts/tools/{tool.name}" in tool.read_text(encoding="utf-8")
    command = [warm.python(), tool.relative_to(ROOT), "--help"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env={"OMP_NUM_THREADS": "1"})
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"usage: {tool.name}")
