"""Inputs at the edges of what people ask for, each the smallest of its kind, with what has to come of it.

A row is what the library is asked, what it is given, and the right answer: a message, a verdict, a kind of limit, a
number, a part of a caption. What a row touches in passing, the tests of its room look at from all sides; so do those of
``tests/workflow`` for what only Snakemake, conda and a shell can show.
"""

import io
import json
import os
import shlex
import subprocess
import sys
from functools import cache
from itertools import chain, repeat
from math import isnan
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
import yaml
from claim_runs import chain_depths, finding_on, paper_run
from docutils.core import publish_doctree
from matplotlib.colors import to_rgb
from pandas import isna
from small_tables import results_of
from surroundings import surround
from text_faults import faults_in
from whole_run import Run, checked, run

from plateaus.engines import sampling
from plateaus.ensemble.depths import depth_at
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.objectives import SUMS, Sum, parse
from plateaus.ensemble.source import Source
from plateaus.figures.style import of_size
from plateaus.options import as_options
from plateaus.plan import figures
from plateaus.plan.load import load
from plateaus.plan.messages import ConfigError
from plateaus.plan.read import read
from plateaus.plan.record import require_place
from plateaus.statistics.moments import Moments
from plateaus.statistics.shots import shots_for_the_sign
from plateaus.storage.provenance import repository, sha256
from plateaus.tables import diagnosis
from plateaus.theory.curve import exact_curve
from plateaus.theory.infinite_depth import gradient_limit, limits_at
from tools import write_docs
from tools.state_cost import costs, totals

ROOT = Path(__file__).parents[1]
TITLE = "-x {0, π} $\\theta_{1,1}$ 50 % of 'a' \"b\""
OWN = {"title": "t", "qubits": [2, 4], "layers": {"from": 1, "to": 12}, "circuits": 20, "depth_rules": ["3*n"]}
"""An experiment of the paper's ensemble that takes no time."""
PAPERS = OWN | {"angles": {"low": -1, "high": 1}, "exact": {"qubits": [2, 4, 6, 8], "layers": 24}, "title": TITLE}
PATCH = OWN | {"qubits": [4], "connectivity": {"edges": [[1, 2], [1, 3], [1, 4]]}, "depth_rules": ["deepest"]}


def configuration(main=None, /, **experiments):
    """A configuration of some experiments, one of them the main one."""
    return {"master_seed": 1, "experiments": experiments} | ({"figures": {"main": main}} if main else {})


def main(**words):
    """A configuration of one experiment, the main one, that differs from the paper's in some words."""
    return configuration("a", a=OWN | words)


# What is asked: functions of what is given and of a folder.


