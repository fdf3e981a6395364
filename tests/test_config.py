"""The contract of configurations: what is refused and in which words, what grids come out, what the docs say."""

from copy import deepcopy
from pathlib import Path

import pytest
import yaml

from plateaus.config import ConfigError, Exact, load
from plateaus.experiment import Experiment
from state_cost import costs, totals

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "workflow/schemas/config.schema.yaml"
GOOD = yaml.safe_load((ROOT / "config/smoke.yaml").read_text(encoding="utf-8"))
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


# key, bad value, and words of the message: the key, the value, what is allowed.
BAD = [
    ("master_seed", -1, ["master_seed: -1", "0 to 2^63"]),
    ("master_seed", 1.5, ["master_seed: 1.5", "whole number"]),
    ("master_seed", "abc", ['master_seed: "abc"', "whole number"]),
    ("master_seed", 2**63, ["master_seed: 9223372036854775808", "2^63 - 1"]),
    ("master_seed", REMOVE, ["'master_seed' is missing", "one seed"]),
    ("seed", 3, ["unknown key 'seed'", "master_seed"]),
    ("experiment", {}, ["unknown key 'experiment'", "did you mean experiments"]),
    ("experiments", {}, ["experiments: {}", "by name"]),
    ("experiments", [], ["experiments: []", "by name"]),
    ("experiments.2nd", GOOD["experiments"]["zz_chain"], ["experiments", "2nd", "letter"]),
    ("experiments.a-b", GOOD["experiments"]["zz_chain"], ["experiments", "a-b", "letters, digits"]),
    ("figures", REMOVE, ["'figures' is missing", "figures show"]),
    ("figures.main", REMOVE, ["figures", "'main' is missing", "figures 1 to 6"]),
    ("figures.main", "nobody", ["figures.main: 'nobody'", "zz_chain, projector_chain"]),
    ("figures.main", "zz_independent", ["figures.main", "zz_independent", "nested"]),
    ("figures.projector", "nobody", ["figures.projector: 'nobody'", "zz_chain, projector_chain"]),
    ("figures.depth_rule", "5*n", ["figures.depth_rule: '5*n'", "3*n, deepest"]),
    ("figures.fig3", "zz_chain", ["unknown key 'fig3'", "main"]),
    (f"{ZZ}.title", REMOVE, [ZZ, "'title' is missing", "captions"]),
    (f"{ZZ}.title", "", [f"{ZZ}.title", "1 to 80"]),
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
    (f"{ZZ}.axes", "Z", [f"{ZZ}.axes", "Z commutes with ZZ", "X, Y or random"]),
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
    (f"{ZZ}.circuits", "many", [f'{ZZ}.circuits: "many"', "20 or more"]),
    (f"{ZZ}.circuits", {4: 120}, [f"{ZZ}.circuits", "ends at 4", "6"]),
    (f"{ZZ}.circuits", 130, [f"{ZZ}.circuits: 130", "multiple", "120 and 240"]),
    (f"{ZZ}.circuits_per_job", 0, [f"{ZZ}.circuits_per_job: 0", "1 or more"]),
    (f"{ZZ}.exact", "all", [f"{ZZ}.exact", "all", "none, or {qubits, layers, tolerance}"]),
    (f"{ZZ}.exact", {"qubits": [4, 6]}, [f"{ZZ}.exact.qubits", "2 is sampled"]),
    (f"{ZZ}.exact", {"layers": 10}, [f"{ZZ}.exact.layers", "10", "deepest", "20"]),
    (f"{ZZ}.exact", {"tolerance": 0}, [f"{ZZ}.exact", "tolerance"]),
    (f"{ZZ}.depth_rules", [], [f"{ZZ}.depth_rules: []", "12*n"]),
    (f"{ZZ}.depth_rules", ["n*10"], [f"{ZZ}.depth_rules.0", "n*10", "12*n"]),
    (f"{ZZ}.depth_rules", ["12*n", "3*n"], [f"{ZZ}.depth_rules", "12*n", "depth 24", "2 qubits", "1-20"]),
    (f"{ZZ}.depth_rules", ["50", "3*n"], [f"{ZZ}.depth_rules", "50", "1-20"]),
]


@pytest.mark.parametrize(("key", "value", "words"), BAD, ids=[f"{key}={value}"[:60] for key, value, _ in BAD])
def test_a_bad_config_is_refused_in_words_that_help(key, value, words):
    with pytest.raises(ConfigError) as refusal:
        load(changed(key, value), SCHEMA)
    message = str(refusal.value)
    assert "\n" not in message
    for word in words:
        assert word in message


def test_there_are_many_bad_configs():
    assert len(BAD) >= 40


@pytest.mark.parametrize("name", ["config", "smoke", "paper", "exact", "beyond"])
def test_configs_that_come_along_are_good(name):
    config = yaml.safe_load((ROOT / f"config/{name}.yaml").read_text(encoding="utf-8"))
    runs = load(config, SCHEMA)
    assert runs[config["figures"]["main"]].experiment == Experiment()
    for run in runs.values():
        assert sum(cell.circuits for cell in run.cells()) == sum(run.circuits.values()) * (
            len(run.layers) if run.independent else 1
        )


