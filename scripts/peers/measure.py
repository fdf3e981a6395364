"""The benchmark's measurements, each a list of rows of ``benchmark.csv``.

Every answer is held against this workflow's before its time counts. Each round takes circuits that nobody has seen.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from math import ceil, nan
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from peers import cell
from peers.contenders import OURS, Contender, allowed
from peers.gates import rotations_in
from peers.rounds import LEAST, Median, interleave, median
from peers.worker import PREPARED, ContenderError, Worker
from plateaus.ensemble.circuits import Circuit, draw_circuit
from plateaus.ensemble.source import Source
from plateaus.statistics.moments import Moments
from plateaus.tables.benchmark import ALONE, AS_USED, AVERAGED, VARIANCE, ending

ROOT = Path(__file__).parents[2]

LAYERS_PER_QUBIT = {12: 10, 16: 5, 20: 2, 24: 1}
"""By the largest size that it is for: deeper circuits of many qubits would take minutes."""
LONGEST = 15.0
"""Seconds: contenders whose gradient would take longer, by their pace at the size before, are left out of a size."""
SWEEP_LAYERS = 200
SWEEP_TIMED = (25, 76, 125, 176)
"""Depths at which one circuit per depth is timed: time is linear in depth, and their mean is that of 1 … 200."""
WITHIN = 0.05
KURTOSIS_CIRCUITS = 400
BATCH_SECONDS, LARGEST_BATCH = 0.05, 64

Row = dict[str, Any]


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def depth_of(qubits: int) -> int:
    """The depth of the circuits of one size; in a layer a qubit the light cone of Z₁Z₂ reaches all of a chain.

    Examples
    --------
    >>> depth_of(12), depth_of(16), depth_of(24)
    (120, 80, 24)
    """
    return qubits * next(layers for largest, layers in LAYERS_PER_QUBIT.items() if qubits <= largest)


def circuits(qubits: int, layers: int, first: int, count: int) -> list[Circuit]:
    """The benchmark's circuits `first` … `first` + `count` − 1 of one size."""
    return [
        draw_circuit(Source("benchmark"), qubits=qubits, index=index, layers=layers)
        for index in range(first, first + count)
    ]


def beginning(circuit: Circuit, layers: int) -> Circuit:
    """The first layers of a circuit."""
    return replace(circuit, axes=circuit.axes[:layers], angles=circuit.angles[:layers])


@dataclass(frozen=True)
class Entry:
    """Something to time in turns with others.

    Attributes
    ----------
    task : str
    worker : Worker
    call : function
        Takes a number of circuits and the index of the first, returns their answers and the seconds they took.
    scale : float
        What a circuit's answer costs over what `call` times for it.
    """

    task: str
    worker: Worker
    call: Callable[[int, int], tuple[np.ndarray, float]]
    scale: float = 1.0


def compare(entries: Sequence[Entry], *, qubits: int, layers: int, threads: int, seconds: float) -> list[Row]:
    """Check the answers of all entries against the first one's, then time them in interleaved rounds.

    Raises
    ------
    ContenderError
        An answer differs by more than its precision allows.
    """
    answers, firsts, batches, errors = [], [], [], []
    for entry in entries:
        answer, first = entry.call(1, 0)
        answers.append(answer)
        firsts.append(first * entry.scale)
        errors.append(disagreement(entry.worker.contender, answer, answers[0], qubits))
        # The first call compiles, too.
        again = first if first > LONGEST / 5 else entry.call(1, 1)[1]
        batches.append(min(LARGEST_BATCH, ceil(BATCH_SECONDS / again)))

    def run(index: int) -> Callable[[int], float]:
        entry, batch = entries[index], batches[index]
        return lambda number: entry.call(batch, 2 + LARGEST_BATCH * number)[1] * entry.scale / batch

    times = interleave({index: run(index) for index in range(len(entries))}, seconds=seconds)
    ours = {
        ending(entry.worker.contender.name): times[index]
        for index, entry in enumerate(entries)
        if entry.worker.contender.module == OURS.module
    }
    return [
        {
            "task": entry.task,
            "qubits": qubits,
            "layers": layers,
            "contender": entry.worker.contender.name,
            "precision": entry.worker.contender.precision,
            "threads": threads,
            "processes": 1,
            "circuits": 1,
            **timing(times[index]),
            **ratios(times[index], ours),
            "first_seconds": firsts[index],
            "disagreement": errors[index],
            "version": entry.worker.version,
        }
        for index, entry in enumerate(entries)
    ]


