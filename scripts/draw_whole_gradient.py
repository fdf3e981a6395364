"""Draw the variance of every derivative, by layer and qubit of the parameter.

Example
-------
python scripts/draw_whole_gradient.py --gradients results/tables/gradients.csv --variance results/tables/variance.csv \\
    --experiment whole_gradient --title Z1Z2 --caption whole_gradient.rst.j2 --output /tmp/w.pdf
"""

from __future__ import annotations

import argparse

from plateaus.figures import style, whole_gradient
from plateaus.files import read_table
from plateaus.options import add_figure_options, run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gradients", required=True, help="the table of all derivatives, CSV")
    parser.add_argument("--variance", required=True, help="the table of variances, CSV")
    parser.add_argument("--experiment", required=True, help="name of the experiment to draw; its largest size")
    add_figure_options(parser)
    a = parser.parse_args()
    gradients = read_table(a.gradients, ["experiment", "qubits", "layer", "qubit", "exact_variance"])
    gradients = gradients[gradients["experiment"] == a.experiment]
    gradients = gradients[gradients["qubits"] == gradients["qubits"].max()]
    limits = read_table(a.variance, ["experiment", "qubits", "haar_variance_both_sides"])
    limits = limits[(limits["experiment"] == a.experiment) & (limits["qubits"] == gradients["qubits"].iloc[0])]
    drawing = whole_gradient.draw(gradients, inner=float(limits["haar_variance_both_sides"].iloc[0]))
    style.publish(drawing, output=a.output, caption=a.caption, title=a.title, answers=a.answers)


if __name__ == "__main__":
    run(main)
