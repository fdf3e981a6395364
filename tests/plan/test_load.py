"""The contract of configurations: what is refused and in which words, what grids come out."""

import math
from copy import deepcopy
from dataclasses import replace
from datetime import date

import pytest
from plans import CONFIGURATIONS, entries_of, plan_of

from plateaus.ensemble.experiment import Experiment
from plateaus.plan import jobs
from plateaus.plan.load import load
from plateaus.plan.messages import ConfigError
from plateaus.plan.study import Exact

GOOD = entries_of("smoke")
ZZ = "experiments.zz_chain"
REMOVE = "(left out)"


def changed(key, value):
    """The smoke configuration with one key set, or removed."""
    config = deepcopy(GOOD)
    *path, last = key.split(".")
    place = config
    for part in path:
        place = place[part]
    if value is REMOVE:
        del place[last]
    else:
        place[last] = value
    return config


ALONE = {"title": "exact curves alone", "connectivity": "grid", "exact": {"qubits": [4, 6], "layers": 5}}

# key, bad value, and words of the message: the key, the value, what is allowed.
BAD = [
    ("master_seed", -1, ["master_seed: -1", "0 to 2^63"]),
    ("master_seed", 1.5, ["master_seed: 1.5", "whole number"]),
    ("master_seed", "abc", ['master_seed: "abc"', "whole number"]),
    ("master_seed", 2**63, ["master_seed: 9223372036854775808", "2^63 - 1"]),
    ("master_seed", REMOVE, ["'master_seed' is missing", "one seed"]),
    ("master_seed", 10**400, ["master_seed: 1000000", "2^63 - 1"]),
    ("seed", 3, ["unknown key 'seed'", "master_seed"]),
    (f"{ZZ}.ansatz", "Real_amplitude", [ZZ, "ansatz", "did you mean real_amplitudes?", "Of what the layers"]),
    (f"{ZZ}.objective", "projektor", ["objective", "did you mean projector?", "random:K:SEED"]),
    ("experiment", {}, ["unknown key 'experiment'", "did you mean experiments"]),
    ("experiments", {}, ["experiments: {}", "by name"]),
    ("experiments", [], ["experiments: []", "by name"]),
    ("experiments.2nd", GOOD["experiments"]["zz_chain"], ["experiments", "2nd", "letter"]),
    ("experiments.a-b", GOOD["experiments"]["zz_chain"], ["experiments", "a-b", "letters, digits"]),
    ("figures.main", "nobody", ["figures.main: 'nobody'", "zz_chain, projector_chain"]),
    ("figures.main", "zz_independent", ["figures.main", "zz_independent", "nested"]),
    ("figures.projector", "nobody", ["figures.projector: 'nobody'", "zz_chain, projector_chain"]),
    ("figures.depth_rule", "5*n", ["figures.depth_rule: '5*n'", "3*n, deepest"]),
    ("figures.fig3", "zz_chain", ["unknown key 'fig3'", "main"]),
    ("engine", "qulax", ['engine: "qulax"', "qulacs, the reference", "numba"]),
    ("engine", {"4": "qulax"}, ['engine: {"4": "qulax"}', "{12: qulacs, 24: numba}"]),
    ("engine", {4: "qulacs"}, ["engine: ends at 4 qubits; experiments.zz_chain goes up to 6"]),
    ("precision", "half", ['precision: "half"', "double or single"]),
    (
        "precision",
        "single",
        ["precision: at 2 qubits qulacs", "not simulate in single", "double is allowed", "24: single"],
    ),
    (f"{ZZ}.title", REMOVE, [ZZ, "'title' is missing", "captions"]),
    (f"{ZZ}.title", "", [f"{ZZ}.title", "1 to 80"]),
    (f"{ZZ}.title", "a title\n", [f'{ZZ}.title: "a title\\n"', "in one line"]),
    (f"{ZZ}.title", "  ", [f"{ZZ}.title: '  ' is blank"]),
    (f"{ZZ}.titel", "x", [ZZ, "'titel'", "did you mean title"]),
    (f"{ZZ}.initial_state", "zero", [f"{ZZ}.initial_state", "zero", "ry_pi_4, none"]),
    (f"{ZZ}.connectivity", "star", [f"{ZZ}.connectivity", "star", "chain", "complete", "edges"]),
    (f"{ZZ}.connectivity", {"edges": [[1, 2], [2, 3]]}, [f"{ZZ}.qubits", "graph of 3 qubits", "not of 2"]),
    (f"{ZZ}.connectivity", {"edges": [[1, 2], [2, 2]]}, [ZZ, "edge 2-2", "two qubits"]),
    (f"{ZZ}.connectivity", {"edges": [[1, 2], [2, 1]]}, [ZZ, "edge 1-2", "twice"]),
    (f"{ZZ}.connectivity", {"edges": [[1, 2], [4, 2]]}, [ZZ, "qubit 3 of 4", "no edge"]),
    (f"{ZZ}.connectivity", {"edges": [[0, 1]]}, [f"{ZZ}.connectivity.edges.0.0", "0", "minimum"]),
    (f"{ZZ}.connectivity", {"edges": []}, [f"{ZZ}.connectivity.edges", "counted from 1"]),
    (f"{ZZ}.connectivity", "grid3d", [f"{ZZ}.qubits", "3D grid of 2", "three numbers"]),
    (f"{ZZ}.connectivity", "ladder", [f"{ZZ}.qubits", "ladder of 2", "even and at least 4"]),
    (f"{ZZ}.connectivity", "ring", [f"{ZZ}.qubits", "ring of 2", "at least 3"]),
    (f"{ZZ}.connectivity", "grid", [f"{ZZ}.qubits", "grid of 2", "product"]),
    (f"{ZZ}.entangler", "cnot", [f"{ZZ}.entangler", "cnot", "cz, none"]),
    (f"{ZZ}.axes", "W", [f"{ZZ}.axes", "W", "random, X, Y, Z"]),
    (f"{ZZ}.angles", "uniform", [f"{ZZ}.angles", "uniform", "units of pi"]),
    (f"{ZZ}.angles", {"low": 0}, [f"{ZZ}.angles", '{"low": 0}', "{low, high}", "units of pi"]),
    (f"{ZZ}.angles", {}, [f"{ZZ}.angles: {{}}", "{sigma}"]),
    (f"{ZZ}.angles", {"sigma": 0}, [f"{ZZ}.angles.sigma", "0", "radians"]),
    (f"{ZZ}.angles", {"sigma": 1, "low": 0, "high": 1}, [f"{ZZ}.angles", "{low, high}", "{sigma}"]),
    (f"{ZZ}.angles", "small", [f"{ZZ}.depths", "nested", "angles: small", "independent is allowed"]),
    (f"{ZZ}.angles", {"low": 1, "high": 1}, [ZZ, "1π to 1π", "below"]),
    (f"{ZZ}.angles", {"low": 0, "high": 9}, [f"{ZZ}.angles.high", "9", "-4 to 4"]),
    (f"{ZZ}.noise", "depolarizing", [ZZ, "depolarizing", "none and depolarizing:P"]),
    (f"{ZZ}.noise", "depolarizing:0.8", [ZZ, "depolarizing:0.8", "at most 0.75"]),
    ("figures.starts", ["zz_chain", "nobody"], ["figures.starts: 'nobody'", "zz_chain, projector_chain"]),
    ("figures.noise", ["zz_chain"], ["figures.noise", "two or more"]),
    (f"{ZZ}.probes", {"tomography": {}}, [f"{ZZ}.probes", "tomography", "gradients, shots, training, trajectories"]),
    (f"{ZZ}.probes", {"gradients": {"qubits": [4], "circuits": 20}}, ["probes.gradients", "'depth' is missing"]),
    (f"{ZZ}.probes", {"trajectories": {"qubits": [4], "circuits": 20}}, [f"{ZZ}.probes.trajectories", "no noise"]),
    (
        f"{ZZ}.probes",
        {"shots": {"qubits": [4], "depth": 4, "circuits": 20, "shots": [11]}},
        [f"{ZZ}.probes.shots.shots.0: 11", "multiple of 2"],
    ),
    (
        "experiments.zz_independent.probes",
        {"training": {"qubits": [1], "depth": 4, "circuits": 20, "steps": 1, "rate": 0.1}},
        ["probes.training.qubits: [1]", "2 to 30"],
    ),
    (
        f"{ZZ}.probes",
        {"gradients": {"qubits": [4], "depth": 4, "circuits": 30, "circuits_per_job": 20}},
        [f"{ZZ}.probes.gradients.circuits", "30", "multiple", "20"],
    ),
    (f"{ZZ}.start", "identity", [ZZ, "identity", "identity:BLOCKS, perturbed:BLOCKS:SIGMA"]),
    (f"{ZZ}.start", "perturbed:1:-1", [ZZ, "perturbed:1:-1", "perturbed:BLOCKS:SIGMA"]),
    (f"{ZZ}.start", "perturbed:1:inf", [ZZ, "perturbed:1:inf", "sigma is a number above 0"]),
    (f"{ZZ}.start", "pretrained:1:5:nan", [ZZ, "pretrained:1:5:nan", "rate is a number above 0"]),
    (f"{ZZ}.start", "identity:1", [f"{ZZ}.start", "identity:1", "depths must be independent"]),
    ("experiments.zz_independent.start", "identity:1", ["zz_independent.layers", "1 layers", "no multiple of 2"]),
    ("experiments.zz_independent.start", "pretrained:1:5:0.1", ["zz_independent.layers", "add an even number"]),
    (f"{ZZ}.objective", "zz", [f"{ZZ}.objective", "zz", "I, X, Y, Z", "projector"]),
    (f"{ZZ}.objective", "random", [f"{ZZ}.objective", "random:K:SEED"]),
    (f"{ZZ}.objective", "random:3:1", [f"{ZZ}.objective", "random:3:1 needs 3 qubits", "begins at 2"]),
    (f"{ZZ}.objective", "II", [f"{ZZ}.objective", "II", "not all I"]),
    (f"{ZZ}.objective", "ZIZ", [f"{ZZ}.objective", "ZIZ", "3 qubits", "begins at 2"]),
    (f"{ZZ}.objective", "ZZI", [f"{ZZ}.objective", "ZZI", "longer", "2"]),
    (f"{ZZ}.parameter", [1, 1], [f"{ZZ}.parameter", "[1, 1]", "theta(layer, qubit)"]),
    (f"{ZZ}.parameter", {"layer": 0, "qubit": 1}, [f"{ZZ}.parameter.layer", "0", "counted from 1"]),
    (f"{ZZ}.parameter", {"layer": 1, "qubit": 3}, [f"{ZZ}.parameter.qubit", "3", "smallest", "2"]),
    (f"{ZZ}.parameter", {"layer": 2, "qubit": 1}, [f"{ZZ}.parameter.layer", "2", "first of", "1"]),
    (f"{ZZ}.depths", "both", [f"{ZZ}.depths", "both", "nested, independent"]),
    (f"{ZZ}.qubits", REMOVE, [ZZ, "'qubits' is missing", "2 to 30"]),
    (f"{ZZ}.qubits", 4, [f"{ZZ}.qubits: 4", "list"]),
    (f"{ZZ}.qubits", [], [f"{ZZ}.qubits: []", "2 to 30"]),
    (f"{ZZ}.qubits", [1, 2], [f"{ZZ}.qubits: [1, 2]", "2 to 30"]),
    (f"{ZZ}.qubits", [2, 40], [f"{ZZ}.qubits: [2, 40]", "2 to 30"]),
    (f"{ZZ}.qubits", [4, 2], [f"{ZZ}.qubits: [4, 2]", "increase"]),
    (f"{ZZ}.qubits", [2, 2], [f"{ZZ}.qubits: [2, 2]", "increasing"]),
    (f"{ZZ}.qubits", {"from": 6, "to": 4}, [f"{ZZ}.qubits", "from 6 to 4", "not be above"]),
    (f"{ZZ}.qubits", {"from": 2, "until": 4}, [f"{ZZ}.qubits", "until", "{from, to, step}"]),
    (f"{ZZ}.layers", [0, 1], [f"{ZZ}.layers: [0, 1]", "1 to 10000"]),
    (f"{ZZ}.layers", {"from": 1, "to": 20, "step": 0}, [f"{ZZ}.layers", '"step": 0', "{from, to, step}"]),
    (f"{ZZ}.circuits", 1, [f"{ZZ}.circuits: 1", "20 or more"]),
    (f"{ZZ}.circuits", 10**30, [f"{ZZ}.circuits: 1000000", "to 10^7"]),
    (f"{ZZ}.circuits", "many", [f'{ZZ}.circuits: "many"', "20 or more"]),
    (f"{ZZ}.circuits", {4: 120}, [f"{ZZ}.circuits", "ends at 4", "6"]),
    (f"{ZZ}.circuits", 130, [f"{ZZ}.circuits: 130", "multiple", "120 and 240"]),
    (f"{ZZ}.circuits_per_job", 0, [f"{ZZ}.circuits_per_job: 0", "1 or more"]),
    (f"{ZZ}.circuits", REMOVE, [ZZ, "'circuits' is missing", "20 or more"]),
    ("experiments.alone", ALONE | {"exact": {"qubits": [4, 7], "layers": 5}}, ["alone.exact.qubits", "grid of 7"]),
    (
        "experiments.alone",
        ALONE | {"objective": "random:5:1"},
        ["alone.objective", "needs 5", "exact.qubits begins at 4"],
    ),
    ("experiments.alone", ALONE | {"circuits_per_job": 9}, ["alone.circuits_per_job", "9 of no circuits"]),
    ("experiments.alone", ALONE | {"parameter": {"layer": 6, "qubit": 1}}, ["alone.parameter.layer", "6", "5"]),
    (f"{ZZ}.exact", "all", [f"{ZZ}.exact", "all", "none, or {qubits, layers, tolerance, method, relative_error}"]),
    (f"{ZZ}.exact", {"qubits": [4, 6]}, [f"{ZZ}.exact.qubits", "2 is sampled"]),
    (f"{ZZ}.exact", {"layers": 10}, [f"{ZZ}.exact.layers", "10", "deepest", "20"]),
    (f"{ZZ}.exact", {"tolerance": 0}, [f"{ZZ}.exact", "tolerance"]),
    (f"{ZZ}.depth_rules", [], [f"{ZZ}.depth_rules: []", "12*n"]),
    (f"{ZZ}.depth_rules", ["n*10"], [f"{ZZ}.depth_rules.0", "n*10", "12*n"]),
    (f"{ZZ}.depth_rules", ["12*n", "3*n"], [f"{ZZ}.depth_rules", "12*n", "depth 24", "2 qubits", "1-20"]),
    (f"{ZZ}.depth_rules", ["50", "3*n"], [f"{ZZ}.depth_rules", "50", "1-20"]),
    ("figures.costs", ["zz_chain", "zz_independent"], ["figures.costs: zz_independent", "3*n", "zz_chain", "deepest"]),
    (f"{ZZ}.depth_rules", [5, "5"], [f"{ZZ}.depth_rules: 5 and 5 are the same rule"]),
    (f"{ZZ}.depth_rules", ["3*n", "3.0*n"], [f"{ZZ}.depth_rules: 3*n and 3.0*n are the same rule"]),
    ("experiments.ZZ_chain", GOOD["experiments"]["zz_chain"], ["experiments: zz_chain and ZZ_chain differ in case"]),
    ("master_seed", date(2018, 3, 27), ["master_seed: YAML reads this as 2018-03-27", "quotes"]),
    ("figures.main", True, ["figures.main: YAML reads this as True", "quotes"]),
    (f"{ZZ}.exact", None, [f"{ZZ}.exact: YAML reads this as None", "quotes"]),
    (f"{ZZ}.angles", {"low": math.nan, "high": 1}, [f"{ZZ}.angles.low: nan is no number"]),
    (f"{ZZ}.exact", {"tolerance": "1e2"}, [f"{ZZ}.exact", '"tolerance": 100', "none, or"]),
]


