"""Figure 2: one random circuit of the ensemble.

It is the first circuit of its experiment, drawn from the same arrays of axes and angles that the simulator gets.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import pi
from pathlib import Path

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.patches import FancyBboxPatch

from plateaus.ensemble.circuits import Circuit, draw_circuit
from plateaus.ensemble.lattices import nearest_size
from plateaus.figures import style
from plateaus.figures.style import Drawing
from plateaus.tables.results import Results

AXIS_COLOURS = ("#56B4E9", "#E69F00", "#CC79A7")
QUBITS, LAYERS = 5, 3
"""As the paper draws it; of graphs without such a size the nearest one is drawn."""


def figure(results: Results, experiments: Sequence[str], samples: Sequence[Path]) -> Drawing:
    """The first circuit of an experiment."""
    source = results.source(experiments[0])
    size = nearest_size(source.experiment.connectivity, QUBITS)
    circuit = draw_circuit(source, qubits=size, index=0, layers=LAYERS)
    return draw(circuit, parameter=source.experiment.parameter, shown=LAYERS)


def draw(circuit: Circuit, *, parameter: tuple[int, int], shown: int) -> Drawing:
    """Draw the first `shown` layers of a circuit.

    Parameters
    ----------
    circuit : Circuit
    parameter : (int, int)
        Layer and qubit of the differentiated angle, from 1: its gate is outlined, if it is among those that are drawn.
    shown : int
        Layers to draw.
    """
    style.use()
    step = 0.30  # between neighbouring controlled-Z gates
    staircase = [i * step for i in range(len(circuit.edges))]
    width = 1.35 + (staircase[-1] + 0.55 if staircase else 0.25)
    start = 1.5 if circuit.initial_state == "ry_pi_4" else 0.5
    end = start + shown * width
    figure, axes = plt.subplots(figsize=(style.TWO_COLUMNS, 0.42 * circuit.qubits + 0.35))
    for qubit in range(circuit.qubits):
        axes.plot([-0.1, end + 0.1], [qubit, qubit], color="0.35", lw=0.7, zorder=1)
        axes.text(-0.2, qubit, "$|0\\rangle$", ha="right", va="center")
        axes.text(end + 0.2, qubit, "$\\cdots$", va="center")
        if circuit.initial_state == "ry_pi_4":
            _box(axes, 0.65, qubit, "$R_Y(\\pi/4)$", "0.92")
    rows = []
    for layer in range(shown):
        left = start + layer * width
        inverted = layer in circuit.inverted
        for qubit in range(circuit.qubits):
            axis, angle = int(circuit.axes[layer, qubit]), float(circuit.angles[layer, qubit])
            text = f"$R_{'XYZ'[axis]}({angle / pi:.2f}\\pi)$"
            chosen = (layer + 1, qubit + 1) == parameter
            _box(axes, left + (width - 0.6 if inverted else 0.6), qubit, text, AXIS_COLOURS[axis], chosen=chosen)
            rows.append((layer + 1, qubit + 1, "XYZ"[axis], angle))
        for (a, b), shift in zip(circuit.edges, staircase, strict=True):
            x = left + (0.25 if inverted else 1.4) + shift
            axes.plot([x, x], [a, b], color="0.1", lw=0.9, zorder=2)
            axes.plot([x, x], [a, b], "o", color="0.1", ms=3, zorder=3)
        axes.text(left + width / 2, -0.72, f"layer {layer + 1}", ha="center", va="center", color="0.3", fontsize=7)
    axes.set_xlim(-0.6, end + 0.7)
    axes.set_ylim(circuit.qubits - 0.45, -0.95)
    axes.axis("off")
    data = pd.DataFrame(rows, columns=["layer", "qubit", "axis", "angle_radians"])
    return Drawing(figure, data, {"qubits": circuit.qubits, "shown": shown, "parameter": parameter})


def _box(axes, x: float, y: float, text: str, colour: str, *, chosen: bool = False) -> None:
    edge, width = ("#000000", 1.8) if chosen else ("0.35", 0.5)
    box = FancyBboxPatch(
        (x - 0.52, y - 0.32),
        1.04,
        0.64,
        boxstyle="round,pad=0,rounding_size=0.08",
        facecolor=colour,
        edgecolor=edge,
        lw=width,
        zorder=4,
    )
    axes.add_patch(box)
    axes.text(x, y, text, ha="center", va="center", fontsize=6.3, zorder=5)
