"""Draw the variance of the gradient against depth (figures 4 and S2).

Example
-------
python scripts/draw_variance_vs_layers.py --variance results/tables/variance.csv \\
    --exact results/tables/exact_variance.csv --experiment zz_chain --objective ZZ \\
    --caption variance_vs_layers.rst.j2 --output /tmp/fig4.pdf
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
    parser.add_argument("--exact", nargs="?", help="the table of exact moments, CSV, if there is one")
    parser.add_argument("--experiment", required=True, help="name of the experiment to draw")
    parser.add_argument("--objective", required=True, help="its objective, for the axis")
    parser.add_argument("--independent", action="store_true", help="every depth has circuits of its own")
    add_figure_options(parser)
    a = parser.parse_args()
    variance = read_table(a.variance, ["experiment", "qubits", "layers", "variance", "haar_variance"])
    exact = read_table(a.exact, ["experiment", "haar_variance"]) if a.exact else variance[:0]
    variance, exact = (table[table["experiment"] == a.experiment] for table in (variance, exact))
    drawing = variance_vs_layers.draw(variance, exact, objective=objective.parse(a.objective).name)
    drawing.numbers["independent"] = a.independent
    style.publish(drawing, output=a.output, caption=a.caption, title=a.title, answers=a.answers)


if __name__ == "__main__":
    run(main)
