"""Draw the measurements that a gradient takes, and how far simulated ones agree with the prediction.

Example
-------
python scripts/draw_shots.py --shots results/tables/shots.csv --experiment whole_gradient --title Z1Z2 \\
    --caption shots.rst.j2 --output /tmp/shots.pdf
"""

from __future__ import annotations

import argparse

from plateaus.figures import shots, style
from plateaus.files import read_table
from plateaus.options import add_figure_options, run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shots", required=True, help="the table of gradients from measurements, CSV")
    parser.add_argument("--experiment", required=True, help="name of the experiment to draw")
    add_figure_options(parser)
    a = parser.parse_args()
    table = read_table(a.shots, ["experiment", "qubits", "shots", "exact_shots_sign"])
    drawing = shots.draw(table[table["experiment"] == a.experiment])
    style.publish(drawing, output=a.output, caption=a.caption, title=a.title, answers=a.answers)


if __name__ == "__main__":
    run(main)