def refusal(given, folder):
    """What is said of a configuration, or of a file's text, that cannot be run."""
    path = folder / "own.yaml"
    path.write_text(given if isinstance(given, str) else json.dumps(given), encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        read(path)
        checked(given)
    return str(error.value).replace(str(path), "own.yaml")


@cache
def _made(text) -> Run:
    return run(json.loads(text))


def made(given) -> Run:
    return _made(json.dumps(given))


def verdicts(given, folder):
    """The claims that are judged."""
    return set(made(given).verdicts)


def answered(given, folder):
    """The figures whose captions speak of the paper."""
    return {name for name, caption in made(given).captions.items() if "paper" in caption}


def faults(given, folder):
    """What is wrong with the captions of a run; what is no reStructuredText is an error."""
    captions = made(given).captions.values()
    for caption in captions:
        publish_doctree(caption, settings_overrides={"halt_level": 2, "report_level": 5})
    return [fault for caption in captions for fault in faults_in(caption)]


def names(given, folder):
    """The figures of a run."""
    return [figure.name for figure in figures.figures(load(given))]


def sentence(given, folder):
    """Whether a figure's caption says something."""
    config, name, words = given
    return words in " ".join(made(config).captions[name].split())


def limit(given, folder):
    """Value and kind of the limit of Var ∂E."""
    words, qubits = given
    found = gradient_limit(Experiment.from_words(words), qubits, 100)
    return (None if isnan(found.value) else round(found.value, 12)), found.kind


def kinds_of_decay(given, folder):
    """What the exact variances of some sizes say of how they fall, and the sizes that would tell."""
    words, sizes, rule = given
    x = Experiment.from_words(words)
    rows = []
    for n in sizes:
        curve = exact_curve(x, qubits=n, layers=depth_at(rule, n, 0), tolerance=1e-2)
        point = {"experiment": "a", "qubits": n, "layers": int(curve.layers[-1])}
        rows.append(point | {"variance": curve.variance[-1], "rel_error": curve.rel_error[-1]})
    results = results_of(experiments=[{"experiment": "a", "depth_rules": rule}], exact_variance=rows)
    (row,) = diagnosis.make(results, []).to_dict("records")
    return row["kind"], None if isna(row["needed"]) else row["needed"]


def fitted(given, folder):
    """The slope of the exact variance over all sizes at a depth rule, and the largest of them."""
    config, rule = given
    table = made(config).results["decay_rates"]
    rows = table[(table["source"] == "exact") & (table["depth_rule"] == rule)]
    row = rows.sort_values("qubits_to").iloc[-1]
    return round(row["slope"], 2), row["qubits_to"]


def rounded_away(given, folder):
    """Depths at which no circuit has a gradient, what else is said of them, and how low figure 4 goes."""
    table = made(given).results["variance"].query("variance == 0")
    numbers = table[["kurtosis", "deviation", "log_variance_se"]]
    low = made(given).drawings["fig4"].figure.axes[0].get_ylim()[0]
    return table["layers"].tolist(), numbers.isna().to_numpy().all(), low > 1e-6


def above(given, folder):
    """What stands above the pictures of a run."""
    return {drawing.figure.get_suptitle().replace("\\", "") for drawing in made(given).drawings.values()}


def titles(given, folder):
    """The titles in the table of experiments."""
    return made(given).results.experiments["title"].tolist()


def options(given, folder):
    """What a shell makes of the words of an experiment, as options."""
    return shlex.split(as_options({"experiment": given}))


def commands(given, folder):
    """The words of a target's commands that come from the user."""
    env = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}}
    command = ["make", "-n", *given]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    return {word for line in done.stdout.splitlines() for word in shlex.split(line, comments=True) if " " in word[:4]}


def rules(given, folder):
    """The depth rules that tables have rows of."""
    return made(given).results["decay_rates"]["depth_rule"].unique().tolist()


def experiments(given, folder):
    """The names of the experiments of a configuration file's text."""
    (folder / "own.yaml").write_text(given, encoding="utf-8")
    return list(read(folder / "own.yaml").studies)


def circuits_of(given, folder):
    """Circuits and tolerance, as they were read."""
    (folder / "own.yaml").write_text(given, encoding="utf-8")
    study = read(folder / "own.yaml").studies["a"]
    return study.circuits[2], study.exact and study.exact.tolerance


def judged_without(given, folder):
    """Whether one experiment more leaves all verdicts as they were."""
    config, more = given
    del (fewer := json.loads(json.dumps(config)))["experiments"][more]
    return made(config).verdicts == made(fewer).verdicts


def surrounded(given, folder):
    """Whether a program writes the same bytes in a folder full of files that are not its own."""
    words = ["--qubits", "2", "--layers", "1-3", "--circuits", "2", "--output"]
    here = os.environ | {"PYTHONSAFEPATH": "1", "PYTHONPATH": str(ROOT / "scripts")}
    for name, environment in (("plain", here), ("full", here | surround(folder))):
        command = [sys.executable, "-m", given, *words, str(folder / name)]
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return sha256(folder / "plain") == sha256(folder / "full")


def channels(given, folder):
    """The channels of the conda environments."""
    return {channel for path in ROOT.glob(given) for channel in yaml.safe_load(path.read_text())["channels"]}


def cells(given, folder):
    """How many cells of the grid are made again where circuits become more."""
    few, more = ({c for c in load(main(circuits=k)).studies["a"].cells() if c.qubits == 4} for k in given)
    return len(few - more)


