"""Running the workflow in a folder, and looking at what it did."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
SMOKE = ROOT / "config/smoke.yaml"
DATA = ("results/samples", "results/exact", "results/statistics", "results/checks", "results/tables")


def command(directory, *options, config=SMOKE, workflow=ROOT):
    """The command that runs the workflow in a folder."""
    words = [sys.executable, "-m", "snakemake", "--snakefile", workflow / "Snakefile", "--directory", directory]
    return [str(word) for word in (*words, "--configfile", config, "--scheduler", "greedy", *options)]


def snakemake(directory, *options, config=SMOKE, workflow=ROOT, ok=True, **environment):
    """Run the workflow in a folder; its output."""
    done = subprocess.run(
        command(directory, *options, config=config, workflow=workflow),
        capture_output=True,
        text=True,
        cwd=workflow,
        env=os.environ | environment,
    )
    assert (done.returncode == 0) == ok, done.stdout + done.stderr
    return done.stdout + done.stderr


def planned(output):
    """Jobs of each rule in a dry run."""
    table = re.search(r"^job +count\n-.*\n((?:.+\n)+?)total", output, re.MULTILINE)
    return {rule: int(count) for rule, count in re.findall(r"^(\S+) +(\d+)$", table[1], re.MULTILINE)} if table else {}


def digests(directory, *folders):
    """SHA-256 of every file below some folders."""
    return {
        str(path.relative_to(directory)): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in sorted((directory / folder).rglob("*"))
        if path.is_file()
    }


def copy_of_the_workflow(folder):
    """A fresh checkout of what the workflow needs to run, in another folder."""
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "Snakefile", folder)
    for name in ("config", "envs", "scripts", "workflow"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder
