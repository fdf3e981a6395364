"""The wheel of this checkout, built from a copy of it: building leaves files in the folder that it builds from."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run(*command, cwd, **environment):
    """The output of a command in a folder."""
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, cwd=cwd, env=os.environ | environment
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def pip(python, verb, *words, cwd):
    """The output of pip in the environment of a Python."""
    return run(python, "-m", "pip", verb, "--quiet", "--disable-pip-version-check", *words, cwd=cwd)


def build(python, folder):
    """The wheel, built in a folder by a Python that has setuptools."""
    checkout = folder / "checkout"
    shutil.copytree(ROOT / "scripts", checkout / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, checkout)
    pip(python, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, checkout, cwd=folder)
    (found,) = folder.glob("*.whl")
    return found
