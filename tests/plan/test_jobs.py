"""The files of every stage, as functions of a plan."""

import pytest
from plans import CONFIGURATIONS, entries_of, plan_of

from plateaus.plan import figures, jobs, tables
from plateaus.plan.load import load
from plateaus.probes.registry import KINDS

SMOKE = plan_of("smoke")
BEYOND = plan_of("beyond")


def test_samples_have_a_file_for_every_cell():
    assert jobs.samples(SMOKE.studies["zz_chain"]) == [
        "results/samples/zz_chain/n2_L20_s0.parquet",
        "results/samples/zz_chain/n4_L20_s0.parquet",
        "results/samples/zz_chain/n6_L20_s0.parquet",
        "results/samples/zz_chain/n6_L20_s1.parquet",
    ]
    assert jobs.samples(SMOKE.studies["zz_independent"]) == [
        f"results/samples/zz_independent/n{n}_L{depth}_s0.parquet" for n in (2, 4) for depth in (1, 10, 20)
    ]


def test_exact_curves_have_a_file_for_every_size_and_one_about_their_method():
    assert jobs.exact_curves(SMOKE.studies["zz_chain"]) == [
        f"results/exact/zz_chain/n{n}_L160.csv" for n in (2, 4, 6, 8)
    ]
    assert jobs.exact_methods(SMOKE.studies["projector_chain"]) == [
        "results/exact/projector_chain/n2_L20_method.csv",
        "results/exact/projector_chain/n4_L20_method.csv",
    ]
    assert jobs.exact_curves(BEYOND.studies["noise_3"])  # asked for by nobody: that the theory decides


def test_one_job_begins_and_compiles_an_engine_for_all_others():
    assert jobs.compiling(SMOKE) == set()  # Qulacs alone
    assert jobs.compiling(plan_of("config")) == {("zz_chain", 14, 500, 0)}
    both = load(entries_of("config") | {"precision": {16: "double", 18: "single"}})
    assert jobs.compiling(both) == {("zz_chain", 14, 500, 0), ("zz_chain", 18, 500, 0)}


def test_statistics_and_checks_are_one_file_an_experiment_and_probe():
    names = ["zz_chain", "projector_chain", "zz_independent"]
    assert jobs.statistics(SMOKE) == [f"results/statistics/{name}.csv" for name in names]
    assert jobs.checks(SMOKE) == [f"results/checks/{name}.csv" for name in names]
    assert jobs.probe_statistics(SMOKE, "shots") == []
    assert jobs.probe_statistics(BEYOND, "shots") == ["results/statistics/shots/zz_chain.csv"]
    assert jobs.probe_statistics(BEYOND, "trajectories") == [
        f"results/statistics/trajectories/{name}.csv" for name in ("noise_1", "noise_3")
    ]
    assert {"results/checks/gradients/zz_chain.csv", "results/checks/zz_chain.csv"} < set(jobs.checks(BEYOND))


def test_probes_have_a_file_for_every_cell():
    assert jobs.probe_samples(BEYOND.studies["zz_chain"], "gradients") == [
        f"results/probes/gradients/zz_chain/n8_L96_s{seed}.parquet" for seed in range(4)
    ]
    shots = jobs.probe_samples(BEYOND.studies["zz_chain"], "shots")
    assert shots == [
        f"results/probes/shots/zz_chain/n{n}_L{12 * n}_s{s}.parquet" for n in (4, 6, 8, 10) for s in (0, 1)
    ]
    assert jobs.probe_kinds() == "|".join(KINDS)


def test_maps_of_positions_are_made_where_gradients_are_probed_and_registers_are_small():
    assert jobs.position_maps(SMOKE) == []
    assert jobs.position_maps(BEYOND) == ["results/exact/zz_chain/positions_n8_L96.csv"]


def test_a_tolerance_is_an_option_where_curves_are_asked_for():
    assert jobs.tolerance_option(SMOKE.studies["zz_chain"]) == "--tolerance 1e-06"
    assert [jobs.tolerance_option(study) for study in BEYOND.studies.values() if not study.exact] == []


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_no_file_is_made_twice_and_every_cell_is_found_by_its_name(name):
    plan = plan_of(name)
    made = jobs.everything_made(plan)
    made += jobs.checks(plan) + jobs.statistics(plan) + [table.path for table in tables.tables(plan)]
    made += [figure.path(ending) for figure in figures.figures(plan) for ending in figures.ENDINGS]
    assert len(made) == len(set(made))
    assert len(jobs.cells(plan)) == sum(path.endswith(".parquet") for path in made)
    for study in plan.studies.values():
        for cell in study.cells():
            assert jobs.cells(plan)[study.name, cell.qubits, cell.depth, cell.seed] == cell
    for study, probe in plan.probes():
        for cell in probe.cells():
            assert jobs.cells(plan)[probe.kind, study.name, cell.qubits, cell.depth, cell.seed] == cell
