"""The times that the README quotes."""

import sys

import pytest
from pretended_times import table

from peers.contenders import PEERS
from tools import quote_benchmark


@pytest.fixture
def quote(tmp_path, monkeypatch):
    """A function that lets the table be quoted in a file of some text; the file."""
    table().to_csv(tmp_path / "benchmark.csv", index=False)
    readme = tmp_path / "README.md"

    def run(text):
        readme.write_text(text, encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["", "--benchmark", str(tmp_path / "benchmark.csv"), str(readme)])
        quote_benchmark.main()
        return readme.read_text(encoding="utf-8")

    return run


def test_the_readme_quotes_every_contender_and_where_each_of_our_variants_stands(quote):
    empty = f"before\n{quote_benchmark.BEGIN}\n{quote_benchmark.END}\nafter\n"
    text = quote(empty)
    for line in (
        "| **this workflow, numba**, ms | 1000 | 1000 | 1000 |",
        "| **this workflow** | 2.0 | 2.0 | 2.0 |",
        "| **this workflow**, threads: 2 | 0.80 | 0.80 | 0.80 |",
        "| **this workflow** | 160 to 220 | 0.80 to 1.1 | 200 s |",
        *(f"| {peer.name} | {2.2 - 0.1 * place:.1f} |" for place, peer in enumerate(reversed(PEERS))),
    ):
        assert f"\n{line}" in text
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert quote(text) == text


def test_a_readme_without_a_place_or_a_benchmark_is_refused(quote, tmp_path):
    with pytest.raises(ValueError, match=r"README\.md: the lines .* must each stand there once"):
        quote("no place")
    (tmp_path / "benchmark.csv").unlink()
    with pytest.raises(ValueError, match=r"benchmark\.csv is absent: `make benchmark` makes it"):
        quote("no matter")
