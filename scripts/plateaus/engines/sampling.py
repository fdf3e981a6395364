"""E, ∂E and ∂²E of a batch of circuits: drawn from a source one by one, and simulated by an engine."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TextIO

import numpy as np

from plateaus.engines.descent import first_circuit
from plateaus.engines.registry import DEFAULT, DOUBLE, engine_of
from plateaus.ensemble.source import Source

LOG_EVERY_SECONDS = 10.0


def sample(
    source: Source,
    *,
    qubits: int,
    layers: Sequence[int],
    first: int,
    circuits: int,
    engine: str = DEFAULT,
    precision: str = DOUBLE,
    log: TextIO = sys.stderr,
) -> dict[str, Any]:
    """Draw and simulate the circuits `first` … `first` + `circuits` − 1 of a source, with progress in `log`.

    The rate there, and the end that is expected from it, are those of the circuits after the first: an engine may
    compile what it runs while it simulates that one.

    Returns
    -------
    dict
        ``circuit`` and ``axis`` of shape (circuits,), ``layers`` of shape (depths,), ``objective``, ``gradient`` and
        ``curvature`` of shape (circuits, depths), ``engine`` and ``precision``, as `storage.samples.Samples` has them.
    """
    experiment = source.experiment
    simulator = engine_of(engine, experiment)
    curve = simulator.load(precision)(experiment, qubits=qubits, layers=layers)
    axis = np.empty(circuits, dtype=np.int8)
    objective, gradient, curvature = np.empty((3, circuits, len(layers)))
    layer, qubit = (place - 1 for place in experiment.parameter)
    start = warm = logged = time.monotonic()
    for i in range(circuits):
        circuit = first_circuit(source, qubits=qubits, index=first + i, layers=layers[-1])
        objective[i], gradient[i], curvature[i] = curve(circuit)
        axis[i] = circuit.axes[layer, qubit]
        now = time.monotonic()
        if i == 0:
            warm = now
        if now - logged > LOG_EVERY_SECONDS or i + 1 == circuits:
            logged = now
            print(_progress(i + 1, circuits, now - start, now - warm), file=log, flush=True)
    return {
        "circuit": np.arange(first, first + circuits),
        "axis": axis,
        "layers": np.array(layers),
        "objective": objective,
        "gradient": gradient,
        "curvature": curvature,
        "engine": simulator.name,
        "precision": precision,
    }


def _progress(done: int, circuits: int, took: float, after_first: float) -> str:
    """How far a batch is, from the seconds that all its circuits took so far, and those after the first."""
    so_far = f"{done}/{circuits} circuits"
    if done == 1:
        return f"{so_far}, the first in {took:.3g} s"
    rate = (done - 1) / after_first
    end = datetime.now() + timedelta(seconds=(circuits - done) / rate)
    return f"{so_far}, {rate:.3g} a second, ends {end:%Y-%m-%d %H:%M:%S}"
