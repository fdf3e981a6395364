"""The catalogues of figures and of tables: what each configuration makes, from what, and where it stands."""

from importlib import import_module
from pathlib import Path

import pytest
from plans import CONFIGURATIONS, plan_of

from plateaus import figures as drawn
from plateaus.ensemble.ansatz import PRESETS
from plateaus.plan import figures, jobs, tables
from plateaus.plan.load import load
from plateaus.plan.study import COMPARISONS

PAPER = ["fig1", "fig2", "fig3", "fig4", "figS1", "figS2", "fig5", "fig6"]
TABLES = [
    "exact_variance",
    "exact_methods",
    "variance",
    "decay_points",
    "decay_rates",
    "diagnosis",
    "plateau_depths",
    "plateau_fits",
]
LATTICES = ("ladder", "grid", "grid3d", "complete", "heavy_hex", "cubic")
FIGURES = {
    "smoke": [*PAPER, "zz_independent_qubits", "zz_independent_layers"],
    "config": [
        *PAPER,
        *(f"{name}_qubits" for name in ("zz_independent", "zz_later_parameter", "xyz_ring", "zz_grid")),
        *(f"{name}_layers" for name in ("zz_independent", "zz_later_parameter", "xyz_ring", "zz_grid")),
    ],
    "paper": [
        *PAPER,
        *(f"{name}_qubits" for name in ("zz_later_parameter", "xyz_ring", "zz_grid")),
        *(f"{name}_layers" for name in ("zz_later_parameter", "xyz_ring", "zz_grid")),
    ],
    "exact": [name for name in PAPER if "S" not in name],
    "lattices": [
        *(name for name in PAPER if "S" not in name),
        *(f"zz_{name}_qubits" for name in LATTICES),
        *(f"zz_{name}_layers" for name in LATTICES),
        "beyond_dimension",
    ],
}


def figure(plan, name):
    return next(figure for figure in figures.figures(plan) if figure.name == name)


@pytest.mark.parametrize("name", FIGURES)
def test_figures_of_a_configuration(name):
    assert [figure.name for figure in figures.figures(plan_of(name))] == FIGURES[name]


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("smoke", ["depth_sampling"]),
        ("config", ["depth_sampling"]),
        ("paper", []),
        ("exact", []),
        ("lattices", ["depth_growth"]),
    ],
)
def test_tables_of_a_configuration(name, more):
    found = [table.name for table in tables.tables(plan_of(name))]
    assert found == [*TABLES, *more, "tails", "checks"]
    assert tables.names(plan_of(name)) == ["experiments", *found]


def test_comparisons_and_probes_add_their_figures_and_tables():
    plan = plan_of("beyond")
    names = [figure.name for figure in figures.figures(plan)]
    assert set(COMPARISONS) - {"ansatz"} == set(plan.compared)
    assert names[-7:] == [
        "beyond_dimension",
        "beyond_costs",
        "beyond_starts",
        "beyond_training",
        "beyond_noise",
        "beyond_whole_gradient_zz_chain",
        "beyond_shots_zz_chain",
    ]
    assert not {"figS1", "figS2"} & set(names)
    added = ["positions", "depth_growth", "gradients", "training", "trajectories", "shots"]
    assert [table.name for table in tables.tables(plan) if table.name in added] == added


def test_ansatze_are_compared_in_a_figure_of_their_own():
    plan = plan_of("ansatz")
    shown = figure(plan, "beyond_ansatz")
    assert shown.experiments == plan.compared["ansatz"] == tuple(plan.studies)
    words = {plan.studies[name].experiment.ansatz.word for name in shown.experiments}
    assert words == set(PRESETS)


@pytest.mark.parametrize(
    ("grid", "missing"),
    [
        ({"layers": [20]}, {"fig4", "figS2"}),
        ({"layers": [20], "exact": {"qubits": [2, 4], "layers": 20}}, set()),
        ({"qubits": [4]}, {"fig3", "figS1"}),
        ({"qubits": [4], "exact": {"qubits": [4]}}, {"fig3", "figS1", "fig5", "fig6"}),
    ],
)
def test_no_figure_is_drawn_of_a_single_point(grid, missing):
    whole = {"qubits": [2, 4], "layers": {"from": 1, "to": 20}, "circuits": 100}
    whole |= {"title": "one", **grid}
    experiments = {"a": whole, "b": whole | {"objective": "projector"}}
    plan = load({"master_seed": 1, "figures": {"main": "a", "projector": "b"}, "experiments": experiments})
    wanted = {"fig1", "fig2", "fig3", "fig4", "figS1", "figS2"} | ({"fig5", "fig6"} if "exact" in grid else set())
    assert {figure.name for figure in figures.figures(plan)} == wanted - missing


