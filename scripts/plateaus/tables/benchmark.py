"""The table of times of this workflow and of other simulators, and what can be read off it.

`make benchmark` measures them. The table begins with our own rows; every contender has ratios to each of our variants,
of times in the same rounds.
"""

from __future__ import annotations

import pandas as pd

from plateaus.storage.columns import Column

CAPTION = """
Times of this workflow and of other simulators; ``results/README.md`` explains the columns.
"""

COLUMNS = (
    Column(
        "task",
        "text",
        "`gradient`: ∂E of one circuit after its last layer; `sweep, …`: ∂E of one circuit at the depths 1 … 200, by "
        "one circuit a depth (timed at four depths whose mean is that of all; time is linear in depth) or with values "
        "read on the way; `variance to 5 %`: gradients enough for one standard error of 5 %, or the exact method, one "
        "thread; "
        "`scaling with …`: a whole batch; `a small cell`: 20 circuits drawn, simulated and written",
    ),
    Column("qubits", "integer", "size of the register"),
    Column("layers", "integer", "depth: 10 layers a qubit, fewer from 18 qubits on", "layers"),
    Column("contender", "text", "who was timed"),
    Column("precision", "text", "`double` or `single`"),
    Column("threads", "integer", "threads each process was held to"),
    Column("processes", "integer", "processes at work together"),
    Column("circuits", "integer", "circuits in the time"),
    Column("rounds", "integer", "interleaved rounds, each with new circuits"),
    Column("seconds", "number", "median over the rounds", "seconds"),
    Column(
        "seconds_low",
        "number",
        "lower end of its interval between order statistics, whatever the law of the times",
        "seconds",
    ),
    Column("seconds_high", "number", "upper end of that interval", "seconds"),
    Column(
        "coverage",
        "number",
        "probability that an interval holds the median: below 0.95 with fewer than 6 rounds",
    ),
    Column(
        "ratio",
        "number",
        "time over that of this workflow in the same round, likewise a median; further columns `ratio_numba…` are over "
        "the second engine's, `ratio_native…` over the default engine's with a native build of Qulacs",
    ),
    Column("ratio_low", "number", "lower end of its interval"),
    Column("ratio_high", "number", "upper end of its interval"),
    Column(
        "first_seconds",
        "number",
        "the very first call at this size, compilation included (over the sweep: for every depth)",
        "seconds",
    ),
    Column(
        "disagreement",
        "number",
        "largest difference from this workflow's answers; more than 1e-10 (1e-5 in single precision) stops the "
        "benchmark",
    ),
    Column(
        "version",
        "text",
        "of what was timed; Qulacs with the beginning of its library's SHA-256, since one version is published without "
        "AVX2 and can be built with it",
    ),
    Column(
        "ns_per_rotation_and_amplitude",
        "number",
        "of a gradient: time over qubits × layers × 2ⁿ",
        "nanoseconds",
    ),
    Column("machine", "text", "processor, cores, Python"),
)
"""The columns of ratios to our variants other than the default one, ``ratio_…``, follow these."""

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