@pytest.mark.parametrize(("key", "value", "words"), BAD, ids=[f"{key}={value}"[:60] for key, value, _ in BAD])
def test_a_bad_config_is_refused_in_words_that_help(key, value, words):
    with pytest.raises(ConfigError) as refusal:
        load(changed(key, value))
    message = str(refusal.value)
    assert "\n" not in message
    for word in words:
        assert word in message


def test_without_circuits_there_are_exact_curves_alone():
    plan = load(changed("experiments.alone", ALONE))
    study = plan.studies["alone"]
    assert (study.qubits, study.layers, study.cells(), study.redrawn()) == ((), (), [], [])
    assert study.exact is not None and (study.exact.qubits, study.exact.layers) == ((4, 6), 5)
    assert [path for path in jobs.everything_made(plan) if "alone" in path] == [
        f"results/exact/alone/n{n}_L5{ending}.csv" for ending in ("", "_method") for n in (4, 6)
    ]
    assert not any("alone" in path for path in (*jobs.statistics(plan), *jobs.checks(plan)))


@pytest.mark.parametrize("role", ["main", "projector", "noise", "dimension"])
def test_figures_of_samples_refuse_experiments_without_any(role):
    config = changed("experiments.alone", ALONE)
    config["figures"][role] = "alone" if role in ("main", "projector") else ["zz_chain", "alone"]
    if role == "dimension":
        assert load(config).compared["dimension"] == ("zz_chain", "alone")
        return
    with pytest.raises(ConfigError, match=rf"figures\.{role}: nothing is sampled of alone"):
        load(config)


