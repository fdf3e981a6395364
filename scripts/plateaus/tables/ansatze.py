"""Ansätze side by side: whether the variance falls with the number of qubits, how fast, and how deep its plateau is.

A row an experiment of another ansatz than the paper's, and of those that the figure of ansätze compares. Everything is
read off other tables but the reason for which there is no limit of infinite depth, which the theory gives.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from plateaus.ensemble.ansatz import DEFAULT as PAPERS
from plateaus.storage.columns import Column
from plateaus.tables.common import EXPERIMENT
from plateaus.tables.plateau_depths import RELATIVELY_NEAR
from plateaus.tables.results import Results
from plateaus.theory.gate_limits import why_no_limit

CAPTION = """
Of each experiment the ansatz, what is measured and whose angle θ is; the limit of infinite depth at the largest size,
or why there is none; from how many layers on the variance stays within 10 % of it, at the largest size at which that
is known; and how the variance falls with the number of qubits at the last depth rule (docs/statistics.md), of the exact
values where there are any, else of the samples.
"""

COLUMNS = (
    EXPERIMENT,
    Column("ansatz", "text", "what a layer is made of"),
    Column("objective_name", "text", "the objective as formulas write it"),
    Column("parameter_gate", "text", "the gate with the differentiated angle: its name, qubit, layer and step"),
    Column("qubits", "integer", "largest size"),
    Column("limit_kind", "text", "what deep circuits of that size tend to, as in `variance.csv`"),
    Column("limit", "number", "Var ∂E at infinite depth there; empty where there is none that is known"),
    Column("no_limit", "text", "why there is none, or none that is known; empty where there is one"),
    Column("layers", "integer", "deepest layer"),
    Column("over_limit", "number", "the variance of the largest size there over the limit; exact if it can be"),
    Column("near_qubits", "number", "largest size of which `near_layers` is known; empty for none"),
    Column("near_layers", "number", "from this depth on the variance stays within 10 % of the limit", "layers"),
    Column("depth_rule", "text", "at which depths the law is told"),
    Column("source", "text", "`exact` or `sampled`: the values by which it is told"),
    Column("kind", "text", "how the variance depends on the number of qubits, as in `diagnosis.csv`"),
    Column("slope", "number", "of ln Var per qubit"),
    Column("exponent", "number", "of n, if the variance is taken for a power of it"),
)


def make(results: Results, parts: list[Path]) -> pd.DataFrame:
    """A row an experiment, in the order of the table of experiments."""
    known = results.experiments
    names = known.index[(known["ansatz_place"] > 0) | (known["ansatz"] != PAPERS)]
    rows = [_row(results, name) for name in names if len(results.of("variance", name))]
    return pd.DataFrame(rows, columns=[c.name for c in COLUMNS])


def _row(results: Results, name: str) -> dict:
    known, experiment = results.experiments.loc[name], results.source(name).experiment
    table = results.of("variance", name).sort_values(["qubits", "layers"])
    last = table.iloc[-1]
    reached = last["exact_variance"] if pd.notna(last["exact_variance"]) else last["variance"]
    has_limit = last["limit"] > 0
    return {
        **known[["experiment", "ansatz", "objective_name", "parameter_gate", "depth_rule"]],
        "qubits": last["qubits"],
        "limit_kind": last["limit_kind"],
        "limit": last["limit"],
        "no_limit": "" if has_limit or experiment.ansatz.is_papers else why_no_limit(experiment, int(last["qubits"])),
        "layers": last["layers"],
        "over_limit": reached / last["limit"] if has_limit else None,
        **_near(results.of("plateau_depths", name)),
        **_law(results.of("diagnosis", name), known["depth_rule"]),
    }


def _near(depths: pd.DataFrame) -> dict:
    """The largest size whose depth to within 10 % is known, and that depth; exact before sampled."""
    closeness, within = RELATIVELY_NEAR
    rows = depths[(depths["closeness"] == closeness) & (depths["within"] == within) & depths["depth_high"].notna()]
    exact = rows[rows["source"] == "exact"]
    rows = (exact if len(exact) else rows).sort_values("qubits")
    return {"near_qubits": rows["qubits"].iloc[-1], "near_layers": rows["depth_high"].iloc[-1]} if len(rows) else {}


def _law(diagnoses: pd.DataFrame, rule: str) -> dict:
    """What the exact values say at a depth rule, or else the samples."""
    rows = diagnoses[diagnoses["depth_rule"] == rule].sort_values("source")  # exact first
    return rows.iloc[0][["source", "kind", "slope", "exponent"]].to_dict() if len(rows) else {}