def disagreement(contender: Contender, answer: np.ndarray, ours: np.ndarray, qubits: int) -> float:
    """The largest difference of an answer from ours, where both have one.

    Raises
    ------
    ContenderError
        It is more than the contender's precision allows at this size.
    """
    both = np.isfinite(answer) & np.isfinite(ours)
    difference = float(abs(answer - ours)[both].max()) if both.any() else float("inf")
    most = allowed(contender.precision, qubits)
    if not difference <= most:
        raise ContenderError(f"{contender.name}: differs from this workflow by {difference:.1e}, {most:g} allowed")
    return difference


def timing(times: np.ndarray) -> Row:
    """The columns of a measured time: median, interval, its coverage, rounds."""
    found = median(times)
    return {"rounds": len(times), **ends("seconds", found), "coverage": found.coverage}


def ratios(times: np.ndarray, ours: Mapping[str, np.ndarray]) -> Row:
    """The columns of the ratios to our times of the same rounds, ``ratio`` with the ending of each of our variants."""
    found: Row = {}
    for variant, own in ours.items():
        both = min(len(times), len(own))  # the rounds that had both
        found |= ends(f"ratio{variant}", median(times[:both] / own[:both]))
    return found


def ends(column: str, found: Median) -> dict[str, float]:
    """A median and the ends of its interval as columns."""
    return {column: found.best, f"{column}_low": found.low, f"{column}_high": found.high}


def gradients(workers: Sequence[Worker], *, task: str, qubits: int, threads: int, seconds: float) -> list[Row]:
    """(a) One gradient of one circuit: `AS_USED`, or `ALONE`, where circuits are made before the clock starts."""
    layers = depth_of(qubits)
    function = {AS_USED: "gradient", ALONE: PREPARED}[task]

    def call(worker: Worker) -> Callable[[int, int], tuple[np.ndarray, float]]:
        def gradient(count: int, first: int) -> tuple[np.ndarray, float]:
            answers, taken = worker(function, *((c,) for c in circuits(qubits, layers, first, count)))
            return np.array(answers), taken

        return gradient

    entries = [Entry(task, worker, call(worker)) for worker in workers]
    rows = compare(entries, qubits=qubits, layers=layers, threads=threads, seconds=seconds)
    needed = {"rotations": rotations(qubits)}
    return [row | needed | {"ns_per_rotation_and_amplitude": 1e9 * row["seconds"] / work(qubits)} for row in rows]


@cache
def rotations(qubits: int) -> int:
    """Rotations that the gradient of the benchmark's circuits of one size depends on."""
    return rotations_in(circuits(qubits, depth_of(qubits), 0, 1)[0])


def work(qubits: int) -> int:
    """These rotations times amplitudes, in which the time of a gradient is counted."""
    return rotations(qubits) * 2**qubits


def quick_enough(
    workers: Sequence[Worker], rows: Sequence[Row], *, task: str, qubits: int, threads: int
) -> list[Worker]:
    """Those whose gradient takes no longer than `LONGEST`, by their pace at the largest size that they have done."""
    paces = {
        row["contender"]: row["ns_per_rotation_and_amplitude"]
        for row in sorted(rows, key=lambda row: row["qubits"])
        if (row["task"], row["threads"]) == (task, threads)
    }
    return [w for w in workers if 1e-9 * paces.get(w.contender.name, 0.0) * work(qubits) <= LONGEST]


