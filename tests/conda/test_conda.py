"""The smoke configuration, and a circuit of a file, give in their conda environments what they give without.

Where no conda is on PATH, `stand_in.py` takes its place, with a channel that `pack_channel.py` makes of the local
CPython and the installed wheels. That proves the environment files, that they can be solved together, and how
Snakemake, the rules and the environments are wired; it proves nothing about conda itself, nor about what a public
channel holds.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import Distribution
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from plain_snakemake import link_packages, plain_python

from plateaus.plan.dependencies import PYPI_NAMES
from plateaus.storage.samples import read_samples

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
TOOLS = ROOT / ".venv/conda"
STAND_IN = shutil.which("conda") is None
#: What the pipeline uses; the benchmark's environment has a lock file of its own, and `make benchmark`.
ENVIRONMENTS = [path for path in sorted((ROOT / "envs").glob("*.yaml")) if not path.with_suffix(".lock").exists()]
SAMPLES = "results/samples/zz_chain/n2_L20_s0.parquet"


#: So that the environment which reads circuits of a user's own is made and used too: a function that returns OpenQASM.
OWN = """
def circuit(qubits, layers):
    lines = ["OPENQASM 3.0;", 'include "stdgates.inc";', f"qubit[{qubits}] q;"]
    for layer in range(layers):
        for q in range(qubits):
            lines += [f"input float a{layer}_{q};", f"ry(a{layer}_{q}) q[{q}];"]
        lines += [f"cx q[{q}], q[{q + 1}];" for q in range(qubits - 1)]
    return chr(10).join(lines)
"""


def specs(environment):
    """Conda's and pip's packages of an environment file, as written."""
    entries = yaml.safe_load(environment.read_text(encoding="utf-8"))["dependencies"]
    of_conda = [entry for entry in entries if isinstance(entry, str)]
    return of_conda, [spec for entry in entries if isinstance(entry, dict) for spec in entry["pip"]]


def make_stand_in(root):
    """A folder as conda's own is: bin/conda, bin/activate and, here, a channel under the name of the public one."""
    if sys.version_info[:2] != (3, 11) or not (TOOLS / "installed").exists():
        pytest.fail("without a conda on PATH this needs Python 3.11 and its tools: make test-conda PYTHON=python3.11")
    python = TOOLS / "bin/python"
    names = {re.split("=", spec)[0] for file in ENVIRONMENTS for spec in specs(file)[0]} - {"python"}
    wheels = [f"--wheels={home}/lib/python3.11/site-packages" for home in (TOOLS, sys.prefix)]
    pairs = [f"{name}={PYPI_NAMES.get(name, name)}" for name in sorted(names)]
    channel = f"--output={root}/channels/conda-forge"
    subprocess.run([python, HERE / "pack_channel.py", *wheels, channel, *pairs], check=True)
    (root / "bin").mkdir()
    shutil.copy(HERE / "activate.sh", root / "bin/activate")
    command = root / "bin/conda"
    command.write_text(f"#!/bin/sh\nexec '{python}' '{HERE}/stand_in.py' --root '{root}' \"$@\"\n")
    command.chmod(0o755)


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    """The variables of an odd shell: conda's base environment is active, then a virtual one, and Qulacs on PYTHONPATH.

    The last is what makes pip believe that an environment already has it.
    """
    if STAND_IN:
        base = tmp_path_factory.mktemp("conda")
        make_stand_in(base)
    else:
        info = subprocess.run(["conda", "info", "--json"], capture_output=True, text=True, check=True).stdout
        base = Path(json.loads(info)["conda_prefix"])
    packages = tmp_path_factory.mktemp("packages")
    link_packages(["qulacs"], packages)
    path = os.pathsep.join([str(Path(sys.executable).parent), f"{base}/bin", *os.get_exec_path()])
    caller = {"PATH": path, "CONDA_PREFIX": str(base), "CONDA_SHLVL": "1", "PYTHONPATH": str(packages)}
    return os.environ | caller


def snakemake(directory, *options, env=None, workflow=ROOT, ok=True, python=sys.executable):
    """Run the smoke configuration, and a circuit of a file, in a folder; the output."""
    config = yaml.safe_load((workflow / "config/smoke.yaml").read_text(encoding="utf-8"))
    grid = {"qubits": [2, 4], "layers": {"from": 1, "to": 4}, "circuits": 60}
    config["experiments"]["own"] = {"title": "from a file", "ansatz": {"python": "circuit.py"}} | grid
    directory.mkdir(exist_ok=True)
    (directory / "circuit.py").write_text(OWN, encoding="utf-8")
    (directory / "config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    command = [python, "-m", "snakemake", *options, "--snakefile", workflow / "Snakefile", "--cores", "2"]
    command += ["--scheduler", "greedy", "--directory", directory, "--configfile", directory / "config.yaml"]
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, env=env)
    assert (done.returncode == 0) == ok, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def without(tmp_path_factory):
    """A folder in which everything ran without conda."""
    directory = tmp_path_factory.mktemp("without")
    snakemake(directory)
    return directory


@pytest.fixture(scope="module")
def within(tmp_path_factory, shell):
    """A folder in which everything ran in conda environments; the logs name every module that was imported.

    Snakemake itself has nothing but what `pip install snakemake` gives.
    """
    directory = tmp_path_factory.mktemp("within")
    python = plain_python(tmp_path_factory.mktemp("plain") / "venv")
    snakemake(directory, "--sdm", "conda", "--conda-create-envs-only", env=shell, python=python)
    snakemake(directory, "--sdm", "conda", env=shell | {"PYTHONVERBOSE": "1"}, python=python)
    return directory


