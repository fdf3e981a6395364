"""Noisy circuits by Pauli trajectories: each a noiseless circuit with other signs of its angles.

Depolarising noise puts a random Pauli operator after every layer and qubit. A Pauli operator F before a gate is one
after it: R_P(θ) F = F R_P(±θ), minus where P anticommutes with F, and CZ F = F′ CZ. Carried to the end all of them make
one Pauli string, which changes at most the sign of ⟨H⟩ for a string H. So a trajectory is a circuit of the same
ensemble (where θ and −θ are as likely), and the mean square of its gradient the noise-free one, however strong the
noise: it is the mean over trajectories, before the square, that decays. Two of them that share the circuit and nothing
else, multiplied, have the square of that mean as their mean. Derived in docs/derivations.md.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from plateaus.ensemble.circuits import Circuit
from plateaus.ensemble.noise import Depolarizing


def draw_operators(noise: Depolarizing, shape: tuple[int, int], generator: np.random.Generator) -> np.ndarray:
    """Where the noise strikes after which layer and qubit: 0 for not at all, 1, 2, 3 for X, Z, Y."""
    return (generator.random(shape) < noise.probability) * generator.integers(1, 4, shape)


def trajectory(
    circuit: Circuit, operators: np.ndarray, letters: str, parameter: tuple[int, int]
) -> tuple[Circuit, np.ndarray, np.ndarray]:
    """A circuit struck by Pauli operators, as a noiseless circuit.

    Parameters
    ----------
    circuit : Circuit
    operators : ndarray of int, shape (layers, qubits)
        As from `draw_operators`.
    letters : str
        The objective, a Pauli string: one of I, X, Y, Z a qubit.
    parameter : (int, int)
        Layer and qubit of the differentiated angle, from 1.

    Returns
    -------
    circuit : Circuit
        The same with some angles negated.
    signs, gradient_signs : ndarray of ±1, shape (layers,)
        What its E and ∂E after every layer are to be multiplied by.
    """
    layers, qubits = circuit.angles.shape
    joined = np.zeros((qubits, qubits), dtype=bool)
    for a, b in circuit.edges:
        joined[a, b] ^= True
        joined[b, a] ^= True
    h_x, h_z = (np.array([letter in kind for letter in letters]) for kind in ("XY", "ZY"))
    x, z = np.zeros((2, qubits), dtype=bool)
    flips = np.empty((layers, qubits), dtype=bool)
    signs = np.empty(layers)
    for layer, axes in enumerate(circuit.axes):
        if layer in circuit.inverted:
            z ^= joined[x].sum(axis=0) % 2 == 1
        flips[layer] = np.choose(axes, (z, x ^ z, x))
        if layer not in circuit.inverted:
            z ^= joined[x].sum(axis=0) % 2 == 1
        x ^= operators[layer] & 1 > 0
        z ^= operators[layer] & 2 > 0
        odd = (np.count_nonzero(x & h_z) + np.count_nonzero(z & h_x)) % 2
        signs[layer] = 1 - 2 * odd
    turned = 1 - 2 * flips
    sign = turned[parameter[0] - 1, parameter[1] - 1]
    return replace(circuit, angles=circuit.angles * turned), signs, signs * sign
