"""The table of times of this workflow and of other simulators, and what can be read off it.

`make benchmark` measures them. The table begins with our own rows; every contender has ratios to each of our variants,
of times in the same rounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from plateaus.storage.columns import Column

CAPTION = """
Times of this workflow and of other simulators; ``results/README.md`` explains the columns.
"""

COLUMNS = (
    Column(
        "task",
        "text",
        "`gradient, as used`: ∂E of one circuit after its last layer, the circuit made by the simulator's Python; "
        "`gradient, simulation alone`: by its fastest way, the circuit made beforehand; `sweep, …`: ∂E of one circuit "
        "at the depths 1 … 200, by one circuit a depth (timed at four depths whose mean is that of all; time is linear "
        "in depth) or with values read on the way; `variance to 5 %`: gradients (as used) enough for one standard "
        "error of 5 %, or the exact method; `variance to 5 %, averaged`: by the mean of (∂E)² and (∂²E)², which takes "
        "fewer; "
        "`scaling with …`: a whole batch; `a small cell`: 20 circuits drawn, simulated and written",
    ),
    Column("qubits", "integer", "size of the register"),
    Column(
        "layers",
        "integer",
        "depth: 10 layers a qubit to 12 qubits, 5 to 16, 2 to 20 and 1 above",
        "layers",
    ),
    Column("contender", "text", "who was timed"),
    Column("precision", "text", "`double` or `single`"),
    Column("threads", "integer", "threads each process was held to"),
    Column("processes", "integer", "processes at work together"),
    Column("circuits", "integer", "circuits in the time"),
    Column(
        "rounds",
        "integer",
        "interleaved rounds, each with new circuits; more of them for quick ones where others are slow",
    ),
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
        "time over that of this workflow in the same round, likewise a median; further columns `ratio_numba…` and "
        "`ratio_numba_single…` are over the second engine's in double and single precision, `ratio_native…` over the "
        "default engine's with a native build of Qulacs",
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
        "largest difference from this workflow's answers; more than 1e-10 stops the benchmark, in single precision "
        "more than 1e-6, or 4e-6 · 2ⁿ⁻¹⁶ for n qubits",
    ),
    Column(
        "version",
        "text",
        "of what was timed; Qulacs with the beginning of its library's SHA-256, since one version is published without "
        "AVX2 and can be built with it",
    ),
    Column("rotations", "number", "random rotations that ∂E depends on: those inside the light cone"),
    Column(
        "ns_per_rotation_and_amplitude",
        "number",
        "of a gradient: time over these rotations × 2ⁿ",
        "nanoseconds",
    ),
    Column("machine", "text", "processor, cores, Python"),
    Column("date", "text", "of the measurement"),
)
"""The columns of ratios to our variants other than the default one, ``ratio_…``, follow these."""

OURS = "this workflow"
COMPILED = {"double": f"{OURS}, numba", "single": f"{OURS}, numba, single"}
"""Our default engine, and the second one by its precision."""

AS_USED, ALONE = "gradient, as used", "gradient, simulation alone"
ONCE, ON_THE_WAY = "sweep, once per depth", "sweep, on the way"


VARIANCE = "variance to 5 %"
AVERAGED = f"{VARIANCE}, averaged"


def ending(name: str, ours: str = OURS) -> str:
    """How the columns of the ratios to one of our variants end.

    Examples
    --------
    >>> ending("this workflow, numba, single")
    '_numba_single'
    """
    return name.removeprefix(ours).replace(", ", "_")


def variants(table: pd.DataFrame) -> dict[str, str]:
    """Our variants, the default engine first, and the column of the ratios to each.

    Examples
    --------
    >>> variants(pd.DataFrame({"contender": ["this workflow", "this workflow, numba", "qsim"]}))
    {'this workflow': 'ratio', 'this workflow, numba': 'ratio_numba'}
    """
    return {name: f"ratio{ending(name)}" for name in table["contender"].unique() if name.startswith(OURS)}


def others(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of the other simulators."""
    return table[~table["contender"].isin(variants(table))]


