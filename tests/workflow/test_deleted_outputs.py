"""Deleted outputs come back the same, and alone."""

import shutil

from pipeline import DATA, digests, snakemake

REDRAWN = ("fig6",)


def test_deleted_outputs_come_back_the_same_and_alone(finished, tmp_path):
    """Of a run that is asked for everything but nine of its figures: a figure takes longer than all that it shows."""
    directory = tmp_path / "half"
    shutil.copytree(finished, directory)
    before = digests(directory, *DATA, "results/figures")
    files = sorted(path for folder in DATA for path in (directory / folder).rglob("*") if path.is_file())
    redrawn = [directory / f"results/figures/{name}.pdf" for name in REDRAWN]
    for path in (*files[::2], *redrawn):
        path.unlink()
    kept = {path: path.stat().st_mtime_ns for path in files[1::2] if path.suffix == ".parquet"}
    names = {path.stem for path in (directory / "results/figures").iterdir()} - set(REDRAWN)
    snakemake(directory, "--cores", "1", "--omit-from", *(f"draw_{name}" for name in sorted(names)))
    assert digests(directory, *DATA, "results/figures") == before
    assert all(path.stat().st_mtime_ns == time for path, time in kept.items())
