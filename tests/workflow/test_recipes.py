"""The recipes of docs/extending.md, followed in a copied checkout: each touches the files it names, and is enough."""

import re
import shutil
import subprocess

import pytest
import warm
import yaml
from pipeline import ROOT, copy_of_the_workflow, digests, snakemake

LIBRARY = "scripts/plateaus"

FIGURE = {
    f"{LIBRARY}/figures/widths.py": '''"""Standard deviation of the gradient against n. A small figure."""

import numpy as np
from matplotlib import pyplot as plt

from plateaus.figures import style
from plateaus.figures.style import Drawing


def figure(results, experiments, samples):
    """Draw one experiment at its deepest layer."""
    style.use()
    rows = results.of("variance", experiments[0])
    rows = rows[rows["layers"] == rows["layers"].max()]
    drawing, axes = plt.subplots(figsize=(style.ONE_COLUMN, 2.5))
    axes.plot(rows["qubits"], np.sqrt(rows["variance"]), "o")
    return Drawing(drawing, rows[["qubits", "variance"]], {"sizes": len(rows)})
''',
    f"{LIBRARY}/figures/widths.rst.j2": "{{ title }}: the width at {{ sizes }} sizes.\n",
}
TABLE = {
    f"{LIBRARY}/tables/widest.py": '''"""The largest variance of every experiment. A small table."""

from plateaus.storage.columns import Column

CAPTION = "The largest variance of every experiment."
COLUMNS = (
    Column("experiment", "text", "name of the experiment"),
    Column("variance", "number", "largest sample variance", "per radian squared"),
)


def make(results, parts):
    """One row an experiment."""
    return results["variance"].groupby("experiment", sort=False)["variance"].max().reset_index()
''',
}
CLAIM = """

@claim("X1", "Some gradient is not zero", where="nowhere", criterion="the largest variance is above 0", always=True)
def something_varies(results: Results) -> Finding:
    largest = float(results["variance"]["variance"].max())
    return Finding(f"largest variance {largest:.2g}", verdict(largest > 0), value=largest)
"""
PROBE = {
    "__init__.py": '"""E at the end of a circuit, squared."""\n',
    "kind.py": '''"""What is recorded: the square of E at the end of a circuit. A small probe."""

from plateaus.probes.kind import GRADIENT_STATES, Kind, Work, without_noise
from plateaus.storage.columns import Column

KIND = Kind(
    name="squares",
    title="squares of E",
    meaning="The square of E at the end of a circuit.",
    columns=(
        Column("circuit", "int32", "index of the circuit in its experiment and size, from 0"),
        Column("square", "float64", "E squared", "dimensionless"),
    ),
    point=(),
    refusal=without_noise,
    work=lambda qubits, depth: Work(states=GRADIENT_STATES, rows=1),
    keys={},
)
''',
    "record.py": '''"""Recording squares of E."""

import numpy as np

from plateaus.engines.backward import WholeGradient


def record(circuit, experiment, generator):
    """The square of E of one circuit."""
    e, _ = WholeGradient(circuit, experiment.objective)(circuit.angles)
    return {"square": np.array([e**2])}
''',
    "estimate.py": '''"""Estimating their mean."""


def estimate(rows):
    """The mean at one size and depth."""
    return {"mean": rows["square"].mean()}
''',
    "check.py": '''"""Checking squares: none is negative."""

from plateaus.checks.check import Check


def checks(source, samples, table):
    """One check."""
    return [Check("squares", source.name, False, float((samples["square"] >= 0).all()), "no square is negative")]
''',
    "table.py": '''"""The table of squares. One row a size and depth."""

from plateaus.probes.squares.kind import KIND
from plateaus.probes.tabulating import of_points
from plateaus.storage.columns import Column
from plateaus.storage.tables import read_tables

CAPTION = "Mean square of E."
ESTIMATES = of_points(KIND, Column("mean", "number", "mean square of E"))
COLUMNS = ESTIMATES


def make(results, parts):
    """The estimates of all experiments."""
    return read_tables(parts, ESTIMATES)
''',
}
CONFIG = {
    "master_seed": 3,
    "figures": {"main": "zz"},
    "experiments": {
        "zz": {
            "title": "ZZ",
            "qubits": [2, 4],
            "layers": {"from": 1, "to": 6},
            "circuits": 120,
            "probes": {"squares": {"qubits": [2, 4], "depth": "2*n", "circuits": 120}},
        }
    },
}


