"""The page of results of ansätze."""

import sys

import numpy as np
from PIL import Image
from small_tables import rows_of

from plateaus.storage.tables import write_table
from plateaus.tables.results import columns_of, module_of
from tools import quote_ansatze

ROW = {"ansatz": "real_amplitudes", "objective_name": "Z₁", "parameter_gate": "R_Y", "qubits": 8, "layers": 48}
LAW = {"depth_rule": "deepest", "source": "exact", "kind": "exponential", "slope": -0.693}
TABLES: dict[str, list[dict]] = {
    "ansatze": [
        ROW
        | LAW
        | {"experiment": "a", "limit_kind": "orthogonal", "limit": 0.0039, "over_limit": 1.2}
        | {"near_qubits": 6, "near_layers": 31},
        ROW
        | LAW
        | {"experiment": "b", "limit_kind": "none", "no_limit": "|they| commute"}
        | {"kind": "power", "exponent": -2},
        ROW | {"experiment": "c", "limit_kind": "unitary", "limit": 0.1, "over_limit": 3, "kind": "cannot tell"},
    ],
    "checks": [{"passed": True}, {"passed": True}],
    "variance": [{"experiment": "a", "qubits": 4, "circuits": 400}, {"experiment": "b", "qubits": 8, "circuits": 200}],
    "claims": [
        {"number": "P1", "claim": "c", "where": "w", "criterion": "k", "measured": "m", "verdict": "reproduced"}
    ],
}


def test_the_page_has_the_table_the_picture_and_the_claims(tmp_path, monkeypatch):
    for name, rows in TABLES.items():
        columns = columns_of(module_of(name))
        write_table(tmp_path / f"results/tables/{name}.csv", rows_of(columns, rows), columns)
    (tmp_path / "results/figures").mkdir(parents=True)
    (tmp_path / "results/figures/beyond_ansatz.rst").write_text("**Ansätze.** A caption.\n", encoding="utf-8")
    Image.fromarray(np.zeros((1500, 2000), np.uint8)).save(tmp_path / "results/figures/beyond_ansatz.png")
    monkeypatch.setattr(sys, "argv", ["", "--results", "results", "--page", "docs/page.md"])
    monkeypatch.chdir(tmp_path)
    quote_ansatze.main()
    text = (tmp_path / "docs/page.md").read_text(encoding="utf-8")
    assert (
        "| real_amplitudes | Z₁ | R_Y | orthogonal, 0.0039 at n = 8 | 31 at n = 6 | 1.2 at L = 48 | "
        "exponential, −0.693 a qubit (the deepest layer, exact) |\n"
    ) in text
    assert "| none: \\|they\\| commute |  |  | power, n to the −2.00 (the deepest layer, exact) |\n" in text
    assert "| unitary, 0.1 at n = 8 | not in 48 | 3 at L = 48 | cannot tell (" in text
    assert "* Of every experiment at least 400 circuits at n = 4, 200 at n = 8.\n" in text
    assert "| P1 | c | w | k | m | **reproduced** |\n" in text
    assert "](figures/ansatz.png)\n\n**Ansätze.** A caption.\n" in text
    assert (tmp_path / "docs/figures/ansatz.png").exists()
