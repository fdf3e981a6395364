"""The results that the README quotes."""

import sys

import pandas as pd
import pytest

from plateaus.tables import checks, claims
from tools import update_readme


@pytest.fixture
def update(tmp_path, monkeypatch):
    """A function that runs the program on a file of some text with a claim's verdict, and what the file says then."""
    check = dict.fromkeys((c.name for c in checks.COLUMNS), 0) | {"statistical": True}
    pd.DataFrame([check | {"passed": True}, check | {"passed": False}]).to_csv(tmp_path / "checks.csv", index=False)

    def run(text, verdict, *options):
        claim = dict.fromkeys((c.name for c in claims.COLUMNS), None)
        claim |= {"number": "1", "claim": "|∂E| vanishes", "measured": "0", "verdict": verdict}
        pd.DataFrame([claim]).to_csv(tmp_path / "claims.csv", index=False)
        (tmp_path / "README.md").write_text(text, encoding="utf-8")
        words = ["README.md", "--claims", "claims.csv", "--checks", "checks.csv", *options]
        monkeypatch.setattr(sys, "argv", ["", *words])
        monkeypatch.chdir(tmp_path)
        update_readme.main()
        return (tmp_path / "README.md").read_text(encoding="utf-8")

    return run


def test_the_results_are_written_between_their_lines_and_checked_there(update):
    text = update(f"before\n{update_readme.BEGIN}\nold\n{update_readme.END}\nafter\n", "reproduced")
    assert "| 1 | \\|∂E\\| vanishes | 0 | **reproduced** |\n" in text
    assert "\n1 of 2 checks of the results passed.\n" in text
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert "old" not in text
    assert update(text, "reproduced", "--check") == text
    with pytest.raises(SystemExit, match=r"not those of this run; write them with `make readme`"):
        update(text, "not reproduced", "--check")
    with pytest.raises(ValueError, match="must each stand there once"):
        update("no place", "reproduced", "--check")
