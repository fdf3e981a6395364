"""Draw the benchmark.

Example
-------
python scripts/draw_benchmark.py --table results/tables/benchmark.csv --title Z1Z2 \\
    --caption benchmark.rst.j2 --output /tmp/benchmark.pdf
"""

from __future__ import annotations

import argparse

from plateaus import timings
from plateaus.figures import benchmark, style
from plateaus.files import read_table
from plateaus.options import add_figure_options, run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table", required=True, help="the benchmark's table, CSV")
    add_figure_options(parser)
    a = parser.parse_args()
    drawing = benchmark.draw(read_table(a.table, timings.COLUMNS))
    style.publish(drawing, output=a.output, caption=a.caption, title=a.title, answers=a.answers)


if __name__ == "__main__":
    run(main)