def test_there_are_many_bad_configs():
    assert len(BAD) >= 40


def test_several_mistakes_are_listed_at_once():
    config = changed(f"{ZZ}.titel", "x")
    del config["master_seed"], config["experiments"]["zz_chain"]["title"], config["experiments"]["zz_chain"]["qubits"]
    with pytest.raises(ConfigError) as refusal:
        load(config)
    head, *lines = str(refusal.value).splitlines()
    assert head == "4 mistakes"
    for line, word in zip(lines, ["'titel'", "'master_seed'", "'title'", "'qubits'"], strict=True):
        assert word in line
    config = changed(f"{ZZ}.connectivity", "ring")
    config["experiments"]["projector_chain"]["connectivity"] = "grid"
    config["figures"]["starts"] = ["zz_chain", "nobody"]
    with pytest.raises(ConfigError, match=r"(?s)3 mistakes\n.*ring of 2.*\n.*grid of 2.*\nfigures.starts: 'nobody'"):
        load(config)


def test_a_name_that_yaml_made_something_else_of_is_refused():
    config = changed("experiments.zz_chain", GOOD["experiments"]["zz_chain"])
    config["experiments"][True] = GOOD["experiments"]["zz_chain"]
    with pytest.raises(ConfigError, match="experiments: YAML reads a key as True, which is no text; put it in quotes"):
        load(config)


