"""Landed circuits: sums add up whatever the batches, the same circuit counts once, another one is refused."""

import json
import sys
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

import land as program
from plateaus.ensemble.source import Source
from plateaus.storage import landed
from plateaus.storage.landed import AXES, BEYOND, Landed, Made, file_of, land, read_landed, some_circuits
from plateaus.storage.samples import Samples, write_samples
from plateaus.storage.writing import ResultsError

SOURCE = Source("zz", 7)
LAYERS = np.array([1, 5, 9])
RULES = ["2*n", "deepest"]
MADE = Made(0, 0, {"plateaus": "0.1", "qulacs": "0.6"}, "abc")


def samples(circuits=500, layers=LAYERS, source=SOURCE, qubits=4):
    rng = np.random.default_rng(qubits)
    shape = (circuits, len(layers))
    return Samples(
        source,
        qubits,
        circuit=np.arange(circuits),
        axis=rng.integers(0, 3, circuits),
        layers=layers,
        objective=rng.uniform(-1, 1, shape),
        gradient=rng.normal(0, 0.2, shape),
        curvature=rng.normal(0, 0.2, shape),
    )


def landed_in(folder, *ranges, of=None, made=MADE):
    """Some circuits of a batch, landed in this order; what the folder has of them then."""
    of = of or samples()
    for first, end in ranges:
        land(folder, some_circuits(of, slice(first, end)), RULES, made)
    return read_landed(file_of(folder, of.source, of.qubits, int(of.layers[-1])), of.source)


def assert_same(found: Landed, wanted: Landed, rtol=1e-12):
    assert [(b.first, b.circuits) for b in found.blocks] == [(b.first, b.circuits) for b in wanted.blocks]
    for one, other in zip(found.blocks, wanted.blocks, strict=True):
        np.testing.assert_array_equal(one.digests, other.digests)
        for name, values in one.sums.items():
            np.testing.assert_allclose(values, other.sums[name], rtol=rtol, err_msg=name)
    for name, matrix in found.products.items():
        scale = np.sqrt(np.outer(np.diagonal(matrix), np.diagonal(matrix)))
        np.testing.assert_allclose(matrix / scale, wanted.products[name] / scale, atol=0.02, err_msg=name)


def test_sums_are_those_of_the_samples(tmp_path):
    of = samples(300)
    found, total = landed_in(tmp_path, (0, 300), of=of), landed_in(tmp_path, (0, 300), of=of).sums
    assert [(b.first, b.circuits) for b in found.blocks] == [(0, 200), (200, 100)]
    assert (found.circuits, found.layers.tolist(), found.source, found.qubits) == (300, [1, 5, 9], SOURCE, 4)
    averaged = (of.gradient**2 + of.curvature**2) / 2
    for name, powers in (("objective", 6), ("gradient", 6), ("curvature", 4), ("averaged", 3)):
        values = averaged if name == "averaged" else getattr(of, name)
        for power in range(1, powers + 1):
            np.testing.assert_allclose(total[f"{name}_{power}"], (values**power).sum(axis=0), rtol=1e-12)
        for matrix, of_them in ((f"{name}_products", values), (f"{name}_square_products", values**2)):
            if matrix in total:
                np.testing.assert_allclose(total[matrix], of_them.T @ of_them, rtol=1 / 250)
        assert total[f"{name}_least"].tolist() == values.min(axis=0).tolist()
        assert total[f"{name}_most"].tolist() == values.max(axis=0).tolist()
        if name != "averaged":
            assert [b.sums[f"{name}_first"].tolist() for b in found.blocks] == values[[0, 200]].tolist()
    for least in BEYOND:
        assert total[f"beyond_{least:g}"].tolist() == (np.abs(of.gradient) > least).sum(axis=0).tolist()
    for place, axis in enumerate(AXES):
        of_axis = of.gradient[of.axis == place]
        assert total[f"{axis}_circuits"].tolist() == [len(of_axis)] * 3
        for power in (2, 4):
            np.testing.assert_allclose(total[f"{axis}_{power}"], (of_axis**power).sum(axis=0), rtol=1e-12)


@pytest.mark.parametrize(
    "ranges",
    [
        [(0, 25), (25, 50), (50, 75), (75, 500)],
        [(475, 500), (100, 475), (0, 100)],
        [(0, 300), (200, 500)],
        [(0, 500), (0, 500), (10, 20)],
    ],
    ids=["in order", "backwards", "overlapping", "again"],
)
def test_whatever_the_batches_the_folder_is_the_same(tmp_path, ranges):
    assert_same(landed_in(tmp_path / "parts", *ranges), landed_in(tmp_path / "whole", (0, 500)))


def test_circuits_that_are_missing_in_between_make_no_block(tmp_path):
    found = landed_in(tmp_path, (0, 25), (50, 75))
    assert [(b.first, b.circuits) for b in found.blocks] == [(0, 25), (50, 25)]
    assert [(m.first, m.circuits) for m in found.made] == [(0, 25), (50, 25)]


def test_the_same_circuits_are_the_same_bytes_and_land_once(tmp_path):
    for name in ("a", "b"):
        landed_in(tmp_path / name, (0, 100))
    files = [sorted((tmp_path / name).rglob("*.*")) for name in ("a", "b")]
    assert [path.name for path in files[0]] == ["README.md", "index.json", "n4_L9.parquet"]
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]
    assert land(tmp_path / "a", some_circuits(samples(), slice(50, 150)), RULES, MADE) == 50


