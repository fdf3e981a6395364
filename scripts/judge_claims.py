"""Hold the claims of the paper against the tables of a run: one table and one readable page.

Example
-------
python scripts/judge_claims.py --tables results/tables --main zz_chain --depth-rule "12*n" \\
    --projector projector_chain --output /tmp/claims.csv --page /tmp/claims.html
"""

from __future__ import annotations

import argparse
from html import escape
from pathlib import Path

import pandas as pd

from plateaus import further_claims, graph_and_cost_claims
from plateaus.claims import Tables, judge
from plateaus.files import PROBE_COLUMNS, read_table, replacing, write_table
from plateaus.growth import COLUMNS as GROWTH_COLUMNS
from plateaus.options import add_pairs_option, run

STYLE = """body{font:15px/1.45 sans-serif;max-width:62em;margin:2em auto;padding:0 1em;color:#222}
h2{font-size:1.05em;margin:1.6em 0 .3em}dl{margin:0;display:grid;grid-template-columns:7em 1fr;gap:.15em 1em}
dt{color:#666}dd{margin:0}.v{font-weight:bold}.reproduced{color:#00694d}.not{color:#a84300}.cannot{color:#555}"""


def page(claims: list[dict]) -> str:
    """The claims as one HTML page."""
    parts = []
    for c in claims:
        rows = [
            ("where", c["where"]),
            ("criterion", c["criterion"]),
            ("this run", c["measured"]),
            ("remark", c["remark"]),
        ]
        listed = "".join(f"<dt>{key}</dt><dd>{escape(text)}</dd>" for key, text in rows if text)
        verdict = f'<dt>verdict</dt><dd class="v {c["verdict"].split()[0]}">{c["verdict"]}</dd>'
        parts.append(f"<h2>{c['number']}. {escape(c['claim'])}</h2><dl>{listed}{verdict}</dl>")
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>The claims of McClean et al. 2018</title>'
        f"<style>{STYLE}</style></head><body><h1>The claims of McClean et al. 2018</h1>{''.join(parts)}</body></html>\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=Path, required=True, help="folder of the run's tables")
    parser.add_argument("--main", required=True, help="experiment of figures 1 to 4")
    parser.add_argument("--depth-rule", required=True, help="depth rule of figure 3")
    parser.add_argument("--papers-own", action="store_true", help="the main experiment is the paper's")
    parser.add_argument("--projector", help="experiment of figures S1 and S2")
    parser.add_argument("--directions", nargs="*", default=[], help="experiments with another parameter")
    parser.add_argument("--classes", nargs="*", default=[], help="experiments with another circuit or objective")
    parser.add_argument("--grids", nargs="*", default=[], help="experiments on a grid")
    parser.add_argument("--probes", nargs="*", default=[], help="kinds of probe that there are tables of")
    for key in ("start", "noise", "graph", "cost", "warm_up"):
        add_pairs_option(
            parser, f"--{key.replace('_', '-')}", "NAME=WORD", f"an experiment compared by its {key}; once for each"
        )
    parser.add_argument("--output", required=True, help="CSV file to write")
    parser.add_argument("--page", required=True, help="HTML page to write")
    a = parser.parse_args()
    names = {
        "rates": "decay_rates",
        "depths": "plateau_depths",
        "fits": "plateau_fits",
        "exact": "exact_variance",
        "tails": "tails",
        "checks": "checks",
    }
    variance = read_table(a.tables / "variance.csv")
    claims = judge(
        Tables(
            variance=variance,
            **{key: read_table(a.tables / f"{name}.csv") for key, name in names.items()},
            main=a.main,
            rule=a.depth_rule,
            papers_own=a.papers_own,
            projector=a.projector,
            directions=a.directions,
            classes=a.classes,
            grids=a.grids,
        )
    )
    probes = {
        kind: read_table(a.tables / f"{kind}.csv") if kind in a.probes else pd.DataFrame() for kind in PROBE_COLUMNS
    }
    claims += further_claims.judge(
        further_claims.Further(variance=variance, **probes, starts=dict(a.start), noise=dict(a.noise))
    )
    claims += graph_and_cost_claims.judge(
        graph_and_cost_claims.GraphsAndCosts(
            depths=read_table(a.tables / "plateau_depths.csv"),
            growth=read_table(a.tables / "depth_growth.csv") if a.graph else pd.DataFrame(columns=GROWTH_COLUMNS),
            points=read_table(a.tables / "decay_points.csv"),
            variance=variance,
            graphs=dict(a.graph),
            costs=dict(a.cost),
            warm_ups=dict(a.warm_up),
        )
    )
    write_table(a.output, pd.DataFrame(claims))
    with replacing(a.page) as draft:
        draft.write_text(page(claims), encoding="utf-8")


if __name__ == "__main__":
    run(main)
