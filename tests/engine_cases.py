"""Experiments that every engine has to agree on, and circuits of them."""

from plateaus.ensemble.circuits import draw_circuit
from plateaus.ensemble.source import Source

EXPERIMENTS = {
    "paper": {},
    "no start": {"initial_state": "none"},
    "ring": {"connectivity": "ring"},
    "grid": {"connectivity": "grid"},
    "no entangler": {"entangler": "none"},
    "fixed axis": {"axes": "Y"},
    "small angles": {"angles": "uniform:-0.1:0.1"},
    "projector": {"objective": "projector"},
    "X": {"objective": "IXI"},
    "YXZ": {"objective": "YXZ"},
    "YY": {"objective": "YY"},
    "local projector": {"objective": "local_projector"},
    "ising": {"objective": "ising"},
    "heisenberg, ladder": {"objective": "heisenberg", "connectivity": "ladder"},
    "random string, complete": {"objective": "random:3:1", "connectivity": "complete"},
    "star, normal angles": {"connectivity": "edges:1-2,1-3,1-4", "angles": "normal:0.5", "objective": "YIZ"},
    "Zhang's angles": {"angles": "small"},
    "later parameter": {"parameter": "3:2"},
    "later, projector": {"parameter": "2:4", "objective": "projector"},
}


def draw(experiment, qubits, layers, index=0):
    """A circuit of an experiment."""
    source = Source("test", master_seed=3, experiment=experiment)
    return draw_circuit(source, qubits=qubits, index=index, layers=layers)
