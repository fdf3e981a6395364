"""The same bytes whatever the order and the cores, and when what was deleted is made again."""

from pipeline import DATA, digests, snakemake


def test_one_core_and_reversed_order_give_the_same_bytes(finished, tmp_path):
    samples = sorted(str(p.relative_to(finished)) for p in (finished / "results/samples").rglob("*.parquet"))
    for half in (samples[len(samples) // 2 :], samples[: len(samples) // 2]):
        snakemake(tmp_path, "--cores", "1", *reversed(half))
    snakemake(tmp_path, "--cores", "1", "tables", "claims", "require_checks")
    assert digests(tmp_path, *DATA) == digests(finished, *DATA)
