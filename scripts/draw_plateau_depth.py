"""Draw the depth needed to come near the limit against the number of qubits (figure 6).

Example
-------
python scripts/draw_plateau_depth.py --depths results/tables/plateau_depths.csv \\
    --fits results/tables/plateau_fits.csv --experiment zz_chain --title Z1Z2 \\
    --caption plateau_depth.rst.j2 --output /tmp/fig6.pdf
"""

from __future__ import annotations

import argparse

from plateaus.figures import plateau_depth, style
from plateaus.files import read_table
from plateaus.options import add_figure_options, run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--depths", required=True, help="the table of depths, CSV")
    parser.add_argument("--fits", required=True, help="the table of their growth, CSV")
    parser.add_argument("--experiment", required=True, help="name of the experiment to draw")
    add_figure_options(parser)
    a = parser.parse_args()
    depths, fits = (read_table(path, ["experiment", "closeness"]) for path in (a.depths, a.fits))
    drawing = plateau_depth.draw(*(table[table["experiment"] == a.experiment] for table in (depths, fits)))
    style.publish(drawing, output=a.output, caption=a.caption, title=a.title, answers=a.answers)


if __name__ == "__main__":
    run(main)
