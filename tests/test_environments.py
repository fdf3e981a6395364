"""The conda environments, the lock file and the programs agree."""

import ast
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
ENVIRONMENTS = sorted((ROOT / "envs").glob("*.yaml"))
CONDA_NAMES = {"matplotlib-base": "matplotlib", "seaborn-base": "seaborn"}
NOT_LOCKED = {"python", "pip"}
STANDARD_OR_OWN = {"plateaus", *(path.stem for path in (ROOT / "scripts").glob("*.py"))}


def locked():
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = (re.match(r"([A-Za-z0-9_.-]+)==(\S+)", line) for line in lines)
    return {pin[1]: pin[2] for pin in pins if pin}


def packages(environment):
    """Name and version of everything an environment pins, pip's among them."""
    for entry in yaml.safe_load(environment.read_text(encoding="utf-8"))["dependencies"]:
        for spec in entry["pip"] if isinstance(entry, dict) else [entry]:
            pin = re.fullmatch(r"([a-z0-9-]+)==?([0-9.]+)", spec)
            assert pin, f"{environment.name}: {spec} is no pin"
            yield CONDA_NAMES.get(pin[1], pin[1]), pin[2]


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda path: path.stem)
def test_every_package_is_pinned_to_the_version_in_the_lock_file(environment):
    pins = dict(packages(environment))
    assert "python" in pins
    for name, version in pins.items():
        if name not in NOT_LOCKED:
            assert locked()[name] == version


def test_every_locked_package_has_hashes_and_no_host():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert text.count("--hash=sha256:") >= len(locked()) > 50
    assert "://" not in text


def imported(path, seen=frozenset()):
    """Third-party packages that a program imports, through the library as well."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = path.parent
            for _ in range(node.level - 1):
                base = base.parent
            module = node.module or ""
            prefix = ".".join(base.relative_to(ROOT / "scripts").parts) + "." if node.level else ""
            whole = (prefix + module).rstrip(".")
            names = [whole, *(f"{whole}.{alias.name}" for alias in node.names)]
        for name in names:
            own = ROOT / "scripts" / Path(*name.split("."))
            for file in (own.with_suffix(".py"), own / "__init__.py"):
                if file.exists() and file not in seen:
                    seen = seen | {file}
                    found |= imported(file, seen)
            found.add(name.split(".")[0])
    return found


def rules():
    """Program and environment of every rule."""
    for path in sorted((ROOT / "workflow/rules").glob("*.smk")):
        for block in re.split(r"\n\s*rule(?: \w+)?:", path.read_text(encoding="utf-8")):
            program, environment = re.search(r"python -m (\w+)", block), re.search(r"ENVS\}/(\w+)\.yaml", block)
            if program:
                yield program[1], environment[1] if environment else None


@pytest.mark.parametrize(("program", "environment"), sorted(set(rules())))
def test_a_rules_environment_has_what_its_program_imports(program, environment):
    import sys

    pins = {name for name, _ in packages(ROOT / f"envs/{environment}.yaml")}
    needed = imported(ROOT / f"scripts/{program}.py") - set(sys.stdlib_module_names) - STANDARD_OR_OWN
    needed = {{"yaml": "pyyaml"}.get(name, name) for name in needed}
    if environment == "simulate":
        needed.discard("pandas")  # imported only by what reads tables
    assert needed <= pins, f"{environment}.yaml lacks {needed - pins}"


def test_every_program_is_some_rules_or_the_readmes():
    readme = (ROOT / "README.md").read_text(encoding="utf-8") + (ROOT / "Makefile").read_text(encoding="utf-8")
    for path in (ROOT / "scripts").glob("*.py"):
        assert path.stem in {program for program, _ in rules()} or path.stem in readme