@pytest.mark.parametrize("rules", [[5], [5, "3*n", "deepest"], ["5", 6]])
def test_a_depth_rule_may_be_a_number(rules):
    config = changed(f"{ZZ}.depth_rules", rules)
    config["figures"] = {"main": "zz_chain"}
    assert load(config).studies["zz_chain"].depth_rules == tuple(map(str, rules))


def test_numbers_may_be_written_with_an_exponent():
    """YAML 1.1 takes these for text."""
    config = changed(f"{ZZ}.circuits", {4: "1.2e2", 6: "24e1"})
    config["experiments"]["zz_chain"] |= {"title": "1e3", "exact": {"tolerance": "1e-3"}, "circuits_per_job": "6e1"}
    study = load(config).studies["zz_chain"]
    assert study.circuits == {2: 120, 4: 120, 6: 240}
    assert study.circuits_per_job[6] == 60
    assert study.exact == Exact((2, 4, 6), 20, 1e-3, asked=True)
    assert study.title == "1e3"


def test_blanks_around_a_title_are_none_of_it():
    assert load(changed(f"{ZZ}.title", " a title ")).studies["zz_chain"].title == "a title"


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_configs_that_come_along_are_good(name):
    plan = plan_of(name)
    assert plan.main is not None and plan.studies[plan.main].experiment == Experiment()
    for study in plan.studies.values():
        assert sum(cell.circuits for cell in study.cells()) == sum(study.circuits.values()) * (
            len(study.layers) if study.source.independent else 1
        )