def cost(given, folder):
    """What a configuration is said to cost: whether some kinds of job are stated, and the unit of time."""
    table = costs(load(given))
    return "exact curves" in set(table["what"]), totals(table)[1].split()[1]


def logged(seconds, folder):
    """The rate that a log says where circuits take so many seconds."""
    log = io.StringIO()
    clock = chain(np.cumsum([0.0, *seconds]), repeat(1e3))
    with patch.object(sampling.time, "monotonic", clock.__next__):
        sampling.sample(Source(), qubits=2, layers=[1], first=0, circuits=len(seconds), log=log)
    return log.getvalue().splitlines()[-1].partition(", ends")[0]


def commit(given, folder):
    """Why there is no commit of a checkout that belongs to somebody else."""
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    with patch.dict(os.environ, {given: "1"}):
        return repository(folder)["no_commit"].partition(" in ")[0]


def verified(given, folder):
    """What `make verify` says of a result that was changed."""
    record, result = folder / "results/provenance/SHA256SUMS", folder / given
    record.parent.mkdir(parents=True)
    result.write_text("1")
    record.write_text(f"{sha256(result)}  {given}\n")
    result.write_text("2")
    command = [sys.executable, ROOT / "scripts/verify_results.py", record]
    return subprocess.run(command, capture_output=True, text=True).stderr.splitlines()


def placed(given, folder):
    """What is said of a folder for results that is a link to nothing."""
    (folder / "results").symlink_to(given)
    with pytest.raises(ConfigError) as error:
        require_place(folder / "results/provenance/config.json")
    return str(error.value).removeprefix(f"{folder}/")


def left_out(given, folder):
    """What there is without a key, as the documentation of keys says."""
    lines = [line for line in write_docs.keys_page().splitlines() if f"`{given}`" in line]
    return lines[0].rsplit(" | ", 1)[1].removesuffix(" |")


def folders_of(given, folder):
    """The folder of every documented run of a configuration."""
    text = (ROOT / "config/README.md").read_text(encoding="utf-8")
    runs = [line for line in text.split("`") if given in line and line.startswith(("make figures", "snakemake"))]
    return {line.replace("=", " ").split()[-1] for line in runs}


def colours(given, folder):
    """The figures that draw these sizes in other colours than those that sizes have."""
    config, sizes, names = given
    lines = {name: [line for axes in made(config).drawings[name].figure.axes for line in axes.lines] for name in names}
    drawn = {name: {to_rgb(line.get_color()) for line in found} for name, found in lines.items()}
    return [name for name in names if not {to_rgb(of_size(n)) for n in sizes} <= drawn[name]]


def error_of_states(given, folder):
    """Whether matrix-product states are as exact as they say, and how exact that is at least."""
    words, qubits, layers = given
    x = Experiment.from_words(words)
    true, mps = (exact_curve(x, qubits=qubits, layers=layers, method=method) for method in ("dense", "mps"))
    return bool((abs(mps.variance - true.variance) <= mps.rel_error * true.variance).all()), mps.worst_error < 1e-11


def fourth_layer(words, folder):
    """Whether the exact variance at four layers is above zero, and the kind of limit."""
    x = Experiment.from_words(words)
    kind = limits_at(x, 4, 10)["limit_kind"]
    return bool(exact_curve(x, qubits=4, layers=4).variance[-1] > 0), kind


def compared_points(given, folder):
    """How many points the check of the variance holds against theory, of those with an interval that is flagged."""
    made_of = made(given)
    check = made_of.results["checks"].set_index("name").loc["variance of the gradient"]
    table = made_of.results["variance"]
    return int(check["detail"].split()[0]) == len(table), bool((~table["variance_reliable"]).any()), check["passed"]


def flagged(given, folder):
    """Of 2000 intervals of so many normal numbers, whether those that are not flagged cover as often as said."""
    circuits, least = given
    moments = Moments.of(np.random.default_rng(1).normal(size=(circuits, 2000)))
    low, high = moments.variance_interval()
    return bool(((low < 1) & (high > 1))[moments.reliable].mean() > least)


