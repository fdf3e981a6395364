"""Measure the time of a gate and the memory of a job at several sizes, next to what plateaus/cost.py says.

Example
-------
python scripts/measure_cost.py 2 8 14 20
"""

from __future__ import annotations

import argparse
import io
import resource
import time

from plateaus.cost import cost, seconds_per_gate
from plateaus.experiment import Experiment
from plateaus.options import run
from simulate import ENGINES, sample

GATES_TIMES_AMPLITUDES = 2**28
# At least so deep: much of a shallow circuit lies outside the objective's light cone, and `compiled` leaves it out.
LAYERS_PER_QUBIT = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("qubits", type=int, nargs="+", help="sizes to measure, increasing")
    parser.add_argument("--engine", choices=ENGINES, default="qulacs", help="what simulates (%(default)s)")
    parser.add_argument("--repeat", type=int, default=3, help="times to measure; the fastest counts (%(default)s)")
    a = parser.parse_args()
    source = {"experiment": "cost", "master_seed": "0", "depths": "nested", **Experiment().words()}
    if a.engine == "numba":  # compile before the clock runs
        sample(source, qubits=2, layers=[1], first=0, circuits=1, engine=a.engine, log=io.StringIO())
    print("qubits  us/gate   model  peak MB  model")
    for n in a.qubits:
        depth = max(LAYERS_PER_QUBIT * n, min(200, GATES_TIMES_AMPLITUDES // (n * 2**n)))
        circuits = max(1, min(100, GATES_TIMES_AMPLITUDES // (depth * n * 2**n)))
        layers = list(range(1, depth + 1))
        seconds = []
        for _ in range(a.repeat):
            start = time.process_time()
            sample(source, qubits=n, layers=layers, first=0, circuits=circuits, engine=a.engine, log=io.StringIO())
            seconds.append(time.process_time() - start)
        gate = min(seconds) / (circuits * depth * n)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        expected = cost(qubits=n, depth=depth, recorded=depth, circuits=circuits, engine=a.engine).megabytes
        print(
            f"{n:6} {gate * 1e6:8.2f} {seconds_per_gate(n, a.engine) * 1e6:7.2f} {peak:8.0f} {expected:6}", flush=True
        )


if __name__ == "__main__":
    run(main)
