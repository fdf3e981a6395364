"""Simulate a batch of random circuits: E and ∂E after every recorded layer, written as Parquet.

Example
-------
python scripts/simulate.py --qubits 6 --layers 1-60 --circuits 100 --output /tmp/n6.parquet
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np

from plateaus.depths import parse_depths
from plateaus.ensemble import draw_circuit
from plateaus.files import Samples, write_samples
from plateaus.noisy import NoisyCurve
from plateaus.options import add_source_options, experiment_of, run, source_of
from plateaus.simulate import GradientCurve
from plateaus.training import prepared

ENGINES = ("qulacs", "numba")
LOG_EVERY_SECONDS = 10.0


def curve_of(engine: str):
    """The class that simulates circuits."""
    if engine == "numba":
        from plateaus.compiled import CompiledCurve  # here: Numba takes longer to import than a small job runs

        return CompiledCurve
    return GradientCurve


def sample(
    source: dict[str, str],
    *,
    qubits: int,
    layers: list[int],
    first: int,
    circuits: int,
    engine: str = "qulacs",
    log=sys.stderr,
) -> Samples:
    """Draw and simulate the circuits `first` … `first` + `circuits` − 1 of a source, with progress in `log`."""
    experiment = experiment_of(source)
    if experiment.noise.probability:
        curve: Callable = NoisyCurve(experiment, qubits=qubits, layers=layers)
    else:
        curve = curve_of(engine)(
            objective=experiment.objective,
            parameter=experiment.parameter,
            qubits=qubits,
            edges=experiment.edges(qubits),
            layers=layers,
        )
    axis = np.empty(circuits, dtype=np.int8)
    objective, gradient = np.empty((2, circuits, len(layers)))
    layer, qubit = (place - 1 for place in experiment.parameter)
    start = logged = time.monotonic()
    for i in range(circuits):
        drawn = draw_circuit(
            experiment,
            master_seed=int(source["master_seed"]),
            name=source["experiment"],
            qubits=qubits,
            index=first + i,
            layers=layers[-1],
            own_stream=source["depths"] == "independent",
        )
        circuit = prepared(drawn, experiment)
        objective[i], gradient[i] = curve(circuit)
        axis[i] = circuit.axes[layer, qubit]
        now = time.monotonic()
        if now - logged > LOG_EVERY_SECONDS or i + 1 == circuits:
            logged = now
            rate = (i + 1) / (now - start)
            end = datetime.now() + timedelta(seconds=(circuits - i - 1) / rate)
            done = f"{i + 1}/{circuits} circuits, {rate:.3g} a second"
            print(f"{done}, ends {end:%Y-%m-%d %H:%M:%S}", file=log, flush=True)
    return Samples(
        source=source | {"qubits": str(qubits)},
        circuit=np.arange(first, first + circuits),
        axis=axis,
        layers=np.array(layers),
        objective=objective,
        gradient=gradient,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--qubits", type=int, required=True, help="size of the register")
    parser.add_argument("--layers", required=True, help="depths to record, such as 1-20,40,80")
    parser.add_argument("--first", type=int, default=0, help="index of the first circuit (%(default)s)")
    parser.add_argument("--circuits", type=int, required=True, help="number of circuits")
    parser.add_argument("--engine", choices=ENGINES, default="qulacs", help="what simulates (%(default)s)")
    parser.add_argument("--output", required=True, help="Parquet file to write")
    add_source_options(parser)
    a = parser.parse_args()
    samples = sample(
        source_of(a),
        qubits=a.qubits,
        layers=parse_depths(a.layers),
        first=a.first,
        circuits=a.circuits,
        engine=a.engine,
    )
    noisy = experiment_of(samples.source).noise.probability  # which only Qulacs simulates
    write_samples(a.output, samples, engine="qulacs" if noisy else a.engine)


if __name__ == "__main__":
    run(main)
