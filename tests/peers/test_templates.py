"""Ansätze against the templates of Qiskit and PennyLane: recorded states of theirs, and themselves where installed."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from peers.templates import WORDS, cases, qiskit_axes, state
from plateaus.engines import reference
from plateaus.ensemble.circuits import Circuit
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.gate_circuits import GateCircuit, layout
from plateaus.ensemble.lattices import edges

RECORDED = json.loads(Path(__file__).with_name("templates.json").read_text(encoding="utf-8"))
MISSING = [name for name in ("qiskit", "pennylane") if importlib.util.find_spec(name) is None]


def ours(word, qubits, layers, angles, axes):
    """Our state of an ansatz with these angles and, where they are random, axes."""
    if word == "mcclean":
        shape = (layers, qubits)
        papers = Circuit("ry_pi_4", axes.reshape(shape), angles.reshape(shape), edges("chain", qubits))
        return reference.state(papers, layers).ravel()
    experiment = Experiment.from_words({"ansatz": word})
    found = layout(experiment, qubits, layers)
    circuit = GateCircuit(experiment.initial_state, found, np.where(found.random, axes, found.axes), angles)
    return reference.state(circuit, layers).ravel()


def overlap(one, other):
    """|⟨one|other⟩|, 1 for states that differ by a global phase."""
    return abs(np.vdot(one, other))


def test_every_case_is_recorded():
    assert [(case["ansatz"], case["qubits"], case["layers"]) for case in RECORDED["states"]] == list(cases())
    assert set(RECORDED["versions"]) == {"qiskit", "pennylane"}


@pytest.mark.parametrize("case", RECORDED["states"], ids=lambda case: f"{case['ansatz']}, {case['qubits']} qubits")
def test_a_state_that_a_library_gave(case):
    angles, axes = np.array(case["angles"]), np.array(case["axes"])
    theirs = np.array(case["real"]) + 1j * np.array(case["imaginary"])
    found = ours(case["ansatz"], case["qubits"], case["layers"], angles, axes)
    assert overlap(theirs, found) == pytest.approx(1, abs=1e-12)
    other = overlap(theirs, ours(case["ansatz"], case["qubits"], case["layers"], angles + 0.01, axes))
    assert case["ansatz"] == "basic_entangler_layers:Z" or other < 1 - 1e-6  # R_Z does nothing to |0…0⟩


@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (they are in envs/benchmark.lock)")
@pytest.mark.parametrize("word", WORDS)
def test_the_libraries_themselves(word):
    generator = np.random.default_rng(2)
    for qubits in (2, 3, 4, 5):
        for layers in (1, 2, 5):
            ansatz = "layer=random,cz@linear" if word == "mcclean" else word
            count = len(layout(Experiment.from_words({"ansatz": ansatz}), qubits, layers).axes)
            angles = generator.uniform(0, 2 * np.pi, count)
            axes = qiskit_axes(qubits, layers) if word == "pauli_two_design" else generator.integers(3, size=count)
            theirs = state(word, qubits, layers, angles, axes)
            assert overlap(theirs, ours(word, qubits, layers, angles, axes)) == pytest.approx(1, abs=1e-12)
