"""Draw the first layers of an experiment's first circuit of one size (figure 2).

Example
-------
python scripts/draw_circuit.py --title Z1Z2 --caption circuit.rst.j2 --output /tmp/fig2.pdf
"""

from __future__ import annotations

import argparse

from plateaus.ensemble import draw_circuit
from plateaus.figures import circuit, style
from plateaus.options import add_figure_options, add_source_options, experiment_of, run, source_of

LAYERS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--qubits", type=int, default=5, help="size of the circuit (%(default)s, as in the paper)")
    add_figure_options(parser)
    add_source_options(parser)
    a = parser.parse_args()
    source = source_of(a)
    experiment = experiment_of(source)
    drawn = draw_circuit(
        experiment,
        master_seed=int(source["master_seed"]),
        name=source["experiment"],
        qubits=a.qubits,
        index=0,
        layers=LAYERS,
    )
    drawing = circuit.draw(drawn, parameter=experiment.parameter, shown=LAYERS)
    style.publish(drawing, output=a.output, caption=a.caption, title=a.title, answers=a.answers)


if __name__ == "__main__":
    run(main)
