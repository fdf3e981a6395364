"""When things break: nothing finished is lost, nothing broken is taken for a result, one sentence says why."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from pipeline import ROOT, command, copy_of_the_workflow, digests, lend, snakemake

#: Samples of one experiment in six cells, long enough (half a second) to be interrupted; a table made of them.
TARGET = "results/statistics/zz.csv"
CELLS = 6
CIRCUITS = 100
TWO_CELLS = [f"results/samples/zz/n8_L191_s{number}.parquet" for number in (1, 4)]
CONFIG = {
    "master_seed": 5,
    "figures": {"main": "zz"},
    "experiments": {
        "zz": {
            "title": "Z₁Z₂ on a chain",
            "qubits": [8],
            "layers": {"from": 1, "to": 200, "step": 10},
            "circuits": CIRCUITS * CELLS,
            "circuits_per_job": CIRCUITS,
            "exact": "none",
        }
    },
}


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    path = tmp_path_factory.mktemp("config") / "config.yaml"
    path.write_text(yaml.safe_dump(CONFIG))
    return path


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory, config):
    """A folder in which nothing went wrong."""
    directory = tmp_path_factory.mktemp("undisturbed")
    snakemake(directory, "--cores", "2", TARGET, config=config)
    return directory


def wait_for(condition, what):
    deadline = time.monotonic() + 120
    while not (found := condition()):
        assert time.monotonic() < deadline, f"no {what} within two minutes"
        time.sleep(0.02)
    return found


def start(directory, *options, config):
    """A run in the background, on one core, in a process group of its own."""
    lend(directory)
    words = command(directory, "--cores", "1", *options, config=config)
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)


def simulations(directory):
    """Process ids of the jobs of a folder that are in the middle of a cell."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_text().split("\0")
            here = (process / "cwd").readlink() == directory
        except OSError:
            continue
        if here and words[1:3] == ["-m", "simulate"] and not (directory / words[words.index("--output") + 1]).exists():
            found.append(int(process.name))
    return found


def cells(directory):
    return sorted((directory / "results/samples/zz").glob("n*.parquet"))


def kill(pids):
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


@pytest.mark.skipif(sys.platform != "linux", reason="finds the processes of a job in /proc")
def test_killed_runs_go_on_where_they_were_and_give_the_same_bytes(undisturbed, config, tmp_path):
    # A job is killed in the middle of its cell: the run names the rule, the cell is not there, others stay.
    run = start(tmp_path, TARGET, config=config)
    wait_for(lambda: len(cells(tmp_path)) >= 1, "finished cell")
    kill(wait_for(lambda: simulations(tmp_path), "running cell"))
    output = run.communicate(timeout=120)[0].decode()
    assert run.returncode == 1
    assert "Error in rule simulate" in output
    assert 1 <= len(cells(tmp_path)) < CELLS
    # Snakemake and its job are killed in the middle of another cell.
    before = len(cells(tmp_path))
    run = start(tmp_path, TARGET, config=config)
    wait_for(lambda: len(cells(tmp_path)) > before, "finished cell")
    wait_for(lambda: simulations(tmp_path), "running cell")
    os.killpg(run.pid, signal.SIGKILL)
    kill(simulations(tmp_path))
    run.communicate()
    kept = {path: path.stat().st_mtime_ns for path in cells(tmp_path)}
    assert before < len(kept) < CELLS
    # Such an end leaves Snakemake's lock behind; it says so, and how to remove it.
    assert "--unlock" in snakemake(tmp_path, "--cores", "1", TARGET, config=config, ok=False)
    snakemake(tmp_path, "--unlock", config=config)
    plan = snakemake(tmp_path, "--cores", "2", "--rerun-incomplete", TARGET, config=config)
    assert len(set(re.findall(r"Job \d+: .*: results/samples/(\S+)", plan))) == CELLS - len(kept)
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    assert digests(tmp_path, "results/samples", "results/statistics") == digests(
        undisturbed, "results/samples", "results/statistics"
    )


def test_a_second_run_in_the_same_folder_is_told(config, tmp_path):
    first = start(tmp_path, *TWO_CELLS, config=config)
    try:
        wait_for(lambda: cells(tmp_path), "finished cell")
        os.killpg(first.pid, signal.SIGSTOP)  # or it might end before the second begins
        output = snakemake(tmp_path, "--cores", "1", "--rerun-incomplete", TARGET, config=config, ok=False)
        assert "Directory cannot be locked" in output
        assert "Traceback" not in output
    finally:
        os.killpg(first.pid, signal.SIGCONT)
        assert "(100%) done" in first.communicate(timeout=120)[0].decode()
    assert first.returncode == 0
    assert [str(path.relative_to(tmp_path)) for path in cells(tmp_path)] == TWO_CELLS


