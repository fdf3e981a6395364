"""A run beside landed circuits: the same agree to rounding, others as samples of one law, and faults are seen."""

import sys
from dataclasses import replace

import numpy as np
import pytest

import compare as program
from plateaus.checks.comparison import compared
from plateaus.engines.sampling import sample
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.source import Source
from plateaus.storage.landed import Made, land, landed, some_circuits
from plateaus.storage.samples import Samples, write_samples

SOURCE = Source("zz", 5)
LAYERS = [*range(1, 9), 16, 24]
SIZES = (2, 4)
MADE = Made(0, 0, {}, "")


def drawn(source=SOURCE, circuits=400, layers=LAYERS, **options):
    return [
        Samples(source, n, **sample(source, qubits=n, layers=layers, first=0, circuits=circuits, **options))
        for n in SIZES
    ]


@pytest.fixture(scope="module")
def ours():
    return drawn()


@pytest.fixture(scope="module")
def reference(ours):
    """400 circuits, the last half of one in a block of its own."""
    return [landed(part, LAYERS, MADE) for part in ours]


def changed(samples, **factors):
    """The samples with some quantities multiplied."""
    return [
        replace(part, **{name: factor * getattr(part, name) for name, factor in factors.items()}) for part in samples
    ]


def test_the_same_circuits_agree_to_rounding(ours, reference):
    found = compared(ours, reference)
    assert (found.how, found.agrees) == ("the same circuits", True)
    assert found.detail.startswith("4 one by one and 800 in sums, largest difference ")
    assert compared(changed(ours, objective=1 + 1e-12), reference).agrees


def test_so_do_a_few_of_them_in_another_order_to_another_depth(reference):
    few = [some_circuits(part, np.arange(250)[::-1]) for part in drawn(circuits=250, layers=[2, 8, 12])]
    found = compared(few, reference)
    assert found.agrees
    assert found.detail.startswith("4 one by one and 400 in sums")


def test_single_precision_is_allowed_its_own_rounding(ours, reference):
    single = drawn(circuits=40, engine="numba", precision="single")
    found = compared(single, reference)
    assert found.agrees
    assert found.detail.startswith("2 one by one and 0 in sums")
    assert not compared([replace(part, precision="double") for part in single], reference).agrees
    assert not compared([replace(part, precision="single") for part in changed(ours, gradient=1.01)], reference).agrees


@pytest.mark.parametrize("factors", [{"gradient": -1}, {"gradient": 1.5**0.5}, {"curvature": -1}, {"objective": 1.001}])
def test_a_fault_is_seen_in_the_same_circuits(ours, reference, factors):
    found = compared(changed(ours, **factors), reference)
    assert (found.how, found.agrees) == ("the same circuits", False)


def test_a_fault_in_one_circuit_is_seen_in_the_sums(ours, reference):
    ours[1].gradient[123, 4] += 1e-6
    try:
        assert not compared(ours, reference).agrees
    finally:
        ours[1].gradient[123, 4] -= 1e-6


@pytest.mark.parametrize("source", [replace(SOURCE, master_seed=6), replace(SOURCE, name="other")])
def test_other_circuits_of_the_law_agree_as_samples_and_a_wider_law_does_not(reference, source):
    others = drawn(source)
    found = compared(others, reference)
    assert (found.how, found.agrees) == ("other circuits of the same law", True)
    assert found.detail.endswith("differs most)")
    assert not compared(changed(others, gradient=1.5**0.5), reference).agrees
    assert not compared(changed(others, objective=-1, gradient=-1), [with_an_offset(part) for part in reference]).agrees


def with_an_offset(part):
    """The same circuits with E moved by a half: as a wrong constant in the objective would."""
    blocks = []
    for block in part.blocks:
        sums = dict(block.sums)
        sums["objective_1"] = sums["objective_1"] + 0.5 * block.circuits
        blocks.append(replace(block, sums=sums))
    return replace(part, blocks=tuple(blocks))


def test_what_cannot_be_compared_says_why(ours, reference):
    def of(samples, **changes):
        return compared([replace(part, source=replace(part.source, **changes)) for part in samples], reference)

    assert of(ours, experiment=Experiment(axes="Y")).detail == "another law"
    assert "neither equal nor independent" in of(ours, independent=True).detail
    few = [some_circuits(part, np.arange(50)) for part in ours]
    assert of(few, master_seed=6).detail.endswith("no size of 100 of them or more in both")
    late = [replace(part, circuit=part.circuit + 1000) for part in ours]
    assert compared(late, reference).detail == "the same circuits, but none of the same number, size and depth"


def run(monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["", *map(str, words)])
    program.main()


def test_the_program_says_which_it_was_and_fails_where_something_differs(ours, tmp_path, monkeypatch, capsys):
    for part in ours:
        land(tmp_path / "reference", part, [], MADE)
        for name, samples in (("zz", part), ("wrong", replace(part, source=replace(SOURCE, name="wrong")))):
            folder = tmp_path / name / "samples" / name
            folder.mkdir(parents=True, exist_ok=True)
            wrong = name == "wrong"
            write_samples(folder / f"n{part.qubits}.parquet", changed([samples], gradient=2 if wrong else 1)[0])
    options = ("--reference", tmp_path / "reference")
    run(monkeypatch, "--results", tmp_path / "zz", *options)
    assert "agrees, the same circuits: 4 one by one" in capsys.readouterr().out
    with pytest.raises(SystemExit, match=r"error: wrong differs from .*reference"):
        run(monkeypatch, "--results", tmp_path / "wrong", *options)
    assert "DIFFERS, other circuits of the same law: p = " in capsys.readouterr().out
    with pytest.raises(ValueError, match="nowhere/samples has no circuits"):
        run(monkeypatch, "--results", tmp_path / "nowhere", *options)