def test_the_default_run_has_the_sizes_it_promises():
    studies = plan_of("config").studies
    main = studies["zz_chain"]
    assert main.qubits == tuple(range(2, 19, 2))
    assert main.layers == tuple(range(1, 501))
    assert all(main.circuits[n] >= (200 if n <= 16 else 100) for n in main.qubits)
    assert {main.engines[n] for n in main.qubits if n <= 12} == {"qulacs"}
    assert max(studies["projector_chain"].qubits) == 10


def test_the_papers_grid():
    main = plan_of("paper").studies["zz_chain"]
    assert main.qubits == tuple(range(2, 25, 2))
    assert main.layers[-1] == 500
    assert all(main.circuits[n] >= (200 if n <= 20 else 100) for n in main.qubits)
    assert max(plan_of("paper").studies["projector_chain"].qubits) >= 16


def test_exact_curves_are_asked_for_left_to_the_theory_or_left_out():
    assert load(GOOD).studies["projector_chain"].exact == Exact((2, 4), 20, 1e-5, asked=False)
    assert load(GOOD).studies["zz_chain"].exact == Exact((2, 4, 6, 8), 160, 1e-6, asked=True)
    assert load(changed(f"{ZZ}.exact", "none")).studies["zz_chain"].exact is None
    not_covered = changed(f"{ZZ}.angles", {"low": 0, "high": 1})
    del not_covered["experiments"]["zz_chain"]["exact"]
    assert load(not_covered).studies["zz_chain"].exact == Exact((2, 4, 6), 20, 1e-6, asked=False)


