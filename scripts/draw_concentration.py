"""Draw how E and its gradient concentrate as the register grows (figure 1).

Example
-------
python scripts/draw_concentration.py --variance results/tables/variance.csv --experiment zz_chain --objective ZZ \\
    --title Z1Z2 --caption concentration.rst.j2 --output /tmp/fig1.pdf results/samples/zz_chain/*
"""

from __future__ import annotations

import argparse

from plateaus import objective
from plateaus.figures import concentration, style
from plateaus.files import Samples, join_samples, read_samples, read_table
from plateaus.options import add_figure_options, run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("samples", nargs="+", help="Parquet files of the experiment, depths nested")
    parser.add_argument("--variance", required=True, help="the table of variances, CSV")
    parser.add_argument("--experiment", required=True, help="name of the experiment to draw")
    parser.add_argument("--objective", required=True, help="its objective, for the axis")
    add_figure_options(parser)
    a = parser.parse_args()
    by_size: dict[int, list[Samples]] = {}
    for path in a.samples:
        batch = read_samples(path, {"experiment": a.experiment, "depths": "nested"})
        by_size.setdefault(int(batch.source["qubits"]), []).append(batch)
    variance = read_table(a.variance, ["experiment", "haar_variance", "e_haar_variance"])
    drawing = concentration.draw(
        {n: join_samples(batches) for n, batches in by_size.items()},
        objective=objective.parse(a.objective).name,
        limits=variance[variance["experiment"] == a.experiment],
    )
    style.publish(drawing, output=a.output, caption=a.caption, title=a.title, answers=a.answers)


if __name__ == "__main__":
    run(main)
