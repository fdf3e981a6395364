"""The exact means of E and ∂E over the ensemble at every depth, in closed form.

A mean is linear in the state, so the objective can be followed backwards through the circuit one Pauli string at a
time: on average noise and rotations only shrink a string, and CZ gates make one other string of it. The projector, a
sum of 2ⁿ strings, stays a product over qubits. docs/theory.md derives both.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from plateaus.ensemble.experiment import Experiment
from plateaus.ensemble.objectives import Projector
from plateaus.theory.layer import CZ_PAULI, bloch_vector, mean_rotations


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
    damping, slope = mean_rotations(experiment)
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


def projector_means(experiment: Experiment, qubits: int, layers: int) -> np.ndarray:
    """Means of (∂E, E) by depth for the projector. Shape (2, L).

    Backwards, (I + Z)/2 on a qubit stays (I + m Z)/2, untouched by CZ gates. The differentiated gate makes X and Y of
    its qubit's Z, and while that lasts each CZ layer swaps I and Z on the qubit's neighbours. Noise damps every letter.
    """
    damping, slope = mean_rotations(experiment)
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