def test_a_figure_shows_its_experiments_in_order_under_its_heading():
    plan = plan_of("beyond")
    assert figure(plan, "beyond_noise").experiments == plan.compared["noise"]
    assert figure(plan, "beyond_training").experiments == ("start_random", *plan.compared["starts"][1:])
    assert figure(plan, "cost_ising_layers").heading == "Experiments"
    first = figure(plan, "fig1")
    assert (first.answers, first.heading) == ("Fig. 1", "Figures of the paper")
    assert first.label == "Figure 1: objective and gradient of single circuits"
    assert figure(plan, "cost_ising_layers").label == "cost ising: variance against depth"
    assert figure(plan, "beyond_noise").label == "variance with noise"
    assert first.samples == tuple(jobs.samples(plan.studies["zz_chain"]))
    assert figure(plan, "fig3").samples == ()
    assert first.path("pdf") == "results/figures/fig1.pdf"


OWN = {"title": "t", "qubits": [2, 4], "layers": [1, 2], "circuits": 20}
EXPERIMENTS = {
    "papers": OWN,
    "about_y": OWN | {"axes": "Y", "exact": {"layers": 3}},
    "projector": OWN | {"objective": "projector"},
    "about_x": OWN | {"axes": "X", "objective": "projector"},
}


@pytest.mark.parametrize(
    ("roles", "of_the_paper", "of_their_own"),
    [
        (None, {}, EXPERIMENTS),
        ({}, {}, EXPERIMENTS),
        ({"projector": "projector"}, {"figS1": "Supplementary Fig. 1", "figS2": "Supplementary Fig. 2"}, None),
        ({"main": "papers"}, {f"fig{k}": f"Fig. {k}" for k in (1, 2, 3, 4)}, None),
        ({"main": "about_y", "projector": "about_x"}, {}, None),
    ],
)
def test_figures_answer_the_paper_where_they_show_its_ensemble_and_need_no_main_experiment(
    roles, of_the_paper, of_their_own
):
    plan = load({"master_seed": 1, "experiments": EXPERIMENTS} | ({} if roles is None else {"figures": roles}))
    drawn = figures.figures(plan)
    assert {figure.name: figure.answers for figure in drawn if figure.answers} == of_the_paper
    assert {figure.name for figure in drawn if figure.heading == "Figures of the paper"} == set(of_the_paper)
    assert "Beyond the paper" not in {figure.heading for figure in drawn}
    others = of_their_own or EXPERIMENTS.keys() - set(roles.values())
    plots = {f"{name}_{ending}" for name in others for ending in ("qubits", "layers")}
    assert {figure.name for figure in drawn if not figure.name.startswith("fig")} == plots
    assert ("tails" in {table.name for table in tables.tables(plan)}) == ("main" in (roles or {}))
    assert ("fig5" in {figure.name for figure in drawn}) == (plan.main == "about_y")


def test_exact_curves_of_one_size_are_not_compared_by_size():
    single = OWN | {"qubits": [4], "exact": {"layers": 3}}
    plan = load({"master_seed": 1, "figures": {"main": "a"}, "experiments": {"a": single}})
    assert not {"fig5", "fig6"} & {figure.name for figure in figures.figures(plan)}


def test_a_depth_rule_is_the_papers_figures_alone():
    plan = plan_of("config")
    rules = {name: plan.rule_of(name) for name in ("zz_chain", "projector_chain", "xyz_ring", "zz_grid")}
    assert rules == {"zz_chain": "12*n", "projector_chain": "12*n", "xyz_ring": "deepest", "zz_grid": "deepest"}


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_what_the_catalogues_name_exists(name):
    plan = plan_of(name)
    library = Path(drawn.__file__).parent
    for entry in [*figures.figures(plan), figures.BENCHMARK]:
        assert callable(import_module(f"plateaus.figures.{entry.module}").figure)
        assert (library / f"{entry.module}.rst.j2").is_file()
        assert set(entry.experiments) <= plan.studies.keys()
        assert len(tables.modules(entry.tables)) == len(entry.tables)
    for table in tables.tables(plan):
        module = import_module(table.modules[0])
        assert callable(module.make)
        assert module.COLUMNS
        assert bool(table.title) == bool(getattr(module, "CAPTION", "")), table.name
        assert table.parts(plan) or table.tables


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_a_table_is_made_of_tables_that_need_no_later_one(name):
    plan = plan_of(name)
    seen = {"experiments"}
    for table in tables.tables(plan):
        made = set(table.tables) & {other.name for other in tables.tables(plan)}
        assert made <= seen, table.name
        assert tables.inputs(plan, table.tables) == [
            f"results/tables/{wanted}.csv" for wanted in table.tables if wanted in made | {"experiments"}
        ]
        seen.add(table.name)
