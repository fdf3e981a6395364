"""What every kind of probe records: its columns, the same to the bit each time, and the same again from a file."""

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

import record_probe
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source
from plateaus.probes import kind as kinds
from plateaus.probes.recording import record
from plateaus.probes.registry import KINDS
from plateaus.storage.samples import read_probe, write_probe
from plateaus.storage.writing import ResultsError

SETTINGS: dict[str, dict] = {
    "gradients": {},
    "training": {"steps": 3, "rate": 0.1},
    "trajectories": {"layers": [2, 4], "each": 3},
    "shots": {"shots": [10, 1000]},
}
NOISE: dict[str, dict] = {"trajectories": {"noise": "depolarizing:0.1"}}


def source(master_seed=4, **words):
    return Source("test", master_seed, experiment=Experiment.from_words(words))


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_probe_has_its_columns_repeats_to_the_bit_and_survives_a_file(kind, tmp_path):
    wanted = source(**NOISE.get(kind.name, {}))
    columns, again, other = (
        record(kind, wanted, qubits=3, depth=4, first=first, circuits=1, **SETTINGS[kind.name]) for first in (7, 7, 8)
    )
    assert list(columns) == [column.name for column in kind.columns]
    for key, values in columns.items():
        np.testing.assert_array_equal(values, again[key])
    assert any(not np.array_equal(columns[key], other[key]) for key in columns if key != "circuit")
    details = {"probe": kind.name, "qubits": "3", "depth": "4"}
    write_probe(tmp_path / "a.parquet", columns, kind.columns, wanted, details)
    found = read_probe(tmp_path / "a.parquet", kind.columns, wanted, {"probe": kind.name})
    for key, values in columns.items():
        np.testing.assert_array_equal(values, found[key])
    with pytest.raises(ResultsError, match="made for master_seed = 4, but 5 is asked for"):
        read_probe(tmp_path / "a.parquet", kind.columns, source(5, **NOISE.get(kind.name, {})), details)
    (tmp_path / "b.parquet").write_bytes((tmp_path / "a.parquet").read_bytes()[:300])
    with pytest.raises(ResultsError, match="damaged"):
        read_probe(tmp_path / "b.parquet", kind.columns, wanted, details)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_batch_is_its_circuits_one_by_one(kind):
    wanted = source(**NOISE.get(kind.name, {}))

    def batch(first, circuits):
        return record(kind, wanted, qubits=2, depth=4, first=first, circuits=circuits, **SETTINGS[kind.name])

    whole, parts = batch(0, 3), [batch(index, 1) for index in range(3)]
    for key, values in whole.items():
        np.testing.assert_array_equal(values, np.concatenate([part[key] for part in parts]))


@pytest.mark.parametrize(
    ("kind", "words", "message"),
    [
        ("trajectories", {}, "no noise"),
        ("trajectories", {"noise": "depolarizing:0.1", "objective": "projector"}, "Pauli strings, not for projector"),
        ("training", {"noise": "depolarizing:0.1"}, "without noise"),
    ],
)
def test_a_probe_that_does_not_apply_is_refused(kind, words, message):
    with pytest.raises(ValueError, match=message):
        record(KINDS[kind], source(**words), qubits=3, depth=4, first=0, circuits=1, **SETTINGS[kind])


def program(monkeypatch, *words):
    monkeypatch.setattr("sys.argv", ["record_probe.py", "--qubits", "2", "--depth", "4", "--circuits", "2", *words])
    record_probe.main()


@pytest.mark.parametrize(
    ("kind", "settings", "recorded"),
    [
        ("training", ["--steps", "3", "--rate", "1e-1"], {"steps": "3", "rate": "0.1"}),
        ("trajectories", ["--layers", "1-3", "--each", "2"], {"each": "2", "layers": "[1, 2, 3]"}),
        ("shots", ["--shots", "10,1000"], {"shots": "[10, 1000]"}),
    ],
)
def test_the_program_takes_the_settings_of_a_kind_and_records_them(kind, settings, recorded, monkeypatch, tmp_path):
    wanted = source(**NOISE.get(kind, {}))
    words = [word for key, value in wanted.words().items() for word in (f"--{key.replace('_', '-')}", value)]
    path = tmp_path / "a.parquet"
    program(monkeypatch, "--probe", kind, *settings, *words, "--output", str(path))
    found = json.loads(pq.read_schema(path).metadata[b"source"])
    expected = wanted.words() | {"probe": kind, "qubits": "2", "depth": "4"} | recorded
    assert list(found.items()) == list(expected.items())


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--probe", "training", "--steps", "3"], "required: --output, --rate"),
        (["--probe", "shots", "--shots", "many"], "argument --shots: invalid numbers value: 'many'"),
        (["--probe", "gradients", "--shots", "10", "--output", "x"], "unrecognized arguments: --shots 10"),
        (["--probe", "shoots"], "invalid choice: 'shoots'"),
        ([], "required: --probe, --output"),
    ],
)
def test_the_program_refuses_what_the_kind_does_not_take(words, message, monkeypatch, capsys):
    with pytest.raises(SystemExit):
        program(monkeypatch, *words)
    assert message in capsys.readouterr().err


def test_every_folder_is_registered_under_its_name():
    assert sorted(KINDS) == kinds.kind_names()
    assert all(kind.name == name for name, kind in KINDS.items())
    folders = {path.parent.name for path in Path(kinds.__file__).parent.glob("*/__init__.py")}
    assert folders == set(KINDS)
