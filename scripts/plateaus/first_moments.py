"""How one layer acts on Pauli letters, what the theory covers, and the exact means of E and ∂E, in closed form."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np

from .experiment import Experiment
from .limits import bloch_vector
from .objective import Projector
from .starts import IdentityBlocks, RandomStart

_PAULIS = np.array([[[1, 0], [0, 1]], [[0, 1], [1, 0]], [[0, -1j], [1j, 0]], [[1, 0], [0, -1]]])
_CZ = np.diag([1, 1, 1, -1])
_PAIRS = np.einsum("aij,bkl->abikjl", _PAULIS, _PAULIS).reshape(16, 4, 4)
#: ⟨ab|CZ|cd⟩ on pairs of Pauli operators: how a CZ gate permutes them, with signs. Shape (4, 4, 4, 4).
CZ_PAULI = np.einsum("pij,jk,qkl,li->pq", _PAIRS, _CZ, _PAIRS, _CZ).real.reshape(4, 4, 4, 4) / 4
#: v ↦ axis × v on the Pauli letters I, X, Y, Z, for the axes X, Y, Z. Shape (3, 4, 4).
_TURN = np.zeros((3, 4, 4))
for _a, _b, _c in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
    _TURN[_a, _c + 1, _b + 1], _TURN[_a, _b + 1, _c + 1] = 1, -1


SUM_QUBITS = 10
"""Largest register on which the exact theory follows sums of Pauli strings with X or Y."""
NOISE_QUBITS = 12
"""Largest register on which it follows noise."""


def covered(experiment: Experiment, qubits: int | None = None) -> None:
    """Check that the exact theory holds for an experiment and, if given, reaches a size.

    Raises
    ------
    ValueError
        It does not: an angle law with E[sin θ] ≠ 0 or E[sin θ cos θ] ≠ 0, a start that ties angles to each
        other (but for identity blocks and a parameter of the first layer), or a size above `SUM_QUBITS` or
        `NOISE_QUBITS`.
    """
    if experiment.start != RandomStart():
        if not isinstance(experiment.start, IdentityBlocks) or experiment.start.sigma or experiment.parameter[0] > 1:
            raise ValueError(
                f"start {experiment.start}: exact for identity blocks and a parameter of the first layer only"
            )
        if experiment.noise.probability:
            raise ValueError(f"noise {experiment.noise}: identity blocks are exact without noise only")
        return
    if max(abs(experiment.law(1, 2).mean(f).imag) for f in (1, 2)) > 1e-12:
        raise ValueError(f"angles {experiment.angles}: the exact theory needs E[sin θ] = E[sin θ cos θ] = 0")
    if qubits is None:
        return
    if qubits > SUM_QUBITS and turning_sum(experiment, qubits):
        raise ValueError(
            f"{qubits} qubits: the exact theory of {experiment.objective}, a sum with X or Y, "
            f"is for at most {SUM_QUBITS}"
        )
    if qubits > NOISE_QUBITS and experiment.noise.probability:
        raise ValueError(f"{qubits} qubits: the exact theory with noise is for at most {NOISE_QUBITS}")


def turning_sum(experiment: Experiment, qubits: int) -> bool:
    """Whether the objective is a sum of several Pauli strings, some of them with X or Y."""
    if isinstance(experiment.objective, Projector):
        return False
    strings = [letters for _, letters in experiment.objective.terms(qubits) if set(letters) != {"I"}]
    return len(strings) > 1 and bool(set("".join(strings)) & set("XY"))


def rotation_parts(experiment: Experiment) -> Iterable[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """For each axis the matrices of a rotation 1·A + cos θ·B + sin θ·C on the letters I, X, Y, Z."""
    turns = _TURN if experiment.axes == "random" else _TURN["XYZ".index(experiment.axes)][None]
    return [(np.eye(4) + turn @ turn, -turn @ turn, turn) for turn in turns]


def pair_rotations(experiment: Experiment, qubits: int) -> tuple[np.ndarray, np.ndarray]:
    """E[R ⊗ R] and E[∂R ⊗ ∂R] of a random rotation on the 16 pairs of Pauli operators. Shapes (16, 16)."""
    law = experiment.law(1, qubits)
    cosine, square = law.mean(1).real, (1 + law.mean(2).real) / 2
    parts = rotation_parts(experiment)
    rotation = np.mean(
        [
            np.kron(a, a)
            + cosine * (np.kron(a, b) + np.kron(b, a))
            + square * np.kron(b, b)
            + (1 - square) * np.kron(c, c)
            for a, b, c in parts
        ],
        axis=0,
    )
    return rotation, np.mean([(1 - square) * np.kron(b, b) + square * np.kron(c, c) for _, b, c in parts], axis=0)


def _first_moments(experiment: Experiment) -> tuple[np.ndarray, np.ndarray]:
    """E[R], which is diagonal, and E[∂R] of a random rotation on the letters I, X, Y, Z. Shapes (4,) and (4, 4)."""
    cosine = experiment.law(1, 2).mean(1).real
    parts = rotation_parts(experiment)
    damping = np.mean([np.diag(a + cosine * b) for a, b, _ in parts], axis=0)
    return damping, cosine * np.mean([c for *_, c in parts], axis=0)


def means(experiment: Experiment, qubits: int, layers: int) -> np.ndarray:
    """Means of (∂E, E) by depth, of a sum of strings without a multiple of the identity. Shape (2, L)."""
    if isinstance(experiment.objective, Projector):
        return projector_means(experiment, qubits, layers)
    terms = [term for term in experiment.objective.terms(qubits) if set(term[1]) != {"I"}]
    return np.sum([factor * string_means(experiment, letters, layers) for factor, letters in terms], axis=0)


def string_means(experiment: Experiment, letters: str, layers: int) -> np.ndarray:
    """Means of (∂E, E) by depth for a Pauli string. Shape (2, L).

    Backwards, noise damps a string, a CZ layer makes one signed string of it, and a rotation layer damps it again; the
    differentiated gate makes up to two.
    """
    damping, slope = _first_moments(experiment)
    bloch, edges, noise = bloch_vector(experiment), experiment.edges(len(letters)), experiment.noise.factor
    layer, qubit = experiment.parameter[0], experiment.parameter[1] - 1

    @cache
    def entangled(string: tuple[int, ...]) -> tuple[float, tuple[int, ...]]:
        after, factor = list(string), noise ** np.count_nonzero(string)
        for a, b in edges:
            image = CZ_PAULI[:, :, after[a], after[b]]
            after[a], after[b] = map(int, np.unravel_index(abs(image).argmax(), (4, 4)))
            factor *= image[after[a], after[b]]
        return float(factor), tuple(after)

    @cache
    def differentiated(string: tuple[int, ...]) -> float:
        """Mean of the string's derivative, the string having passed the CZ gates of the differentiated layer."""
        others = np.prod(damping[[*string[:qubit], *string[qubit + 1 :]]])
        total = 0.0
        for letter in np.flatnonzero(slope[string[qubit]]):
            value, below = slope[string[qubit], letter] * others, (*string[:qubit], int(letter), *string[qubit + 1 :])
            for _ in range(layer - 1):
                damped, below = entangled(below)
                value *= damped * np.prod(damping[list(below)])
            total += value * np.prod(bloch[list(below)])
        return total

    string = tuple(map("IXYZ".index, letters))
    factor, means = 1.0, np.full((2, layers), np.nan)
    for depth in range(layers):
        damped, string = entangled(string)
        if depth + layer <= layers:
            means[0, depth + layer - 1] = factor * damped * differentiated(string)
        factor *= damped * np.prod(damping[list(string)])
        means[1, depth] = factor * np.prod(bloch[list(string)])
    return means


