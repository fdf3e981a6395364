"""What can be read off ``benchmark.csv``: who is who, and how others compare with each of our variants."""

from __future__ import annotations

import pandas as pd

COLUMNS = ("task", "qubits", "layers", "contender", "threads", "seconds", "ratio", "version", "machine")
ONCE, ON_THE_WAY = "sweep, once per depth", "sweep, on the way"


def ending(name: str, ours: str) -> str:
    """How the columns of the ratios to one of our variants end, ``ours`` being the default one's name."""
    return name.removeprefix(ours).replace(", ", "_")


def variants(table: pd.DataFrame) -> dict[str, str]:
    """Our variants, the default engine first, and the column of the ratios to each.

    Examples
    --------
    >>> variants(pd.DataFrame({"contender": ["this workflow", "this workflow, numba", "qsim"]}))
    {'this workflow': 'ratio', 'this workflow, numba': 'ratio_numba'}
    """
    ours = table["contender"].iloc[0]
    return {name: "ratio" + ending(name, ours) for name in table["contender"].unique() if name.startswith(ours)}


def others(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of the other simulators, in a table that begins with ours."""
    return table[~table["contender"].isin(variants(table))]


def fastest(table: pd.DataFrame, threads: int) -> dict[str, pd.DataFrame]:
    """For each of our variants the other one with the smallest ratio to it, by size: one gradient."""
    rows = others(table)
    rows = rows[(rows["task"] == "gradient") & (rows["threads"] == threads)]
    found = {}
    for name, column in variants(table).items():
        best = rows.loc[rows.groupby("qubits")[column].idxmin()].set_index("qubits")
        ends = {f"{column}{end}": f"ratio{end}" for end in ("", "_low", "_high")}
        found[name] = best[["layers", "contender", *ends]].rename(columns=ends)
    return found


def range_of_depths(table: pd.DataFrame, task: str) -> dict[str, tuple[float, float]]:
    """For each of our variants the smallest and largest one-thread ratio to it; empty where no other one took part."""
    rows = others(table)
    rows = rows[(rows["task"] == task) & (rows["threads"] == 1)]
    columns = {} if rows.empty else variants(table)
    return {name: (float(rows[column].min()), float(rows[column].max())) for name, column in columns.items()}


def variance_times(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of the time to know a variance, by contender, the exact method among them."""
    return table[table["task"].str.startswith("variance")].set_index("contender")
