"""The exact second moment of every component of the gradient: which layers and qubits are on the plateau."""

from __future__ import annotations

from functools import reduce

import numpy as np

from .exact import DENSE_ENTRIES, chain_of, damping_vector, entangling_permutation, rotated
from .experiment import Experiment
from .first_moments import covered, turning_sum


def position_map(experiment: Experiment, *, qubits: int, layers: int) -> np.ndarray:
    """E[(∂E/∂θ(layer, qubit))²] for every parameter of circuits of `layers` layers.

    One pass backwards with the objective and one forwards with the averaged state (docs/theory.md): at a layer, what
    meets between the two is E[R ⊗ R] on all qubits but one, and E[∂R ⊗ ∂R] there. Where the mean of ∂E is zero, as
    for the paper's angles, this is the variance; see `first_moments.means` for the mean.

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
    ValueError
        The experiment is not covered, is a sum with X or Y, or its dense vector would have more than `DENSE_ENTRIES`
        entries.
    """
    experiment = experiment.at_depth(layers, qubits)
    covered(experiment, qubits)
    if turning_sum(experiment, qubits):
        raise ValueError(f"objective {experiment.objective}: the map of positions is for no sum with X or Y")
    chain = chain_of(experiment, qubits)
    if chain.dimension**qubits > DENSE_ENTRIES:
        raise ValueError(f"{qubits} qubits: the map of positions needs {chain.dimension}^n <= {DENSE_ENTRIES} numbers")
    entangle, damp, plain = entangling_permutation(chain), damping_vector(chain), [chain.rotation] * qubits
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
