"""The same bytes whatever the order, the cores and the surroundings, and when what was deleted is made again."""

import shutil

from pipeline import DATA, digests, snakemake
from surroundings import surround


def test_one_core_and_reversed_order_give_the_same_bytes(finished, tmp_path):
    samples = sorted(str(p.relative_to(finished)) for p in (finished / "results/samples").rglob("*.parquet"))
    for half in (samples[len(samples) // 2 :], samples[: len(samples) // 2]):
        snakemake(tmp_path, "--cores", "1", *reversed(half))
    snakemake(tmp_path, "--cores", "1", "tables", "claims", "require_checks")
    assert digests(tmp_path, *DATA) == digests(finished, *DATA)


def test_the_users_surroundings_do_not_show(finished, tmp_path):
    directory = tmp_path / "surrounded"
    shutil.copytree(finished, directory)
    made = ("results/samples/zz_chain/n2_L20_s0.parquet", "results/tables/tails.csv", "results/figures/fig4.pdf")
    for path in made:
        (directory / path).unlink()
    snakemake(directory, "--cores", "1", *made, **surround(directory))
    figures = ("results/figures",)
    assert digests(directory, *DATA, *figures) == digests(finished, *DATA, *figures)
