"""Landed circuits pass the checks that their samples pass, say the same numbers, and do not hide what is wrong."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from landed_folder import CURVE
from small_tables import results_of

from plateaus.checks import landed as landed_checks
from plateaus.checks.check import table
from plateaus.engines.sampling import sample
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source
from plateaus.storage.landed import Made, file_of, land, landed, together
from plateaus.storage.samples import Samples, write_samples
from plateaus.tables import tails
from plateaus.tables.checks import judged
from plateaus.tables.estimates import estimates, landed_estimates
from plateaus.theory.curve import exact_curve
from plateaus.theory.infinite_depth import limits_at

LAYERS = [*range(1, 13), 24, 40]
MADE = Made(0, 0, {}, "")


def drawn(objective, sizes=(2, 4), circuits=400):
    source = Source("test", 5, experiment=Experiment.from_words({"objective": objective}))
    samples, exact = [], []
    for n in sizes:
        samples.append(Samples(source, n, **sample(source, qubits=n, layers=LAYERS, first=0, circuits=circuits)))
        curve = exact_curve(source.experiment, qubits=n, layers=LAYERS[-1])
        values = pd.DataFrame({column: getattr(curve, column) for column in CURVE})
        exact.append(values.assign(experiment="test", qubits=n, **limits_at(source.experiment, n, LAYERS[-1])))
    return source, samples, pd.concat(exact)


@pytest.fixture(scope="module", params=["ZZ", "projector"])
def run(request):
    """Source, samples and exact moments."""
    return drawn(request.param)


def failed(samples, exact, change=lambda found: found):
    """Names of the checks that fail on samples once they are landed."""
    found = [change(landed(part, LAYERS, MADE)) for part in samples]
    checks = landed_checks.checks(found, landed_estimates(found[0].source, found), exact, tolerance=1e-5)
    rows = judged(table(checks))
    assert len(rows) == 12
    return set(rows.loc[~rows["passed"], "name"])


def test_estimates_are_those_of_the_samples(run):
    source, samples, _ = run
    parts = [landed(part, LAYERS, MADE) for part in samples]
    pd.testing.assert_frame_equal(landed_estimates(source, parts), estimates(source, samples), rtol=1e-9)


def test_healthy_circuits_pass(run):
    _, samples, exact = run
    assert failed(samples, exact) == set()


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (lambda s: replace(s, gradient=-s.gradient), {"redrawn circuits"}),
        (lambda s: replace(s, gradient=1.3 * s.gradient), {"redrawn circuits", "variance of the gradient"}),
        (lambda s: replace(s, gradient=s.gradient + 0.1), {"redrawn circuits", "mean of the gradient"}),
        (lambda s: replace(s, objective=s.objective * 0), {"redrawn circuits", "mean of E", "variance of E"}),
        (
            lambda s: replace(s, curvature=1.3 * s.curvature),
            {"redrawn circuits", "variance of the curvature", "averaged variance of the gradient"},
        ),
        (lambda s: replace(s, curvature=s.curvature + 0.1), {"redrawn circuits", "mean of the curvature"}),
        (lambda s: replace(s, axis=(s.axis + 1) % 3), {"variance by axis"}),
    ],
    ids=["sign", "factor", "offset", "nothing", "curvature", "its offset", "axes"],
)
def test_what_is_wrong_is_seen(run, change, seen):
    _, samples, exact = run
    assert seen <= failed([change(part) for part in samples], exact)


def test_a_circuit_that_is_there_twice_is_seen(run):
    _, samples, exact = run

    def twice(found):
        return together(found, found)

    assert failed(samples, exact, twice) >= {"distinct circuits"}


def test_tails_are_counted(run, tmp_path):
    source, samples, _ = run
    row = source.words() | {"main": True, "depth_rule": "12*n"}
    results = results_of(experiments=[row], exact_variance=[])
    small = samples[0]
    write_samples(tmp_path / "samples.parquet", small)
    land(tmp_path / "folder", small, [f"{depth}" for depth in LAYERS], MADE)
    kept = file_of(tmp_path / "folder", source, small.qubits, LAYERS[-1])
    of_samples, of_landed = (tails.make(results, [path]) for path in (tmp_path / "samples.parquet", kept))
    pd.testing.assert_frame_equal(of_samples, of_landed)
    assert np.all(of_landed["exceed"] > 0)
