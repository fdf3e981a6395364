"""What is said of a configuration file before it is loaded: of YAML's own traps, each with its line."""

import pytest
from plans import CONFIGURATIONS, FOLDER, plan_of

from plateaus.plan.messages import ConfigError
from plateaus.plan.read import checked, read

QUOTES = "put it in quotes"
# what stands in the file, and the lines that are said of it
BAD = [
    ("", [": a configuration is keys with their values, such as master_seed: 7"]),
    ("- a\n- b\n", [": a configuration is keys with their values, such as master_seed: 7"]),
    ("a: 1\nb: 3*n: 4\n", [", line 2, column 7: not YAML: mapping values are not allowed here"]),
    ("a:\n\tb: 1\n", [", line 2, column 1: not YAML: found character '\\t' that cannot start any token"]),
    ("a: \x07\n", [": not YAML: "]),
    ("a: 1\nb: {c: 1, d: 2,\n    c: 3}\n", [", line 3: the key 'c' stands here again, first in line 2"]),
    ("12: 1\n'12': 2\n", [", line 2: the key '12' stands here again, first in line 1"]),
    ("? [a]\n: 1\n", [", line 1: a key must be a word"]),
    ("on: 1\n", [f", line 1: YAML reads 'on' as true or false; {QUOTES} (\"on\")"]),
    ("a: [1, no]\n", [f", line 1: YAML reads 'no' as true or false; {QUOTES} (\"no\")"]),
    ("null: 1\n", [f", line 1: YAML reads 'null' as nothing; {QUOTES} (\"null\")"]),
    ("a:\nb: 1\n", [", line 1: YAML reads an empty value as nothing; give one, or leave the key out"]),
    ("a: 2018-03-27\n", [f", line 1: YAML reads '2018-03-27' as a date; {QUOTES} (\"2018-03-27\")"]),
    ("a: &x {b: off}\nc: *x\na: 1\n", ["2 mistakes", ", line 1: YAML reads 'off'", ", line 3: the key 'a'"]),
]


@pytest.mark.parametrize(("text", "lines"), BAD, ids=[text for text, _ in BAD])
def test_what_yaml_lets_pass_is_named_with_its_line(text, lines, tmp_path):
    path = tmp_path / "my config.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as refusal:
        checked(path)
    for found, line in zip(str(refusal.value).splitlines(), lines, strict=True):
        assert found.removeprefix(str(path)).startswith(line)


def test_a_file_that_is_not_there_or_no_text(tmp_path):
    with pytest.raises(ConfigError, match=r"missing\.yaml: No such file"):
        checked(tmp_path / "missing.yaml")
    (tmp_path / "bytes.yaml").write_bytes(b"a: \xff\n")
    with pytest.raises(ConfigError, match=r"bytes\.yaml: not a text file in UTF-8"):
        checked(tmp_path / "bytes.yaml")


@pytest.mark.parametrize("text", ['"on": 1\n', "a: &x {b: 1}\nc: {<<: *x, b: 2}\n", '{\n\t"a": 1\n}\n'])
def test_quotes_merged_keys_and_json_are_good(text, tmp_path):
    (tmp_path / "good.yaml").write_text(text, encoding="utf-8")
    checked(tmp_path / "good.yaml")


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_configurations_that_come_along_read_as_they_load(name):
    assert read(FOLDER / f"{name}.yaml") == plan_of(name)
