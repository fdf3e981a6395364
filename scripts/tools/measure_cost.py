"""Measure the time of a gate and the memory of a job at several sizes, next to what the cost model says.

The model is `plateaus.plan.resources`, its constants of time those of an engine in `plateaus.engines.registry`.

Example
-------
python scripts/tools/measure_cost.py 2 8 14 20
"""

from __future__ import annotations

import io
import resource
import sys
import time
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # the library stands beside this folder

from plateaus.engines.registry import DEFAULT, DOUBLE, ENGINES, PRECISIONS
from plateaus.engines.sampling import sample
from plateaus.ensemble.source import Source
from plateaus.options import parser, run
from plateaus.plan.resources import cost, seconds_per_gate

GATES_TIMES_AMPLITUDES = 2**28
# At least so deep: much of a shallow circuit lies outside the objective's light cone, and `kernels` leaves it out.
LAYERS_PER_QUBIT = 3


def main() -> None:
    options = parser(__doc__)
    options.add_argument("qubits", type=int, nargs="+", help="sizes to measure, increasing")
    options.add_argument("--engine", choices=ENGINES, default=DEFAULT, help="what simulates (%(default)s)")
    options.add_argument("--precision", choices=PRECISIONS, default=DOUBLE, help="of the states (%(default)s)")
    options.add_argument("--repeat", type=int, default=3, help="times to measure; the fastest counts (%(default)s)")
    a = options.parse_args()
    simulate = partial(sample, Source("cost"), first=0, engine=a.engine, precision=a.precision, log=io.StringIO())
    simulate(qubits=2, layers=[1], circuits=1)  # what is compiled is compiled before the clock runs
    print("qubits  us/gate   model  peak MB  model")
    for n in a.qubits:
        depth = max(LAYERS_PER_QUBIT * n, min(200, GATES_TIMES_AMPLITUDES // (n * 2**n)))
        circuits = max(1, min(100, GATES_TIMES_AMPLITUDES // (depth * n * 2**n)))
        layers = list(range(1, depth + 1))
        seconds = []
        for _ in range(a.repeat):
            start = time.process_time()
            simulate(qubits=n, layers=layers, circuits=circuits)
            seconds.append(time.process_time() - start)
        gate = min(seconds) / (circuits * depth * n)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        by = {"engine": a.engine, "precision": a.precision}
        expected = cost(qubits=n, depth=depth, recorded=depth, circuits=circuits, **by).megabytes
        model = seconds_per_gate(n, **by)
        print(f"{n:6} {gate * 1e6:8.2f} {model * 1e6:7.2f} {peak:8.0f} {expected:6}", flush=True)


if __name__ == "__main__":
    run(main)
