"""Recording: circuits of a source, drawn one by one, and what a kind of probe records of each.

The circuits are those of the experiment's own samples; what a kind draws besides, such as outcomes of measurements,
comes from a random stream that belongs to the kind, the experiment, the size, the depth and the circuit.
"""

from __future__ import annotations

import sys
import time
from typing import Any, TextIO

import numpy as np

from plateaus.engines.descent import first_circuit
from plateaus.ensemble.circuits import stream
from plateaus.ensemble.source import Source
from plateaus.probes.kind import Kind


def record(
    kind: Kind,
    source: Source,
    *,
    qubits: int,
    depth: int,
    first: int,
    circuits: int,
    log: TextIO = sys.stderr,
    **settings: Any,
) -> dict[str, np.ndarray]:
    """What a kind records of the circuits `first` … `first` + `circuits` − 1 of a source, with the rate in `log`.

    Parameters
    ----------
    kind : Kind
    source : Source
    qubits, depth : int
        Size and layers of the circuits.
    first, circuits : int
    log : file
    **settings
        What the kind takes.

    Returns
    -------
    dict of str to ndarray, each of shape (rows,)
        The columns of the kind.

    Raises
    ------
    ValueError
        The kind does not apply to the experiment, or the start does not fit the depth.
    """
    if reason := kind.refusal(source.experiment):
        raise ValueError(f"probe {kind.name}: {reason}")
    record_one = kind.module("record").record
    start = time.monotonic()
    parts = []
    for index in range(first, first + circuits):
        circuit = first_circuit(source, qubits=qubits, index=index, layers=depth)
        generator = stream(source.master_seed, f"{kind.name} of {source.name}", qubits, depth, index)
        found = record_one(circuit, source.experiment, generator, **settings)
        rows = len(next(iter(found.values())))
        parts.append({"circuit": np.full(rows, index)} | found)
    print(f"{circuits} circuits, {circuits / (time.monotonic() - start):.3g} a second", file=log)
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
