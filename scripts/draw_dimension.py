"""Draw the depth that several graphs need to reach the 2-design value, against the number of qubits.

Example
-------
python scripts/draw_dimension.py --depths results/tables/plateau_depths.csv --growth results/tables/depth_growth.csv \\
    --exact results/tables/exact_variance.csv --curve zz_chain=chain --curve dim_grid=grid --bound --title dimension \\
    --caption dimension.rst.j2 --output /tmp/d.pdf
"""

from __future__ import annotations

import argparse

from plateaus.figures import dimension, style
from plateaus.files import read_table
from plateaus.options import add_curve_option, add_figure_options, run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--depths", required=True, help="the table of depths, CSV")
    parser.add_argument("--growth", required=True, help="the table of laws fitted to them, CSV")
    parser.add_argument("--exact", required=True, help="the table of exact moments, CSV")
    parser.add_argument("--bound", action="store_true", help="draw the lower bound: the paper's but for the graph")
    add_curve_option(parser)
    add_figure_options(parser)
    a = parser.parse_args()
    depths = read_table(a.depths, ["experiment", "qubits", "closeness", "within", "source", "depth_high"])
    growth = read_table(a.growth, ["experiment", "closeness", "within", "power", "residual"])
    exact = read_table(a.exact, ["experiment", "qubits", "haar_variance"])
    labels = dict(a.curve)
    depths, growth, exact = (table[table["experiment"].isin(labels)] for table in (depths, growth, exact))
    limits = exact.drop_duplicates("qubits").set_index("qubits")["haar_variance"].sort_index()
    drawing = dimension.draw(depths[depths["source"] == "exact"], growth, labels, limits if a.bound else None)
    style.publish(drawing, output=a.output, caption=a.caption, title=a.title, answers=a.answers)


if __name__ == "__main__":
    run(main)
