"""Draw the exact variance against the number of qubits at several depths (figure 5).

Example
-------
python scripts/draw_beyond.py --exact results/tables/exact_variance.csv --points results/tables/decay_points.csv \\
    --rates results/tables/decay_rates.csv --experiment zz_chain --objective ZZ --title Z1Z2 \\
    --caption beyond.rst.j2 --output /tmp/fig5.pdf
"""

from __future__ import annotations

import argparse

from plateaus import objective
from plateaus.figures import beyond, style
from plateaus.files import read_table
from plateaus.options import add_figure_options, run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--exact", required=True, help="the table of exact moments, CSV")
    parser.add_argument("--points", required=True, help="the table of fitted points, CSV")
    parser.add_argument("--rates", required=True, help="the table of slopes, CSV")
    parser.add_argument("--experiment", required=True, help="name of the experiment to draw")
    parser.add_argument("--objective", required=True, help="its objective, for the axis")
    add_figure_options(parser)
    a = parser.parse_args()
    limits = read_table(a.exact, ["experiment", "haar_variance"])
    points, rates = (read_table(path, ["experiment", "depth_rule", "source"]) for path in (a.points, a.rates))
    points, rates = (t[(t["experiment"] == a.experiment) & (t["source"] == "exact")] for t in (points, rates))
    limits = limits[limits["experiment"] == a.experiment]
    drawing = beyond.draw(points, rates, limits, objective=objective.parse(a.objective).name)
    style.publish(drawing, output=a.output, caption=a.caption, title=a.title, answers=a.answers)


if __name__ == "__main__":
    run(main)
