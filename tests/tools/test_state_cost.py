"""What a configuration costs, as its head and docs/cluster.md state it."""

from pathlib import Path

from plans import entries_of, plan_of

from plateaus.plan.load import load
from tools.state_cost import ANALYSIS, costs, totals

ROOT = Path(__file__).parents[2]


def text_of(path):
    return " ".join((ROOT / path).read_text(encoding="utf-8").replace("\n# ", " ").split())


def rows_of(path):
    """The rows of a page's table of costs by their first cell, up to its colon; no name comes twice."""
    lines = (
        (ROOT / path).read_text(encoding="utf-8").partition("| what | jobs |")[2].partition("\n\n")[0].splitlines()[2:]
    )
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    found = {row[0].partition(":")[0]: row[1:] for row in rows}
    assert len(found) == len(rows)
    return found


def test_the_cost_in_the_papers_configuration_is_what_the_model_says():
    plan = plan_of("paper")
    table = costs(plan)
    samples, exact = (table[table["what"] == what] for what in ("samples", "exact curves"))
    at_24 = samples.loc[samples["qubits"] == 24, "core-hours"].sum()
    jobs, hours, longest, memory, disk = totals(table)
    text, docs = text_of("config/paper.yaml"), text_of("docs/cluster.md")
    for words in (jobs, hours, f"{at_24:.2f} of them", totals(exact)[1], longest, memory):
        assert words in text
    assert f"A job takes {memory}, and the results {disk}." in docs
    found = rows_of("docs/cluster.md")
    for what, part in [*table.groupby("what"), ("in all", table)]:
        count, time, slowest = totals(part)[:3]
        if what == "samples":
            time += f", {at_24:.2f} of them at 24 qubits"
        assert found[what] == [count, time, slowest.removeprefix("the longest job ")]
    slow = costs(load({key: entry for key, entry in entries_of("paper").items() if key not in ("engine", "precision")}))
    assert f"With Qulacs alone it is {totals(slow)[1]}." in docs


def test_the_cost_in_the_exact_configuration_is_what_the_model_says():
    plan = plan_of("exact")
    assert ", ".join(totals(costs(plan))[:2]) in text_of("config/exact.yaml")


def test_what_a_configuration_is_mostly_made_of_is_stated():
    """Exact curves to 60 qubits and probes, not their few samples alone; a small run is no 0.00 core-hours."""
    plan = plan_of("exact")
    table = costs(plan)
    hours = table.groupby("what")["core-hours"].sum()
    assert hours["exact curves"] > 10 * hours["samples"]
    beyond = costs(plan_of("beyond"))
    assert {"samples", "exact curves", "gradients", "training", "trajectories", "shots", ANALYSIS} == {*beyond["what"]}
    smoke = costs(plan_of("smoke"))
    assert smoke["core-hours"].sum() * 60 > 1
    assert totals(smoke)[1].endswith(" core-minutes")
    assert not totals(smoke)[1].startswith("0.0")
