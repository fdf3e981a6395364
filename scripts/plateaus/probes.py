"""What else is sampled from an experiment's circuits besides E and one derivative: the kinds of probe.

`gradients`: all derivatives of a circuit at one depth. `training`: E and the length of the gradient along plain
gradient descent. `trajectories`: noisy circuits by Pauli trajectories. `shots`: a derivative from finitely many
measurements. A new kind is a function here, named in `PROBES`, with its columns in `files.PROBE_COLUMNS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import pi

import numpy as np
from qulacs import QuantumCircuit, QuantumState
from qulacs.gate import H, Sdag

from .ensemble import Circuit, stream
from .experiment import Experiment, probe_applies
from .objective import Projector
from .options import experiment_of
from .simulate import GradientCurve
from .training import WholeGradient, descent, first_circuit
from .trajectories import draw_operators, trajectory

Columns = dict[str, np.ndarray]


def gradients(circuit: Circuit, experiment: Experiment, generator: np.random.Generator) -> Columns:
    """Every ∂E/∂θ of a circuit."""
    _, slopes = WholeGradient(circuit, experiment.objective)(circuit.angles)
    layer, qubit = (index.ravel() + 1 for index in np.indices(slopes.shape))
    return {"layer": layer, "qubit": qubit, "gradient": slopes.ravel()}


def training(
    circuit: Circuit, experiment: Experiment, generator: np.random.Generator, *, steps: int, rate: float
) -> Columns:
    """E and |∇E| along plain gradient descent from a circuit, before the first of `steps` steps and after each."""
    path = [
        (value, np.sqrt((slopes**2).sum()))
        for value, slopes, _ in descent(circuit, experiment.objective, steps=steps, rate=rate)
    ]
    objective, norm = np.array(path).T
    return {"step": np.arange(steps + 1), "objective": objective, "gradient_norm": norm}


def trajectories(
    circuit: Circuit, experiment: Experiment, generator: np.random.Generator, *, layers: Sequence[int], each: int
) -> Columns:
    """E and ∂E after chosen layers for `each` independent Pauli trajectories of a circuit."""
    ((_, letters),) = experiment.objective.terms(circuit.qubits)
    curve = GradientCurve(
        objective=experiment.objective,
        parameter=experiment.parameter,
        qubits=circuit.qubits,
        edges=circuit.edges,
        layers=layers,
    )
    last = np.array(layers) - 1
    objective, gradient = np.empty((2, each, len(last)))
    for index in range(each):
        operators = draw_operators(experiment.noise, circuit.angles.shape, generator)
        struck, signs, gradient_signs = trajectory(circuit, operators, letters, experiment.parameter)
        e, slope = curve(struck)
        objective[index], gradient[index] = e * signs[last], slope * gradient_signs[last]
    return {
        "trajectory": np.repeat(np.arange(each), len(last)),
        "layers": np.tile(layers, each),
        "objective": objective.ravel(),
        "gradient": gradient.ravel(),
    }


def shots(circuit: Circuit, experiment: Experiment, generator: np.random.Generator, *, shots: Sequence[int]) -> Columns:
    """∂E from outcomes of measurements, by the parameter-shift rule: (E₊ − E₋)/2, half of the shots for each.

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


PROBES: dict[str, Callable[..., Columns]] = {
    "gradients": gradients,
    "training": training,
    "trajectories": trajectories,
    "shots": shots,
}


def probe(source: Mapping[str, str], *, qubits: int, depth: int, index: int, **options) -> Columns:
    """What the probe of a source records of its circuit number `index`, rows as in `files.PROBE_COLUMNS`.

    Parameters
    ----------
    source : dict of str to str
        Name and words of the experiment, ``master_seed``, ``depths``, and the kind of ``probe``.
    qubits, depth, index : int
        Size and depth of the circuit, and its number.
    **options
        What that kind of probe takes.

    Raises
    ------
    ValueError
        The probe does not apply to the experiment, or the start does not fit the depth.
    """
    kind, experiment = source["probe"], experiment_of(source)
    probe_applies(kind, experiment)
    circuit = first_circuit(source, qubits=qubits, index=index, layers=depth)
    generator = stream(int(source["master_seed"]), f"{kind} of {source['experiment']}", qubits, depth, index)
    columns = PROBES[kind](circuit, experiment, generator, **options)
    rows = len(next(iter(columns.values())))
    return {"circuit": np.full(rows, index)} | columns
