"""Time this workflow next to other simulators, after checking that their answers agree.

Needs the packages of envs/benchmark.lock, and a machine that does nothing else.

Example
-------
python scripts/run_benchmark.py --qubits 4 8 --seconds 2 --output /tmp/benchmark.csv
"""

from __future__ import annotations

import argparse
import platform
import sys
from contextlib import ExitStack
from pathlib import Path

import pandas as pd

from peers import measure
from peers.contenders import contenders
from peers.worker import Worker
from plateaus.files import write_table
from plateaus.options import run

SWEEP_QUBITS = (8, 12)
VARIANCE_QUBITS = 12


def processor() -> str:
    """The processor's name and cores, and the Python that ran."""
    name = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [line.split(":", 1)[1].strip() for line in cpuinfo.read_text().splitlines() if "model name" in line]
        name = names[0] if names else name
    return f"{name}, {measure.cores()} cores, Python {platform.python_version()}"


def benchmark(qubits: list[int], *, seconds: float, native: str) -> pd.DataFrame:
    """All measurements as one table; none at sizes above the largest of `qubits`."""
    rows: list[measure.Row] = []
    largest = max(qubits)

    def add(what: str, more: list[measure.Row]) -> None:
        times = ", ".join(f"{row['contender']} {row['seconds']:.3g} s" for row in more)
        print(f"{what}: {times}", file=sys.stderr, flush=True)
        rows.extend(more)

    for threads in sorted({1, measure.cores()}):
        with ExitStack() as stack:
            workers = [stack.enter_context(Worker(each, threads)) for each in contenders(native)]
            for n in qubits:
                add(
                    f"gradient, n = {n}, threads: {threads}",
                    measure.gradients(workers, qubits=n, threads=threads, seconds=seconds),
                )
            for n in [size for size in SWEEP_QUBITS if size <= largest] or [largest]:
                add(
                    f"sweep, n = {n}, threads: {threads}",
                    measure.sweeps(workers, qubits=n, threads=threads, seconds=seconds),
                )
            if threads == 1:
                n = max(size for size in qubits if size <= max(VARIANCE_QUBITS, min(qubits)))
                needed = measure.circuits_needed(workers[0], qubits=n)
                add(f"variance, n = {n}", measure.variances(rows, needed=needed, qubits=n))
                add("scaling", measure.scaling(workers[0], seconds=seconds))
    add("a small cell", measure.cells())
    return pd.DataFrame(rows).assign(machine=processor())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--qubits", type=int, nargs="+", required=True, help="sizes at which one gradient is timed")
    parser.add_argument("--seconds", type=float, required=True, help="time for rounds at each point; three at least")
    parser.add_argument("--native", default="", help="folder with a Qulacs built for this machine, timed as well")
    parser.add_argument("--output", required=True, help="the table, CSV")
    a = parser.parse_args()
    write_table(a.output, benchmark(sorted(a.qubits), seconds=a.seconds, native=a.native))


if __name__ == "__main__":
    run(main)