def merged(terms, folder):
    """The terms of a sum, and Tr H² over the dimension."""
    with patch.dict(SUMS, twice=Sum(lambda qubits: terms, "twice", "twice")):
        h = parse("twice")
        return h.terms(2), h.trace_of_square(2) / 4


def shots(qubits, folder):
    """Measurements that show the sign of a gradient on the plateau."""
    curve = exact_curve(Experiment(), qubits=qubits, layers=200)
    moments = {name: getattr(curve, name)[-1] for name in ("variance", "mean", "e_variance", "e_mean")}
    return round(float(shots_for_the_sign(**moments)), 6)


def verdict(given, folder):
    """The verdict on a claim, where tables are changed."""
    number, tables = given
    return finding_on(number, paper_run(**tables)).verdict


ALL = {*map(str, range(1, 11)), "A1", "A2"}
PAPERS_RUN = configuration("a", a=PAPERS)
DEEP = main(
    objective="projector",
    circuits=100,
    depth_rules=["deepest", 5],
    exact={"qubits": [2, 4, 60], "layers": 12, "tolerance": 1e-3},
)
ENDS = main(qubits=[2], layers={"from": 1, "to": 24}, depth_rules=["12*n"], exact={"qubits": [2, 4, 6], "layers": 24})
CONE = main(parameter={"layer": 2, "qubit": 4}, qubits=[4], layers={"from": 2, "to": 12})
NOISY = main(noise="depolarizing:0.05", depth_rules=[5])
WARM = {"initial_state": "none", "entangler": "none", "axes": "X", "objective": "local_projector"}
TEXT = yaml.safe_dump(main(exact={"layers": 12}))
ZERO = "the gradient is zero"
QUOTES = "put it in quotes"

