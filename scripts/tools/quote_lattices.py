"""Write the page of what `make lattices` found: depths by lattice, fitted rates beside derived ones, the picture.

Example
-------
python scripts/tools/quote_lattices.py --results lattices/results docs/lattices.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))  # the library stands beside this folder

from plateaus.claims.words import interval, number, said
from plateaus.options import parser, run
from plateaus.storage.writing import replacing
from plateaus.tables.plateau_depths import ABSOLUTELY_NEAR, RELATIVELY_NEAR
from plateaus.tables.results import Results
from tools.pictures import small

INTRODUCTION = """# Two and three dimensions

McClean et al. 2018 simulate chains and say that on a d-dimensional array O(n^(1/d)) layers are enough. `make
lattices` computes what they do not show: Var ∂E at every depth on square grids to 11 × 11, boxes to 5 × 5 × 5,
ladders, heavy-hexagon lattices, random graphs of three neighbours and complete graphs. No circuit is simulated there.
The averaged circuit is a Markov chain on Pauli strings, and where its vectors are too long the chain itself is
sampled ([theory.md](theory.md), "the population method"): errors are statistical, from 8 independent runs or more,
with intervals by Student's t. They are relative errors of the variance at *every* depth, however small it is.

Random graphs are drawn anew at every size, so their depths go up and down around a line. Sampling is planned for the
standard error that is asked for; at some depths a rare string in one of the runs makes it larger.

What closeness means decides. In terms of a part of the limit, which halves with every qubit, the depth is a line in n
in any dimension: droplets, small strings at the corner with the fewest neighbours, keep the variance up, and a bound
holds on every graph ([theory.md](theory.md)). In terms of a fixed distance, depths do not grow at all once the limit
is below that distance.

This page is written from the results of such a run by `make readme-lattices`.
"""
FIGURE = "beyond_dimension"
PICTURE = "figures/lattices.png"
SHOWN = (
    "Layers needed against qubits on seven graphs: to within 10 % of the limit they grow on lines, the steeper the "
    "lower the dimension, above two dotted lower bounds; to within 0.001 they stay the same from few qubits on; layers "
    "a qubit between successive sizes come near the rates that droplets give"
)
HALF = ("relative", 0.5)
DISTANCES = {HALF: "to 50 %", RELATIVELY_NEAR: "to 10 %", ABSOLUTELY_NEAR: "to 0.001"}
CLAIMS = ("6", "D1", "D2")


def whole_page(results: Results, caption: str) -> str:
    """The page as Markdown, with a picture beside it."""
    table = results.experiments
    names = table[table["dimension_place"] > 0].sort_values("dimension_place")["title"].to_dict()
    distances = list(DISTANCES.values())
    return "\n".join(
        [
            INTRODUCTION,
            f"![{SHOWN}]({PICTURE})",
            "",
            caption.strip(),
            "",
            "## Layers needed",
            "",
            "From which depth on Var ∂E stays within 50 % and 10 % of its limit, and within 0.001 of it; two numbers",
            "where the 95 % intervals leave it open between them. Then the largest relative standard error of a",
            "variance (of E or of ∂E, at any depth), at how many depths one is above what was asked for, and how they",
            "were found.",
            "",
            *_table(["lattice", "qubits", *distances, "standard error", "above", "by"], _depths(results, names)),
            "",
            "## How they grow",
            "",
            "Lines through the depths to 10 % over the larger half of the sizes, with 95 % intervals, beside at least",
            "how many layers a qubit the slowest droplet takes in ever larger graphs; how far depths are off a line",
            "and off a + b·n^(1/d).",
            "",
            *_table(
                ["lattice", "sizes", "layers a qubit", "derived, at least", "off a line", "off n^(1/d)"],
                _rates(results, names),
            ),
            "",
            "## Verdicts",
            "",
            *_table(["", "claim", "criterion, stated before the number", "found", "verdict"], _verdicts(results)),
            "",
        ]
    )


def _depths(results: Results, names: dict[str, str]) -> Iterator[list[str]]:
    depths = results["plateau_depths"]
    depths = depths[depths["source"] == "exact"]
    methods, curves = (
        results[table].set_index(["experiment", "qubits"]) for table in ("exact_methods", "exact_variance")
    )
    for name, title in names.items():
        for n, rows in depths[depths["experiment"] == name].groupby("qubits"):
            by = rows.set_index(["closeness", "within"])
            how = methods.loc[(name, n)]
            runs = f"{how['runs']} runs of {how['strings']} strings" if how["runs"] else how["method"]
            error, above = "none", ""
            if how["runs"]:
                asked, curve = how["relative_error"], curves.loc[(name, n)]
                larger = (curve["standard_error"] > asked * curve["variance"]) | (
                    curve["e_standard_error"] > asked * curve["e_variance"]
                )
                error = f"{100 * how['standard_error']:.1f} %"
                above = f"{100 * asked:g} % at {larger.sum()} of {len(curve)}"
            yield [title, str(n), *(_depth(by.loc[distance]) for distance in DISTANCES), error, above, runs]


def _depth(row: pd.Series) -> str:
    """A depth, or between which it lies; nothing where it is not known."""
    low, high = row["depth_low"], row["depth_high"]
    if high != high:
        return f"over {low:.0f}" if low == low else ""
    return f"{high:.0f}" if low == high else f"{low:.0f} … {high:.0f}"


def _rates(results: Results, names: dict[str, str]) -> Iterator[list[str]]:
    closeness, within = RELATIVELY_NEAR
    growth = results["depth_growth"]
    growth = growth[(growth["closeness"] == closeness) & (growth["within"] == within)]
    for name, title in names.items():
        of = growth[growth["experiment"] == name]
        roots = of[of["power"] < 1]
        for _, line in of[of["power"] == 1].iterrows():
            yield [
                title,
                f"{line['qubits_from']} … {line['qubits_to']}",
                interval(line["slope"], line["slope_low"], line["slope_high"], 2),
                number(line["derived"], 2) if line["derived"] > 0 else "",
                number(line["residual"], 1),
                number(roots["residual"].iloc[0], 1) if len(roots) else "",
            ]


def _verdicts(results: Results) -> Iterator[list[str]]:
    claims = results["claims"].set_index("number")
    for which in CLAIMS:
        if which in claims.index:
            c = claims.loc[which]
            yield [which, c["claim"], c["criterion"], c["measured"], f"**{said(c['verdict'], c['choice'])}**"]


def _table(head: list[str], rows: Iterable[list[str]]) -> list[str]:
    cells = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *cells)]


def main() -> None:
    options = parser(__doc__)
    options.add_argument("page", type=Path, help="the file to write; its picture goes beside it")
    options.add_argument("--results", type=Path, required=True, help="the results of the run")
    a = options.parse_args()
    drawn = a.results / "figures" / FIGURE
    if not drawn.with_suffix(".png").exists():
        raise ValueError(f"{drawn}.png is absent: `make lattices` makes it")
    results = Results(sorted((a.results / "tables").glob("*.csv")))
    text = whole_page(results, drawn.with_suffix(".rst").read_text(encoding="utf-8"))
    with replacing(a.page.parent / PICTURE) as picture:
        picture.write_bytes(small(drawn.with_suffix(".png")))
    with replacing(a.page) as draft:
        draft.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    run(main)
