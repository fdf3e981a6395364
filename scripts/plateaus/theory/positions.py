"""The exact second moment of every component of the gradient: which layers and qubits are on the plateau.

One pass backwards with the objective and one forwards with the averaged state are enough for all of them: the
derivative by θ(l, q) is what the two give where they meet, at layer l (docs/theory.md).
"""

from __future__ import annotations

from functools import reduce

import numpy as np

from plateaus.ensemble.angles import UniformAngles, on_the_circle
from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.starts import RandomStart
from plateaus.theory.chain import chain_of
from plateaus.theory.coverage import NotCovered, require_covered, turning_sum
from plateaus.theory.dense import damping_vector, entangling_permutation, paired, rotated
from plateaus.theory.methods import DENSE_ENTRIES


def position_variances(experiment: Experiment, *, qubits: int, layers: int) -> np.ndarray:
    """Var(∂E/∂θ(layer, qubit)) for every parameter of circuits of `layers` layers, where the means are zero.

    Raises
    ------
    NotCovered
        As `position_map`, or the angles are not uniform on the circle.
    """
    if on_the_circle(experiment.angles) != UniformAngles():
        raise NotCovered(f"angles {experiment.angles}: the mean gradient is not zero, and the map gives mean squares")
    return position_map(experiment, qubits=qubits, layers=layers)


def position_map(experiment: Experiment, *, qubits: int, layers: int) -> np.ndarray:
    """E[(∂E/∂θ(layer, qubit))²] for every parameter of circuits of `layers` layers.

    Where objective and averaged state meet, there is E[R ⊗ R] on all qubits but one, and E[∂R ⊗ ∂R] on that one. Where
    the mean of ∂E is zero, as for the paper's angles, this is the variance; `first_moments.means` has the mean.

    Parameters
    ----------
    experiment : Experiment
        Its `parameter` is not looked at.
    qubits, layers : int

    Returns
    -------
    ndarray, shape (layers, qubits)

    Raises
    ------
    NotCovered
        The theory does not cover the experiment, its ansatz is not the paper's, it does not start at random, its
        objective is a sum with X or Y, or its dense vector would have more than `DENSE_ENTRIES` entries.
    """
    if not experiment.ansatz.is_papers:
        raise NotCovered(f"ansatz {experiment.ansatz}: the map of positions is for mcclean")
    experiment = experiment.at_depth(layers, qubits)
    require_covered(experiment, qubits)
    if experiment.start != RandomStart():
        raise NotCovered(f"start {experiment.start}: the map of positions is for random starts")
    if turning_sum(experiment, qubits):
        raise NotCovered(f"objective {experiment.objective}: the map of positions is for no sum with X or Y")
    chain = chain_of(experiment, qubits)
    if chain.dimension**qubits > DENSE_ENTRIES:
        raise NotCovered(f"{qubits} qubits: the map of positions needs {chain.dimension}^n <= {DENSE_ENTRIES} numbers")
    entangle, damp, plain = entangling_permutation(chain), damping_vector(chain), paired([chain.rotation] * qubits)
    backwards = [(damp * chain.objective(range(qubits)).dense())[entangle]]
    for _ in range(layers - 1):
        backwards.append((damp * rotated(backwards[-1], plain))[entangle])
    state = reduce(np.kron, [chain.start] * qubits)
    found = np.empty((layers, qubits))
    for layer, h in enumerate(reversed(backwards)):
        found[layer] = _by_qubit(h, state, chain.rotation, chain.derivative, qubits)
        state = damp * rotated(state, plain)[entangle]
    return found


def _by_qubit(
    h: np.ndarray, state: np.ndarray, rotation: np.ndarray, derivative: np.ndarray, qubits: int
) -> np.ndarray:
    """⟨h| derivative on one qubit, rotation on all others |state⟩ for each qubit. Shape (n,)."""
    d = len(rotation)

    def on(matrix: np.ndarray, qubit: int, vector: np.ndarray) -> np.ndarray:
        return (matrix @ vector.reshape(d**qubit, d, -1)).ravel()

    after = [h]  # the rotations of the qubits behind one taken to h, those before it to the state
    for qubit in range(qubits - 1, 0, -1):
        after.append(on(rotation, qubit, after[-1]))
    values = np.empty(qubits)
    for qubit in range(qubits):
        values[qubit] = after.pop() @ on(derivative, qubit, state)
        state = on(rotation, qubit, state)
    return values
