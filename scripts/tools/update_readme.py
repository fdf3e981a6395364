"""Write what a run found into the README and into a page of its own, or check that they are what stands there.

The README has the paper's figures 3 and 4, made small, the verdicts in a few lines, and what became of the example of
an experiment of one's own; the page all claims with their criteria, the slopes and the paper's figures.

Example
-------
python scripts/tools/update_readme.py --results judged/results --own own/results --page docs/results.md README.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))  # the library stands beside this folder

from plateaus import paper
from plateaus.claims.summary import by_verdict, checks_passed, laws, listed, made_of
from plateaus.claims.words import circuits, depth, number, said, sizes, slope
from plateaus.options import parser, run
from plateaus.storage.writing import replacing
from plateaus.tables.results import Results
from tools.pictures import small
from tools.sections import with_section

WRITTEN = "(written by make readme)"
PICTURES = {
    "fig3": "Variance of the gradient of Z₁Z₂ against the number of qubits, on a logarithmic axis: sampled points with "
    "their intervals lie on the exact curve and on a straight line, beside the slope that the paper prints",
    "fig4": "Variance of the gradient of Z₁Z₂ against depth, a curve for every number of qubits: sampled points lie on "
    "the exact curves, which fall and then stay at the dotted limit of a 2-design",
    "figS1": "The same as the first picture for the projector on |0…0⟩: a straight line about twice as steep",
    "figS2": "The same as the second picture for the projector on |0…0⟩",
}
"""What is shown, in words for those who do not see it."""
OWN = "Variance of the gradient of an experiment of one's own against depth, sampled and exact, a curve for every size"
"""The same of the picture of the README's example."""


def place(name: str) -> tuple[str, str]:
    """The lines that a section of the README stands between."""
    return f"<!-- {name}: begin {WRITTEN} -->", f"<!-- {name}: end -->"


def sections(results: Results, own: Results, pictures: Path, page: Path) -> dict[str, str]:
    """The README's sections by name, as Markdown; folder of the pictures and the page are relative to the README."""
    (name, rows), *_ = own["variance"].groupby("experiment", sort=False)
    return {
        "figures": f'<p align="center">{_shown("fig3", 36, pictures)} {_shown("fig4", 60, pictures)}</p>\n\n'
        f"{_slope(results)}",
        "verdicts": "\n".join(
            [
                *(
                    f"* **{verdict}**: {'; '.join(claims)}."
                    for verdict, claims in by_verdict(results, _with_number).items()
                ),
                f"* Of {len(results['checks'])} checks of the results {int(results['checks']['passed'].sum())} passed. "
                f"[Criteria, intervals, remarks, all figures]({page.as_posix()})",
            ]
        ),
        "own": f'<p align="center"><img src="{(pictures / "own.png").as_posix()}" width="75%" alt="{OWN}"></p>\n\n'
        f"It says: {listed(laws(own).items())}; checks: {checks_passed(own)}"
        f" ({circuits(rows.groupby('qubits')['circuits'].min().to_dict())}).".replace(f"{name} ", "", 1),
    }


def _shown(name: str, width: int, pictures: Path) -> str:
    """A picture as HTML, for some percents of the page's width."""
    return f'<img src="{(pictures / name).as_posix()}.png" width="{width}%" alt="{PICTURES[name]}">'


def _slope(results: Results) -> str:
    """The slopes of the main experiment's figure 3 in a sentence."""
    rates = results["decay_rates"]
    name = results.experiments.index[results.experiments["main"]][0]
    rows = rates[(rates["experiment"] == name) & (rates["depth_rule"] == "12*n")]
    sampled = rows[rows["source"] == "sampled"].iloc[0]
    exact = rows[rows["source"] == "exact"].sort_values("qubits_to").iloc[-1]
    return (
        f"Slope of ln Var ∂E at L = 12n: sampled over {sizes(sampled)} {slope(sampled)}, exact over {sizes(exact)} "
        f"{number(exact['slope'])}; the paper prints {number(paper.SLOPE)}. Points: 95 % intervals; lines: exact."
    )


def _with_number(claim: pd.Series) -> str:
    """A claim and its number, within a sentence."""
    return f"{claim['claim'][0].lower()}{claim['claim'][1:]} ({claim['number']})"


