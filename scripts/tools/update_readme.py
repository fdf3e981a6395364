"""Write what a run found into the README and into a page of its own, or check that they are what stands there.

The README has the claims with their verdicts and two pictures, the page all claims with their criteria, the slopes and
the paper's figures, made small.

Example
-------
python scripts/tools/update_readme.py --results judged/results --page docs/results.md README.md
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))  # the library stands beside this folder

from plateaus import paper
from plateaus.claims.words import circuits, depth, number, said
from plateaus.options import parser, run
from plateaus.storage.writing import replacing
from plateaus.tables.results import Results
from tools.sections import with_section

BEGIN, END = "<!-- results: begin (written by make readme) -->", "<!-- results: end -->"
WIDTH, COLOURS = 900, 64
"""Of the pictures, in pixels, and how many colours each has: they stay below 100 kB."""

PICTURES = {
    "fig3": "Variance of the gradient of Z₁Z₂ against the number of qubits, on a logarithmic axis: sampled points with "
    "their intervals lie on the exact curve and on a straight line, beside the slope that the paper prints",
    "fig4": "Variance of the gradient of Z₁Z₂ against depth, a curve for every number of qubits: sampled points lie on "
    "the exact curves, which fall and then stay at the dotted limit of a 2-design",
    "figS1": "The same as the first picture for the projector on |0…0⟩: a straight line about twice as steep",
    "figS2": "The same as the second picture for the projector on |0…0⟩",
}
"""What is shown, in words for those who do not see it."""
IN_THE_README = ("fig3", "fig4")


def section(results: Results, pictures: Path, page: Path) -> str:
    """The README's section as Markdown, with pictures of a folder and a link to the page, relative to the README."""
    lines = [
        "| | claim of the paper | found, with 95 % intervals | verdict |",
        "| --- | --- | --- | --- |",
        *_claims(results, ("number", "claim", "measured")),
        "",
        *(f"* {c['number']}: {c['remark']}." for _, c in results["claims"].iterrows() if c["remark"]),
        "",
        *_made_of(results),
        "",
        f"Criteria, slopes and the supplementary figures: [{page.as_posix()}]({page.as_posix()}).",
        "",
        *(line for name in IN_THE_README for line in _picture(name, pictures)),
    ]
    return "\n".join(lines).rstrip()


def whole_page(results: Results, pictures: Path, captions: Mapping[str, str]) -> str:
    """The page as Markdown, with the caption of every picture; `pictures` is their folder seen from there."""
    claims = results["claims"]
    lines = [
        "# Results",
        "",
        "What the circuits landed in [reference/paper](../reference/paper/README.md) show of McClean et al. 2018,",
        "judged and drawn by the present code: `make judged` makes all of it, and `make readme` writes this page.",
        "",
        *_made_of(results),
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


def _made_of(results: Results) -> Iterator[str]:
    """How many circuits there are of what, what simulated them, and how many checks passed."""
    checks = results["checks"]
    for name, rows in results["variance"].groupby("experiment", sort=False):
        by_size = rows.groupby("qubits")["circuits"].min().to_dict()
        yield f"* {name}: {circuits(by_size)}; {_simulated(rows)}."
    yield f"* {int(checks['passed'].sum())} of {len(checks)} checks of the results passed."


def _simulated(rows: pd.DataFrame) -> str:
    """Which engine and precision simulated which sizes."""
    kinds = rows.groupby(["engine", "precision"], sort=False)["qubits"]
    found = [f"{engine} in {precision} precision to n = {n.max()}" for (engine, precision), n in kinds]
    return ", ".join(found)


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


def small(picture: Path) -> bytes:
    """A picture in PNG, made small."""
    with Image.open(picture) as image:
        height = round(image.height * WIDTH / image.width)
        resized = image.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
        made = io.BytesIO()
        resized.quantize(COLOURS).save(made, "PNG", optimize=True)
    return made.getvalue()


def main() -> None:
    options = parser(__doc__)
    options.add_argument("readme", type=Path, help="the file with the section to write or check")
    options.add_argument("--results", type=Path, required=True, help="the results of the run")
    options.add_argument(
        "--page", type=Path, required=True, help="the page to write or check, below the README's folder"
    )
    options.add_argument(
        "--check", action="store_true", help="write nothing; fail if they are others, or a picture lacks"
    )
    a = options.parse_args()
    results = Results(sorted((a.results / "tables").glob("*.csv")))
    captions = {name: (a.results / f"figures/{name}.rst").read_text(encoding="utf-8") for name in PICTURES}
    folder, root = a.page.parent / "figures", a.readme.parent
    texts = {
        a.readme: with_section(
            a.readme, BEGIN, END, section(results, folder.relative_to(root), a.page.relative_to(root))
        ),
        a.page: whole_page(results, Path(folder.name), captions),
    }
    if a.check:
        for path, text in texts.items():
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                sys.exit(f"error: the results in {path} are not those of this run; write them with `make readme`")
        for name in PICTURES:
            if not (folder / f"{name}.png").exists():
                sys.exit(f"error: {folder / name}.png is absent; `make readme` makes it")
        return
    for name in PICTURES:
        with replacing(folder / f"{name}.png") as draft:
            draft.write_bytes(small(a.results / "figures" / f"{name}.png"))
    for path, text in texts.items():
        with replacing(path) as draft:
            draft.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    run(main)
