"""The command `plateaus` is the functions of `plateaus.api` for a shell: its options, files, tables and refusals."""

import io
import shlex
import sys
from pathlib import Path

import pandas as pd
import pytest
import yaml

from plateaus import __main__ as command
from plateaus import __version__, api

RINGS = {"title": "rings", "connectivity": "ring", "qubits": [3, 4], "layers": [1, 2], "circuits": 20}
CHAINS = {"title": "chains", "qubits": [2], "layers": [1], "circuits": 20, "depth_rules": [1]}


@pytest.fixture
def plateaus(monkeypatch, capsys):
    """Runs the command: its table, and what it says besides."""

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["plateaus", *map(str, words)])
        command.main()
        out, err = capsys.readouterr()
        return (pd.read_csv(io.StringIO(out)) if out else None), err

    return run


def same(found, expected):
    pd.testing.assert_frame_equal(found, expected, check_exact=True, check_dtype=False)


def test_each_command_is_the_function_of_that_name(plateaus):
    words = ("--connectivity", "ring", "--qubits", "3-4", "--layers", "1,2", "--circuits", "20", "--master-seed", "7")
    for name in ("sample", "variance"):
        found, said = plateaus(name, *words, "--name", "mine")
        same(found, getattr(api, name)(RINGS, name="mine", master_seed=7))
        assert said.startswith("20/20 circuits")
    same(plateaus("exact", *words[:6])[0], api.exact(RINGS))
    same(plateaus("cost", *words[:8])[0], api.cost(RINGS))
    found, said = plateaus("diagnose", "--entangler", "none", "--qubits", "4-9", "--depth-rule", 2)
    expected = api.diagnose({"entangler": "none"}, 2, qubits=range(4, 10))
    same(found.astype({"depth_rule": str}), expected)
    assert said.splitlines() == api.in_words(expected)


