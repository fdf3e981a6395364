"""The table of what a run's experiments are: their words, titles and depth rules, and the parts they play in figures.

It is written from the configuration alone. With it, a table, a figure or a claim needs no other word about what its
numbers mean.
"""

from __future__ import annotations

from plateaus.storage.columns import Column

COLUMNS = (
    Column("experiment", "text", "name of the experiment"),
    Column("title", "text", "what it is called in captions and figures"),
    Column("master_seed", "text", "the seed that all its random numbers are derived from"),
    Column("depths", "text", "`nested`: shallow circuits are beginnings of deep ones; `independent`"),
    Column("ansatz", "text", "what a layer is made of"),
    Column("initial_state", "text", "before the first layer"),
    Column("connectivity", "text", "which qubits the entangling gates join"),
    Column("entangler", "text", "the entangling gate"),
    Column("axes", "text", "axes of the rotations"),
    Column("angles", "text", "law of the rotation angles"),
    Column("start", "text", "how the angles are first chosen"),
    Column("noise", "text", "noise after every layer"),
    Column("objective", "text", "what is measured"),
    Column("parameter", "text", "LAYER:QUBIT of the differentiated angle, and :STEP where it is not the ansatz's own"),
    Column("parameter_gate", "text", "the gate with that angle: its name, qubit, layer and step"),
    Column("objective_name", "text", "the objective as formulas write it"),
    Column("dimension", "number", "of its family of lattices; empty for a single graph"),
    Column(
        "papers",
        "truth",
        "whether it is the paper's own ensemble and derivative: the same law at every size, however spelled",
    ),
    Column("depth_rules", "text", "the depth rules at which decay is fitted, separated by spaces"),
    Column("depth_rule", "text", "the one at which it is drawn against the number of qubits"),
    Column("tolerance", "number", "relative error allowed for exact variances; empty where none are computed"),
    Column("main", "truth", "whether the paper's figures show it"),
    Column("projector", "truth", "whether the paper's supplementary figures show it"),
    Column("dimension_place", "integer", "its place in the figure that compares graphs, from 1; 0 for none"),
    Column("costs_place", "integer", "likewise, that compares objectives"),
    Column("starts_place", "integer", "likewise, that compares starts"),
    Column("noise_place", "integer", "likewise, that compares noise"),
    Column("ansatz_place", "integer", "likewise, that compares ansätze"),
)
