"""Closed forms for infinite depth, where deep random circuits are as good as Haar-random unitaries (2-designs).

These are the variance formulas of McClean et al. 2018, for a parameter of the first layer, with what each assumes of
the circuit before and after the differentiated gate. `infinite_depth` has the values for parameters of later layers.
"""

from __future__ import annotations

import numpy as np

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.objectives import Objective, Projector
from plateaus.theory import sectors
from plateaus.theory.layer import bloch_vector


def gradient_variance(
    experiment: Experiment, qubits: int, *, axis: int | None = None, squares: np.ndarray | None = None
) -> float:
    """Var(∂E) when the circuit after the differentiated gate is a 2-design, or as near to one as its graph allows.

    For random axes. On a graph that is in parts, or conserves a parity, it is the value of `sectors`. Otherwise it is
    −Tr(H²)/(N² − 1) · Tr⟨[V, ρ]²⟩ with V = P/2, N = 2^qubits, H without its trace. For a pure state the commutator is
    −Tr[P/2, ρ]² = (1 − ⟨P⟩²)/2. For Z₁Z₂ from R_Y(π/4) and a parameter in the first layer: N/(3(N² − 1)).

    Parameters
    ----------
    experiment : Experiment
    qubits : int
    axis : {0, 1, 2}, optional
        Only circuits whose differentiated rotation is about X, Y or Z; default: all three alike.
    squares : ndarray, shape (3,), optional
        Means of ⟨P⟩² for P = X, Y, Z on the differentiated qubit of the state that the gate meets; default: that of
        the initial state, which is what a gate of the first layer meets.

    Raises
    ------
    ValueError
        The parameter is in a later layer and no `squares` are given.

    Examples
    --------
    >>> round(gradient_variance(Experiment(), 2) * 45, 12)
    4.0
    """
    if squares is None:
        if experiment.parameter[0] != 1:
            raise ValueError(f"parameter {experiment.parameter}: the closed form is for a parameter in the first layer")
        squares = bloch_vector(experiment)[1:] ** 2
    commutator = (1 - squares) / 2
    mean = commutator @ np.full(3, 1 / 3) if axis is None else commutator[axis]
    if not sectors.mixes_all(experiment, qubits):
        return float(2 * mean * sectors.second_moments(experiment, qubits)[0])
    size = 2.0**qubits
    return float(mean * _traceless_square(experiment.objective, qubits) / (size**2 - 1))


def gradient_variance_both_sides(experiment: Experiment, qubits: int) -> float:
    """Var(∂E) to first order in 1/N when the circuits before and after the gate are 2-designs.

    Tr(H²) Tr(ρ²) Tr(V²) / 2^(3n − 1): the simplest of the paper's formulas. It does not describe a parameter of the
    first layer, before which there is no random circuit.
    """
    size = 2.0**qubits
    return experiment.objective.trace_of_square(qubits) * (size / 4) * 2 / size**3


def objective_mean(experiment: Experiment, qubits: int) -> float:
    """E averaged over Haar-random states: Tr H / N."""
    return experiment.objective.trace(qubits) / 2.0**qubits


def objective_variance(experiment: Experiment, qubits: int) -> float:
    """Var(E) over Haar-random states: (Tr H² − Tr(H)²/N) / (N(N + 1)); 1/(N + 1) for a Pauli string.

    As for the gradient, a graph in parts, or that conserves a parity, has the value of `sectors`.
    """
    if not sectors.mixes_all(experiment, qubits):
        square = sectors.second_moments(experiment, qubits)[1]
        return square - objective_mean(experiment, qubits) ** 2 * isinstance(experiment.objective, Projector)
    size = 2.0**qubits
    return _traceless_square(experiment.objective, qubits) / (size * (size + 1))


def real_gradient_variance(objective: Objective, qubits: int) -> float:
    """Var(∂E) of real circuits, rotations about Y, when the one after the gate is a random orthogonal matrix.

    Only the real strings of H count, those with an even number of Y: in real states the others are zero. There are
    K = (N + 2)(N − 1)/2 of them without the identity, and a random orthogonal matrix mixes these. N/2 is the sum of the
    squares, in any real pure state, of those that do not commute with Y on the differentiated qubit; so the value is
    Tr(H²)/N · (N/2)/K, H without its trace, whatever the layer of the gate. (Derived in docs/theory.md.)

    Examples
    --------
    >>> round(real_gradient_variance(Experiment().objective, 2), 12) == round(4 / 18, 12)
    True
    """
    size = 2.0**qubits
    return _real_traceless_square(objective, qubits) / ((size + 2) * (size - 1))


def real_objective_variance(objective: Objective, qubits: int) -> float:
    """Var(E) over random real states: 2 Tr(H²)/(N(N + 2)), of the real strings of H without its trace."""
    size = 2.0**qubits
    return 2 * _real_traceless_square(objective, qubits) / (size * (size + 2))


def _real_traceless_square(objective: Objective, qubits: int) -> float:
    if isinstance(objective, Projector):
        return _traceless_square(objective, qubits)
    strings = (term for term in objective.terms(qubits) if set(term[1]) != {"I"})
    return 2.0**qubits * sum(factor**2 for factor, letters in strings if letters.count("Y") % 2 == 0)


def _traceless_square(objective: Objective, qubits: int) -> float:
    return objective.trace_of_square(qubits) - objective.trace(qubits) ** 2 / 2.0**qubits
