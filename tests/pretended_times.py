"""A table of the benchmark without a benchmark: contenders that answer zero after made-up times."""

from functools import cache

import numpy as np
import pandas as pd

from peers import measure
from peers.contenders import contenders
from peers.worker import Worker
from plateaus.tables.benchmark import ALONE, AS_USED

OTHERS = 1.6 + 0.1 * np.arange(len(contenders("folder")) - 4)
SLOWEST = OTHERS[-1]
"""Seconds of the other simulators, and of the last of them."""


class Pretended(Worker):
    """A contender that answers zero after a made-up time."""

    version = "a version"
    functions = frozenset({"gradient", "prepare", "sweep"})

    def __init__(self, contender, seconds):
        self.contender, self.seconds = contender, seconds

    def __call__(self, function, *batch):
        return [np.zeros(len(case[1])) if function == "sweep" else 0.0 for case in batch], self.seconds * len(batch)


@cache
def table():
    """What a run with a native build writes where ours take 2, 1, 0.5 and 1.5 s and the others 1.6, 1.7, … s.

    The last of the others is too slow for 20 qubits.
    """
    times = [2, 1, 0.5, 1.5, *OTHERS]
    everybody = [Pretended(contender, seconds) for contender, seconds in zip(contenders("folder"), times, strict=True)]
    rows = []
    for task, threads, sizes in ((AS_USED, 1, (4, 12)), (ALONE, 1, (4, 12, 20)), (ALONE, 2, (4, 12))):
        for n in sizes:
            taking_part = everybody[:-1] if n == 20 else everybody
            rows += measure.gradients(taking_part, task=task, qubits=n, threads=threads, seconds=0)
    for n in (4, 12):
        rows += measure.sweeps(everybody, qubits=n, threads=1, seconds=0)
    needed = measure.Needed(plain=100, averaged=50)
    table = pd.DataFrame([*rows, *measure.variances(rows, needed=needed, qubits=4)])
    return table.assign(machine="a machine", date="2026-01-31")
