"""Draw the variance of the gradient against depth (figures 4 and S2).

Example
-------
python scripts/draw_variance_vs_layers.py --variance results/tables/variance.csv --experiment zz_chain --objective ZZ \\
    --caption workflow/report/variance_vs_layers.rst.j2 --output /tmp/fig4.pdf
"""

from __future__ import annotations

import argparse

from plateaus import objective
from plateaus.figures import style, variance_vs_layers
from plateaus.files import read_table
from plateaus.options import add_figure_options, run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--variance", required=True, help="the table of variances, CSV")
    parser.add_argument("--experiment", required=True, help="name of the experiment to draw")
    parser.add_argument("--objective", required=True, help="its objective, for the axis")
    add_figure_options(parser)
    a = parser.parse_args()
    variance = read_table(a.variance, ["experiment", "qubits", "layers", "variance", "haar_variance"])
    drawing = variance_vs_layers.draw(
        variance[variance["experiment"] == a.experiment], objective=objective.parse(a.objective).name
    )
    style.publish(drawing, output=a.output, caption=a.caption, title=a.title, answers=a.answers)


if __name__ == "__main__":
    run(main)