# what is asked, what is given, the right answer, in words
INPUTS = [
    # statements that apply
    (verdicts, main(axes="Y"), set(), "main experiment of rotations about Y: no verdict on the paper"),
    (answered, main(axes="Y"), set(), "main experiment of rotations about Y: no answer to the paper"),
    (
        verdicts,
        main(connectivity="grid", qubits=[9], layers=[9], depth_rules=[9]),
        set(),
        "grid of 3 by 3: no verdict",
    ),
    (verdicts, PAPERS_RUN, ALL, "angles from -pi to pi: the paper's ensemble"),
    (answered, PAPERS_RUN, {f"fig{k}" for k in range(1, 7)}, "angles from -pi to pi: answers to the paper"),
    (kinds_of_decay, ({}, (2, 4, 6, 8), "12*n"), ("exponential", None), "deep circuits fall exponentially"),
    (kinds_of_decay, (WARM, (2, 4, 6, 8), "1"), ("power", None), "warm-up circuits of a local cost fall as a power"),
    (kinds_of_decay, ({}, (4, 6, 8, 12), "6"), ("does not fall", None), "six layers do not fall from 4 qubits"),
    (kinds_of_decay, ({}, (2, 4), "12*n"), ("cannot tell", 8), "two sizes cannot tell"),
    (verdict, ("5", {"plateau_depths": chain_depths(10, 10)}), "reproduced", "10n layers, however close"),
    (verdict, ("5", {"plateau_depths": chain_depths(9, 11.5)}), "depends", "10n layers to a factor 2, not to 10 %"),
    (names, configuration(a=OWN), ["a_qubits", "a_layers"], "no main experiment: its two plots"),
    (names, configuration(a=OWN) | {"figures": {"projector": "a"}}, ["figS1", "figS2"], "a projector without a main"),
    (limit, ({}, 4), (round(16 / 765, 12), "unitary"), "limit of the paper's circuits"),
    (limit, ({"noise": "depolarizing:0.01"}, 4), (None, "none"), "no limit with noise"),
    (limit, ({"axes": "X"}, 4), (None, "unknown"), "limit about one axis is not known"),
    (limit, ({"axes": "Y", "connectivity": "complete"}, 4), (round(16 / 270, 12), "orthogonal"), "real circuits"),
    (limit, ({"entangler": "none"}, 4), (round(2 / 27, 12), "other"), "limit without entangler"),
    (limit, ({"parameter": "100:1"}, 4), (None, "none"), "no limit of the last layer"),
    (limit, ({"connectivity": "ring"}, 4), (round(8 / 405, 12), "parity sector"), "limit of a conserved parity"),
    (sentence, (NOISY, "fig4", "limit"), False, "no limit in a caption with noise"),
    (sentence, (PAPERS_RUN, "fig5", "beyond state vectors"), False, "8 qubits are not beyond state vectors"),
    (sentence, (DEEP, "fig5", "beyond state vectors"), True, "60 qubits are beyond state vectors"),
    # zero and not a number
    (fitted, (DEEP, "deepest"), (-1.25, 60), "a projector's exact variance is fitted to 60 qubits"),
    (rounded_away, CONE, ([2, 3], True, True), "outside the light cone samples are zero, not rounding"),
    (
        refusal,
        main(initial_state="none", axes="Z", objective="XX"),
        f"experiments.a.axes: Z does not change the initial_state none: {ZERO}; X, Y or random is allowed",
        "Z rotations of 00 are refused",
    ),
    (
        refusal,
        configuration("a", a=OWN, b=OWN | {"axes": "Y", "initial_state": "none", "objective": "XY"}),
        "experiments.b.axes: Y keeps states real, in which XY is zero: X, Z or random is allowed",
        "XY in real states is refused beside a good experiment",
    ),
    (
        refusal,
        main(qubits=[6], layers=[1, 4], parameter={"layer": 1, "qubit": 6}, depth_rules=[4]),
        f"experiments.a.parameter: layer 1, qubit 6 is outside the light cone of ZZ at 6 qubits and 4 layers: {ZERO}",
        "a parameter outside the light cone at every depth is refused",
    ),
    (faults, CONE, [], "captions where shallow circuits have no gradient"),
    (faults, PAPERS_RUN, [], "captions of 20 circuits"),
    (faults, NOISY, [], "captions with noise"),
    (faults, DEEP, [], "captions of curves far above their limit"),
    # runs to the end
    (titles, PAPERS_RUN, [TITLE], "a title of braces, dollars, quotes and a hyphen in the tables"),
    (above, PAPERS_RUN, {TITLE.replace("\\", "")}, "the same above every picture"),
    (options, "-x {0} 'a' \"b\" $c", ["--experiment", "-x {0} 'a' \"b\" $c"], "such words as options"),
    (commands, ["verify", "DIRECTORY=my results"], {"my results/results/provenance/SHA256SUMS"}, "verify with spaces"),
    (rules, NOISY, ["5"], "a depth rule that is a number"),
    (
        refusal,
        main(depth_rules=[5, "5"]),
        "experiments.a.depth_rules: 5 and 5 are the same rule; leave one out",
        "the same depth twice",
    ),
    (experiments, TEXT.replace("  a:", "  nan:").replace("main: a", "main: nan"), ["nan"], "an experiment named nan"),
    (experiments, TEXT.replace("  a:", "  inf:").replace("main: a", "main: inf"), ["inf"], "an experiment named inf"),
    (refusal, TEXT.replace("  a:", "  on:"), f"YAML reads 'on' as true or false; {QUOTES} (\"on\")", "named on"),
    (
        refusal,
        configuration("a", a=OWN, A=OWN),
        "experiments: a and A differ in case only, and their files may be the same",
        "names that differ in case",
    ),
    (judged_without, (configuration("a", a=PAPERS, p=PATCH), "p"), True, "an experiment of one size costs no verdict"),
    (
        sentence,
        (ENDS, "fig5", "At L = 12n it is drawn to n = 2: beyond, the exact curves end before that depth."),
        True,
        "exact curves that end before a depth rule",
    ),
    (faults, ENDS, [], "captions where a line has one point"),
    (surrounded, "simulate", True, "modules and settings in the working folder"),
    (channels, "envs/*.yaml", {"conda-forge"}, "channels of environments"),
    (refusal, TEXT + "master_seed: 2\n", "the key 'master_seed' stands here again, first in line", "a key twice"),
    (circuits_of, TEXT.replace("circuits: 20", "circuits: 2e1"), (20, 1e-6), "circuits written 2e1"),
    (circuits_of, TEXT.replace("layers: 12", "tolerance: 1e-3", 1), (20, 1e-3), "a tolerance written 1e-3"),
    (refusal, TEXT.replace("title: t", "title: 2018-03-27"), f'as a date; {QUOTES} ("2018-03-27")', "a date"),
    (refusal, TEXT + "x: 3*n: 4\n", "column 7: not YAML: mapping values are not allowed here", "no YAML"),
    (refusal, main(titel="x", qubits=[1]) | {"master_seed": -1}, "3 mistakes\n", "several mistakes at once"),
    (
        refusal,
        configuration("a", a=OWN, b=OWN | {"depth_rules": ["deepest"]}) | {"figures": {"costs": ["a", "b"]}},
        "figures.costs: b has no depth rule 3*n, at which a, the first of them, is drawn; its depth_rules are deepest",
        "costs at depth rules that one lacks",
    ),
    (lambda n, _: depth_at("1.5*n", n, 99), 3, 5, "a half of a layer rounds up"),
    (cells, (500, 1000), 0, "more circuits keep the cells there were"),
    (cost, PAPERS_RUN, (True, "core-minutes"), "a cost of minutes, with exact curves"),
    (logged, [100, 2, 2], "3/3 circuits, 0.5 a second", "a rate without what is compiled first"),
    (commit, "GIT_TEST_ASSUME_DIFFERENT_OWNER", "fatal: detected dubious ownership", "a checkout of someone else's"),
    (
        verified,
        "results/a",
        [
            "results/a: is not the file that the run made",
            "1 of 1 files differ: remove them and run the same configuration again (make figures): "
            "what is missing is made anew",
        ],
        "a result that was changed",
    ),
    (
        placed,
        "scratch",
        "results is a link to scratch, which is not there: make that folder, or remove the link",
        "a link to nothing",
    ),
    (folders_of, "smoke.yaml", {"smoke"}, "documented runs have a folder of their own"),
    (left_out, "experiments.NAME.title", "required", "a key that is required"),
    (left_out, "experiments.NAME.objective", "`ZZ`", "a key with the paper's value"),
    # pictures
    (names, main(layers=[12], depth_rules=[12], exact="none"), ["fig1", "fig2", "fig3"], "no figure of one depth"),
    (colours, (PAPERS_RUN, (2, 4, 6, 8), ["fig4"]), [], "colours of four sizes"),
    (colours, (ENDS, (2, 4, 6), ["fig4"]), [], "a size has the same colour among three"),
    (sentence, (ENDS, "fig3", "at L = 12n."), True, "depths are written 12n"),
    (sentence, (PAPERS_RUN, "fig2", "Outlined"), True, "an outline of the differentiated gate"),
    # theory and statistics
    (error_of_states, ({"axes": "X", "angles": "normal:4.0"}, 8, 6), (True, True), "a wide law about one axis"),
    (fourth_layer, {"objective": "IIZ", "angles": "small"}, (True, "none"), "small angles and one qubit's Z"),
    (fourth_layer, {"objective": "random:3:1", "angles": "small"}, (True, "none"), "small angles and a random string"),
    (limit, ({"connectivity": "edges:1-2,3-4"}, 4), (round(4 / 45, 12), "other"), "two pairs have the limit of one"),
    (compared_points, DEEP, (True, True, True), "variances are held against theory whatever their tails"),
    (flagged, (100, 0.92), True, "intervals of a hundred circuits cover"),
    (sentence, (NOISY, "fig3", "of 20 circuits a size that interval is too short"), True, "slopes of 20 circuits"),
    (merged, ((1.0, "XX"), (0.5, "ZI"), (1.0, "XX")), (((2.0, "XX"), (0.5, "ZI")), 4.25), "a string twice in a sum"),
    (shots, 2, 36, "measurements on the plateau"),
]


@pytest.mark.parametrize(("look", "given", "right"), [row[:3] for row in INPUTS], ids=[row[3] for row in INPUTS])
def test_an_input_has_its_right_outcome(look, given, right, tmp_path):
    found = look(given, tmp_path)
    if look is refusal:
        assert right in found
    else:
        assert found == right
