"""What an objective can depend on at all: the rotations inside its light cone.

Engines leave out what is outside, and the exact theory sets it to zero.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from plateaus.ensemble.lattices import Edges


def light_cone(letters: Sequence[str], edges: Edges, layers: int) -> np.ndarray:
    """Which rotations of a circuit an objective after its last layer can depend on at all.

    Followed backwards, a controlled-Z gate leaves a Z alone and gives an X or Y on one of its qubits a Z on the other;
    rotations make X, Y and Z of any of them.

    Parameters
    ----------
    letters : sequence of str, length n
        The Pauli letters that the objective has on each qubit.
    edges : sequence of (int, int)
        Pairs of qubits, from 0, joined by a controlled-Z gate after the rotations of every layer.
    layers : int

    Returns
    -------
    ndarray of bool, shape (layers, n)

    Examples
    --------
    >>> from plateaus.ensemble.lattices import edges
    >>> light_cone(["Z", "Z", "I", "I"], edges("chain", 4), 3).astype(int).tolist()
    [[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0]]
    """
    acts = np.array([letter.strip("I") != "" for letter in letters])
    turned = np.array([bool(set(letter) & set("XY")) for letter in letters])
    cone = np.empty((layers, len(letters)), dtype=bool)
    for layer in reversed(range(layers)):
        cone[layer] = acts
        for a, b in edges:
            cone[layer, a] |= turned[b]
            cone[layer, b] |= turned[a]
        acts = turned = cone[layer]
    return cone