def test_a_terminal_gets_the_sentence_and_not_the_wide_table(plateaus, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    table, said = plateaus("diagnose", "--entangler", "none", "--qubits", "4-6", "--depth-rule", "2")
    assert table is None
    assert said.startswith("experiment, exact, L = 2, n = 4…6: the variance of the gradient")


def test_values_are_yaml(plateaus):
    mapping = ("--parameter", "{layer: last, qubit: 2}", "--depths", "independent", "--angles", "{sigma: 1e-1}")
    found, _ = plateaus("exact", *mapping, "--qubits", "[2, 3]", "--layers", "{from: 2, to: 3}")
    keys = {"parameter": {"layer": "last", "qubit": 2}, "depths": "independent", "angles": {"sigma": 0.1}}
    same(found, api.exact(keys, qubits=[2, 3], layers=[2, 3]))


def test_an_experiment_comes_from_a_file_of_its_own_or_a_configuration(plateaus, tmp_path):
    alone, whole = tmp_path / "rings.yaml", tmp_path / "config.yaml"
    alone.write_text(yaml.safe_dump(RINGS))
    config = {"master_seed": 3, "engine": {4: "qulacs"}, "experiments": {"chains": CHAINS, "rings": RINGS}}
    whole.write_text(yaml.safe_dump(config))
    same(plateaus("sample", alone)[0], api.sample(RINGS))
    same(plateaus("sample", alone, "--qubits", 3)[0], api.sample(RINGS, qubits=3))
    expected = api.variance(RINGS, name="rings", master_seed=3, engine={"4": "qulacs"})
    same(plateaus("variance", whole, "--experiment", "rings")[0], expected)
    assert plateaus("exact", whole, "--experiment", "chains")[0]["qubits"].tolist() == [2]
    whole.write_text(yaml.safe_dump({"experiments": {"chains": CHAINS}}))
    assert plateaus("cost", whole)[0]["experiment"].unique().tolist() == ["chains"]


def test_the_grid_of_the_options_goes_before_that_of_a_file(plateaus, tmp_path):
    entry = RINGS | {"circuits_per_job": {"4": 10}, "exact": {"qubits": [3, 4, 5], "layers": 2}}
    (tmp_path / "rings.yaml").write_text(yaml.safe_dump(entry))
    asked = ("--qubits", "4-6", "--depth-rule", "2*n", "--circuits", 20)
    found, _ = plateaus("variance", tmp_path / "rings.yaml", *asked)
    rules = {"connectivity": "ring", "depth_rules": ["2*n"]}
    same(found, api.variance(rules, qubits=[4, 5, 6], circuits=20))
    assert found["layers"].unique().tolist() == [8, 10, 12]
    assert plateaus("exact", tmp_path / "rings.yaml")[0]["qubits"].unique().tolist() == [3, 4, 5]


def test_a_table_goes_to_a_file(plateaus, tmp_path):
    found, said = plateaus("exact", "--qubits", 2, "--layers", 1, "--output", tmp_path / "new/exact.csv")
    assert (found, said) == (None, "")
    assert pd.read_csv(tmp_path / "new/exact.csv")["variance"].tolist() == pytest.approx([5 / 48])


def test_what_the_theory_does_not_cover_is_noted_beside_the_samples(plateaus):
    tilted = ("--angles", "{low: 0, high: 1}", "--qubits", 2, "--layers", 1, "--circuits", 20)
    with pytest.warns(UserWarning, match="no exact curve of 2 qubits"):
        found, _ = plateaus("variance", *tilted)
    assert found["source"].tolist() == ["sampled"]


def test_its_version_is_that_of_the_library(plateaus, capsys):
    with pytest.raises(SystemExit, match="0"):
        plateaus("--version")
    assert capsys.readouterr().out == f"plateaus {__version__}\n"


@pytest.mark.parametrize("name", command.COMMANDS)
def test_help_has_every_key_of_an_experiment_and_loads_no_table(name, plateaus, capsys):
    with pytest.raises(SystemExit, match="0"):
        plateaus(name, "--help")
    said = capsys.readouterr().out
    assert all(f"--{key.replace('_', '-')} " in said for key in command.EXPERIMENT)
    assert callable(getattr(api, name))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("exact", "--qubits", "4"), "error: layers: left out; give depths, or depth_rules that say them"),
        (("exact", "--qubits", "4x", "--layers", "2"), 'error: qubits: "4x" is not allowed. Sizes of the exact curves'),
        (("exact", "--objective", "QQ", "--qubits", "4", "--layers", "2"), 'error: objective: "QQ" is not allowed'),
        (("exact", "--noise", "yes", "--qubits", "4", "--layers", "2"), "error: experiment: noise 'yes': allowed are"),
        (("sample", "--qubits", "4", "--layers", "2"), "error: circuits: left out"),
        (("exact", "none.yaml"), "error: none.yaml: No such file or directory"),
        (("exact", "two.yaml"), "error: two.yaml: say which by --experiment NAME; there are a, b"),
        (("exact", "two.yaml", "--experiment", "c"), "error: --experiment c: two.yaml has a, b"),
        (("exact", "one.yaml", "--experiment", "a"), "error: --experiment a: one.yaml is no configuration"),
        (("exact", "odd.yaml"), "error: odd.yaml: experiments: it is names"),
        (("exact", "twice.yaml"), "error: twice.yaml, line 2: the key 'qubits' stands here again"),
        (("exact", "--experiment", "a"), "error: --experiment a: of a configuration"),
        (("exact", "--qubits", "2", "--layers", "1", "--output", "folder"), "error: folder: cannot be written"),
    ],
)
def test_what_a_user_can_mend_is_one_line(words, said, plateaus, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files = {"two": "experiments: {a: {}, b: {}}", "one": "qubits: [2]", "odd": "experiments: [a]"}
    for name, text in files.items() | {("twice", "qubits: [2]\nqubits: [3]")}:
        (tmp_path / f"{name}.yaml").write_text(text)
    (tmp_path / "folder").mkdir()
    with pytest.raises(SystemExit) as ended:
        plateaus(*words)
    assert str(ended.value).startswith(said)
    assert "\n" not in str(ended.value)


def test_lines_of_the_page_and_of_the_help_are_commands():
    page = (Path(__file__).parents[1] / "docs/python.md").read_text(encoding="utf-8")
    lines = [line.strip() for line in f"{page}\n{command.DESCRIPTION}".splitlines()]
    found = [shlex.split(line) for line in lines if line.startswith("plateaus ") and "--version" not in line]
    assert {words[1] for words in found} == set(command.COMMANDS)
    for _, *words in found:
        command.parser().parse_args(words)