def test_the_default_run_has_the_sizes_it_promises():
    runs = load(yaml.safe_load((ROOT / "config/config.yaml").read_text(encoding="utf-8")), SCHEMA)
    main = runs["zz_chain"]
    assert main.qubits == tuple(range(2, 15, 2))
    assert main.layers == tuple(range(1, 201))
    assert all(main.circuits[n] >= 1000 for n in main.qubits if n <= 12)
    assert main.circuits[14] >= 400
    assert max(runs["projector_chain"].qubits) == 10


def test_the_papers_grid():
    runs = load(yaml.safe_load((ROOT / "config/paper.yaml").read_text(encoding="utf-8")), SCHEMA)
    main = runs["zz_chain"]
    assert main.qubits == tuple(range(2, 25, 2))
    assert main.layers[-1] == 500
    assert min(main.circuits.values()) >= 200


def test_the_cost_in_the_papers_configuration_is_what_the_model_says():
    text = (ROOT / "config/paper.yaml").read_text(encoding="utf-8")
    table = costs(load(yaml.safe_load(text), SCHEMA), "qulacs")
    at_24 = table.loc[table["qubits"] == 24, "core-hours"].sum()
    jobs, hours, longest, memory, disk = totals(table)
    for words in (jobs, hours, f"{at_24:.2f} of them", longest, memory):
        assert words in text
    docs = " ".join((ROOT / "docs/cluster.md").read_text(encoding="utf-8").split())
    for words in (jobs, hours, f"{at_24:.2f} of them", longest, memory, disk):
        assert words in docs
    compiled = costs(load(yaml.safe_load(text), SCHEMA), "numba")
    assert f"with `engine: numba` {totals(compiled)[1]}" in docs


def test_theory_is_computed_where_it_covers_and_asked_for_in_vain_is_refused():
    assert load(GOOD, SCHEMA)["projector_chain"].exact == Exact((2, 4), 20, 1e-5)
    half = changed(f"{ZZ}.angles", {"low": 0, "high": 1})
    with pytest.raises(ConfigError, match=r"zz_chain\.exact: angles .* exact theory needs .* leave the key out"):
        load(half, SCHEMA)
    del half["experiments"]["zz_chain"]["exact"]
    assert load(half, SCHEMA)["zz_chain"].exact is None
    assert load(changed(f"{ZZ}.exact", "none"), SCHEMA)["zz_chain"].exact is None


def test_keys_left_out_take_the_papers_values():
    config = changed("experiments", {"zz_chain": {"title": "t", "qubits": [2], "layers": [1], "circuits": 20}})
    config["figures"] = {"main": "zz_chain"}
    assert load(config, SCHEMA)["zz_chain"].experiment == Experiment()


def test_more_circuits_keep_the_cells_there_were():
    few, many = (load(changed(f"{ZZ}.circuits", circuits), SCHEMA)["zz_chain"].cells() for circuits in (120, 240))
    assert set(few) < set(many)
    assert {cell.seed for cell in set(many) - set(few) if cell.qubits == 6} == {2, 3}


def test_a_parameter_that_nothing_depends_on_is_refused():
    config = changed(f"{ZZ}.entangler", "none")
    config["experiments"]["zz_chain"] |= {"qubits": [4, 6], "parameter": {"layer": 1, "qubit": 3}}
    del config["experiments"]["zz_chain"]["exact"]
    with pytest.raises(ConfigError, match=r"parameter\.qubit: 3 is not in the objective ZZ"):
        load(config, SCHEMA)


def test_whole_numbers_may_be_written_with_a_point():
    assert load(changed(f"{ZZ}.circuits", {4: 120.0, 6: 240.0}), SCHEMA)["zz_chain"].circuits == {
        2: 120,
        4: 120,
        6: 240,
    }


def test_cells_tile_the_circuits():
    for run in load(GOOD, SCHEMA).values():
        for n in run.qubits:
            by_depth: dict[int, list[int]] = {}
            for cell in (cell for cell in run.cells() if cell.qubits == n):
                by_depth.setdefault(cell.depth, []).extend(range(cell.first, cell.first + cell.circuits))
            assert all(indices == list(range(run.circuits[n])) for indices in by_depth.values())
            assert len(by_depth) == (len(run.layers) if run.independent else 1)


def keys_of(schema, rule, prefix=""):
    """Every key that a configuration may have, with its description."""
    rule = schema["$defs"][rule["$ref"].rsplit("/", 1)[1]] | rule if "$ref" in rule else rule
    for key, below in rule.get("properties", {}).items():
        yield prefix + key, below["description"]
        yield from keys_of(schema, below, f"{prefix}{key}.")
    for option in rule.get("anyOf", ()):
        if "from" not in option.get("properties", ("from",)):  # a range explains itself where it is used
            yield from keys_of(schema, option, prefix)
    if isinstance(rule.get("additionalProperties"), dict) and "$ref" in rule["additionalProperties"]:
        yield from keys_of(schema, rule["additionalProperties"], prefix + "NAME.")


def test_the_readme_explains_every_key_in_the_schemas_words():
    readme = (ROOT / "config/README.md").read_text(encoding="utf-8")
    schema = yaml.safe_load(SCHEMA.read_text(encoding="utf-8"))
    keys = dict(keys_of(schema, schema))
    assert len(keys) > 20
    for key, description in keys.items():
        assert f"| `{key}` | {description} |" in readme
