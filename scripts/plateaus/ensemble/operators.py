"""How an objective acts on state vectors, the first qubit the lowest bit of an index.

A Pauli string flips some bits of an index and multiplies by a phase, so that no matrix has to be made: H|ψ⟩ is a sum
over sets of flipped bits.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from plateaus.ensemble.objectives import Objective, Projector

Map = Callable[[np.ndarray], np.ndarray]


def flips(objective: Objective, qubits: int, register: int | None = None) -> list[tuple[int, np.ndarray]]:
    """H as a sum over sets of flipped qubits F of Σᵢ hᵢ |i⟩⟨i XOR F|.

    Parameters
    ----------
    objective : Objective
    qubits : int
    register : int, optional
        Leave out the qubits behind the first so many; H must not act on them.

    Returns
    -------
    list of (int, ndarray of shape (2^register,))
        F as a mask of bits, and h; real where no string has a Y.
    """
    if isinstance(objective, Projector):  # nothing is flipped, and it acts on every qubit
        return [(0, np.eye(1, 2**qubits)[0])]
    index = np.arange(2 ** (register or qubits))
    found: dict[int, np.ndarray] = {}  # of all strings that flip the same bits together
    for factor, letters in objective.terms(qubits):
        bits = {p: sum(1 << q for q, letter in enumerate(letters) if letter == p) for p in "XYZ"}
        flipped = bits["X"] | bits["Y"]
        # ⟨i|P|j⟩ with j = i XOR flipped: −1 for a Z on a set bit; for a Y, −i where bit i is 0, +i where it is 1.
        sign = 1.0 - 2.0 * (np.bitwise_count(index & (bits["Y"] | bits["Z"])) % 2)
        phase = factor * ((-1j) ** letters.count("Y") * sign if bits["Y"] else sign)
        found[flipped] = found[flipped] + phase if flipped in found else phase
    return list(found.items())


def matrix_free(objective: Objective, qubits: int) -> Map:
    """The map |ψ⟩ → H|ψ⟩ on vectors of length 2^qubits."""
    return _projection if isinstance(objective, Projector) else _sum_of_flips(objective, qubits)


def _projection(vector: np.ndarray) -> np.ndarray:
    image = np.zeros_like(vector)
    image[..., 0] = vector[..., 0]
    return image


def _sum_of_flips(objective: Objective, qubits: int) -> Map:
    index = np.arange(2**qubits)
    # Real factors multiply real and imaginary parts alike: half the work of complex numbers. A source of None:
    # nothing is flipped, and no copy is needed.
    parts = [
        (phase if np.iscomplexobj(phase) else np.repeat(phase, 2), index ^ flipped if flipped else None)
        for flipped, phase in flips(objective, qubits)
    ]

    def apply(vector: np.ndarray) -> np.ndarray:
        moved = ((phase, vector if source is None else np.take(vector, source, axis=-1)) for phase, source in parts)
        images = ((phase * v.view(phase.dtype)).view(vector.dtype) for phase, v in moved)
        image = next(images)
        for more in images:
            image += more
        return image

    return apply