def test_keys_left_out_take_the_papers_values():
    config = changed("experiments", {"zz_chain": {"title": "t", "qubits": [2], "layers": [1], "circuits": 20}})
    config["figures"] = {"main": "zz_chain"}
    del config["benchmark"]
    plan = load(config)
    assert plan.studies["zz_chain"].experiment == Experiment()
    assert (plan.studies["zz_chain"].engines, plan.studies["zz_chain"].precisions) == ({2: "qulacs"}, {2: "double"})
    assert plan.benchmark == {"qubits": [4, 8, 12, 16, 18, 20, 24], "seconds": 10}


BY_SIZE = {"engine": {4: "qulacs", 24: "numba"}, "precision": {4: "double", 24: "single"}}


def test_what_simulates_may_differ_by_size():
    study = load(GOOD | BY_SIZE).studies["zz_chain"]
    assert study.engines == {2: "qulacs", 4: "qulacs", 6: "numba"}
    assert {(c.qubits, c.engine, c.precision) for c in study.cells()} == {
        *((2, "qulacs", "double"), (4, "qulacs", "double"), (6, "numba", "single"))
    }
    assert [(c.qubits, c.circuits, c.engine, c.layers[-1]) for c in study.redrawn()] == [(6, 1, "qulacs", 20)]


def test_auto_takes_the_fastest_engine_that_simulates_an_experiment():
    wide = {"qubits": [4, 14, 18], "circuits": 200, "layers": [300], "exact": "none", "depth_rules": ["deepest"]}
    entries = {
        "papers": wide | {"title": "a"},
        "noisy": wide | {"title": "b", "noise": "depolarizing:0.1", "qubits": [4, 6]},
        "cut": wide | {"title": "c", "ansatz": "qaoa"},
    }
    plan = load({"master_seed": 1, "engine": "auto", "experiments": entries})
    engines = {name: tuple(study.engines.values()) for name, study in plan.studies.items()}
    assert engines == {"papers": ("qulacs", "numba", "numba"), "noisy": ("qulacs",) * 2, "cut": ("qulacs",) * 3}
    assert {cell.engine for cell in plan.studies["papers"].cells() if cell.qubits > 4} == {"numba"}
    with pytest.raises(ConfigError, match=r"precision: at 4 qubits qulacs does not simulate in single precision"):
        load({"master_seed": 1, "engine": "auto", "precision": "single", "experiments": {"cut": entries["cut"]}})
    with pytest.raises(ConfigError, match=r"experiments\.cut\.ansatz: qaoa is not simulated by engine numba"):
        load({"master_seed": 1, "engine": "numba", "experiments": {"cut": entries["cut"]}})