def sweeps(workers: Sequence[Worker], *, qubits: int, threads: int, seconds: float) -> list[Row]:
    """(b) The gradients of one circuit at the depths 1 … 200: with values read on the way, and once per depth."""

    def on_the_way(worker: Worker) -> Callable[[int, int], tuple[np.ndarray, float]]:
        def sweep(count: int, first: int) -> tuple[np.ndarray, float]:
            depths = tuple(range(1, SWEEP_LAYERS + 1))
            batch = ((c, depths) for c in circuits(qubits, SWEEP_LAYERS, first, count))
            answers, taken = worker("sweep", *batch)
            return np.array(answers), taken

        return sweep

    def once_per_depth(worker: Worker) -> Callable[[int, int], tuple[np.ndarray, float]]:
        def sweep(count: int, first: int) -> tuple[np.ndarray, float]:
            deep = circuits(qubits, SWEEP_LAYERS, first, count)
            found, taken = worker("gradient", *((beginning(c, depth),) for c in deep for depth in SWEEP_TIMED))
            answers = np.full((count, SWEEP_LAYERS), np.nan)
            answers[:, np.array(SWEEP_TIMED) - 1] = np.reshape(found, (count, -1))
            return answers, taken

        return sweep

    reading = [Entry("sweep, on the way", w, on_the_way(w)) for w in workers if "sweep" in w.functions]
    peers = [w for w in workers if w.contender.module != OURS.module]
    scale = SWEEP_LAYERS / len(SWEEP_TIMED)
    single = [Entry("sweep, once per depth", w, once_per_depth(w), scale) for w in peers]
    return compare([*reading, *single], qubits=qubits, layers=SWEEP_LAYERS, threads=threads, seconds=seconds)


@dataclass(frozen=True)
class Needed:
    """Circuits for a relative standard error of `WITHIN` of Var ∂E, estimated from `KURTOSIS_CIRCUITS` of them.

    Attributes
    ----------
    plain : int
        By the mean of (∂E)².
    averaged : int
        By that of ((∂E)² + (∂²E)²)/2: along θ, E is A + B cos θ + C sin θ, and so this is the mean of (∂E)² over θ.
    """

    plain: int
    averaged: int


def circuits_needed(worker: Worker, *, qubits: int) -> Needed:
    """How many circuits our estimates take, with a worker of ours."""
    drawn = circuits(qubits, depth_of(qubits), 0, KURTOSIS_CIRCUITS)
    first, second = np.array(worker("derivatives", *((c,) for c in drawn))[0]).T
    found = Moments.of(first[:, np.newaxis])
    averages = (first**2 + second**2) / 2
    errors = float(found.log_variance_se[0]), averages.std() / averages.mean() / len(drawn) ** 0.5
    return Needed(*(ceil(len(drawn) * (error / WITHIN) ** 2) for error in errors))


def variances(rows: Sequence[Row], *, needed: Needed, qubits: int) -> list[Row]:
    """(c) The time to know Var ∂E to `WITHIN`: one-thread gradients times circuits, and the exact method."""

    def times(row: Row, task: str, circuits: int) -> Row:
        kept = {key: value for key, value in row.items() if not key.startswith(("ns_", "first_", "rotations"))}
        taken = {key: circuits * row[key] for key in ("seconds", "seconds_low", "seconds_high")}
        return kept | {"task": task, "circuits": circuits} | taken

    timed = [row for row in rows if (row["task"], row["qubits"], row["threads"]) == (AS_USED, qubits, 1)]
    sampled = [times(row, VARIANCE, needed.plain) for row in timed]
    ours = [row for row in timed if row["contender"].startswith(OURS.name)]
    averaged = [times(row, AVERAGED, needed.averaged) for row in ours]
    exact = Contender("exact method", "exact", "scipy")
    with Worker(exact, 1) as worker:
        taken = np.array([worker("variance", (qubits, depth_of(qubits)))[1] for _ in range(LEAST)])
        row = {"contender": exact.name, "circuits": 0, "disagreement": nan, "version": worker.version, **timing(taken)}
    for own in ours:
        # not measured in the same rounds
        row |= ratios(taken, {ending(own["contender"]): np.full(LEAST, needed.plain * own["seconds"])})
    return [*sampled, sampled[0] | row, *averaged]