@pytest.fixture(scope="module")
def prefixes(within):
    """Folder of every environment that was made, by name."""
    made = {path.read_bytes(): path.with_suffix("") for path in (within / ".snakemake/conda").glob("*.yaml")}
    return {path.stem: made[path.read_bytes()] for path in ENVIRONMENTS}


def files(directory, ending):
    """Paths of all results that end in something."""
    return {path.relative_to(directory) for path in (directory / "results").rglob(f"*.{ending}")}


def test_results_are_those_of_the_virtual_environment(without, within):
    for ending in ("parquet", "csv"):
        assert files(within, ending) == files(without, ending) != set()
    if STAND_IN:  # the same wheels: the same bits
        for path in files(without, "parquet") | files(without, "csv"):
            digests = [hashlib.sha256((folder / path).read_bytes()).hexdigest() for folder in (within, without)]
            assert digests[0] == digests[1], path
    else:  # another build of BLAS rounds otherwise
        for path in files(without, "parquet"):
            a, b = read_samples(within / path), read_samples(without / path)
            np.testing.assert_allclose(a.gradient, b.gradient, rtol=0, atol=1e-12)
            np.testing.assert_allclose(a.objective, b.objective, rtol=0, atol=1e-12)
            np.testing.assert_allclose(a.curvature, b.curvature, rtol=0, atol=1e-12)
        for path in files(without, "csv"):
            c, d = (pd.read_csv(folder / path).select_dtypes("number") for folder in (within, without))
            np.testing.assert_allclose(c, d, rtol=1e-6, atol=1e-9)


def test_every_module_comes_from_the_rules_environment_or_the_library(without, within, prefixes):
    loaded = re.compile(r"^# .*?(?:matches|code object from|loaded from) '?(/[^'\n]+)", re.MULTILINE)
    scripts = f"{ROOT}/scripts/"
    used = set()
    assert files(within, "log") == files(without, "log") != set()
    for log in files(within, "log"):
        paths = set(loaded.findall((within / log).read_text(encoding="utf-8")))
        mine = {name for name, prefix in prefixes.items() if any(path.startswith(f"{prefix}/") for path in paths)}
        assert len(mine) == 1, (log, mine)
        home = f"{prefixes[mine.copy().pop()]}/"
        assert {path for path in paths if not path.startswith((home, scripts))} == set(), log
        if log.parent.name != "provenance":  # those programs look at packages and import none
            assert any("/site-packages/" in path or "/dist-packages/" in path for path in paths), log
        used |= mine
    assert used == set(prefixes)


def test_environments_hold_what_they_pin_and_pip_adds_nothing_else(prefixes):
    for name, prefix in prefixes.items():
        of_conda, of_pip = specs(ROOT / f"envs/{name}.yaml")
        records = [json.loads(path.read_text(encoding="utf-8")) for path in (prefix / "conda-meta").glob("*.json")]
        (channel,) = yaml.safe_load((ROOT / f"envs/{name}.yaml").read_text(encoding="utf-8"))["channels"]
        # a record has the address of its channel, with or without the platform
        foreign = {record["name"] for record in records if channel not in record["channel"].split("/")}
        assert foreign == set()
        versions = {record["name"]: record["version"] for record in records}
        assert versions.pop("python").startswith("3.11.")
        for spec in of_conda:
            package, version = spec.split("=")
            assert package == "python" or versions[package] == version
        owned = {path for record in records for path in record["files"]}
        packages = {
            path.relative_to(prefix): Distribution.at(path) for path in prefix.glob("**/*-packages/*.dist-info")
        }
        others = {f"{d.name}=={d.version}" for path, d in packages.items() if f"{path}/METADATA" not in owned}
        assert others == set(of_pip)


def test_a_run_records_the_build_of_every_package(within, without, prefixes):
    for name, prefix in prefixes.items():
        record = json.loads((within / f"results/provenance/environments/{name}.json").read_text(encoding="utf-8"))
        built = list((prefix / "conda-meta").glob("*.json"))
        assert len(record["conda"]) == len(built) >= len(specs(ROOT / f"envs/{name}.yaml")[0])
        assert all(entry.startswith("conda-forge ") for entry in record["conda"].values())
        of_pip = json.loads((without / f"results/provenance/environments/{name}.json").read_text(encoding="utf-8"))
        assert of_pip["conda"] == {}


@pytest.mark.parametrize(("right", "wrong"), [("numpy=", "numpy=0.0."), ("qulacs==", "qulacs==0.0.")])
def test_a_pin_that_nothing_meets_is_named_before_any_job(right, wrong, shell, tmp_path):
    for name in ("workflow", "scripts", "config", "envs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "Snakefile", tmp_path)
    file = tmp_path / "envs/simulate.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8")
    output = snakemake(tmp_path / "run", SAMPLES, "--sdm", "conda", env=shell, workflow=tmp_path, ok=False)
    assert f"Could not create conda environment from {file}" in output
    assert re.search(f"{right.strip('=')}.*0\\.0\\.", output.split("Output:")[1])
    assert not (tmp_path / "run" / SAMPLES).exists()