def gradients(table: pd.DataFrame, task: str, threads: int) -> pd.DataFrame:
    """The rows of one gradient, `AS_USED` or simulation `ALONE`."""
    return table[(table["task"] == task) & (table["threads"] == threads)]


def fastest(table: pd.DataFrame, task: str, threads: int) -> dict[str, pd.DataFrame]:
    """For each of our variants the other one with the smallest ratio to it, by size: one gradient."""
    rows = others(gradients(table, task, threads))
    found = {}
    for name, column in variants(table).items():
        timed = rows.dropna(subset=column)
        best = timed.loc[timed.groupby("qubits")[column].idxmin()].set_index("qubits")
        ends = {f"{column}{end}": f"ratio{end}" for end in ("", "_low", "_high")}
        found[name] = best[["layers", "contender", *ends]].rename(columns=ends)
    return found


def left_out(table: pd.DataFrame, task: str) -> dict[int, list[str]]:
    """Who was not timed at a size, by size: too slow there, by the size before; one thread."""
    rows = gradients(table, task, 1)
    everybody = rows["contender"].unique()
    there = {int(size): set(of["contender"]) for size, of in rows.groupby("qubits")}
    return {size: absent for size, of in there.items() if (absent := [name for name in everybody if name not in of])}


@dataclass(frozen=True)
class Target:
    """Something that the benchmark is to show, judged by its table.

    Attributes
    ----------
    words : str
        What is to be, stated before the numbers.
    verdict : {"met", "not met", "not told", "not measured"}
        Not told: an interval has the threshold in it.
    least : str
        The smallest ratio, its interval, whose and where.
    """

    words: str
    verdict: str
    least: str


def targets(table: pd.DataFrame) -> list[Target]:
    """What one thread, simulation alone, is to show; ratios are another one's time over ours of the same precision."""
    rows = others(gradients(table, ALONE, 1))
    double, single = (rows[rows["precision"] == precision] for precision in COMPILED)
    large_qsim = single[single["contender"].str.startswith("qsim") & (single["qubits"] >= 16)]
    return [
        _target("Double precision ahead of every peer in double, at every size", double, "double", 1.0),
        _target("Single precision ahead of every peer in single, at every size", single, "single", 1.0),
        _target("Double precision ahead of every peer in either, at every size", rows, "double", 1.0),
        _target("Single precision twice as fast as qsim, from 16 qubits on", large_qsim, "single", 2.0),
        _target("Double precision 1.5 times as fast as every peer in double", double, "double", 1.5),
    ]


def _target(words: str, rows: pd.DataFrame, precision: str, threshold: float) -> Target:
    column = f"ratio{ending(COMPILED[precision])}"
    if column not in rows or rows[column].isna().all():
        return Target(words, "not measured", "")
    least = rows.loc[rows[column].idxmin()]
    if (rows[f"{column}_high"] < threshold).any():
        verdict = "not met"
    else:
        verdict = "met" if (rows[f"{column}_low"].dropna() >= threshold).all() else "not told"
    interval = f"{least[f'{column}_low']:.2f} to {least[f'{column}_high']:.2f}"
    return Target(words, verdict, f"{least[column]:.2f} ({interval}), {least['contender']}, n = {least['qubits']}")


def range_of_depths(table: pd.DataFrame, task: str) -> dict[str, tuple[float, float]]:
    """For each of our variants the smallest and largest one-thread ratio to it; empty where no other one took part."""
    rows = others(table)
    rows = rows[(rows["task"] == task) & (rows["threads"] == 1)]
    columns = {} if rows.empty else variants(table)
    return {name: (float(rows[column].min()), float(rows[column].max())) for name, column in columns.items()}


def variance_times(table: pd.DataFrame, task: str = VARIANCE) -> pd.DataFrame:
    """The rows of the time to know a variance, by contender, the exact method among them; or `AVERAGED`, ours alone."""
    return table[table["task"] == task].set_index("contender")
