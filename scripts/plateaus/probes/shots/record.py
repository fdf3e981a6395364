"""Recording measurements: a derivative from the outcomes of finitely many of them, next to the exact one.

The parameter-shift rule ∂E = (E₊ − E₋)/2 makes a derivative of the means of E in two circuits whose θ is shifted by
±π/2. Half of the measurements go to each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import pi

import numpy as np
from qulacs import QuantumCircuit, QuantumState
from qulacs.gate import H, Sdag

from plateaus.engines.backward import WholeGradient
from plateaus.ensemble.circuits import Circuit
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.objectives import Projector


def record(
    circuit: Circuit, experiment: Experiment, generator: np.random.Generator, *, shots: Sequence[int]
) -> dict[str, np.ndarray]:
    """∂E estimated from each of several numbers of measurements, its exact value, and the variance of the estimate.

    A Pauli string has outcomes ±1 of variance 1 − E², the projector 0 and 1 of variance E(1 − E).
    """
    whole = WholeGradient(circuit, experiment.objective)
    exact, estimates, variances = 0.0, np.zeros(len(shots)), np.zeros(len(shots))
    for sign in (1, -1):
        angles = circuit.angles.copy()
        angles[experiment.parameter[0] - 1, experiment.parameter[1] - 1] += sign * pi / 2
        state = whole.state(angles)
        value_of = _measured(state, experiment)
        probability = np.abs(state.get_vector()) ** 2
        values = value_of(np.arange(len(probability)))
        mean = float(probability @ values)
        exact += sign * mean / 2
        for index, number in enumerate(shots):
            outcomes = np.array(state.sampling(number // 2, int(generator.integers(2**31))))
            estimates[index] += sign * value_of(outcomes).mean() / 2
            variances[index] += (probability @ values**2 - mean**2) / (4 * (number // 2))
    return {
        "shots": np.array(shots),
        "gradient": np.full(len(shots), exact),
        "estimate": estimates,
        "predicted_variance": variances,
    }


def _measured(state: QuantumState, experiment: Experiment) -> Callable[[np.ndarray], np.ndarray]:
    """Turn a state to the basis in which the objective is measured; what each outcome (a basis state) is worth."""
    objective = experiment.objective
    if isinstance(objective, Projector):
        return lambda outcomes: (outcomes == 0).astype(float)
    ((_, letters),) = objective.terms(state.get_qubit_count())
    turn = QuantumCircuit(len(letters))
    mask = 0
    for qubit, letter in enumerate(letters):
        mask |= (letter != "I") << qubit
        if letter == "Y":
            turn.add_gate(Sdag(qubit))
        if letter in "XY":
            turn.add_gate(H(qubit))
    turn.update_quantum_state(state)
    return lambda outcomes: 1.0 - 2.0 * (np.bitwise_count(outcomes & mask) % 2)
