"""Draw a figure: the picture as PDF, PNG and SVG, the data in it as CSV, its caption as reStructuredText.

Example
-------
python scripts/draw.py --module variance_vs_layers --experiments zz_chain --answers "Fig. 4" \\
    --tables results/tables/experiments.csv results/tables/variance.csv results/tables/exact_variance.csv \\
    --output /tmp/fig4.pdf
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from plateaus import figures
from plateaus.figures.publish import differentiated, publish, simulated, title_of
from plateaus.options import parser, run
from plateaus.tables.results import Results

CAPTION = ".rst.j2"
"""Ending of a caption's template, which lies beside the module of its figure."""
FOLDER = Path(figures.__file__).parent


def main() -> None:
    options = parser(__doc__)
    modules = sorted(path.name.removesuffix(CAPTION) for path in FOLDER.glob(f"*{CAPTION}"))
    options.add_argument(
        "--module", required=True, choices=modules, help="the module of plateaus.figures that draws it"
    )
    options.add_argument("--experiments", nargs="*", default=[], metavar="NAME", help="what it shows, in this order")
    options.add_argument("--answers", default="", help="which figure of the paper it answers, for the caption")
    options.add_argument(
        "--tables", nargs="+", required=True, type=Path, metavar="CSV", help="the tables that it reads"
    )
    options.add_argument("--samples", nargs="*", default=[], type=Path, metavar="PARQUET", help="samples that it reads")
    options.add_argument("--output", required=True, help="the figure; written as .pdf, .png, .svg, .csv and .rst")
    a = options.parse_args()
    results = Results(a.tables)
    if unknown := [name for name in a.experiments if name not in results.experiments.index]:
        raise ValueError(f"the tables have no experiment {', '.join(unknown)}")
    publish(
        import_module(f"plateaus.figures.{a.module}").figure(results, a.experiments, a.samples),
        output=a.output,
        caption=FOLDER / f"{a.module}{CAPTION}",
        title=title_of(results, a.experiments),
        answers=a.answers,
        last=" ".join(filter(None, (f(results, a.experiments) for f in (differentiated, simulated)))),
    )


if __name__ == "__main__":
    run(main)
