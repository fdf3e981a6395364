"""How one layer acts on Pauli letters, what the theory covers, and the exact means of E and ∂E, in closed form."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np

from .angles import SmallAngles
from .experiment import Experiment
from .limits import bloch_vector
from .objective import PauliSum, Projector

_PAULIS = np.array([[[1, 0], [0, 1]], [[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]]])
_CZ = np.diag([1, 1, 1, -1])
_PAIRS = np.einsum("aij,bkl->abikjl", _PAULIS, _PAULIS).reshape(16, 4, 4)
#: ⟨ab|CZ|cd⟩ on pairs of Pauli operators: how a CZ gate permutes them, with signs. Shape (4, 4, 4, 4).
CZ_PAULI = np.einsum("pij,jk,qkl,li->pq", _PAIRS, _CZ, _PAIRS, _CZ).real.reshape(4, 4, 4, 4) / 4
#: v ↦ axis × v on the Pauli letters I, X, Y, Z, for the axes X, Y, Z. Shape (3, 4, 4).
_TURN = np.zeros((3, 4, 4))
for _a, _b, _c in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
    _TURN[_a, _c + 1, _b + 1], _TURN[_a, _b + 1, _c + 1] = 1, -1


def covered(experiment: Experiment) -> None:
    """Check that the exact theory holds for an experiment.

    Raises
    ------
    ValueError
        It does not: an angle law with E[sin θ] ≠ 0 or E[sin θ cos θ] ≠ 0, noise, or the projector with a fixed axis.
    """
    if isinstance(experiment.angles, SmallAngles):
        raise ValueError("angles small: the exact theory needs a law that does not depend on the depth")
    if isinstance(experiment.objective, PauliSum):
        raise ValueError(f"objective {experiment.objective}: the exact theory does not cover sums of Pauli strings")
    if max(abs(experiment.angles.mean(f).imag) for f in (1, 2)) > 1e-12:
        raise ValueError(f"angles {experiment.angles}: the exact theory needs E[sin θ] = E[sin θ cos θ] = 0")
    if experiment.noise.probability:
        raise ValueError(f"noise {experiment.noise}: the exact theory is for noiseless circuits")
    if isinstance(experiment.objective, Projector) and experiment.axes != "random":
        raise ValueError(f"axes {experiment.axes!r}: the exact theory of the projector needs random axes")


def rotation_parts(experiment: Experiment) -> Iterable[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """For each axis the matrices of a rotation 1·A + cos θ·B + sin θ·C on the letters I, X, Y, Z."""
    turns = _TURN if experiment.axes == "random" else _TURN["XYZ".index(experiment.axes)][None]
    return [(np.eye(4) + turn @ turn, -turn @ turn, turn) for turn in turns]


def _first_moments(experiment: Experiment) -> tuple[np.ndarray, np.ndarray]:
    """E[R], which is diagonal, and E[∂R] of a random rotation on the letters I, X, Y, Z. Shapes (4,) and (4, 4)."""
    cosine = experiment.law(1, 2).mean(1).real
    parts = rotation_parts(experiment)
    damping = np.mean([np.diag(a + cosine * b) for a, b, _ in parts], axis=0)
    return damping, cosine * np.mean([c for *_, c in parts], axis=0)


def string_means(experiment: Experiment, qubits: int, layers: int) -> np.ndarray:
    """Means of (∂E, E) by depth for a Pauli string. Shape (2, L).

    Backwards, a CZ layer makes one signed string of a string, and a rotation layer damps it; the differentiated gate
    makes up to two.
    """
    damping, slope = _first_moments(experiment)
    bloch, edges = bloch_vector(experiment), experiment.edges(qubits)
    layer, qubit = experiment.parameter[0], experiment.parameter[1] - 1

    @cache
    def entangled(string: tuple[int, ...]) -> tuple[float, tuple[int, ...]]:
        letters, sign = list(string), 1.0
        for a, b in edges:
            image = CZ_PAULI[:, :, letters[a], letters[b]]
            letters[a], letters[b] = map(int, np.unravel_index(abs(image).argmax(), (4, 4)))
            sign *= image[letters[a], letters[b]]
        return sign, tuple(letters)

    @cache
    def differentiated(string: tuple[int, ...]) -> float:
        """Mean of the string's derivative, the string having passed the CZ gates of the differentiated layer."""
        others = np.prod(damping[[*string[:qubit], *string[qubit + 1 :]]])
        total = 0.0
        for letter in np.flatnonzero(slope[string[qubit]]):
            value, below = slope[string[qubit], letter] * others, (*string[:qubit], int(letter), *string[qubit + 1 :])
            for _ in range(layer - 1):
                sign, below = entangled(below)
                value *= sign * np.prod(damping[list(below)])
            total += value * np.prod(bloch[list(below)])
        return total

    ((_, letters),) = experiment.objective.terms(qubits)
    string = tuple(map("IXYZ".index, letters))
    factor, means = 1.0, np.full((2, layers), np.nan)
    for depth in range(layers):
        sign, string = entangled(string)
        if depth + layer <= layers:
            means[0, depth + layer - 1] = factor * sign * differentiated(string)
        factor *= sign * np.prod(damping[list(string)])
        means[1, depth] = factor * np.prod(bloch[list(string)])
    return means


def projector_means(experiment: Experiment, qubits: int, layers: int) -> np.ndarray:
    """Means of (∂E, E) by depth for the projector and random axes. Shape (2, L).

    Backwards, (I + Z)/2 on a qubit stays (I + m Z)/2, untouched by CZ gates. The differentiated gate makes X and Y of
    its qubit's Z, and while that lasts each CZ layer swaps I and Z on the qubit's neighbours.
    """
    damping, slope = _first_moments(experiment)
    bloch, edges = bloch_vector(experiment), experiment.edges(qubits)
    layer, qubit = experiment.parameter[0], experiment.parameter[1] - 1
    neighbours = sum(qubit in edge for edge in edges)
    decay = damping[3] ** np.arange(1, layers + 1)
    means = np.full((2, layers), np.nan)
    means[1] = ((1 + decay * bloch[3]) / 2) ** qubits
    above = np.arange(max(layers - layer + 1, 0))
    one, z = np.ones(len(above)), damping[3] ** (above + 1)
    for _ in range(layer - 1):
        one, z = z, one * damping[3]
    differentiated = damping[3] ** above * (slope[3] @ (damping ** (layer - 1) * bloch))
    others = (1 + decay[layer - 1 :] * bloch[3]) ** (qubits - 1 - neighbours)
    means[0, layer - 1 :] = differentiated * (one + z * bloch[3]) ** neighbours * others / 2.0**qubits
    return means
