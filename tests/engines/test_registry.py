"""The registry of engines: each loads, says what it is and costs, and noisy circuits go to one that knows noise."""

from importlib.metadata import version
from typing import Any

import numpy as np
import pytest
from engine_cases import draw

from plateaus.engines.registry import DEFAULT, DENSITY, DOUBLE, ENGINES, PRECISIONS, engine_of
from plateaus.ensemble.experiment import Experiment
from plateaus.plan.resources import cost, seconds_per_gate


@pytest.mark.parametrize("engine", [*ENGINES.values(), DENSITY], ids=[*ENGINES, "density"])
def test_an_engine_takes_an_experiment_and_gives_three_curves(engine):
    experiment = Experiment()
    curve = engine.load()(experiment, qubits=3, layers=[1, 4])
    curves = curve(draw(experiment, 3, 4))
    assert [values.shape for values in curves] == [(2,)] * 3
    assert np.isfinite(curves).all()
    assert version(engine.package)
    assert engine.words


@pytest.mark.parametrize("engine", [*ENGINES.values(), DENSITY], ids=lambda engine: engine.name)
def test_an_engine_has_its_precisions_and_refuses_others(engine):
    for precision in PRECISIONS:
        if precision in engine.speeds:
            assert engine.load(precision)(Experiment(), qubits=3, layers=[4])
        else:
            with pytest.raises(
                ValueError, match=rf"precision: {engine.name} does not .* in single .* double is allowed"
            ):
                engine.load(precision)
    assert DOUBLE in engine.speeds


def test_noisy_circuits_are_simulated_by_density_matrices_whatever_is_asked_for():
    noisy = Experiment.from_words({"noise": "depolarizing:0.1"})
    for name, engine in ENGINES.items():
        assert engine_of(name, noisy) is DENSITY
        assert engine_of(name, Experiment()) is engine


@pytest.mark.parametrize("name", ENGINES)
def test_the_model_of_costs_grows_with_all_that_costs(name):
    size: dict[str, Any] = {"qubits": 12, "depth": 100, "recorded": 100, "circuits": 100}
    base = cost(**size, engine=name)
    for key in size:
        more = cost(**(size | {key: 2 * size[key]}), engine=name)
        assert (more.seconds > base.seconds) == (key != "recorded")
        assert more.megabytes >= base.megabytes
    per_gate = [seconds_per_gate(n, name) for n in range(10, 25)]
    assert per_gate == sorted(per_gate)
    assert base.minutes_to_request * 60 > 4 * base.seconds
    assert base.megabytes_to_request > base.megabytes


def test_the_default_engine_costs_what_was_measured():
    assert seconds_per_gate(14, DEFAULT) == pytest.approx(5.5e-6 / 14 + 1.5e-6 + 4.5e-9 * 2**14)
    assert cost(qubits=14, depth=200, recorded=200, circuits=100).seconds == pytest.approx(22.17384)
