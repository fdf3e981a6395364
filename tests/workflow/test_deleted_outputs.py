"""Deleted outputs come back the same, and alone."""

import shutil

from pipeline import DATA, digests, snakemake


def test_deleted_outputs_come_back_the_same_and_alone(finished, tmp_path):
    directory = tmp_path / "half"
    shutil.copytree(finished, directory)
    before = digests(directory, *DATA, "results/figures")
    files = sorted(path for folder in DATA for path in (directory / folder).rglob("*") if path.is_file())
    for path in files[::2]:
        path.unlink()
    kept = {path: path.stat().st_mtime_ns for path in files[1::2] if path.suffix == ".parquet"}
    snakemake(directory, "--cores", "1")
    assert digests(directory, *DATA, "results/figures") == before
    assert all(path.stat().st_mtime_ns == time for path, time in kept.items())
