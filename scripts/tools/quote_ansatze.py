"""Write what a run of the configuration of ansätze found into a page of its own, with its figure.

Example
-------
python scripts/tools/quote_ansatze.py --results ansatz/results --page docs/ansatz_results.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))  # the library stands beside this folder

from plateaus.claims.words import circuits, depth, number, said
from plateaus.options import parser, run
from plateaus.statistics.laws import CANNOT_TELL, EXPONENTIAL, IS_ZERO
from plateaus.storage.writing import replacing
from plateaus.tables.results import Results
from tools.pictures import small

FIGURE = "beyond_ansatz"
SEEN = (
    "Variance of the gradient, a row of two panels for every ansatz: against depth, a colour for every number of "
    "qubits, and against the number of qubits at the deepest layer, a colour for every objective"
)
"""What is shown, in words for those who do not see it."""


def page(results: Results, picture: Path, caption: str) -> str:
    """The page as Markdown, with a picture seen from there, and its caption."""
    table, checks = results["ansatze"], results["checks"]
    by_size = results.of("variance", *table["experiment"]).groupby("qubits")["circuits"].min().to_dict()
    lines = [
        "# Results of ansätze",
        "",
        "What `make ansatz` found; `make readme-ansatz` writes this page. [ansatz.md](ansatz.md) says what the",
        "ansätze are.",
        "",
        f"* Of every experiment at least {circuits(by_size)}.",
        f"* {int(checks['passed'].sum())} of {len(checks)} checks of the results passed.",
        "",
        f"![{SEEN}]({picture.as_posix()})",
        "",
        caption.strip(),
        "",
        "## Plateau or not",
        "",
        "A limit is that of infinite depth, at the largest size; layers are those from which on the variance stays",
        "within 10 % of it. How the variance falls with the number of qubits is told by the criterion of",
        "[statistics.md](statistics.md), of exact values where there are any.",
        "",
        "| ansatz | of | θ of | limit | layers to within 10 % | over the limit | with the number of qubits |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        *(f"| {' | '.join(_cell(text) for text in _row(row))} |" for _, row in table.iterrows()),
        "",
        "## Claims",
        "",
        "| | claim | where | criterion | found | verdict |",
        "| --- | --- | --- | --- | --- | --- |",
        *_claims(results["claims"]),
    ]
    return "\n".join(lines) + "\n"


def _row(row: pd.Series) -> tuple[str, ...]:
    """The cells of one experiment."""
    limit = f"{row['limit_kind']}, {row['limit']:.3g} at n = {row['qubits']}"
    near = f"{row['near_layers']:.0f} at n = {row['near_qubits']:.0f}" if row["near_layers"] > 0 else ""
    return (
        row["ansatz"],
        row["objective_name"],
        row["parameter_gate"],
        limit if row["limit"] > 0 else f"{row['limit_kind']}: {row['no_limit']}".removesuffix(": "),
        near if near or not row["limit"] > 0 else f"not in {row['layers']}",
        f"{row['over_limit']:.3g} at L = {row['layers']}" if row["over_limit"] > 0 else "",
        _law(row),
    )


def _law(row: pd.Series) -> str:
    """How a variance falls, in words."""
    where = f"{depth(row['depth_rule'])}, {row['source']}"
    if row["kind"] in (CANNOT_TELL, IS_ZERO, ""):
        return f"{row['kind'] or CANNOT_TELL} ({where})"
    if row["kind"] == EXPONENTIAL:
        return f"exponential, {number(row['slope'])} a qubit ({where})"
    return f"{row['kind']}, n to the {number(row['exponent'], 2)} ({where})"


def _claims(claims: pd.DataFrame) -> Iterator[str]:
    for _, c in claims.iterrows():
        cells = [_cell(str(c[column])) for column in ("number", "claim", "where", "criterion", "measured")]
        yield f"| {' | '.join(cells)} | **{said(c['verdict'], c['choice'])}** |"


def _cell(text: str) -> str:
    """Text in a table of Markdown."""
    return text.replace("|", "\\|")


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--results", type=Path, required=True, help="the results of the run")
    options.add_argument(
        "--page", type=Path, required=True, help="the page to write, with figures/ansatz.png beside it"
    )
    a = options.parse_args()
    figures = a.results / "figures"
    picture = a.page.parent / "figures/ansatz.png"
    caption = (figures / f"{FIGURE}.rst").read_text(encoding="utf-8")
    text = page(Results(sorted((a.results / "tables").glob("*.csv"))), picture.relative_to(a.page.parent), caption)
    with replacing(picture) as draft:
        draft.write_bytes(small(figures / f"{FIGURE}.png"))
    with replacing(a.page) as draft:
        draft.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    run(main)
