"""Files for the forge say what is there: targets of the Makefile, versions of Python, programs of the environment."""

import re
import shlex
import tomllib
from pathlib import Path

import yaml
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[2]
CI = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_its_jobs_run_targets_of_the_makefile():
    lines = [step["run"] for job in CI["jobs"].values() for step in job["steps"] if "run" in step]
    made = [word for line in lines if line.startswith("make ") for word in line.split()[1:] if "=" not in word]
    assert {"lint", "figures", "test", "test-sharing"} <= set(made) <= TARGETS
    assert all(line.startswith(("make ", "git diff ")) for line in lines)


def test_it_covers_every_python_that_is_allowed_on_linux_and_macos():
    matrix = CI["jobs"]["test"]["strategy"]["matrix"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    allowed = SpecifierSet(project["requires-python"])
    assert matrix["python"] == [f"3.{minor}" for minor in range(30) if f"3.{minor}" in allowed]
    assert [system.split("-")[0] for system in matrix["os"]] == ["ubuntu", "macos"]


def test_every_form_for_an_issue_asks_for_something():
    forms = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))
    for form in (yaml.safe_load(path.read_text(encoding="utf-8")) for path in forms if path.stem != "config"):
        assert form["name"]
        assert form["description"]
        assert any(part.get("validations", {}).get("required") for part in form["body"])
        identifiers = [part["id"] for part in form["body"]]
        assert len(set(identifiers)) == len(identifiers)


def test_hooks_run_programs_that_are_in_the_environment_or_here():
    (local,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    for hook in local["hooks"]:
        program, *words = shlex.split(hook["entry"])
        assert program.startswith(".venv/bin/")
        assert (ROOT / program).exists()
        assert all((ROOT / word).exists() for word in words if word.endswith(".py"))