def identity_moments(experiment: Experiment, qubits: int) -> tuple[np.ndarray, np.ndarray]:
    """Means and variances of (∂E, E) where the whole circuit is the identity. Shapes (2,).

    What follows a rotation R of the first layer is R†, so ∂E is that of R = 1: (i/2)⟨[P, H]⟩ in the state before the
    first layer (derived in docs/derivations.md). It depends on the axis P alone, and on no angle; E on nothing.
    """
    bloch, qubit = bloch_vector(experiment), experiment.parameter[1] - 1
    turns = [turn for *_, turn in rotation_parts(experiment)]
    e, slopes = 0.0, np.zeros(len(turns))
    for factor, letters in experiment.objective.terms(qubits):
        string = list(map("IXYZ".index, letters))
        others = factor * np.prod(bloch[[*string[:qubit], *string[qubit + 1 :]]])
        e += others * bloch[string[qubit]]
        slopes += [others * turn[string[qubit]] @ bloch for turn in turns]
    return np.array([slopes.mean(), e]), np.array([slopes.var(), 0.0])


def projector_means(experiment: Experiment, qubits: int, layers: int) -> np.ndarray:
    """Means of (∂E, E) by depth for the projector. Shape (2, L).

    Backwards, (I + Z)/2 on a qubit stays (I + m Z)/2, untouched by CZ gates. The differentiated gate makes X and Y of
    its qubit's Z, and while that lasts each CZ layer swaps I and Z on the qubit's neighbours. Noise damps every letter.
    """
    damping, slope = _first_moments(experiment)
    bloch, edges, noise = bloch_vector(experiment), experiment.edges(qubits), experiment.noise.factor
    layer, qubit = experiment.parameter[0], experiment.parameter[1] - 1
    neighbours = sum(qubit in edge for edge in edges)
    decay = (noise * damping[3]) ** np.arange(1, layers + 1)
    means = np.full((2, layers), np.nan)
    means[1] = ((1 + decay * bloch[3]) / 2) ** qubits
    above = np.arange(max(layers - layer + 1, 0))
    one, z = np.ones(len(above)), (noise * damping[3]) ** (above + 1)
    for _ in range(layer - 1):
        one, z = noise * z, one * damping[3]
    differentiated = noise ** (above + 1) * damping[3] ** above
    differentiated *= slope[3] @ ((noise * damping) ** (layer - 1) * bloch)
    others = (1 + decay[layer - 1 :] * bloch[3]) ** (qubits - 1 - neighbours)
    means[0, layer - 1 :] = differentiated * (one + z * bloch[3]) ** neighbours * others / 2.0**qubits
    return means
