"""`pip install .` gives a library that works from outside the checkout: everything in it, and nothing beside it."""

import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from built_wheel import ROOT, build, pip, run

PROGRAM = """
import sys
from pathlib import Path

import yaml

import plateaus
from plateaus.ensemble.experiment import Experiment
from plateaus.plan.load import load
from plateaus.theory.curve import exact_curve

print(Path(plateaus.__file__).parent)
print(*load(yaml.safe_load(Path(sys.argv[1]).read_text(encoding="utf-8"))).studies)
print(exact_curve(Experiment(), qubits=2, layers=1).variance[0])
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return build(sys.executable, tmp_path_factory.mktemp("wheel"))


def test_a_wheel_holds_the_library_with_its_schema_and_captions_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    library = ROOT / "scripts/plateaus"
    kept = (path for path in library.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    assert names == {path.relative_to(library.parent).as_posix() for path in kept}
    assert "plateaus/plan/config.schema.yaml" in names


def test_from_outside_the_checkout_it_loads_a_configuration_and_computes_an_exact_variance(wheel, tmp_path):
    pip(sys.executable, "install", "--no-deps", "--target", tmp_path / "site", wheel, cwd=tmp_path)
    shutil.copy(ROOT / "config/smoke.yaml", tmp_path)
    output = run(sys.executable, "-c", PROGRAM, "smoke.yaml", cwd=tmp_path, PYTHONPATH=str(tmp_path / "site"))
    where, experiments, variance = output.splitlines()
    assert Path(where) == tmp_path / "site/plateaus"
    assert experiments == "zz_chain projector_chain zz_independent"
    assert float(variance) == pytest.approx(5 / 48, rel=1e-9)
