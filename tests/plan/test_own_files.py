"""Configurations with circuits of one's own: what is planned of a file that is not opened, and what is refused."""

import hashlib

import pytest

from plateaus.plan import jobs, own_files
from plateaus.plan.load import load
from plateaus.plan.messages import ConfigError
from plateaus.plan.record import resolved

GRID = {"title": "mine", "qubits": [2, 4], "layers": [1], "circuits": 100}


def plan_of(**entry):
    top = {key: entry.pop(key) for key in ("land_in", "engine") if key in entry}
    return load({"master_seed": 1, "experiments": {"mine": GRID | entry}} | top)


def test_files_and_their_digests(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    plan = plan_of(ansatz={"qasm": "c/n{n}.qasm"}, exact={"qubits": [2, 3, 4]})
    study = plan.studies["mine"]
    assert own_files.files(study) == ["c/n2.qasm", "c/n3.qasm", "c/n4.qasm"]
    assert jobs.own_circuits(study) == [f"results/circuits/mine/n{n}.json" for n in (2, 3, 4)]
    with pytest.raises(ConfigError, match=r"3 mistakes\nexperiments\.mine\.ansatz: c/n2\.qasm cannot be read .No such"):
        own_files.require_files(plan)
    (tmp_path / "c").mkdir()
    for n in (2, 3, 4):
        (tmp_path / f"c/n{n}.qasm").write_text(str(n))
    own_files.require_files(plan)
    assert resolved(plan)["mine"]["files"]["c/n3.qasm"] == hashlib.sha256(b"3").hexdigest()


def test_one_python_file_has_all_sizes_and_depths():
    study = plan_of(ansatz={"python": "a.py"}, layers={"from": 1, "to": 5}, parameter={"angle": "θ"}).studies["mine"]
    assert own_files.files(study) == ["a.py"]
    assert study.source.words()["ansatz"] == "python=a.py"
    assert study.source.words()["parameter"] == "angle=θ"
    assert "files" not in resolved(load({"master_seed": 1, "experiments": {"mine": GRID}}))["mine"]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({"ansatz": {"qasm": "a.qasm"}}, r"ansatz: a\.qasm is one circuit, and .*several sizes; \{n\} in the name"),
        ({"ansatz": {"qasm": "a{n}.qasm"}, "layers": [1, 2]}, r"layers: a file of QASM is a whole circuit.*\[1\] is"),
        ({"ansatz": {"qasm": "a{n}.qasm"}, "exact": {"layers": 3}}, r"layers: a file of QASM is a whole circuit"),
        ({"ansatz": {"python": ""}}, r"ansatz\.python: \"\" is not allowed"),
        ({"ansatz": {"python": "a.py", "qasm": "b"}}, r"experiments\.mine\.ansatz: "),
        (
            {"ansatz": {"python": "a.py"}, "parameter": {"layer": 2, "qubit": 1}},
            r"parameter: 2:1 is a layer and a qubit",
        ),
        ({"ansatz": {"python": "a.py"}, "parameter": {"angle": "a b"}}, r"parameter\.angle: \"a b\" is not allowed"),
        ({"parameter": {"angle": "a"}}, r"parameter\.angle: a is for circuits of your own, not for mcclean"),
        ({"parameter": {"angle": "a", "layer": 1, "qubit": 1}}, r"parameter: .* is not allowed"),
        (
            {"ansatz": {"python": "a.py"}, "land_in": "kept"},
            r"land_in: circuits of a file, as those of experiments\.mine",
        ),
        ({"ansatz": {"python": "a.py"}, "engine": "numba"}, r"python=a\.py is not simulated by engine numba"),
        (
            {"ansatz": {"python": "a.py"}, "probes": {"gradients": {"qubits": [2], "depth": 1, "circuits": 20}}},
            r"for the ansatz mcclean, not for python=a\.py",
        ),
    ],
)
def test_what_is_refused(entry, reason):
    with pytest.raises(ConfigError, match=reason):
        plan_of(**entry)