@pytest.mark.parametrize("damage", ["truncated", "empty", "foreign"])
def test_a_broken_samples_file_is_named_and_refused(undisturbed, config, tmp_path, damage):
    shutil.copytree(undisturbed / "results", tmp_path / "results")  # without .snakemake: nothing says what made it
    (tmp_path / TARGET).unlink()
    path = cells(tmp_path)[2]
    if damage == "foreign":
        program: list = [sys.executable, ROOT / "scripts/simulate.py", "--experiment", "zz", "--master-seed", "6"]
        grid: list = ["--qubits", "8", "--layers", "1,11", "--circuits", "5", "--output", path]
        subprocess.run([*program, *grid], check=True)
    else:
        path.write_bytes(path.read_bytes()[:1000] if damage == "truncated" else b"")
    snakemake(tmp_path, "--cores", "1", TARGET, config=config, ok=False)
    log = (tmp_path / "results/logs/estimate/zz.log").read_text()
    reason = "made for master_seed = 6, but 5 is asked for" if damage == "foreign" else "not a samples file"
    assert log.startswith(f"error: results/samples/zz/{path.name}: {reason}")
    assert "Delete it and run again." in log
    assert log.count("\n") == 1
    assert not (tmp_path / TARGET).exists()


@pytest.mark.parametrize("other", ["seed", "names"])
def test_results_of_another_configuration_are_left_alone(undisturbed, tmp_path, other):
    changed = yaml.safe_load(yaml.safe_dump(CONFIG))
    if other == "seed":
        changed["master_seed"] = 6
        expected = "the results here are of zz with master_seed 5, this configuration has master_seed 6"
    else:
        changed["experiments"] = {"xx": changed["experiments"]["zz"]}
        changed["figures"]["main"] = "xx"
        expected = "the results here are of other experiments, zz"
    (tmp_path / "other.yaml").write_text(yaml.safe_dump(changed))
    before = digests(undisturbed, "results")
    output = snakemake(undisturbed, "--cores", "1", config=tmp_path / "other.yaml", ok=False)
    assert expected in output
    assert "another folder (snakemake --directory, make DIRECTORY=...)" in output
    assert digests(undisturbed, "results") == before


def test_an_edited_configuration_keeps_its_results(undisturbed, tmp_path):
    changed = yaml.safe_load(yaml.safe_dump(CONFIG))
    changed["experiments"]["xx"] = changed["experiments"]["zz"] | {"objective": "XX"}
    changed["experiments"]["zz"]["circuits"] += CIRCUITS
    (tmp_path / "more.yaml").write_text(yaml.safe_dump(changed))
    plan = snakemake(undisturbed, "--cores", "1", "-n", TARGET, config=tmp_path / "more.yaml")
    assert set(re.findall(r"Job \d+: .*: (results/samples/\S+)", plan)) == {
        f"results/samples/zz/n8_L191_s{CELLS}.parquet"
    }


def in_a_namespace(mount, *words):
    """Run a command where `mount`, a shell command, changed what is mounted; the machine itself stays as it is."""
    script = f'{mount} && exec "$@"'
    return subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, "sh", *map(str, words)], capture_output=True, text=True
    )


CAN_MOUNT = bool(shutil.which("unshare")) and in_a_namespace("mount -t tmpfs tmpfs /mnt", "true").returncode == 0
needs_mount = pytest.mark.skipif(not CAN_MOUNT, reason="mounting in a namespace of one's own is not allowed here")


@needs_mount
def test_a_full_disk_leaves_no_truncated_file(tmp_path):
    """The batch needs 100 kB; the disk has 64."""
    disk = tmp_path / "disk"
    disk.mkdir()
    program: list = [
        sys.executable,
        ROOT / "scripts/simulate.py",
        "--qubits",
        "2",
        "--layers",
        "1-100",
        "--circuits",
        "120",
    ]
    done = in_a_namespace(
        f"mount -t tmpfs -o size=64k tmpfs '{disk}'",
        "sh",
        "-c",
        '"$@"; ls -A "$0"',
        disk,
        *program,
        "--output",
        disk / "n2.parquet",
    )
    assert f"error: {disk}/n2.parquet: cannot be written: No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == "", "something was left on the full disk"


@needs_mount
def test_results_that_cannot_be_written_are_told_before_any_job(config, tmp_path):
    (tmp_path / "results").mkdir()
    lend(tmp_path)
    words = command(tmp_path, "--cores", "1", TARGET, config=config)
    done = in_a_namespace(f"mount --bind -r '{tmp_path}/results' '{tmp_path}/results'", *words)
    assert done.returncode == 1
    assert f"{tmp_path}/results cannot be written to: run in a folder of your own" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert not list((tmp_path / "results").iterdir())


def test_spaces_and_other_letters_in_paths_and_a_plain_locale(undisturbed, config, tmp_path):
    workflow = copy_of_the_workflow(tmp_path / "eine Kopie für ψ")
    directory = workflow / "my results"
    shutil.copytree(undisturbed, directory)
    for path in (*TWO_CELLS, TARGET):
        (directory / path).unlink()
    figure = "results/figures/fig2.pdf"
    plain = {"python": sys.executable, "LC_ALL": "C", "LANG": "C"}
    snakemake(directory, "--cores", "2", TARGET, figure, config=config, workflow=workflow, **plain)
    assert digests(directory, "results/samples", "results/statistics") == digests(
        undisturbed, "results/samples", "results/statistics"
    )
    assert (directory / figure).stat().st_size > 1000
