"""Runs of the smoke configuration, here or elsewhere, and what they made."""

import hashlib
import os
import pwd
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Everything but the other figures: one job of Slurm costs more than a figure, and they are all alike.
TARGETS = ("samples", "tables", "claims", "require_checks", "results/figures/fig3.pdf")
CELL = "results/samples/zz_chain/n2_L20_s0.parquet"
DATA = ("samples", "exact", "statistics", "checks", "tables")


def start(directory, *options, root=ROOT, python=sys.executable, user=None, **environment):
    """Start the smoke configuration of a checkout in a folder, as a user."""
    command = [python, "-m", "snakemake", *options, "--snakefile", root / "Snakefile", "--directory", directory]
    command += ["--configfile", root / "config/smoke.yaml"]
    return subprocess.Popen(
        [str(word) for word in command],
        cwd=root,
        env={key: value for key, value in os.environ.items() if not key.startswith("COV")} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        user=user,
        group=user and pwd.getpwnam(user).pw_gid,
        extra_groups=user and [],
        # a shell lets what it starts in the background ignore interrupts, and so would the run
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def finished(process, *, ok=True):
    """The output of a run that ended well, or did not."""
    output, _ = process.communicate(timeout=900)
    assert (process.returncode == 0) == ok, output
    return output


def digests(directory, *folders):
    """SHA-256 of every file in some folders of the results."""
    return {
        str(path.relative_to(directory)): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in sorted((directory / "results" / folder).rglob("*"))
        if path.is_file()
    }


@cache
def local_run(folder):
    """A folder below `folder` in which everything ran without a scheduler, the same for all modules of tests."""
    directory = folder / "local"
    finished(start(directory, *TARGETS, "--cores", "2"))
    return directory
