"""Write the benchmark's results into its page.

Example
-------
python scripts/tools/quote_benchmark.py --benchmark results/tables/benchmark.csv docs/benchmark.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))  # the library stands beside this folder

from plateaus.options import parser, run
from plateaus.storage.columns import Column
from plateaus.storage.tables import read_table
from plateaus.storage.writing import replacing
from plateaus.tables import benchmark
from plateaus.tables.benchmark import ALONE, AS_USED, COMPILED
from tools.sections import with_section

BEGIN, END = "<!-- benchmark: begin (written by make readme-benchmark) -->", "<!-- benchmark: end -->"
RATIOS = tuple(
    Column(f"ratio{benchmark.ending(name)}{end}", "number", "over the second engine's time")
    for name in COMPILED.values()
    for end in ("", "_low", "_high")
)
WAYS = {ALONE: "simulation alone", AS_USED: "as used"}


def section(table: pd.DataFrame) -> str:
    """The page's results as Markdown: targets, everybody over our second engine, others over each of ours."""
    lines = [
        f"Measured on {table['date'].iloc[0]}; {table['machine'].iloc[0]}; {', '.join(_versions(table))}.",
        "",
        *_table(
            ["simulation alone, one thread", "verdict", "smallest ratio"],
            [[target.words, f"**{target.verdict}**", target.least] for target in benchmark.targets(table)],
        ),
    ]
    for task, way in WAYS.items():
        lines += ["", *_everybody(table, task, way), *_absent(table, task)]
    ways = [(task, way, 1) for task, way in WAYS.items()]
    if (threads := int(table["threads"].max())) > 1:
        ways.append((ALONE, WAYS[ALONE], threads))
    for task, way, count in ways:
        lines += ["", *_fastest(table, task, f"{way}, threads: {count}", count)]
    return "\n".join([*lines, "", *_sweeps(table), "", *_variance(table)])


def _versions(table: pd.DataFrame) -> list[str]:
    return list(benchmark.gradients(table, ALONE, 1)["version"].unique())


def _sizes(rows: pd.DataFrame) -> list[str]:
    return [f"n = {n}, L = {depth}" for n, depth in rows.groupby("qubits")["layers"].first().items()]


def _everybody(table: pd.DataFrame, task: str, way: str) -> list[str]:
    """Our second engine's times, and everybody's over them: each over that of its own precision."""
    rows = benchmark.gradients(table, task, 1)
    ours = benchmark.variants(table)
    lines = []
    for name, of in rows.groupby("contender", sort=False):
        precision = of["precision"].iloc[0]
        own = name == COMPILED[precision]
        of = of.set_index("qubits")
        values = 1000 * of["seconds"] if own else of[ours[COMPILED[precision]]]
        by_size = values.reindex(sorted(rows["qubits"].unique()))
        label = f"**{name}**" if name in ours else str(name)
        label = f"{label}, ms" if own else label
        lines.append([label, "" if precision == "double" else precision, *map(_number, by_size)])
    return _table(
        [f"one gradient, {way}, one thread, over numba's in the same precision", "precision", *_sizes(rows)], lines
    )


def _absent(table: pd.DataFrame, task: str) -> list[str]:
    """Who was too slow to be timed."""
    absent = benchmark.left_out(table, task)
    return ["", "No number: too slow to be timed there, by the size before."] if absent else []


def _fastest(table: pd.DataFrame, task: str, way: str, threads: int) -> list[str]:
    rows = benchmark.gradients(table, task, threads)
    sizes = sorted(rows["qubits"].unique())
    found = benchmark.fastest(table, task, threads)
    lines = [[f"**{name}**", *map(_number, best["ratio"].reindex(sizes))] for name, best in found.items()]
    return _table([f"one gradient, {way}: fastest other one, in either precision, over", *_sizes(rows)], lines)


def _sweeps(table: pd.DataFrame) -> list[str]:
    found = [benchmark.range_of_depths(table, task) for task in (benchmark.ONCE, benchmark.ON_THE_WAY)]
    lines = [
        [f"**{name}**", *(" to ".join(map(_number, ratios.get(name, ()))) for ratios in found)]
        for name in benchmark.variants(table)
    ]
    return _table(["others over", benchmark.ONCE, benchmark.ON_THE_WAY], lines)


def _variance(table: pd.DataFrame) -> list[str]:
    plain, averaged = (benchmark.variance_times(table, task) for task in (benchmark.VARIANCE, benchmark.AVERAGED))
    lines = [
        [f"**{name}**", *(f"{_number(of.loc[name, 'seconds'])} s" for of in (plain, averaged))]
        for name in benchmark.variants(table)
    ]
    size = f"n = {plain['qubits'].iloc[0]}, L = {plain['layers'].iloc[0]}"
    counts = [f"{of['circuits'].max():.0f} circuits" for of in (plain, averaged)]
    return [
        *_table(
            [f"time to 5 % of the variance, {size}", f"plain, {counts[0]}", f"averaged over θ, {counts[1]}"], lines
        ),
        "",
        f"The exact method takes {_number(plain.loc['exact method', 'seconds'])} s for that variance.",
    ]


def _table(head: list[str], rows: Iterable[list[str]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)]


def _number(value: float) -> str:
    """Two significant digits, or a whole number; nothing where there is none."""
    if value != value:
        return ""
    return f"{value:.0f}" if value >= 99.5 else f"{value:#.2g}".removesuffix(".")


def main() -> None:
    options = parser(__doc__)
    options.add_argument("page", type=Path, help="the file to write")
    options.add_argument("--benchmark", type=Path, required=True, help="the benchmark's table, CSV")
    a = options.parse_args()
    if not a.benchmark.exists():
        raise ValueError(f"{a.benchmark} is absent: `make benchmark` makes it")
    table = read_table(a.benchmark, (*benchmark.COLUMNS, *RATIOS))
    wanted = with_section(a.page, BEGIN, END, section(table))
    with replacing(a.page) as draft:
        draft.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    run(main)
