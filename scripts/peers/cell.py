"""A cell of the grid as a job runs it: circuits drawn, simulated and written (`simulate.sample`)."""

from __future__ import annotations

import io

from plateaus.experiment import Experiment
from plateaus.files import write_samples
from simulate import sample

QUBITS, LAYERS, CIRCUITS = 2, 10, 20


def cell(path: str, threads: int) -> None:
    source = {"experiment": "benchmark", "master_seed": "0", "depths": "nested", **Experiment().words()}
    samples = sample(
        source, qubits=QUBITS, layers=list(range(1, LAYERS + 1)), first=0, circuits=CIRCUITS, log=io.StringIO()
    )
    write_samples(path, samples)