def test_other_values_under_the_same_number_are_refused_by_name(tmp_path):
    of = samples()
    landed_in(tmp_path, (0, 100), of=of)
    before = file_of(tmp_path, SOURCE, 4, 9).read_bytes()
    of.gradient[60, 1] += 1e-15
    with pytest.raises(ResultsError, match=r"n4_L9\.parquet: circuit 60 of zz at 4 qubits is landed with other values"):
        land(tmp_path, some_circuits(of, slice(50, 150)), RULES, MADE)
    assert file_of(tmp_path, SOURCE, 4, 9).read_bytes() == before


def test_other_sources_and_other_depths_are_refused_by_name(tmp_path):
    landed_in(tmp_path, (0, 100))
    with pytest.raises(ResultsError, match=r"n4_L9\.parquet: landed for master_seed = 7, but 8 is asked for"):
        land(tmp_path, samples(source=replace(SOURCE, master_seed=8)), RULES, MADE)
    with pytest.raises(ResultsError, match=r"by qulacs in double precision, these samples are by numba in single"):
        land(tmp_path, replace(samples(), engine="numba", precision="single"), RULES, MADE)
    with pytest.raises(ResultsError, match=r"keeps the depths 1,5,9, these samples would be kept at 1,9; land them in"):
        land(tmp_path, samples(layers=np.array([1, 9])), RULES, MADE)


def damaged(path):
    path.write_bytes(path.read_bytes()[:-50])


def not_landed(path):
    write_samples(path, samples(3))


def without_a_row(path):
    table = pq.read_table(path)
    pq.write_table(table.slice(0, table.num_rows - 1), path)


@pytest.mark.parametrize("damage", [damaged, not_landed, without_a_row])
def test_a_damaged_file_is_refused_by_name(tmp_path, damage):
    landed_in(tmp_path, (0, 100))
    damage(file_of(tmp_path, SOURCE, 4, 9))
    with pytest.raises(ResultsError, match=r"n4_L9\.parquet: not a file of landed circuits, or damaged"):
        read_landed(file_of(tmp_path, SOURCE, 4, 9))


def test_the_folder_says_what_made_it(tmp_path):
    landed_in(tmp_path, (0, 50))
    landed_in(tmp_path, (50, 75), made=replace(MADE, commit="def"))
    landed_in(tmp_path, (75, 100), made=replace(MADE, commit="def"))
    found = landed_in(tmp_path, (100, 120), made=replace(MADE, software={"plateaus": "0.2"}))
    said = [(m.first, m.circuits, m.software["plateaus"], m.commit) for m in found.made]
    assert said == [(0, 50, "0.1", "abc"), (50, 50, "0.1", "def"), (100, 20, "0.2", "abc")]
    assert (found.engine, found.precision) == ("qulacs", "double")
    index = json.loads((tmp_path / "index.json").read_text(encoding="utf-8"))
    assert index["zz"]["source"] == SOURCE.words()
    (file,) = index["zz"]["files"]
    assert (file["path"], file["qubits"], file["layers"], file["circuits"]) == ("zz/n4_L9.parquet", 4, "1,5,9", 120)
    page = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "| 4 | 1,5,9 | 50 to 99 | qulacs, double | plateaus 0.1, qulacs 0.6 | def |" in page


def test_a_word_that_came_later_has_its_default_in_what_was_landed_before(tmp_path):
    landed_in(tmp_path, (0, 50))
    (path,) = tmp_path.glob("zz/*.parquet")
    table = pq.read_table(path)
    words = json.loads(table.schema.metadata[b"source"])
    assert words.pop("ansatz") == "mcclean"
    pq.write_table(table.replace_schema_metadata(table.schema.metadata | {b"source": json.dumps(words)}), path)
    assert read_landed(path, SOURCE).source == SOURCE


def one_of_many(folder, place):
    land(folder, some_circuits(samples(), slice(25 * place, 25 * place + 25)), RULES, MADE)


def test_many_may_land_at_once(tmp_path):
    workers = [get_context("fork").Process(target=one_of_many, args=(tmp_path, place)) for place in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    assert_same(landed_in(tmp_path, (0, 100)), landed_in(tmp_path / "whole", (0, 100)))


def test_a_killed_program_leaves_the_folder_as_it_was(tmp_path, monkeypatch):
    landed_in(tmp_path, (0, 100))
    before = file_of(tmp_path, SOURCE, 4, 9).read_bytes()

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as while_writing:
        while_writing.setattr(landed.pq.ParquetWriter, "write_table", killed)
        with pytest.raises(KeyboardInterrupt):
            land(tmp_path, some_circuits(samples(), slice(100, 200)), RULES, MADE)
    assert file_of(tmp_path, SOURCE, 4, 9).read_bytes() == before
    assert landed_in(tmp_path, (100, 200)).circuits == 200


def test_the_program_lands_files_and_gives_a_receipt(tmp_path, monkeypatch):
    write_samples(tmp_path / "s.parquet", samples(30))
    words = ["s.parquet", "--folder", "reference", "--depth-rules", *RULES, "--receipt", "receipts/s.txt"]
    monkeypatch.setattr(sys, "argv", ["", *words])
    monkeypatch.chdir(tmp_path)
    program.main()
    receipt = Path("receipts/s.txt").read_text(encoding="utf-8")
    assert receipt == "s.parquet: 30 of 30 circuits are new in reference/zz/n4_L9.parquet\n"
    (made,) = read_landed(tmp_path / "reference/zz/n4_L9.parquet", SOURCE).made
    assert made.circuits == 30
    assert {"numpy", "plateaus", "qulacs"} == set(made.software)