def inserted(checkout, file, before, line):
    """Put a line before the first place where `before` stands in a file."""
    path = checkout / LIBRARY / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, line + before, 1), encoding="utf-8")
    return f"{LIBRARY}/{file}"


@pytest.fixture(scope="module")
def extended(tmp_path_factory):
    """A checkout with a figure, a table, a claim and a probe of its own, and what each touched."""
    checkout = copy_of_the_workflow(tmp_path_factory.mktemp("extended") / "checkout")
    (checkout / "results").mkdir()
    shutil.copy(ROOT / "results/README.md", checkout / "results")
    touched = {}
    for name, text in (FIGURE | TABLE).items():
        (checkout / name).write_text(text, encoding="utf-8")
    entry = '    Kind("widths", "widths", OWN, ("experiments", "variance"), _main("widths", "")),\n'
    touched["figure"] = [*FIGURE, inserted(checkout, "plan/figures.py", '    Kind(\n        "plateau_depth"', entry)]
    line = '    Table("widest", "largest variances", ("variance",)),\n'
    touched["table"] = [*TABLE, inserted(checkout, "plan/tables.py", '    Table("checks"', line)]
    paper = checkout / LIBRARY / "claims/mcclean2018.py"
    paper.write_text(paper.read_text(encoding="utf-8") + CLAIM, encoding="utf-8")
    touched["claim"] = [f"{LIBRARY}/claims/mcclean2018.py"]
    folder = checkout / LIBRARY / "probes/squares"
    folder.mkdir()
    for name, text in PROBE.items():
        (folder / name).write_text(text, encoding="utf-8")
    touched["probe"] = [f"{LIBRARY}/probes/squares/{name}" for name in PROBE]
    touched["probe"].append(inserted(checkout, "probes/registry.py", '"shots")', '"squares", '))
    subprocess.run([warm.python(), checkout / "scripts/tools/write_docs.py"], check=True)
    return checkout, touched


def test_each_recipe_touches_what_it_names(extended):
    checkout, touched = extended
    assert len(touched["figure"]) == 3
    assert len(touched["table"]) == 2
    assert len(touched["claim"]) == 1
    folders = ("scripts", "workflow/rules", "envs", "config")
    before = {name: digest for name, digest in digests(ROOT, *folders).items() if "__pycache__" not in name}
    after = {name: digest for name, digest in digests(checkout, *folders).items() if "__pycache__" not in name}
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {name for names in touched.values() for name in names} | {"config/README.md"}  # written


def test_what_was_added_runs_and_is_documented(extended, tmp_path):
    checkout, _ = extended
    (tmp_path / "own.yaml").write_text(yaml.safe_dump(CONFIG))
    others = [f"draw_fig{number}" for number in (1, 2, 3, 4)]  # drawn in other tests
    options = ("--cores", "2", "--omit-from", *others)
    snakemake(tmp_path, *options, config=tmp_path / "own.yaml", workflow=checkout)
    caption = (tmp_path / "results/figures/widths.rst").read_text(encoding="utf-8")
    assert caption == "ZZ: the width at 2 sizes.\nSimulated with Qulacs.\n"
    assert (tmp_path / "results/figures/widths.pdf").stat().st_size > 1000
    widest = (tmp_path / "results/tables/widest.csv").read_text(encoding="utf-8")
    assert re.fullmatch(r"experiment,variance\nzz,0\.\d+\n", widest)
    claims = (tmp_path / "results/tables/claims.csv").read_text(encoding="utf-8")
    assert "X1,Some gradient is not zero,nowhere" in claims
    squares = (tmp_path / "results/tables/squares.csv").read_text(encoding="utf-8")
    assert squares.startswith("experiment,qubits,depth,circuits,mean\nzz,2,4,120,")
    assert "squares,zz,False,1.0,no square is negative" in (tmp_path / "results/tables/checks.csv").read_text("utf-8")
    assert "| `experiments.NAME.probes.squares` | The square of E at the end of a circuit. |" in (
        checkout / "config/README.md"
    ).read_text(encoding="utf-8")
    assert (checkout / "workflow/report/widest.rst").exists()
