"""What a configuration costs, as its head and docs/cluster.md state it."""

from pathlib import Path

from plans import plan_of

from tools.state_cost import costs, totals

ROOT = Path(__file__).parents[2]


def test_the_cost_in_the_papers_configuration_is_what_the_model_says():
    text = (ROOT / "config/paper.yaml").read_text(encoding="utf-8")
    plan = plan_of("paper")
    table = costs(plan, plan.engine)
    at_24 = table.loc[table["qubits"] == 24, "core-hours"].sum()
    jobs, hours, longest, memory, disk = totals(table)
    for words in (jobs, hours, f"{at_24:.2f} of them", longest, memory):
        assert words in text
    docs = " ".join((ROOT / "docs/cluster.md").read_text(encoding="utf-8").split())
    for words in (jobs, hours, f"{at_24:.2f} of them", longest, memory, disk):
        assert words in docs
    compiled = costs(plan, "numba")
    assert f"with `engine: numba` {totals(compiled)[1]}" in docs
