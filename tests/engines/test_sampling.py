"""Batches of circuits: which circuits a job simulates, what it records of them, and with which engine."""

import io
import json
from datetime import datetime, timedelta
from functools import partial
from importlib.metadata import version
from types import SimpleNamespace

import numpy as np
import pyarrow.parquet as pq

from plateaus.engines import sampling
from plateaus.engines.registry import ENGINES
from plateaus.engines.sampling import sample
from plateaus.ensemble.circuits import draw_circuit
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source
from plateaus.storage.samples import VALUES, Samples, read_samples, write_samples

PAPER = Source("test", 5)
quietly = partial(sample, log=io.StringIO())


def test_circuits_per_job_and_deepest_layer_change_no_sample():
    """One job of six circuits to depth 9, or three of two to depth 5: the same bits where they overlap."""
    whole = quietly(PAPER, qubits=4, layers=[1, 5, 9], first=0, circuits=6)
    for first in (0, 2, 4):
        part = quietly(PAPER, qubits=4, layers=[1, 5], first=first, circuits=2)
        for key in VALUES:
            np.testing.assert_array_equal(part[key], whole[key][first : first + 2, :2])
        np.testing.assert_array_equal(part["axis"], whole["axis"][first : first + 2])


def test_recorded_axis_is_that_of_the_differentiated_gate():
    source = Source("test", 5, experiment=Experiment(parameter=(3, 2)))
    seen = quietly(source, qubits=4, layers=[3, 4], first=7, circuits=5)["axis"]
    expected = [draw_circuit(PAPER, qubits=4, index=7 + i, layers=3).axes[2, 1] for i in range(5)]
    np.testing.assert_array_equal(seen, expected)


def test_progress_says_how_many_circuits_a_second_and_when_it_ends():
    log = io.StringIO()
    sample(PAPER, qubits=2, layers=[1], first=0, circuits=3, log=log)
    assert log.getvalue().startswith("3/3 circuits, ")
    assert " a second, ends 20" in log.getvalue()


def test_what_is_compiled_with_the_first_circuit_is_in_no_rate_and_no_expected_end(monkeypatch):
    """100 s for the first circuit and 2 s for each other: half a circuit a second, and the rest at that rate."""
    clock = 0.0

    class Compiling:
        def __init__(self, experiment, *, qubits, layers):
            self._seconds = 100.0

        def __call__(self, circuit):
            nonlocal clock
            clock += self._seconds
            self._seconds = 2.0
            return np.zeros((3, 1))

    monkeypatch.setattr(sampling, "engine_of", lambda *_: SimpleNamespace(name="", load=lambda precision: Compiling))
    monkeypatch.setattr(sampling.time, "monotonic", lambda: clock)
    log, before = io.StringIO(), datetime.now()
    sample(PAPER, qubits=2, layers=[1], first=0, circuits=1000, log=log)
    first, second, *_, last = log.getvalue().splitlines()
    assert first == "1/1000 circuits, the first in 100 s"
    done, end = second.split(", 0.5 a second, ends ")
    assert done == "7/1000 circuits"
    assert abs(datetime.fromisoformat(end) - before - timedelta(seconds=993 * 2)) < timedelta(seconds=60)
    assert last.startswith("1000/1000 circuits, 0.5 a second, ends ")


def test_samples_say_which_engine_made_them(tmp_path):
    source, written = Source("paper", 1), {}
    for name, engine in ENGINES.items():
        path = tmp_path / f"{name}.parquet"
        found = quietly(source, qubits=4, layers=[1, 5, 9], first=3, circuits=5, engine=name)
        write_samples(path, Samples(source, 4, **found), engine.package)
        software = json.loads(pq.read_schema(path).metadata[b"software"])
        assert software[name] == version(name)
        assert set(software) == {"plateaus", "numpy", name}
        written[name] = read_samples(path)
    for key in VALUES:
        np.testing.assert_allclose(getattr(written["numba"], key), getattr(written["qulacs"], key), rtol=0, atol=1e-13)
    np.testing.assert_array_equal(written["numba"].axis, written["qulacs"].axis)
