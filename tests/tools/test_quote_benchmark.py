"""The times that the benchmark's page quotes."""

import sys

import pytest
from pretended_times import SLOWEST, table

from peers.contenders import PEERS
from tools import quote_benchmark


@pytest.fixture
def quote(tmp_path, monkeypatch):
    """A function that lets the table be quoted in a file of some text; the file."""
    table().to_csv(tmp_path / "benchmark.csv", index=False)
    page = tmp_path / "benchmark.md"

    def run(text):
        page.write_text(text, encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["", "--benchmark", str(tmp_path / "benchmark.csv"), str(page)])
        quote_benchmark.main()
        return page.read_text(encoding="utf-8")

    return run


def test_the_page_quotes_every_contender_and_where_each_of_our_variants_stands(quote):
    empty = f"before\n{quote_benchmark.BEGIN}\n{quote_benchmark.END}\nafter\n"
    text = quote(empty)
    for line in (
        "Measured on 2026-01-31; a machine;",
        "| Double precision 1.5 times as fast as every peer in double | **met** | 1.60 (1.60 to 1.60), Qulacs, native",
        "| **this workflow, numba**, ms |  | 1000 | 1000 | 1000 |",
        "| **this workflow, numba, single**, ms | single | 500 | 500 | 500 |",
        "| **this workflow** |  | 2.0 | 2.0 | 2.0 |",
        "| **this workflow** | 0.80 | 0.80 | 0.80 |",
        f"| **this workflow** | 160 to {100 * SLOWEST:.0f} | 0.80 to {SLOWEST / 2:.1f} |",
        "| **this workflow** | 200 s | 100 s |",
        f"| {PEERS[0].name} |  | 1.7 | 1.7 | 1.7 |",
        f"| {PEERS[2].name} | single | 3.8 | 3.8 | 3.8 |",
        f"| {PEERS[-1].name} |  | {SLOWEST:.1f} | {SLOWEST:.1f} |  |",
    ):
        assert f"\n{line}" in text
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert quote(text) == text


def test_a_page_without_a_place_or_a_benchmark_is_refused(quote, tmp_path):
    with pytest.raises(ValueError, match=r"benchmark\.md: the lines .* must each stand there once"):
        quote("no place")
    (tmp_path / "benchmark.csv").unlink()
    with pytest.raises(ValueError, match=r"benchmark\.csv is absent: `make benchmark` makes it"):
        quote("no matter")
