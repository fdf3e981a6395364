"""The registry of claims, and the table and the page that are made of it."""

import sys

from claim_runs import compared_run, compared_tables, complete, experiments, paper_run, unchanged_verdicts, verdicts

import judge as program
from plateaus.claims import papers
from plateaus.claims.claim import DEPENDS, NO_DATA, REPRODUCED, Claim
from plateaus.claims.page import page
from plateaus.storage.tables import read_table, write_table
from plateaus.tables import claims
from plateaus.tables.results import Results, columns_of, module_of


def test_every_claim_is_told_from_the_others_and_says_what_decides_it():
    found = papers.claims()
    assert len({claim.number for claim in found}) == len(found)
    for claim in found:
        assert all((claim.number, claim.text, claim.where, claim.criterion)), claim.number


def test_every_paper_has_claims_and_every_module_of_claims_is_listed():
    modules = {claim.judge.__module__ for claim in papers.claims()}
    assert modules == {paper.__name__ for paper in papers.PAPERS}
    imported = {value.__name__ for value in vars(papers).values() if getattr(value, "__file__", None)}
    assert imported == modules
    for name in modules:
        assert any(isinstance(value, Claim) for value in vars(sys.modules[name]).values())


def test_everything_is_reproduced_where_the_numbers_say_so():
    numbers = [claim.number for claim in papers.claims() if not claim.always]
    assert unchanged_verdicts() == dict.fromkeys(numbers, REPRODUCED)


def test_a_run_without_the_experiments_leaves_a_claim_out():
    assert verdicts(paper_run(), always=False) == {}
    assert papers.judge(Results()) == []
    no_probes = {name: complete(name, []) for name in ("training", "gradients", "trajectories", "shots")}
    left = verdicts(compared_run(**no_probes), always=False)
    assert left.keys() == unchanged_verdicts().keys() - {"S3", "G1", "N2", "M1"}
    compares_nothing = {"experiments": experiments({"experiment": "z"}), "depth_growth": complete("depth_growth", [])}
    assert verdicts(compared_run(**compares_nothing), always=False).keys() == {"G1", "N2", "M1"}


def test_the_program_writes_a_table_and_a_page(tmp_path, monkeypatch):
    for name, table in compared_tables().items():
        write_table(tmp_path / "tables" / f"{name}.csv", table, columns_of(module_of(name)))
    paths = [str(path) for path in sorted(tmp_path.glob("tables/*.csv"))]
    outputs = ["--output", str(tmp_path / "claims.csv"), "--page", str(tmp_path / "claims.html")]
    monkeypatch.setattr(sys, "argv", ["judge", "--tables", *paths, *outputs])
    program.main()
    written = read_table(tmp_path / "claims.csv", claims.COLUMNS)
    assert written["number"].tolist() == [row["number"] for row in papers.judge(compared_run())]
    assert list(written) == [column.name for column in claims.COLUMNS]
    text = (tmp_path / "claims.html").read_text(encoding="utf-8")
    assert text.count('<dd class="v reproduced">') == (written["verdict"] == REPRODUCED).sum()


def test_the_program_writes_a_table_and_a_page_where_nothing_is_judged(tmp_path, monkeypatch):
    write_table(tmp_path / "variance.csv", complete("variance", []), columns_of(module_of("variance")))
    outputs = ["--output", str(tmp_path / "claims.csv"), "--page", str(tmp_path / "claims.html")]
    monkeypatch.setattr(sys, "argv", ["judge", "--tables", str(tmp_path / "variance.csv"), *outputs])
    program.main()
    assert read_table(tmp_path / "claims.csv", claims.COLUMNS).empty
    assert (tmp_path / "claims.html").exists()


def test_the_page_leaves_out_what_there_is_none_of_and_takes_no_sign_for_markup():
    row = {"number": "1", "claim": "a < b", "where": "here", "criterion": "c", "measured": "m", "choice": "how close"}
    text = page([row | {"verdict": NO_DATA, "remark": ""}])
    assert "<h2>1. a &lt; b</h2>" in text
    assert '<dd class="v no">no data</dd>' in text
    assert "remark" not in text
    assert '<dd class="v depends">depends on how close</dd>' in page([row | {"verdict": DEPENDS, "remark": ""}])
    assert "No experiment of this run" in page([])
