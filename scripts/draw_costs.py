"""Draw the variance of the gradient against the number of qubits for several objectives and depths.

Example
-------
python scripts/draw_costs.py --points results/tables/decay_points.csv --curve cost_global=global \\
    --curve cost_local=local --depth-rule 1 --depth-rule "12*n" --title costs \\
    --caption costs.rst.j2 --output /tmp/c.pdf
"""

from __future__ import annotations

import argparse

from plateaus.figures import costs, style
from plateaus.files import read_table
from plateaus.options import add_curve_option, add_figure_options, run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", required=True, help="the table of fitted points, CSV")
    parser.add_argument("--depth-rule", action="append", required=True, help="a panel; once for each")
    add_curve_option(parser)
    add_figure_options(parser)
    a = parser.parse_args()
    points = read_table(a.points, ["experiment", "depth_rule", "source", "qubits", "variance"])
    labels = dict(a.curve)
    drawing = costs.draw(points[points["experiment"].isin(labels)], labels, a.depth_rule)
    style.publish(drawing, output=a.output, caption=a.caption, title=a.title, answers=a.answers)


if __name__ == "__main__":
    run(main)
