"""Draw the variance of the gradient against the number of qubits for several starts.

Example
-------
python scripts/draw_starts.py --variance results/tables/variance.csv --curve start_random="random angles" \\
    --curve start_identity="identity blocks" --title starts --caption starts.rst.j2 --output /tmp/s.pdf
"""

from __future__ import annotations

import argparse

from plateaus.figures import starts, style
from plateaus.files import read_table
from plateaus.options import add_curve_option, add_figure_options, run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--variance", required=True, help="the table of variances, CSV")
    add_curve_option(parser)
    add_figure_options(parser)
    a = parser.parse_args()
    variance = read_table(a.variance, ["experiment", "qubits", "layers", "exact_variance"])
    labels = dict(a.curve)
    drawing = starts.draw(variance[variance["experiment"].isin(labels)], labels)
    style.publish(drawing, output=a.output, caption=a.caption, title=a.title, answers=a.answers)


if __name__ == "__main__":
    run(main)