def test_noise_is_simulated_in_double_precision_whatever_is_asked_for():
    config = changed(f"{ZZ}.noise", "depolarizing:0.1") | {"engine": "numba", "precision": "single"}
    study = load(config).studies["zz_chain"]
    assert set(study.precisions.values()) == {"double"}
    assert study.redrawn() == []


def test_a_large_circuit_is_simulated_once_more_in_its_first_layers_only():
    paper = load(entries_of("paper") | {"engine": "numba"}).studies["zz_chain"]
    cells = {cell.qubits: cell for cell in paper.redrawn()}
    assert {n: cell.depth for n, cell in cells.items()} == dict.fromkeys(range(2, 19, 2), 500) | {
        20: 60,
        22: 66,
        24: 72,
    }
    assert all(cell.layers == tuple(range(1, cell.depth + 1)) for cell in cells.values())
    deep = replace(paper, layers=(80, 90), source=replace(paper.source, independent=True))
    assert [(c.qubits, c.layers) for c in deep.redrawn() if c.qubits > 16] == [
        (18, (90,)),
        *((n, (80,)) for n in (20, 22, 24)),
    ]


def test_more_circuits_keep_the_cells_there_were():
    few, many = (load(changed(f"{ZZ}.circuits", circuits)).studies["zz_chain"].cells() for circuits in (120, 240))
    assert set(few) < set(many)
    assert {cell.seed for cell in set(many) - set(few) if cell.qubits == 6} == {2, 3}


@pytest.mark.parametrize(("few", "many", "again"), [(500, 1000, 0), (250, 270, 0), (100, 1000, 1), (260, 2000, 1)])
def test_so_do_they_where_the_size_of_a_job_is_left_out(few, many, again):
    def cells(circuits):
        config = changed(f"{ZZ}.circuits", circuits)
        config["experiments"]["zz_chain"] |= {
            "probes": {"gradients": {"qubits": [4], "depth": 4, "circuits": circuits}}
        }
        del config["experiments"]["zz_chain"]["circuits_per_job"]
        study = load(config).studies["zz_chain"]
        for found in (study.cells(), study.probes["gradients"].cells()):
            of_four = [cell for cell in found if cell.qubits == 4]
            assert [i for c in of_four for i in range(c.first, c.first + c.circuits)] == list(range(circuits))
            yield set(of_four)

    for before, after in zip(cells(few), cells(many), strict=True):
        assert len(before - after) == again


def test_whole_numbers_may_be_written_with_a_point():
    circuits = load(changed(f"{ZZ}.circuits", {4: 120.0, 6: 240.0})).studies["zz_chain"].circuits
    assert circuits == {2: 120, 4: 120, 6: 240}


def test_cells_tile_the_circuits():
    for study in load(GOOD).studies.values():
        for n in study.qubits:
            by_depth: dict[int, list[int]] = {}
            for cell in (cell for cell in study.cells() if cell.qubits == n):
                by_depth.setdefault(cell.depth, []).extend(range(cell.first, cell.first + cell.circuits))
            assert all(indices == list(range(study.circuits[n])) for indices in by_depth.values())
            assert len(by_depth) == (len(study.layers) if study.source.independent else 1)


def test_a_probes_cells_tile_its_circuits():
    for study, probe in plan_of("beyond").probes():
        for n, depth in probe.depths.items():
            cells = [cell for cell in probe.cells() if cell.qubits == n]
            assert all((cell.depth, cell.layers) == (depth, (depth,)) for cell in cells), study.name
            indices = [i for cell in cells for i in range(cell.first, cell.first + cell.circuits)]
            assert indices == list(range(probe.circuits))
