"""Time this workflow next to other simulators, after checking that their answers agree.

Needs the packages of envs/benchmark.lock, and a machine that does nothing else.

Example
-------
python scripts/run_benchmark.py --qubits 4 8 --seconds 2 --output /tmp/benchmark.csv
"""

from __future__ import annotations

import platform
import sys
from contextlib import ExitStack
from datetime import UTC, datetime

import pandas as pd

from peers import measure
from peers.contenders import contenders
from peers.worker import Worker
from plateaus.options import parser, run
from plateaus.storage.provenance import cpu
from plateaus.storage.tables import write_table
from plateaus.tables.benchmark import ALONE, AS_USED, COLUMNS

AS_USED_TO = 18
"""Beyond this size a peer's Python takes a small part of the time, and only simulation alone is timed."""
THREADED_QUBITS = (16, 18)
"""Sizes that are timed with all cores as well."""
SWEEP_QUBITS = (8, 12)
VARIANCE_QUBITS = 12


def benchmark(qubits: list[int], *, seconds: float, native: str) -> pd.DataFrame:
    """All measurements as one table; none at sizes above the largest of `qubits`."""
    rows: list[measure.Row] = []
    largest = max(qubits)

    def add(what: str, more: list[measure.Row]) -> None:
        times = ", ".join(f"{row['contender']} {row['seconds']:.3g} s" for row in more)
        print(f"{what}: {times}", file=sys.stderr, flush=True)
        rows.extend(more)

    everybody = contenders(native)
    with ExitStack() as stack:
        workers = [stack.enter_context(Worker(each, 1)) for each in everybody]
        for n in qubits:
            for task in (AS_USED, ALONE) if n <= AS_USED_TO else (ALONE,):
                taking_part = measure.quick_enough(workers, rows, task=task, qubits=n, threads=1)
                found = measure.gradients(taking_part, task=task, qubits=n, threads=1, seconds=seconds)
                add(f"{task}, n = {n}", found)
        for n in [size for size in SWEEP_QUBITS if size <= largest] or [largest]:
            add(f"sweep, n = {n}", measure.sweeps(workers, qubits=n, threads=1, seconds=seconds))
        n = max(size for size in qubits if size <= max(VARIANCE_QUBITS, min(qubits)))
        needed = measure.circuits_needed(workers[0], qubits=n)
        add(f"variance, n = {n}", measure.variances(rows, needed=needed, qubits=n))
        add("scaling", measure.scaling(workers[0], seconds=seconds))
    threads = measure.cores()
    sizes = [n for n in qubits if n in THREADED_QUBITS]
    if threads > 1 and sizes:
        with ExitStack() as stack:
            workers = [stack.enter_context(Worker(each, threads)) for each in everybody]
            for n in sizes:
                taking_part = measure.quick_enough(workers, rows, task=ALONE, qubits=n, threads=threads)
                found = measure.gradients(taking_part, task=ALONE, qubits=n, threads=threads, seconds=seconds)
                add(f"{ALONE}, n = {n}, threads: {threads}", found)
    add("a small cell", measure.cells())
    machine = f"{cpu()}, {measure.cores()} cores, Python {platform.python_version()}"
    return pd.DataFrame(rows).assign(machine=machine, date=datetime.now(UTC).date().isoformat())


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--qubits", type=int, nargs="+", required=True, help="sizes at which one gradient is timed")
    options.add_argument("--seconds", type=float, required=True, help="time for rounds at each point; three at least")
    options.add_argument("--native", default="", help="folder with a Qulacs built for this machine, timed as well")
    options.add_argument("--output", required=True, help="the table, CSV")
    a = options.parse_args()
    write_table(a.output, benchmark(sorted(a.qubits), seconds=a.seconds, native=a.native), COLUMNS)


if __name__ == "__main__":
    run(main)