def whole_page(results: Results, pictures: Path, captions: Mapping[str, str]) -> str:
    """The page as Markdown, with the caption of every picture; `pictures` is their folder seen from there."""
    claims = results["claims"]
    lines = [
        "# Results",
        "",
        "What the circuits landed in [reference/paper](../reference/paper/README.md) show of McClean et al. 2018,",
        "judged and drawn by the present code: `make judged` makes all of it, and `make readme` writes this page.",
        "",
        *(f"* {line}." for line in made_of(results)),
        "",
        "## Figures",
        "",
    ]
    for name in PICTURES:
        lines += [*_picture(name, pictures), captions[name].strip(), ""]
    lines += ["## The slope of ln Var against the number of qubits", ""]
    lines += [
        f"The paper prints {number(paper.SLOPE)} for n = {paper.QUBITS[0]}…{paper.QUBITS[-1]}, without an interval, at",
        "a depth that it does not state. Here: fits of the sampled variances, weighted by their errors, with 95 %",
        "intervals; and of the exact variances and of their limits at infinite depth, not weighted.",
        "",
        "| experiment | depth | of | n | slope | 95 % interval |",
        "| --- | --- | --- | --- | --- | --- |",
        *_slopes(results),
        "",
        "## Claims",
        "",
        "| | claim of the paper | criterion, stated before the number | found, with 95 % intervals | verdict |",
        "| --- | --- | --- | --- | --- |",
        *_claims(results, ("number", "claim", "criterion", "measured")),
        "",
        *(f"* {c['number']}: {c['remark']}." for _, c in claims.iterrows() if c["remark"]),
    ]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    """Text in a table of Markdown."""
    return text.replace("|", "\\|")


def _claims(results: Results, columns: tuple[str, ...]) -> Iterator[str]:
    for _, c in results["claims"].iterrows():
        cells = [_cell(str(c[column])) for column in columns]
        yield f"| {' | '.join(cells)} | **{said(c['verdict'], c['choice'])}** |"


def _picture(name: str, folder: Path) -> Iterator[str]:
    yield f"![{PICTURES[name]}]({(folder / name).as_posix()}.png)"
    yield ""


def _slopes(results: Results) -> Iterator[str]:
    """Rows of the table of decay rates of the experiments that the pictures show."""
    experiments = results.experiments
    drawn = [*experiments.index[experiments["main"]], *experiments.index[experiments["projector"]]]
    rates = results["decay_rates"]
    for name in drawn:
        for _, row in rates[(rates["experiment"] == name) & (rates["source"] != "paper")].iterrows():
            ends = f"{number(row['low'])} to {number(row['high'])}" if row["source"] == "sampled" else ""
            sizes = f"{row['qubits_from']}…{row['qubits_to']}"
            cells = (name, depth(row["depth_rule"]), row["source"], sizes, number(row["slope"]), ends)
            yield f"| {' | '.join(cells)} |"


def main() -> None:
    options = parser(__doc__)
    options.add_argument("readme", type=Path, help="the file with the section to write or check")
    options.add_argument("--results", type=Path, required=True, help="the results of the run")
    options.add_argument(
        "--own", type=Path, required=True, help="the results of the example of an experiment of one's own"
    )
    options.add_argument(
        "--page", type=Path, required=True, help="the page to write or check, below the README's folder"
    )
    options.add_argument(
        "--check", action="store_true", help="write nothing; fail if they are others, or a picture lacks"
    )
    a = options.parse_args()
    results, own = (Results(sorted((folder / "tables").glob("*.csv"))) for folder in (a.results, a.own))
    captions = {name: (a.results / f"figures/{name}.rst").read_text(encoding="utf-8") for name in PICTURES}
    folder, root = a.page.parent / "figures", a.readme.parent
    readme = a.readme.read_text(encoding="utf-8")
    for name, section in sections(results, own, folder.relative_to(root), a.page.relative_to(root)).items():
        readme = with_section(a.readme, *place(name), section, readme)
    texts = {a.readme: readme, a.page: whole_page(results, Path(folder.name), captions)}
    (own_name, *_) = own.experiments.index
    pictures = {name: a.results / f"figures/{name}.png" for name in PICTURES}
    pictures["own"] = a.own / f"figures/{own_name}_layers.png"
    if a.check:
        for path, text in texts.items():
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                sys.exit(f"error: the results in {path} are not those of this run; write them with `make readme`")
        for name in pictures:
            if not (folder / f"{name}.png").exists():
                sys.exit(f"error: {folder / name}.png is absent; `make readme` makes it")
        return
    for name, picture in pictures.items():
        with replacing(folder / f"{name}.png") as draft:
            draft.write_bytes(small(picture))
    for path, text in texts.items():
        with replacing(path) as draft:
            draft.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    run(main)
