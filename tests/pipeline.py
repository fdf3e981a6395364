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


#: The Python that runs Snakemake and its jobs where a test names none; tests/workflow sets one that starts in no time.
PYTHON = sys.executable
#: What planning keeps of the checkout's code in each folder, lent to the next one (see `plateaus.plan.dependencies`).
DIGESTS = ".snakemake/digests.json"
_digests: list[bytes] = []


def command(directory, *options, config=SMOKE, workflow=ROOT, python=sys.executable):
    """The command that runs the workflow in a folder."""
    words = [python, "-m", "snakemake", "--snakefile", workflow / "Snakefile", "--directory", directory]
    return [str(word) for word in (*words, "--configfile", config, "--scheduler", "greedy", *options)]


def lend(directory):
    """Spare a folder, in which nothing was planned, that all of the code is parsed once more."""
    kept = Path(directory) / DIGESTS
    if _digests and not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(_digests[0])


def snakemake(directory, *options, config=SMOKE, workflow=ROOT, ok=True, python=None, **environment):
    """Run the workflow in a folder; its output. Jobs run in the same Python."""
    lend(directory)
    done = subprocess.run(
        command(directory, *options, config=config, workflow=workflow, python=python or PYTHON),
        capture_output=True,
        text=True,
        cwd=workflow,
        env=os.environ | environment,
    )
    kept = Path(directory) / DIGESTS
    if not _digests and workflow == ROOT and kept.exists():
        _digests.append(kept.read_bytes())
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
