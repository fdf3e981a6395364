"""Write the benchmark's ratios into the README.

Example
-------
python scripts/tools/quote_benchmark.py --benchmark results/tables/benchmark.csv README.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))  # the library and the benchmark stand beside this folder

from peers.contenders import COMPILED
from plateaus.options import parser, run
from plateaus.storage.columns import Column
from plateaus.storage.tables import read_table
from plateaus.storage.writing import replacing
from plateaus.tables import benchmark
from tools.sections import with_section

BEGIN, END = "<!-- benchmark: begin (written by make readme-benchmark) -->", "<!-- benchmark: end -->"
RATIO = Column("ratio_numba", "number", "over the second engine's time")


def section(table: pd.DataFrame) -> str:
    """The benchmark's section as Markdown: all contenders over our second engine, and others over each of ours."""
    ours = benchmark.variants(table)
    gradients = table[(table["task"] == "gradient") & (table["threads"] == 1)]
    sizes = [f"n = {n}, L = {depth}" for n, depth in gradients.groupby("qubits")["layers"].first().items()]
    own = gradients[gradients["contender"] == COMPILED.name].sort_values("qubits")["seconds"]
    ratios = gradients.pivot_table(ours[COMPILED.name], "contender", "qubits", sort=False).sort_index(axis="columns")
    everybody = [[f"**{COMPILED.name}**, ms", *map(_number, 1000 * own)]]
    everybody += [
        [f"**{name}**" if name in ours else name, *map(_number, row)]
        for name, row in ratios.iterrows()
        if name != COMPILED.name
    ]
    fastest = [
        [f"**{name}**, threads: {threads}", *map(_number, best["ratio"])]
        for threads in sorted({1, table["threads"].max()})
        for name, best in benchmark.fastest(table, threads).items()
    ]
    once, on_the_way = (benchmark.range_of_depths(table, task) for task in (benchmark.ONCE, benchmark.ON_THE_WAY))
    variance = benchmark.variance_times(table)
    known = f"{variance['task'].iloc[0]} at n = {variance['qubits'].iloc[0]}"
    sweeps = [
        [
            f"**{name}**",
            *(" to ".join(map(_number, found.get(name, ()))) for found in (once, on_the_way)),
            f"{_number(variance.loc[name, 'seconds'])} s",
        ]
        for name in ours
    ]
    return "\n".join(
        [
            *_table(["one gradient, one thread, over numba's", *sizes], everybody),
            "",
            *_table(["one gradient, fastest other one over", *sizes], fastest),
            "",
            *_table(["others over", benchmark.ONCE, benchmark.ON_THE_WAY, f"ours alone: {known}"], sweeps),
            "",
            f"The exact method takes {_number(variance.loc['exact method', 'seconds'])} s for that variance.",
            f"{table['machine'].iloc[0]}; {', '.join(gradients['version'].unique())}.",
        ]
    )


def _table(head: list[str], rows: Iterable[list[str]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)]


def _number(value: float) -> str:
    """Two significant digits, or a whole number."""
    return f"{value:.0f}" if value >= 99.5 else f"{value:#.2g}".removesuffix(".")


def main() -> None:
    options = parser(__doc__)
    options.add_argument("readme", type=Path, help="the file to write")
    options.add_argument("--benchmark", type=Path, required=True, help="the benchmark's table, CSV")
    a = options.parse_args()
    if not a.benchmark.exists():
        raise ValueError(f"{a.benchmark} is absent: `make benchmark` makes it")
    table = read_table(a.benchmark, (*benchmark.COLUMNS, RATIO))
    wanted = with_section(a.readme, BEGIN, END, section(table))
    with replacing(a.readme) as draft:
        draft.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    run(main)
