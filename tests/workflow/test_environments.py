"""The conda environments, the lock file and the programs agree."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import requires
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from plateaus.plan.dependencies import PYPI_NAMES
from tools.pin_environments import locked

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "scripts"
ENVIRONMENTS = sorted((ROOT / "envs").glob("*.yaml"))
OF_MAIN_LOCK = [path for path in ENVIRONMENTS if not path.with_suffix(".lock").exists()]
LOCKS = [
    *(ROOT / f"requirements{kind}.lock" for kind in ("", "-cluster", "-dev")),
    ROOT / "tests/conda/requirements.txt",
    *(ROOT / "envs").glob("*.lock"),
]
USED = ("simulate", "analyse", "figures")
OWN = {"peers", "plateaus", "tools", *(path.stem for path in SCRIPTS.glob("*.py"))}
#: What programs load by name, for one job or another: no import statement of theirs shows it.
TABLES = ("plateaus/tables/*.py", "plateaus/probes/*/table.py")
LOADED = {
    "compute_exact": ("plateaus/theory/population.py",),
    "check": (*TABLES, "plateaus/probes/*/check.py"),
    "draw": (*TABLES, "plateaus/figures/*.py"),
    "estimate": ("plateaus/probes/*/table.py", "plateaus/probes/*/estimate.py"),
    "judge": TABLES,
    "record_probe": ("plateaus/probes/*/record.py",),
    "require_checks": TABLES,
    "run_benchmark": ("peers/*.py", "plateaus/engines/*.py"),
    "simulate": ("plateaus/engines/*.py",),
    "make_table": TABLES,
}
DISTRIBUTIONS = {
    "cirq": "cirq-core",
    "panta_sim": "panta-sim",
    "pennylane_lightning": "pennylane-lightning",
    "prism_q": "prism-q",
    "qevedo": "qevedo-simulator",
    "qiskit_aer": "qiskit-aer",
    "tensorcircuit": "tensorcircuit-ng",
    "yaml": "pyyaml",
}


def locks_of(environment):
    """The lock files that an environment is held to: one of its own before the main one."""
    own = environment.with_suffix(".lock")
    return [ROOT / "tests/conda/requirements.txt", own if own.exists() else ROOT / "requirements.lock"]


def applies(requirement):
    """Whether a package requires something here, and not for an extra of its own or for another Python."""
    marker = Requirement(requirement).marker
    return marker is None or marker.evaluate({"extra": ""})


def packages(environment):
    """Name and version of everything an environment pins, pip's among them."""
    for entry in yaml.safe_load(environment.read_text(encoding="utf-8"))["dependencies"]:
        for spec in entry["pip"] if isinstance(entry, dict) else [entry]:
            pin = re.fullmatch(r"([a-z0-9-]+)==?([0-9.]+)", spec)
            assert pin, f"{environment.name}: {spec} is no pin"
            yield PYPI_NAMES.get(pin[1], pin[1]), pin[2]


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda path: path.stem)
def test_every_package_is_pinned_to_the_version_in_a_lock_file(environment):
    locks = locks_of(environment)
    versions = {name: version for lock in locks for name, version in locked(lock.read_text(encoding="utf-8")).items()}
    pins = dict(packages(environment))
    assert pins.pop("python") == "3.11"  # of which conda takes the newest
    assert pins.items() <= versions.items()


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda path: path.stem)
def test_packages_come_from_one_channel(environment):
    """`nodefaults` is a channel like any other to conda 26.7, one that does not exist."""
    assert yaml.safe_load(environment.read_text(encoding="utf-8"))["channels"] == ["conda-forge"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_has_hashes_and_no_host(lock):
    text = lock.read_text(encoding="utf-8")
    assert text.count("--hash=sha256:") >= len(locked(text)) >= 5
    assert "://" not in text


@pytest.mark.parametrize("environment", OF_MAIN_LOCK, ids=lambda path: path.stem)
def test_pip_finds_all_that_its_packages_require(environment):
    """Or it would add packages that nothing pins."""
    content = yaml.safe_load(environment.read_text(encoding="utf-8"))["dependencies"]
    from_pip = [spec.split("==")[0] for entry in content if isinstance(entry, dict) for spec in entry["pip"]]
    required = {line for name in from_pip for line in requires(name) or () if applies(line)}
    assert required <= dict(packages(environment)).keys()


@pytest.mark.parametrize("lock", re.findall(r"pyproject\.toml .*-o (\S+)", (ROOT / "Makefile").read_text()))
def test_a_lock_file_with_the_library_has_all_that_it_requires(lock):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = {Requirement(line).name.lower() for line in project["dependencies"]}
    assert required <= set(locked((ROOT / lock).read_text(encoding="utf-8")))


def test_what_a_cluster_adds_is_locked_next_to_the_same_versions():
    main, cluster = (locked((ROOT / f"{name}.lock").read_text()) for name in ("requirements", "requirements-cluster"))
    added = {
        "snakemake-executor-plugin-cluster-generic",
        "snakemake-executor-plugin-slurm",
        "snakemake-executor-plugin-slurm-jobstep",
    }
    assert set(cluster) - set(main) == added
    assert all(main[name] == version for name, version in cluster.items() if name not in added)


def test_what_checks_the_code_is_locked_next_to_the_same_versions_and_no_run_needs_it():
    main, dev = (locked((ROOT / f"{name}.lock").read_text()) for name in ("requirements", "requirements-dev"))
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    asked = {Requirement(requirement).name for requirement in groups["dev"]}
    assert asked <= set(dev) - set(main)
    assert all(main[name] == dev[name] for name in set(main) & set(dev))


@cache
def names_imported(path):
    """The modules that a file imports, and those that what it imports of a module may be, by their whole names."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return found


def imported(path, seen):
    """Third-party packages that a file imports, through the library as well; `seen` grows by the files looked at."""
    seen.add(path)
    found = set()
    for name in names_imported(path):
        own = SCRIPTS / Path(*name.split("."))
        for file in (own.with_suffix(".py"), own / "__init__.py"):
            if file.exists() and file not in seen:
                found |= imported(file, seen)
        found.add(name.split(".")[0])
    return found


def rules():
    """Program and environment of every rule."""
    for path in sorted((ROOT / "workflow/rules").glob("*.smk")):
        for block in re.split(r"\n\s*rule(?: \w+)?:", path.read_text(encoding="utf-8"))[1:]:
            program = re.search(r"python -m (\w+)", block)
            environment = re.search(r'conda:\s*ENVS / f?"(\w+|\{env\})\.yaml"', block)
            if program:
                assert environment, f"{program[1]} runs in no environment"
                names = USED if environment[1] == "{env}" else [environment[1]]
                yield from ((program[1], name) for name in names)


def needed(program):
    """PyPI names of the packages that a program imports."""
    seen: set[Path] = set()
    names = imported(SCRIPTS / f"{program}.py", seen)
    for pattern in LOADED.get(program, ()):
        for path in sorted(SCRIPTS.glob(pattern)):
            names |= imported(path, seen) if path not in seen else set()
    return {DISTRIBUTIONS.get(name, name) for name in names - set(sys.stdlib_module_names) - OWN}


RULES = sorted(set(rules()))


@pytest.mark.parametrize(("program", "environment"), RULES)
def test_a_rules_environment_has_what_its_program_imports(program, environment):
    pins = {name for name, _ in packages(ROOT / f"envs/{environment}.yaml")}
    assert needed(program) <= pins


@pytest.mark.parametrize("environment", OF_MAIN_LOCK, ids=lambda path: path.stem)
def test_an_environment_has_nothing_that_no_program_needs(environment):
    programs = {program for program, name in RULES if name == environment.stem}
    used = {name for program in programs for name in needed(program)}
    required = {line for name in used & {"qulacs"} for line in requires(name) or () if applies(line)}
    required |= {"antlr4-python3-runtime"} if "openqasm3" in used else set()  # of its extra that parses
    assert {name for name, _ in packages(environment)} - {"python", "pip"} == used | required


def test_without_conda_one_sentence_before_any_job(tmp_path):
    for program in ("bash", "which"):  # plugins of Snakemake ask for the second
        (tmp_path / program).symlink_to(str(shutil.which(program)))
    command = [
        sys.executable,
        "-m",
        "snakemake",
        "--sdm",
        "conda",
        "--snakefile",
        str(ROOT / "Snakefile"),
        "--cores",
        "1",
    ]
    command += ["--configfile", str(ROOT / "config/smoke.yaml"), "--directory", str(tmp_path / "run")]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"PATH": str(tmp_path)})
    assert done.returncode != 0
    assert "--sdm conda needs the command conda, 24.7.1 or newer, on PATH" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "run/results").exists()


def test_every_program_is_some_rules_or_the_readmes():
    programs = {program for program, _ in RULES}
    assert LOADED.keys() <= programs
    readme = (ROOT / "README.md").read_text(encoding="utf-8") + (ROOT / "Makefile").read_text(encoding="utf-8")
    for path in SCRIPTS.glob("*.py"):
        assert path.stem in programs or path.stem in readme