def scaling(worker: Worker, *, seconds: float) -> list[Row]:
    """(d) What our gradients cost with depth, circuits and processes."""
    points = [("scaling with layers", 12, layers, 1, 1) for layers in (15, 30, 60, 120, 240)]
    points += [("scaling with circuits", 8, 80, count, 1) for count in (1, 10, 100)]
    with ExitStack() as stack:
        team = [stack.enter_context(Worker(worker.contender, 1, core)) for core in range(cores())]
        points += [("scaling with processes", 12, 120, 4 * busy, busy) for busy in range(1, len(team) + 1)]

        def run(qubits: int, layers: int, count: int, processes: int) -> Callable[[int], float]:
            return lambda number: together(team[:processes], circuits(qubits, layers, count * number, count))

        runs = {point: run(*point[1:]) for point in points}
        for first in runs.values():
            first(0)
        times = interleave(runs, seconds=seconds)
    return [
        {
            "task": task,
            "qubits": qubits,
            "layers": layers,
            "contender": worker.contender.name,
            "precision": worker.contender.precision,
            "threads": 1,
            "processes": processes,
            "circuits": count,
            **timing(times[task, qubits, layers, count, processes]),
            "version": worker.version,
        }
        for task, qubits, layers, count, processes in points
    ]


def together(team: Sequence[Worker], batch: Sequence[Circuit]) -> float:
    """Seconds until processes that share a batch of circuits have done all of them."""
    begin = time.perf_counter()
    for place, worker in enumerate(team):
        worker.start("gradient", *((c,) for c in batch[place :: len(team)]))
    for worker in team:
        worker.finish()
    return time.perf_counter() - begin


def cells() -> list[Row]:
    """(d) What a small cell of the grid costs: in a running process, as a program of its own, through Snakemake."""
    few, many, rounds = 2, 12, 3
    program = [sys.executable, "-m", "simulate", "--qubits", cell.QUBITS, "--layers", f"1-{cell.LAYERS}"]
    program += ["--circuits", cell.CIRCUITS, "--output"]
    times: dict[str, list[float]] = {"in a running process": [], "as a program": [], "through Snakemake": []}
    with tempfile.TemporaryDirectory() as folder, Worker(Contender("a cell", "cell", "qulacs"), 1) as worker:
        path = f"{folder}/cell.parquet"
        worker("cell", (path,))
        for _ in range(rounds):
            times["in a running process"].append(worker("cell", (path,))[1])
            times["as a program"].append(_seconds([*program, path], folder))
            start, end = (_snakemake(count, folder) for count in (few, many))
            times["through Snakemake"].append((end - start) / (many - few))
        return [
            {
                "task": "a small cell",
                "qubits": cell.QUBITS,
                "layers": cell.LAYERS,
                "contender": name,
                "precision": "double",
                "threads": 1,
                "processes": 1,
                "circuits": cell.CIRCUITS,
                **timing(np.array(taken)),
                "version": worker.version,
            }
            for name, taken in times.items()
        ]


def _snakemake(count: int, folder: str) -> float:
    """Seconds that Snakemake takes for some cells and nothing else."""
    experiment = {
        "title": "small cells",
        "qubits": [cell.QUBITS],
        "layers": {"from": 1, "to": cell.LAYERS},
        "circuits": count * cell.CIRCUITS,
        "circuits_per_job": cell.CIRCUITS,
    }
    config = {"master_seed": 0, "figures": {"main": "small"}, "experiments": {"small": experiment}}
    with tempfile.TemporaryDirectory(dir=folder) as own:
        file = Path(own) / "config.yaml"
        file.write_text(yaml.safe_dump(config), encoding="utf-8")
        command = [sys.executable, "-m", "snakemake", "samples", "--cores", "1", "--scheduler", "greedy"]
        return _seconds([*command, "--snakefile", ROOT / "Snakefile", "--directory", own, "--configfile", file], own)


def _seconds(command: list, folder: str) -> float:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "scripts"), "OMP_NUM_THREADS": "1"}
    begin = time.perf_counter()
    done = subprocess.run([str(c) for c in command], cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise ContenderError(f"{' '.join(map(str, command[:4]))}: {done.stderr.strip().splitlines()[-1]}")
    return time.perf_counter() - begin
