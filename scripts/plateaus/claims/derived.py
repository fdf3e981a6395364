"""Claims derived for this project, in docs/derivations.md and docs/theory.md: judged like those of papers.

One is about how noise is to be sampled, one about how deep circuits have to be on any graph.
"""

from __future__ import annotations

from plateaus.claims import parts, words
from plateaus.claims.claim import Finding, MissingError, below, claim, every, verdict
from plateaus.tables.plateau_depths import RELATIVELY_NEAR
from plateaus.tables.results import Results
from plateaus.theory.bounds import LEAST_LAYERS_PER_QUBIT

CLEAR = 2.0
"""One law is told from the other where its distance from the depths is so many times smaller."""


@claim(
    "N2",
    "Noise seen by single trajectories is not seen at all in a mean square; pairs of trajectories see it",
    where="derived, docs/derivations.md",
    criterion="over 85 % of the points from pairs within two standard errors of the exact value, "
    "single squares over 1.5 times it",
)
def trajectories_agree(results: Results) -> Finding:
    table = results["trajectories"]
    table = table[table["exact_variance"].notna()]
    if table.empty:
        raise MissingError("this run has no trajectories with exact values beside them")
    deviation = (table["variance"] - table["exact_variance"]) / table["variance_se"]
    last = table.sort_values(["experiment", "qubits", "layers"]).groupby(["experiment", "qubits"]).tail(1)
    ratio = (last["single_variance"] / last["exact_variance"]).max()
    share = float((deviation.abs() < 2).mean())
    return Finding(
        f"{100 * share:.0f} % of {len(table)} points from pairs of trajectories within two standard errors of the "
        f"exact noisy variance; squares of single trajectories are up to {ratio:.2g} times as high "
        "at the greatest depth",
        verdict(every(share > 0.85, ratio > 1.5)),
        value=share,
    )


@claim(
    "D1",
    "To come relatively close to the 2-design value takes a number of layers proportional to n on every graph",
    where="derived, docs/theory.md; against the text of McClean et al. 2018",
    criterion=f"over the larger half of the sizes the depth to stay within 10 % grows by at least "
    f"{LEAST_LAYERS_PER_QUBIT:.3f} layers a qubit on every graph of the run, by the 95 % interval of the slope",
)
def relative_closeness_is_linear(results: Results) -> Finding:
    graphs, growth, (closeness, within) = parts.graphs(results), results["depth_growth"], RELATIVELY_NEAR
    rows = growth[(growth["closeness"] == closeness) & (growth["within"] == within)]
    without = parts.left_out(results, "dimension", graphs)
    without |= {
        name: "its depth is known at fewer than three sizes" for name in graphs if name not in set(rows["experiment"])
    }
    rows = rows[rows["experiment"].isin(list(graphs))]
    if rows.empty:
        raise MissingError("this run compares no graphs of the paper's circuits")
    lines, roots = rows[rows["power"] == 1].set_index("experiment"), rows[rows["power"] < 1].set_index("experiment")
    found, nearer = [], []
    for name, line in lines.iterrows():
        slope = words.interval(line["slope"], line["slope_low"], line["slope_high"], 2)
        text = f"{graphs[name]}: {slope} layers a qubit, {line['residual']:.1f} layers off a line"
        if name in roots.index:
            root = roots.loc[name]
            law = f"n^(1/{root['dimension']:.0f})"
            text += f" and {root['residual']:.1f} off {law}"
            if line["residual"] > CLEAR * root["residual"]:
                nearer.append(f"{law} for {graphs[name]}")
            elif root["residual"] > CLEAR * line["residual"]:
                nearer.append(f"n for {graphs[name]}")
        if line["derived"] > 0:
            text += f", by its slowest droplet at least {line['derived']:.2f}"
        found.append(f"{text}, {words.sizes(line)}")
    slowest = lines.loc[lines["slope"].idxmin()]
    faster = [
        below(low, high, LEAST_LAYERS_PER_QUBIT)
        for low, high in zip(lines["slope_low"], lines["slope_high"], strict=True)
    ]
    fits = (
        f"the fits alone lie nearer to {', '.join(nearer)}" if nearer else "the fits alone do not tell n from its root"
    )
    return Finding(
        "; ".join(found) + words.left_out(without),
        verdict(every(*(None if told is None else not told for told in faster))),
        value=slowest["slope"],
        low=slowest["slope_low"],
        high=slowest["slope_high"],
        remark=f"{fits}; whatever they say, O(n^(1/d)) cannot hold for relative closeness on any graph, by the bound",
    )
