"""Draw gradient descent from several starts.

Example
-------
python scripts/draw_training.py --training results/tables/training.csv --curve start_random="random angles" \\
    --title training --caption training.rst.j2 --output /tmp/t.pdf
"""

from __future__ import annotations

import argparse

from plateaus.figures import style, training
from plateaus.files import read_table
from plateaus.options import add_curve_option, add_figure_options, run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--training", required=True, help="the table of gradient descent, CSV")
    add_curve_option(parser)
    add_figure_options(parser)
    a = parser.parse_args()
    table = read_table(a.training, ["experiment", "qubits", "step"])
    labels = dict(a.curve)
    drawing = training.draw(table[table["experiment"].isin(labels)], labels)
    style.publish(drawing, output=a.output, caption=a.caption, title=a.title, answers=a.answers)


if __name__ == "__main__":
    run(main)
