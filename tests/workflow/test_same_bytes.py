"""The same bytes whatever the order, the cores and the surroundings, and when what was deleted is made again."""

import shutil
import sys

from pipeline import DATA, digests, snakemake
from surroundings import surround

MADE = ("results/samples", "results/exact")


def test_one_core_and_reversed_order_give_the_same_bytes(finished, tmp_path):
    """Of samples and exact curves; tables that are made again, on one core, are a matter of test_deleted_outputs."""
    made = [sorted((finished / folder).rglob("*.*")) for folder in MADE]
    paths = [str(path.relative_to(finished)) for files in made for path in files]
    for half in (paths[len(paths) // 2 :], paths[: len(paths) // 2]):
        snakemake(tmp_path, "--cores", "1", *reversed(half))
    assert digests(tmp_path, *MADE) == digests(finished, *MADE)


def test_the_users_surroundings_do_not_show(finished, tmp_path):
    directory = tmp_path / "surrounded"
    shutil.copytree(finished, directory)
    made = ("results/samples/zz_chain/n2_L20_s0.parquet", "results/tables/tails.csv", "results/figures/fig4.pdf")
    for path in made:
        (directory / path).unlink()
    snakemake(directory, "--cores", "1", *made, python=sys.executable, **surround(directory))
    figures = ("results/figures",)
    assert digests(directory, *DATA, *figures) == digests(finished, *DATA, *figures)
