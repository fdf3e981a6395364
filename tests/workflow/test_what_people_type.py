"""What people type: configurations and commands that Snakemake, the shell or YAML could take for something else."""

import shlex
import subprocess
import sys

import pytest
from pipeline import ROOT, SMOKE, snakemake

TEXT = SMOKE.read_text(encoding="utf-8")


def test_a_key_that_stands_twice_is_named_before_any_job(tmp_path):
    config = tmp_path / "twice.yaml"
    config.write_text(TEXT.replace("master_seed: 7", "master_seed: 7\nmaster_seed: 8"), encoding="utf-8")
    output = snakemake(tmp_path, "-n", config=config, ok=False)
    assert f"{config}, line 3: the key 'master_seed' stands here again, first in line 2" in output


@pytest.mark.parametrize("target", ["figures", "tables", "report", "unlock", "benchmark"])
def test_make_looks_at_the_configuration_first_and_takes_names_with_spaces(target):
    command = ["make", "-n", target, "CONFIG=my config.yaml", "DIRECTORY=my results"]
    lines = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    words = [shlex.split(line, comments=True) for line in lines]
    first = next(i for i, line in enumerate(words) if line[1:] == ["scripts/tools/check_config.py", "my config.yaml"])
    asked = [i for i, line in enumerate(words) if line and line[0].endswith("snakemake")]
    assert asked
    assert first < min(asked)
    for i in asked:
        assert words[i][words[i].index("--directory") + 1] == "my results"
        assert words[i][words[i].index("--configfile") + 1] == "my config.yaml"


@pytest.mark.parametrize("target", ["verify", "readme", "readme-benchmark", "cost"])
def test_so_do_the_other_targets(target):
    command = ["make", "-n", target, "CONFIG=my config.yaml", "DIRECTORY=my results"]
    lines = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    own = [word for word in shlex.split(lines[-1]) if word.startswith("my ")]
    assert own
    assert all(word == "my config.yaml" or word.startswith("my results/results/") for word in own)


def test_a_wrong_path_is_said_in_a_line():
    command = [sys.executable, "scripts/tools/check_config.py", "config/missing.yaml"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "error: config/missing.yaml: No such file or directory\n")
