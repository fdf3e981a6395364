"""Say in a few words what a run found: for the terminal, and as the start page of Snakemake's report.

Example
-------
python scripts/summarise.py --tables results/tables/*.csv --run results/provenance/run.json \\
    --pictures results/figures/fig3.png --output /tmp/summary.txt --start-page /tmp/start_page.rst
"""

from __future__ import annotations

import json
from pathlib import Path

from plateaus.claims.summary import in_words
from plateaus.figures.start_page import start_page
from plateaus.options import parser, run
from plateaus.storage.writing import replacing
from plateaus.tables.results import Results

WHERE = {
    "figures": "results/figures, each as PDF, PNG and SVG with its data and caption",
    "tables": "results/tables; results/README.md of the workflow says what is in each column",
    "next": "snakemake --report report.html (or make report): all of it as one page, with the same options",
}


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--tables", type=Path, nargs="+", required=True, help="tables of the run, CSV")
    options.add_argument("--run", type=Path, required=True, help="the record of the run, JSON")
    options.add_argument("--pictures", type=Path, nargs="*", default=[], help="figures to show, PNG, with captions")
    options.add_argument("--output", required=True, help="text to write; it is printed as well")
    options.add_argument("--start-page", required=True, help="start page to write, reStructuredText")
    a = options.parse_args()
    found = in_words(Results(a.tables))
    text = "".join(f"{about:<12} {words}\n" for about, words in (found | WHERE).items())
    record = json.loads(a.run.read_text(encoding="utf-8"))
    with replacing(a.output) as draft:
        draft.write_text(text, encoding="utf-8")
    with replacing(a.start_page) as draft:
        draft.write_text(start_page(found, record, a.pictures), encoding="utf-8")
    print(f"\n{Path.cwd()}\n{text}")


if __name__ == "__main__":
    run(main)
