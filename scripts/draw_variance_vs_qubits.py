"""Draw the variance of the gradient against the number of qubits (figures 3 and S1).

Example
-------
python scripts/draw_variance_vs_qubits.py --variance results/tables/variance.csv \\
    --points results/tables/decay_points.csv --rates results/tables/decay_rates.csv --experiment zz_chain \\
    --depth-rule "12*n" --objective ZZ --title Z1Z2 --caption variance_vs_qubits.rst.j2 \\
    --output /tmp/fig3.pdf
"""

from __future__ import annotations

import argparse

from plateaus import objective
from plateaus.figures import style, variance_vs_qubits
from plateaus.files import read_table
from plateaus.options import add_figure_options, run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--variance", required=True, help="the table of variances, CSV")
    parser.add_argument("--points", required=True, help="the table of fitted points, CSV")
    parser.add_argument("--rates", required=True, help="the table of slopes, CSV")
    parser.add_argument("--exact", nargs="?", help="the table of exact moments, CSV, if there is one")
    parser.add_argument("--experiment", required=True, help="name of the experiment to draw")
    parser.add_argument("--objective", required=True, help="its objective, for the axis")
    parser.add_argument("--depth-rule", required=True, help="depth of the points, one of the experiment's rules")
    add_figure_options(parser)
    a = parser.parse_args()
    points, rates = (
        table[(table["experiment"] == a.experiment) & (table["depth_rule"].astype(str) == a.depth_rule)]
        for table in (read_table(path, ["experiment", "depth_rule"]) for path in (a.points, a.rates))
    )
    limits = read_table(a.variance, ["experiment", "haar_variance"])
    if a.exact:  # its limits are for more sizes
        exact = read_table(a.exact, ["experiment", "haar_variance"])
        limits = exact if (exact["experiment"] == a.experiment).any() else limits
    limits = limits[limits["experiment"] == a.experiment]
    drawing = variance_vs_qubits.draw(points, rates, limits, objective=objective.parse(a.objective).name)
    style.publish(drawing, output=a.output, caption=a.caption, title=a.title, answers=a.answers)


if __name__ == "__main__":
    run(main)
