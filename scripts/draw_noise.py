"""Draw the variance of the gradient against depth for several rates of noise.

Example
-------
python scripts/draw_noise.py --variance results/tables/variance.csv --exact results/tables/exact_variance.csv \\
    --trajectories results/tables/trajectories.csv --curve noise_none="no noise" --curve noise_1="p = 0.01" \\
    --title noise --caption noise.rst.j2 --output /tmp/n.pdf
"""

from __future__ import annotations

import argparse

from plateaus.figures import noise, style
from plateaus.files import read_table
from plateaus.options import add_curve_option, add_figure_options, run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--variance", required=True, help="the table of variances, CSV")
    parser.add_argument("--exact", nargs="?", help="the table of exact moments, CSV, if there is one")
    parser.add_argument("--trajectories", nargs="?", help="the table of pairs of trajectories, CSV, if there is one")
    add_curve_option(parser)
    add_figure_options(parser)
    a = parser.parse_args()
    labels = dict(a.curve)
    variance = read_table(a.variance, ["experiment", "qubits", "layers"])
    exact, trajectories = (read_table(path) if path else variance[:0] for path in (a.exact, a.trajectories))
    variance, exact, trajectories = (t[t["experiment"].isin(labels)] for t in (variance, exact, trajectories))
    drawing = noise.draw(variance, exact, trajectories, labels)
    style.publish(drawing, output=a.output, caption=a.caption, title=a.title, answers=a.answers)


if __name__ == "__main__":
    run(main)
