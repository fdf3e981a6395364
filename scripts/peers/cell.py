"""A cell of the grid as a job runs it: circuits drawn, simulated and written (`engines.sampling`)."""

from __future__ import annotations

import io

from plateaus.engines.sampling import sample
from plateaus.ensemble.source import Source
from plateaus.storage.samples import Samples, write_samples

QUBITS, LAYERS, CIRCUITS = 2, 10, 20


def cell(path: str, threads: int) -> None:
    source, layers = Source("benchmark"), list(range(1, LAYERS + 1))
    found = sample(source, qubits=QUBITS, layers=layers, first=0, circuits=CIRCUITS, log=io.StringIO())
    write_samples(path, Samples(source, QUBITS, **found))
